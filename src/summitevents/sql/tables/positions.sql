-- one row per event, question and position: what its claims say of its date, of its plan, or of a matter that is judged
WITH spoken AS (
    SELECT
        held.event, held.question, held.place, held.fits_several, standings.event = held.event AS own,
        standings.record, standings.seq, standings.pos, standings.source, standings.happened, standings.rank,
        CASE WHEN standings.event = held.event THEN standings.standing END AS standing,
        row_number() OVER (
            PARTITION BY held.event, held.question, held.place
            ORDER BY CASE WHEN standings.event = held.event THEN standings.standing END NULLS LAST, standings.seq
        ) AS nr
    FROM held
    JOIN standings ON standings.record = held.record
),
told AS (
    SELECT
        event, question, place, count(*) AS n_sources, count(official_of) AS n_official,
        string_agg(source, '; ' ORDER BY nr) AS sources
    FROM (
        SELECT spoken.event, spoken.question, spoken.place, spoken.source, document.official_of, min(spoken.nr) AS nr
        FROM spoken
        JOIN live AS document ON document.op = 'source' AND document.source = spoken.source
        GROUP BY spoken.event, spoken.question, spoken.place, spoken.source, document.official_of
    ) AS distinct_sources
    GROUP BY event, question, place
),
grouped AS (
    SELECT
        spoken.event, spoken.question, spoken.place, spoken.fits_several,
        bool_or(spoken.own) AS own,
        bool_or(spoken.rank = 'preferred') AS preferred,
        bool_or(chosen.record IS NOT NULL) AS shown,
        min(CASE WHEN spoken.nr = 1 THEN spoken.record END) AS record,
        min(CASE WHEN spoken.nr = 1 THEN spoken.pos END) AS pos,
        min(CASE WHEN spoken.nr = 1 THEN spoken.happened END) AS happened,
        min(CASE WHEN spoken.nr = 1 THEN spoken.seq END) AS seq,
        min(spoken.standing) AS standing,
        count(*) AS n_claims,
        string_agg(spoken.record, '; ' ORDER BY spoken.nr) AS claims
    FROM spoken
    LEFT JOIN chosen ON chosen.event = spoken.event AND chosen.record = spoken.record
    GROUP BY spoken.event, spoken.question, spoken.place, spoken.fits_several
),
wider AS (
    SELECT spellings.event, spellings.question, spellings.place, string_agg(spellings.words, '; ' ORDER BY spellings.nr) AS wider
    FROM (
        SELECT spoken.event, spoken.question, spoken.place, dates.words, min(spoken.nr) AS nr
        FROM spoken
        JOIN dates ON dates.edtf = spoken.happened
        WHERE spoken.question IN ('date', 'plan')
        GROUP BY spoken.event, spoken.question, spoken.place, dates.words
    ) AS spellings
    WHERE spellings.nr > 1
    GROUP BY spellings.event, spellings.question, spellings.place
),
numbered AS (
    SELECT
        grouped.*,
        row_number() OVER (PARTITION BY event, question ORDER BY fits_several, standing NULLS LAST, seq) AS position
    FROM grouped
),
counted AS (
    -- the positions that differ from the first by their way of counting
    SELECT DISTINCT there.event, there.question, there.place
    FROM (
        SELECT event, question, record, other_record FROM judged WHERE verdict = 'counts-differently'
        UNION ALL
        SELECT event, question, other_record AS record, record AS other_record FROM judged WHERE verdict = 'counts-differently'
    ) AS ways
    JOIN spoken AS here ON here.event = ways.event AND here.question = ways.question AND here.record = ways.record
    JOIN numbered AS front
        ON front.event = here.event AND front.question = here.question AND front.place = here.place AND front.position = 1
    JOIN spoken AS there ON there.event = ways.event AND there.question = ways.question AND there.record = ways.other_record
),
questions AS (
    SELECT
        numbered.event, numbered.question,
        CASE
            WHEN count(*) FILTER (WHERE NOT numbered.fits_several) <= 1 THEN 'agreed'
            WHEN NOT bool_and(numbered.own) THEN 'elsewhere'
            WHEN count(*) FILTER (WHERE NOT numbered.fits_several AND numbered.position > 1 AND counted.place IS NULL) = 0 THEN 'counting'
            WHEN count(*) FILTER (WHERE numbered.preferred AND NOT numbered.fits_several) = 1 THEN 'settled'
            ELSE 'open'
        END AS state
    FROM numbered
    LEFT JOIN counted
        ON counted.event = numbered.event AND counted.question = numbered.question AND counted.place = numbered.place
    GROUP BY numbered.event, numbered.question
),
reasons AS (
    SELECT event, question, reason, min(seq) AS seq, min_by(judged_by, seq) AS judged_by
    FROM (
        SELECT event, question, reason, seq, judged_by FROM judged WHERE question IS NOT NULL
        UNION ALL
        SELECT matters.event, matters.question, judged.reason, judged.seq, judged.judged_by
        FROM matters
        JOIN judged ON judged.event = matters.event AND judged.record = matters.record AND judged.question IS NULL
        JOIN matters AS facing
            ON facing.event = matters.event AND facing.question = matters.question
                AND facing.record = judged.other_record AND facing.side <> matters.side
        UNION ALL
        SELECT spoken.event, spoken.question, live.reason, live.seq, NULL AS judged_by
        FROM spoken
        JOIN questions
            ON questions.event = spoken.event AND questions.question = spoken.question AND questions.state = 'settled'
        JOIN live ON live.op = 'rank' AND live.target = spoken.record AND live.rank = 'preferred'
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
    numbered.position, numbered.fits_several, questions.state, numbered.shown,
    CASE WHEN numbered.question IN ('date', 'plan') THEN numbered.happened ELSE coalesce(log.summary, log.title) END AS value,
    CASE WHEN numbered.question IN ('date', 'plan') THEN dates.words ELSE coalesce(log.summary, log.title) END AS value_words,
    wider.wider,
    dates.start_min, dates.start_max, dates.end_min, dates.end_max,
    numbered.record, numbered.n_claims, numbered.claims, told.n_sources, told.sources, told.n_official,
    CASE WHEN questions.state <> 'agreed' THEN coalesce(why.reason, 'the dates do not overlap') END AS reason,
    why.judged_by
FROM numbered
JOIN questions ON questions.event = numbered.event AND questions.question = numbered.question
JOIN told ON told.event = numbered.event AND told.question = numbered.question AND told.place = numbered.place
JOIN log ON log.pos = numbered.pos
LEFT JOIN wider ON wider.event = numbered.event AND wider.question = numbered.question AND wider.place = numbered.place
LEFT JOIN dates ON dates.edtf = CASE WHEN numbered.question IN ('date', 'plan') THEN numbered.happened END
LEFT JOIN why ON why.event = numbered.event AND why.question = numbered.question
ORDER BY numbered.event, numbered.question, numbered.position
