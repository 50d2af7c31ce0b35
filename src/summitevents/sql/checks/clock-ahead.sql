-- records written down more than a day after the date their batch is named for (a day: the world's clocks differ)
SELECT pos, 'recorded_at' AS field, recorded_at AS value, NULL AS other
FROM log
WHERE substr(recorded_at, 1, 10) > substr(file, 8, 10)
    AND try_cast(substr(recorded_at, 1, 10) AS DATE)
    > try_cast(regexp_extract(file, '([0-9-]{10})[^/]*$', 1) AS DATE) + INTERVAL 1 DAY
