-- lines that are byte for byte an earlier one
SELECT log.pos, NULL AS field, log.id AS value, firsts.file || ':' || firsts.line AS other
FROM log
JOIN records AS firsts ON firsts.id = log.id
WHERE log.pos <> firsts.pos AND log.leaf = firsts.leaf
