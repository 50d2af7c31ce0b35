-- one row per line of the log whose id an earlier line has, and the position of the first of these
SELECT log.pos, log.id, firsts.pos AS first_pos
FROM log
JOIN (SELECT id, min(pos) AS pos FROM log GROUP BY id HAVING count(*) > 1) AS firsts ON firsts.id = log.id
WHERE log.pos <> firsts.pos
