-- one row per declared actor
SELECT actor, type, name, iso3, wikidata, names, kin, note, source, passage_start, passage_end, passage_sha256, id AS record
FROM live
WHERE op = 'actor'
ORDER BY actor
