-- one row per dead record: what ended it, how, and why
SELECT
    records.id AS record, records.op, records.event,
    CASE endings.op WHEN 'retract' THEN 'retracted' ELSE 'replaced' END AS how,
    endings.id AS ended_by, endings.reason, endings.recorded_at, endings.pos
FROM dead
JOIN records ON records.pos = dead.pos
JOIN records AS endings ON endings.id = dead.ended_by
ORDER BY records.pos
