-- references to records that do not exist
SELECT amends.pos, amends.field, amends.value, NULL AS other
FROM amends
ANTI JOIN records ON records.id = amends.value
