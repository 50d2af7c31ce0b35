-- one row per live source: who speaks in it; sources of one voice count as one where it is counted how many say so
-- A publisher speaks for a side if more than half of its own texts, those not taken from others, are that side's official records.
SELECT live.source, min(coalesce(live.official_of, speakers.side, live.taken_from, live.publisher, live.source)) AS voice
FROM live
LEFT JOIN (
    SELECT publisher, official_of AS side
    FROM (
        SELECT publisher, official_of, count(*) AS n, sum(count(*)) OVER (PARTITION BY publisher) AS n_own
        FROM live
        WHERE op = 'source' AND publisher IS NOT NULL AND taken_from IS NULL
        GROUP BY publisher, official_of
    ) AS own
    WHERE official_of IS NOT NULL AND 2 * n > n_own
) AS speakers ON speakers.publisher = coalesce(live.taken_from, live.publisher)
WHERE live.op = 'source'
GROUP BY live.source
