-- one row per line of the log whose id an earlier line has
SELECT log.pos, log.id
FROM log
JOIN (SELECT id, min(pos) AS pos FROM log GROUP BY id HAVING count(*) > 1) AS firsts ON firsts.id = log.id
WHERE log.pos <> firsts.pos
