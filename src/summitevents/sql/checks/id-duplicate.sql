-- records that share their id with an earlier, different one in their file (in another file, one of them is id-batch)
SELECT log.pos, 'id' AS field, log.id AS value, firsts.file || ':' || firsts.line AS other
FROM log
JOIN records AS firsts ON firsts.id = log.id AND firsts.file = log.file
WHERE log.pos <> firsts.pos AND log.leaf <> firsts.leaf
