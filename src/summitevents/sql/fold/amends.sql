-- one row per record and field by which it amends another record: replaces, target, or the other one of a comparison; ends: whether that ends it
SELECT pos, seq, id, op, 'replaces' AS field, replaces AS value, TRUE AS ends FROM records WHERE replaces IS NOT NULL
UNION ALL
SELECT pos, seq, id, op, 'target' AS field, target AS value, op = 'retract' AS ends FROM records WHERE target IS NOT NULL
UNION ALL
SELECT pos, seq, id, op, 'other' AS field, other AS value, FALSE AS ends FROM records WHERE op = 'compare'
