-- live records that stand in, perhaps by way of others, for one that a retraction targets, which is not itself dead
SELECT heirs.pos, 'replaces' AS field, heirs.replaces AS value, min_by(retraction.id, retraction.pos) AS other
FROM (SELECT id, pos, target FROM records ANTI JOIN dead ON dead.id = records.id WHERE op = 'retract') AS retraction
JOIN heirs ON heirs.ended = retraction.target
GROUP BY heirs.pos, heirs.replaces
