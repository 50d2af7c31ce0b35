-- one row per actor or place and name it goes by in the log, as searches match it (lower case, no accents, no hyphens)
WITH called AS (
    SELECT op AS declared, coalesce(actor, place) AS slug, name, names FROM live WHERE op IN ('actor', 'place')
)
SELECT DISTINCT
    declared, slug, name,
    replace(strip_accents(lower(name)), '-', ' ') AS folded
FROM (
    SELECT declared, slug, name FROM called
    UNION ALL
    SELECT declared, slug, slug AS name FROM called
    UNION ALL
    SELECT declared, slug, unnest(names) AS name FROM called
    UNION ALL
    SELECT 'actor' AS declared, actor AS slug, name FROM participants WHERE name IS NOT NULL
) AS spelled
ORDER BY declared, slug, name
