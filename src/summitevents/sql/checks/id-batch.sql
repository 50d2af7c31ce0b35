-- records whose id is not of the file they stand in
SELECT pos, 'id' AS field, id AS value, regexp_extract(file, '([^/]+)\.jsonl$', 1) AS other
FROM log
WHERE 'events/' || split_part(id, '.', 1) || '.jsonl' <> file
