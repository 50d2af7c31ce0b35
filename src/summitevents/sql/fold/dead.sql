-- one row per dead record: retracted or replaced by any record, be that one dead itself; where there is no such record, pos is null
SELECT amends.value AS id, min(records.pos) AS pos, min_by(amends.id, amends.seq) AS ended_by
FROM amends
LEFT JOIN records ON records.id = amends.value
WHERE amends.ends
GROUP BY amends.value
