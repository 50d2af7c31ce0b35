-- one row per dead record: retracted or replaced by any record, be that one dead itself; where there is no such record, pos is null
SELECT endings.ended AS id, min(records.pos) AS pos, min_by(endings.id, endings.seq) AS ended_by
FROM (
    SELECT id, seq, target AS ended FROM records WHERE op = 'retract'
    UNION ALL
    SELECT id, seq, replaces AS ended FROM records WHERE replaces IS NOT NULL
) AS endings
LEFT JOIN records ON records.id = endings.ended
GROUP BY endings.ended
