-- one row per live record that declares something
SELECT records.*
FROM records
ANTI JOIN dead ON dead.pos = records.pos
WHERE op <> 'retract'
