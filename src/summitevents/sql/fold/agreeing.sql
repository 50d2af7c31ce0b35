-- one row per claim that counts for its event's date: how many sources agree with it, its own among them
SELECT one.record, count(DISTINCT another.source) AS agreeing
FROM claimed AS one
JOIN claimed AS another ON another.event = one.event AND another.planned = one.planned
WHERE one.counts_for_date AND another.counts_for_date
    AND one.from_min <= another.from_max AND another.from_min <= one.from_max
    AND one.to_min <= another.to_max AND another.to_min <= one.to_max
GROUP BY one.record
