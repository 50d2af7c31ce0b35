-- one row per record: byte-equal doubles count once; seq puts records in the order of their ids, whatever their lines
SELECT log.*, split_part(log.id, '.', 1) || '.' || lpad(split_part(log.id, '.', 2), 9, '0') AS seq
FROM log
ANTI JOIN repeated ON repeated.pos = log.pos
