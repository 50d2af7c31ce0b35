-- records that replace themselves, by way of others; a circle is broken where any of them is retracted
-- a row per step, from start to reached: those that run in a circle are found in it
SELECT records.pos, 'replaces' AS field, records.replaces AS value, NULL AS other, records.id AS start, records.replaces AS reached
FROM records
ANTI JOIN (SELECT target FROM records WHERE op = 'retract') AS retracted ON retracted.target = records.id
WHERE records.replaces IS NOT NULL AND records.replaces <> records.id
