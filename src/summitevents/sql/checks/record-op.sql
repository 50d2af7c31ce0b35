-- records that amend a record of a kind they may not, and are not dead themselves
SELECT amends.pos, amends.field, amends.value, records.op AS other
FROM amends
JOIN records ON records.id = amends.value
ANTI JOIN dead ON dead.id = amends.id
WHERE amends.value <> amends.id AND amends.op <> 'retract'
    AND records.op <> CASE amends.field WHEN 'replaces' THEN amends.op ELSE 'claim' END
