-- one row per live record that declares something
SELECT records.*
FROM records
ANTI JOIN ended ON ended.pos = records.pos
WHERE op <> 'retract'
