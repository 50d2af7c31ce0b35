-- one row per declared place
SELECT place, name, within, iso2, wikidata, latitude, longitude, precision, names, note, id AS record
FROM live
WHERE op = 'place'
ORDER BY place
