-- one row per live source that was out by the day of the scope: perhaps, or certainly; all of them where it names no day
-- One of which nothing says when it came out was out by no day.
SELECT
    live.source,
    min(live.official_of) AS official_of,
    min(voices.voice) AS voice,
    min(coalesce(nullif(bounds.from_min, ''), nullif(bounds.to_max, '~'))) AS published,
    bool_or(scope.known_by IS NOT NULL AND coalesce(bounds.to_max, '~') > scope.known_by) AS known_perhaps
FROM live
JOIN voices ON voices.source = live.source
CROSS JOIN scope
LEFT JOIN bounds ON bounds.edtf = live.published
LEFT JOIN issued ON issued.source = live.source
WHERE live.op = 'source' AND (
    scope.known_by IS NULL
    OR (scope.certain AND bounds.to_max <= scope.known_by)
    OR (NOT scope.certain AND coalesce(issued.known_from, bounds.to_max) <= scope.known_by)
)
GROUP BY live.source
