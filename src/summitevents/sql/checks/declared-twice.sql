-- live declarations of a slug that an earlier live record declares; two that replace the same record are replaced-twice
WITH declared AS (
    SELECT pos, id, op, replaces, CASE op WHEN 'source' THEN source WHEN 'actor' THEN actor ELSE place END AS slug
    FROM live
    WHERE op IN ('source', 'actor', 'place')
)
SELECT again.pos, again.op AS field, again.slug AS value, firsts.id AS other
FROM declared AS again
JOIN (
    SELECT op, slug, min(pos) AS pos, min_by(id, pos) AS id, min_by(coalesce(replaces, ''), pos) AS replaces
    FROM declared
    GROUP BY op, slug
) AS firsts ON firsts.op = again.op AND firsts.slug = again.slug AND firsts.pos <> again.pos
WHERE coalesce(again.replaces <> firsts.replaces, TRUE)
