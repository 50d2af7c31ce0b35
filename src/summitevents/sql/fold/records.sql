-- one row per record: byte-equal doubles count once; seq puts records in the order of their ids, whatever their lines
SELECT log.*, split_part(id, '.', 1) || '.' || lpad(split_part(id, '.', 2), 9, '0') AS seq
FROM log
SEMI JOIN (SELECT min(pos) AS pos FROM log GROUP BY id) AS firsts ON firsts.pos = log.pos
