-- passages that end beyond their document
SELECT live.pos, 'passage_end' AS field, live.passage_end AS value, document.characters AS other
FROM live
JOIN live AS document ON document.op = 'source' AND document.source = live.source
WHERE live.passage_end > document.characters
