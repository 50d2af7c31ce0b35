-- one row per event, question and position: which claim stands for it, its state, and who says so
WITH numbered AS (
    SELECT
        grouped.*,
        row_number() OVER (
            PARTITION BY grouped.event, grouped.question ORDER BY grouped.fits_several, grouped.standing NULLS LAST, grouped.seq
        ) AS position
    FROM (
        SELECT
            held.event, held.question, held.stand, held.fits_several, min(held.standing) AS standing, min_by(held.seq, held.nr) AS seq,
            bool_or(held.preferred AND NOT held.fits_several) AS preferred, bool_or(chosen.pos IS NOT NULL) AS shown,
            count(*) AS n_claims, string_agg(held.record, '; ' ORDER BY held.nr) AS claims,
            count(*) FILTER (WHERE held.first_of_source) AS n_sources,
            string_agg(CASE WHEN held.first_of_source THEN held.source END, '; ' ORDER BY held.nr) AS sources,
            count(held.official_of) FILTER (WHERE held.first_of_source) AS n_official
        FROM held
        LEFT JOIN chosen ON chosen.event = held.event AND chosen.pos = held.pos
        GROUP BY held.event, held.question, held.stand, held.fits_several
    ) AS grouped
),
wider AS (
    SELECT event, question, stand, string_agg(words, '; ' ORDER BY nr) AS wider
    FROM (
        SELECT held.event, held.question, held.stand, dates.words, min(held.nr) AS nr
        FROM held
        JOIN dates ON dates.edtf = held.happened
        WHERE held.question IN ('date', 'plan')
        GROUP BY held.event, held.question, held.stand, dates.words
    ) AS spellings
    WHERE nr > 1
    GROUP BY event, question, stand
),
counted AS (
    -- the positions that differ from the first by their way of counting
    SELECT DISTINCT there.event, there.question, there.stand
    FROM (
        SELECT event, question, pos, other_pos FROM judged WHERE verdict = 'counts-differently'
        UNION ALL
        SELECT event, question, other_pos AS pos, pos AS other_pos FROM judged WHERE verdict = 'counts-differently'
    ) AS ways
    JOIN held AS here ON here.event = ways.event AND here.question = ways.question AND here.pos = ways.pos
    JOIN numbered AS front
        ON front.event = here.event AND front.question = here.question AND front.stand = here.stand AND front.position = 1
    JOIN held AS there ON there.event = ways.event AND there.question = ways.question AND there.pos = ways.other_pos
),
questions AS (
    SELECT
        numbered.event, numbered.question,
        CASE
            WHEN count(*) FILTER (WHERE NOT numbered.fits_several) <= 1 THEN 'agreed'
            WHEN NOT bool_and(numbered.standing IS NOT NULL) THEN 'elsewhere'
            WHEN count(*) FILTER (WHERE NOT numbered.fits_several AND numbered.position > 1 AND counted.stand IS NULL) = 0 THEN 'counting'
            WHEN count(*) FILTER (WHERE numbered.preferred) = 1 THEN 'settled'
            ELSE 'open'
        END AS state
    FROM numbered
    LEFT JOIN counted
        ON counted.event = numbered.event AND counted.question = numbered.question AND counted.stand = numbered.stand
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
        SELECT held.event, held.question, live.reason, live.seq, NULL AS judged_by
        FROM held
        JOIN questions
            ON questions.event = held.event AND questions.question = held.question AND questions.state = 'settled'
        JOIN live ON live.op = 'rank' AND live.target = held.record AND live.rank = 'preferred'
        WHERE held.preferred
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
    numbered.position, numbered.fits_several, questions.state, numbered.shown, numbered.stand, wider.wider, numbered.n_claims,
    numbered.claims, numbered.n_sources, numbered.sources, numbered.n_official,
    CASE WHEN questions.state <> 'agreed' THEN coalesce(why.reason, 'the dates do not overlap') END AS reason,
    why.judged_by
FROM numbered
JOIN questions ON questions.event = numbered.event AND questions.question = numbered.question
LEFT JOIN wider ON wider.event = numbered.event AND wider.question = numbered.question AND wider.stand = numbered.stand
LEFT JOIN why ON why.event = numbered.event AND why.question = numbered.question
