-- live declarations of a slug that an earlier live record declares; two that replace the same record are replaced-twice
WITH declared AS (
    SELECT pos, id, op, replaces, CASE op WHEN 'source' THEN source WHEN 'actor' THEN actor WHEN 'place' THEN place END AS slug
    FROM live
)
SELECT again.pos, again.op AS field, again.slug AS value, firsts.id AS other
FROM declared AS again
JOIN (SELECT op, slug, min(pos) AS pos FROM declared GROUP BY op, slug) AS first_places
    ON first_places.op = again.op AND first_places.slug = again.slug AND first_places.pos <> again.pos
JOIN declared AS firsts ON firsts.pos = first_places.pos
WHERE coalesce(again.replaces <> firsts.replaces, TRUE)
