-- lines that are byte for byte an earlier one
SELECT repeated.pos, NULL AS field, repeated.id AS value, firsts.file || ':' || firsts.line AS other
FROM repeated
JOIN leaves AS here ON here.pos = repeated.pos
JOIN leaves AS there ON there.pos = repeated.first_pos AND there.leaf = here.leaf
JOIN log AS firsts ON firsts.pos = repeated.first_pos
