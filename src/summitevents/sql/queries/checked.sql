-- what became of each checkable statement of a source: one row per claim, with its verdict by other sources
-- Checkable is what a passage tells as a fact or an announced plan; judgements, hopes and possibilities are not.
-- $source: the source whose statements are checked; without it, those of the documents at hand
WITH statements AS (
    SELECT claims.*
    FROM claims
    JOIN sources ON sources.source = claims.source
    WHERE CASE WHEN $source IS NULL THEN sources.at_hand ELSE claims.source = $source END
        AND claims.status NOT IN ('expected', 'hypothetical') 
        AND claims.kind NOT IN (SELECT kinds.kind FROM kinds WHERE kinds.utterance IN ('expectation', 'assessment'))
),
judged AS (
    SELECT log.other AS record, log.target AS by_record, log.verdict, log.reason
    FROM log
    WHERE log.op = 'compare'
    UNION ALL
    SELECT log.target, log.other, log.verdict, log.reason
    FROM log
    WHERE log.op = 'compare' AND log.verdict <> 'narrows'
),
verdicts AS (
    SELECT
        judged.record,
        count(*) FILTER (WHERE judged.verdict = 'confirms') AS n_confirm,
        count(*) FILTER (WHERE judged.verdict = 'narrows') AS n_narrow,
        count(*) FILTER (WHERE judged.verdict = 'contradicts') AS n_contradict,
        string_agg(DISTINCT claims.source, '; ' ORDER BY claims.source) AS sources,
        string_agg(DISTINCT judged.reason, ' · ' ORDER BY judged.reason) AS reasons
    FROM judged
    JOIN statements ON statements.record = judged.record
    JOIN claims ON claims.record = judged.by_record AND claims.source <> statements.source
    GROUP BY judged.record
)
SELECT
    statements.record, statements.source, statements.event, statements.summary,
    CASE
        WHEN verdicts.record IS NULL THEN 'not found'
        ELSE concat_ws(
            ', ',
            CASE WHEN n_contradict > 0 THEN 'contradicted' END,
            CASE WHEN n_narrow > 0 THEN 'narrowed' END,
            CASE WHEN n_confirm > 0 THEN 'confirmed' END
        )
    END AS verdict,
    n_confirm, n_narrow, n_contradict, verdicts.sources, verdicts.reasons
FROM statements
LEFT JOIN verdicts ON verdicts.record = statements.record
ORDER BY statements.source, statements.passage_start, statements.record
