-- one row per live source that was out by the day of the scope: perhaps, or certainly; all of them where it names no day
-- one of which nothing says when it came out was out by no day; one from before year 1 was out by any ('0')
WITH out_by AS (
    SELECT
        live.source, live.official_of, dates.start_min, dates.end_max,
        CASE
            WHEN dates.end_flag = 'beyond'
                AND regexp_extract(replace(replace(live.published, '[', '/'), '{', '/'), '(^|[/.,])(0|Y?-)[^/.,]*$', 2) <> '' THEN '0'
            ELSE dates.end_max
        END AS last_day
    FROM live
    LEFT JOIN dates ON dates.edtf = live.published
    WHERE live.op = 'source'
)
SELECT
    out_by.source,
    min(out_by.official_of) AS official_of,
    min(voices.voice) AS voice,
    min(coalesce(out_by.start_min, out_by.end_max)) AS published,
    bool_or(scope.known_by IS NOT NULL AND coalesce(out_by.last_day, '9999-12-31') > scope.known_by) AS known_perhaps
FROM out_by
JOIN voices ON voices.source = out_by.source
CROSS JOIN scope
LEFT JOIN issued ON issued.source = out_by.source
WHERE
    scope.known_by IS NULL
    OR (scope.certain AND out_by.last_day <= scope.known_by)
    OR (NOT scope.certain AND coalesce(issued.known_from, out_by.last_day) <= scope.known_by)
GROUP BY out_by.source
