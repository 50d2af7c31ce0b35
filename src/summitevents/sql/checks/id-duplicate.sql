-- records that share their id with an earlier, different one
SELECT log.pos, 'id' AS field, log.id AS value, firsts.file || ':' || firsts.line AS other
FROM log
JOIN records AS firsts ON firsts.id = log.id
WHERE log.pos <> firsts.pos AND log.leaf <> firsts.leaf
