-- one row per actor or place and name it goes by in the log, as searches match it (lower case, no accents, no hyphens)
SELECT DISTINCT
    declared, slug, name,
    replace(strip_accents(lower(name)), '-', ' ') AS folded
FROM (
    SELECT 'actor' AS declared, actor AS slug, name FROM live WHERE op = 'actor'
    UNION ALL
    SELECT 'actor' AS declared, actor AS slug, unnest(names) AS name FROM live WHERE op = 'actor'
    UNION ALL
    SELECT 'actor' AS declared, actor AS slug, actor AS name FROM live WHERE op = 'actor'
    UNION ALL
    SELECT 'actor' AS declared, actor AS slug, name FROM participants WHERE name IS NOT NULL
    UNION ALL
    SELECT 'place' AS declared, place AS slug, name FROM live WHERE op = 'place'
    UNION ALL
    SELECT 'place' AS declared, place AS slug, unnest(names) AS name FROM live WHERE op = 'place'
    UNION ALL
    SELECT 'place' AS declared, place AS slug, place AS name FROM live WHERE op = 'place'
) AS spelled
ORDER BY declared, slug, name
