-- one row per dead record that there is: its position, by which joins are faster than by its id
SELECT records.pos
FROM records
JOIN dead ON dead.id = records.id
