-- live declarations of a slug that an earlier live record declares
SELECT again.pos, again.op AS field, again.slug AS value, firsts.id AS other
FROM (SELECT pos, id, op, CASE op WHEN 'source' THEN source WHEN 'actor' THEN actor WHEN 'place' THEN place END AS slug FROM live) AS again
JOIN (
    SELECT op, slug, min(pos) AS pos, min_by(id, pos) AS id
    FROM (SELECT pos, id, op, CASE op WHEN 'source' THEN source WHEN 'actor' THEN actor WHEN 'place' THEN place END AS slug FROM live) AS declared
    GROUP BY op, slug
) AS firsts ON firsts.op = again.op AND firsts.slug = again.slug
WHERE again.pos <> firsts.pos
