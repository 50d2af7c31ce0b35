-- one row per live source: the first day on which it can have come out, and the claim that says so where the record says less
-- It was not out before an event that it tells as past had begun, nor a year before one that it announces; but by the last
-- day that its record leaves it, it was. Computed of all sources, before any is left out as not yet known.
WITH spoken AS (
    SELECT
        claimed.source, claimed.record, claimed.seq,
        CASE
            WHEN claimed.status = 'occurred' OR NOT dated.from_min BETWEEN '0001' AND ':' THEN dated.from_min
            ELSE lpad(CAST(CAST(substr(dated.from_min, 1, 4) AS INTEGER) - 1 AS VARCHAR), 4, '0') || substr(dated.from_min, 5, 3) || '-01'
        END AS day
    FROM claimed
    JOIN chosen ON chosen.event = claimed.event
    JOIN claimed AS dated ON dated.pos = chosen.pos
    WHERE claimed.status IN ('occurred', 'announced') AND claimed.rank <> 'deprecated'
        AND dated.from_min <> ''
),
latest AS (
    SELECT source, max(day) AS day, max_by(record, day) AS record
    FROM (SELECT source, day, min_by(record, seq) AS record FROM spoken GROUP BY source, day) AS days
    GROUP BY source
),
bounded AS (
    SELECT
        live.source, latest.record, bounds.from_min AS stated,
        CASE WHEN latest.day > bounds.to_max THEN bounds.to_max ELSE latest.day END AS computed
    FROM live
    LEFT JOIN latest ON latest.source = live.source
    LEFT JOIN bounds ON bounds.edtf = live.published
    WHERE live.op = 'source'
)
SELECT
    source,
    min(CASE WHEN computed > coalesce(stated, '') THEN computed ELSE nullif(stated, '') END) AS known_from,
    min(CASE WHEN computed > coalesce(stated, '') THEN record END) AS because
FROM bounded
GROUP BY source
