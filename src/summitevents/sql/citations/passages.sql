-- the passages of one source
SELECT pos, passage_start, passage_end, passage_sha256
FROM live
WHERE op <> 'source' AND source = $1 AND passage_start IS NOT NULL
ORDER BY pos
