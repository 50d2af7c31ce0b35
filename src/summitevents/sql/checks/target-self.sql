-- records that hold something against itself
SELECT pos, 'replaces' AS field, replaces AS value, NULL AS other FROM records WHERE replaces = id
UNION ALL
SELECT pos, 'target' AS field, target AS value, NULL AS other FROM records WHERE target = id
UNION ALL
SELECT pos, 'other' AS field, other AS value, NULL AS other FROM live WHERE op = 'compare' AND other = target
UNION ALL
SELECT pos, 'other' AS field, other AS value, NULL AS other FROM live WHERE other = event
