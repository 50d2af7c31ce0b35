-- records that share their id with an earlier, different one in their file (in another file, one of them is id-batch)
SELECT repeated.pos, 'id' AS field, repeated.id AS value, firsts.file || ':' || firsts.line AS other
FROM repeated
JOIN leaves AS here ON here.pos = repeated.pos
JOIN leaves AS there ON there.pos = repeated.first_pos AND there.leaf <> here.leaf
JOIN log ON log.pos = repeated.pos
JOIN log AS firsts ON firsts.pos = repeated.first_pos AND firsts.file = log.file
