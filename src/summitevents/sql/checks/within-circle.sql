-- places that lie within themselves, by way of others
-- a row per step, from start to reached: those that run in a circle are found in it
SELECT pos, 'within' AS field, within AS value, NULL AS other, place AS start, within AS reached
FROM live
WHERE op = 'place' AND within IS NOT NULL
