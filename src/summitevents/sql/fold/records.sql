-- one row per record: byte-equal doubles count once, at their first line
SELECT log.*
FROM log
SEMI JOIN (SELECT min(pos) AS pos FROM log GROUP BY id) AS firsts ON firsts.pos = log.pos
