-- one row per live record that declares something
SELECT records.*
FROM records
ANTI JOIN dead ON dead.id = records.id
WHERE op <> 'retract'
