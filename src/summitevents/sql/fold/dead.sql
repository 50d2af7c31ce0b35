-- one row per dead record: retracted or replaced by any record, be that one dead itself
SELECT ended AS id, min_by(id, seq) AS ended_by
FROM (
    SELECT id, seq, target AS ended FROM records WHERE op = 'retract'
    UNION ALL
    SELECT id, seq, replaces AS ended FROM records WHERE replaces IS NOT NULL
) AS endings
GROUP BY ended
