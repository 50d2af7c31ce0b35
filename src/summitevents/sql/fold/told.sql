-- one row per live source: the first day on which it can have come out, and the claim that says so where the record says less
-- It was not out before an event that it tells as past had begun, nor a year before one that it announces; but by the last
-- day that its record leaves it, it was. Computed of all sources, before any is left out as not yet known.
-- Before year 1 there are no days: what is there counts as '0', which is before all of them.
WITH spoken AS (
    SELECT
        claimed.source, claimed.record, claimed.seq,
        CASE
            WHEN claimed.status = 'occurred' OR dated.from_min = '0' THEN dated.from_min
            ELSE lpad(CAST(CAST(substr(dated.from_min, 1, 4) AS INTEGER) - 1 AS VARCHAR), 4, '0') || substr(dated.from_min, 5, 3) || '-01'
        END AS day
    FROM claimed
    JOIN chosen ON chosen.event = claimed.event
    JOIN claimed AS dated ON dated.pos = chosen.pos
    WHERE claimed.status IN ('occurred', 'announced') AND claimed.rank <> 'deprecated'
        AND (dated.from_min <> '0' OR regexp_extract(replace(replace(dated.happened, '[', ''), '{', ''), '^(0|Y?-)', 1) <> '')
),
latest AS (
    SELECT source, max(day) AS day, max_by(record, day) AS record
    FROM (SELECT source, day, min_by(record, seq) AS record FROM spoken GROUP BY source, day) AS days
    GROUP BY source
),
published AS (
    SELECT
        live.source,
        CASE
            WHEN dates.start_flag = 'beyond' AND regexp_extract(replace(replace(published, '[', ''), '{', ''), '^(0|Y?-)', 1) <> '' THEN '0'
            ELSE dates.start_min
        END AS stated,
        CASE
            WHEN dates.end_flag = 'beyond'
                AND regexp_extract(replace(replace(published, '[', '/'), '{', '/'), '(^|[/.,])(0|Y?-)[^/.,]*$', 2) <> '' THEN '0'
            ELSE dates.end_max
        END AS last_day
    FROM live
    LEFT JOIN dates ON dates.edtf = live.published
    WHERE live.op = 'source'
),
bounded AS (
    SELECT
        published.source, latest.record, published.stated,
        CASE WHEN latest.day > published.last_day THEN published.last_day ELSE latest.day END AS computed
    FROM published
    LEFT JOIN latest ON latest.source = published.source
)
SELECT
    source,
    min(CASE WHEN computed > coalesce(stated, '') THEN computed ELSE stated END) AS known_from,
    min(CASE WHEN computed > coalesce(stated, '') THEN record END) AS because
FROM bounded
GROUP BY source
