-- one row per live source that was out by the day of the scope: perhaps, or certainly; all of them where it names no day
SELECT live.source, min(coalesce(dates.start_min, dates.end_max)) AS published
FROM live
CROSS JOIN scope
LEFT JOIN dates ON dates.edtf = live.published
WHERE live.op = 'source'
    AND (
        scope.known_by IS NULL
        OR (scope.certain AND dates.end_max <= scope.known_by)
        OR (NOT scope.certain AND coalesce(dates.start_min, '0') <= scope.known_by)
    )
GROUP BY live.source
