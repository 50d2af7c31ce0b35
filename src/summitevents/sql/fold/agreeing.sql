-- one row per claim that counts for its event's date: how many sources agree with it, its own among them
SELECT one.record, count(DISTINCT another.source) AS agreeing
FROM claimed AS one
JOIN claimed AS another ON another.event = one.event AND another.planned = one.planned
WHERE one.counts_for_date AND another.counts_for_date
    AND coalesce(one.start_min, '0') <= coalesce(another.start_max, '9999-12-31')
    AND coalesce(another.start_min, '0') <= coalesce(one.start_max, '9999-12-31')
    AND coalesce(one.end_min, '0') <= coalesce(another.end_max, '9999-12-31')
    AND coalesce(another.end_min, '0') <= coalesce(one.end_max, '9999-12-31')
GROUP BY one.record
