-- live replacements of a record that a retraction targets, which is not itself retracted
SELECT live.pos, 'replaces' AS field, live.replaces AS value, min_by(retraction.id, retraction.pos) AS other
FROM live
JOIN records AS retraction ON retraction.op = 'retract' AND retraction.target = live.replaces
ANTI JOIN dead ON dead.id = retraction.id
GROUP BY live.pos, live.replaces
