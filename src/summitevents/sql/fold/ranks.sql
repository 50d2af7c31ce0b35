-- one row per claim that has a live rank
SELECT target AS record, min_by(rank, seq) AS rank
FROM live
WHERE op = 'rank'
GROUP BY target
