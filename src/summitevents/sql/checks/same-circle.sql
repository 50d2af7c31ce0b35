-- events absorbed into themselves, by way of others
-- a row per step, from start to reached: those that run in a circle are found in it
SELECT live.pos, 'other' AS field, live.other AS value, NULL AS other, live.other AS start, live.event AS reached
FROM live
WHERE live.op = 'same' AND live.event <> live.other
