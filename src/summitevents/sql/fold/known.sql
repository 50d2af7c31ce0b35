-- one row per live source that was out by the day of the scope: perhaps, or certainly; all of them where it names no day
-- one of which nothing says when it came out was out by no day
SELECT
    live.source,
    min(live.official_of) AS official_of,
    min(voices.voice) AS voice,
    min(coalesce(dates.start_min, dates.end_max)) AS published,
    bool_or(
        scope.known_by IS NOT NULL AND dates.end_flag IS DISTINCT FROM 'beyond'
        AND coalesce(dates.end_max, '9999-12-31') > scope.known_by
    ) AS known_perhaps
FROM live
JOIN voices ON voices.source = live.source
CROSS JOIN scope
LEFT JOIN dates ON dates.edtf = live.published
LEFT JOIN issued ON issued.source = live.source
WHERE live.op = 'source'
    AND (
        scope.known_by IS NULL
        OR dates.end_flag = 'beyond' -- before year 1
        OR (scope.certain AND dates.end_max <= scope.known_by)
        OR (NOT scope.certain AND coalesce(issued.known_from, dates.end_max) <= scope.known_by)
    )
GROUP BY live.source
