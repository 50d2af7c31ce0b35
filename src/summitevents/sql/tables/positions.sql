-- one row per event, question and position: what its claims say of its date, of its plan, or of a matter that is judged
-- stand: the claim that stands for the position
WITH spoken AS (
    SELECT
        held.event, held.question, held.fits_several, held.pos,
        CASE WHEN standings.event = held.event THEN standings.standing END AS standing, standings.rank = 'preferred' AS preferred,
        first_value(held.pos) OVER (
            PARTITION BY held.event, held.question, held.place
            ORDER BY CASE WHEN standings.event = held.event THEN standings.standing END NULLS LAST, claimed.seq
        ) AS stand,
        row_number() OVER (
            PARTITION BY held.event, held.question, held.place
            ORDER BY CASE WHEN standings.event = held.event THEN standings.standing END NULLS LAST, claimed.seq
        ) AS nr
    FROM held
    JOIN claimed ON claimed.pos = held.pos
    JOIN standings ON standings.pos = held.pos
),
numbered AS (
    SELECT
        spoken.event, spoken.question, spoken.stand, spoken.fits_several, spoken.standing,
        row_number() OVER (
            PARTITION BY spoken.event, spoken.question ORDER BY spoken.fits_several, spoken.standing NULLS LAST, claimed.seq
        ) AS position
    FROM spoken
    JOIN claimed ON claimed.pos = spoken.pos
    WHERE spoken.nr = 1
),
preferred AS (
    SELECT DISTINCT event, question, stand FROM spoken WHERE preferred AND NOT fits_several
),
told AS (
    SELECT
        event, question, stand, count(*) AS n_sources, count(official_of) AS n_official,
        string_agg(source, '; ' ORDER BY nr) AS sources
    FROM (
        SELECT spoken.event, spoken.question, spoken.stand, claimed.source, min(claimed.official_of) AS official_of, min(spoken.nr) AS nr
        FROM spoken
        JOIN claimed ON claimed.pos = spoken.pos
        GROUP BY spoken.event, spoken.question, spoken.stand, claimed.source
    ) AS distinct_sources
    GROUP BY event, question, stand
),
wider AS (
    SELECT event, question, stand, string_agg(words, '; ' ORDER BY nr) AS wider
    FROM (
        SELECT spoken.event, spoken.question, spoken.stand, dates.words, min(spoken.nr) AS nr
        FROM spoken
        JOIN claimed ON claimed.pos = spoken.pos
        JOIN dates ON dates.edtf = claimed.happened
        WHERE spoken.question IN ('date', 'plan')
        GROUP BY spoken.event, spoken.question, spoken.stand, dates.words
    ) AS spellings
    WHERE nr > 1
    GROUP BY event, question, stand
),
grouped AS (
    SELECT
        spoken.event, spoken.question, spoken.stand,
        bool_or(chosen.pos IS NOT NULL) AS shown,
        count(*) AS n_claims,
        string_agg(claimed.record, '; ' ORDER BY spoken.nr) AS claims
    FROM spoken
    JOIN claimed ON claimed.pos = spoken.pos
    LEFT JOIN chosen ON chosen.event = spoken.event AND chosen.pos = spoken.pos
    GROUP BY spoken.event, spoken.question, spoken.stand
),
counted AS (
    -- the positions that differ from the first by their way of counting
    SELECT DISTINCT there.event, there.question, there.stand
    FROM (
        SELECT event, question, pos, other_pos FROM judged WHERE verdict = 'counts-differently'
        UNION ALL
        SELECT event, question, other_pos AS pos, pos AS other_pos FROM judged WHERE verdict = 'counts-differently'
    ) AS ways
    JOIN spoken AS here ON here.event = ways.event AND here.question = ways.question AND here.pos = ways.pos
    JOIN numbered AS front
        ON front.event = here.event AND front.question = here.question AND front.stand = here.stand AND front.position = 1
    JOIN spoken AS there ON there.event = ways.event AND there.question = ways.question AND there.pos = ways.other_pos
),
questions AS (
    SELECT
        numbered.event, numbered.question,
        CASE
            WHEN count(*) FILTER (WHERE NOT numbered.fits_several) <= 1 THEN 'agreed'
            WHEN NOT bool_and(numbered.standing IS NOT NULL) THEN 'elsewhere'
            WHEN count(*) FILTER (WHERE NOT numbered.fits_several AND numbered.position > 1 AND counted.stand IS NULL) = 0 THEN 'counting'
            WHEN count(preferred.stand) = 1 THEN 'settled'
            ELSE 'open'
        END AS state
    FROM numbered
    LEFT JOIN counted
        ON counted.event = numbered.event AND counted.question = numbered.question AND counted.stand = numbered.stand
    LEFT JOIN preferred
        ON preferred.event = numbered.event AND preferred.question = numbered.question AND preferred.stand = numbered.stand
    GROUP BY numbered.event, numbered.question
),
reasons AS (
    SELECT event, question, reason, min(seq) AS seq, min_by(judged_by, seq) AS judged_by
    FROM (
        SELECT event, question, reason, seq, judged_by FROM judged WHERE question IS NOT NULL
        UNION ALL
        SELECT matters.event, matters.question, judged.reason, judged.seq, judged.judged_by
        FROM matters
        JOIN judged ON judged.event = matters.event AND judged.pos = matters.pos AND judged.question IS NULL
        JOIN matters AS facing
            ON facing.event = matters.event AND facing.question = matters.question
                AND facing.pos = judged.other_pos AND facing.side <> matters.side
        UNION ALL
        SELECT spoken.event, spoken.question, live.reason, live.seq, NULL AS judged_by
        FROM spoken
        JOIN questions
            ON questions.event = spoken.event AND questions.question = spoken.question AND questions.state = 'settled'
        JOIN claimed ON claimed.pos = spoken.pos
        JOIN live ON live.op = 'rank' AND live.target = claimed.record AND live.rank = 'preferred'
        WHERE spoken.preferred
    ) AS given
    GROUP BY event, question, reason
),
why AS (
    SELECT event, question, string_agg(reason, ' · ' ORDER BY seq) AS reason, min_by(judged_by, seq) AS judged_by
    FROM reasons
    GROUP BY event, question
)
SELECT
    numbered.event, numbered.question,
    numbered.position, numbered.fits_several, questions.state, grouped.shown,
    CASE WHEN numbered.question IN ('date', 'plan') THEN front.happened ELSE coalesce(log.summary, log.title) END AS value,
    CASE WHEN numbered.question IN ('date', 'plan') THEN dates.words ELSE coalesce(log.summary, log.title) END AS value_words,
    wider.wider,
    dates.start_min, dates.start_max, dates.end_min, dates.end_max,
    front.record, grouped.n_claims, grouped.claims, told.n_sources, told.sources, told.n_official,
    CASE WHEN questions.state <> 'agreed' THEN coalesce(why.reason, 'the dates do not overlap') END AS reason,
    why.judged_by
FROM numbered
JOIN questions ON questions.event = numbered.event AND questions.question = numbered.question
JOIN grouped ON grouped.event = numbered.event AND grouped.question = numbered.question AND grouped.stand = numbered.stand
JOIN claimed AS front ON front.pos = numbered.stand
JOIN told ON told.event = numbered.event AND told.question = numbered.question AND told.stand = numbered.stand
LEFT JOIN log ON numbered.question NOT IN ('date', 'plan') AND log.pos = numbered.stand
LEFT JOIN wider ON wider.event = numbered.event AND wider.question = numbered.question AND wider.stand = numbered.stand
LEFT JOIN dates ON dates.edtf = CASE WHEN numbered.question IN ('date', 'plan') THEN front.happened END
LEFT JOIN why ON why.event = numbered.event AND why.question = numbered.question
ORDER BY numbered.event, numbered.question, numbered.position
