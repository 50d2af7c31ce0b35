-- sources that revise themselves, by way of others
-- a row per step, from start to reached: those that run in a circle are found in it
SELECT pos, 'revision_of' AS field, revision_of AS value, NULL AS other, source AS start, revision_of AS reached
FROM live
WHERE op = 'source' AND revision_of IS NOT NULL
