-- one row per live claim's passage, in Unicode code points from 0, end exclusive
SELECT event, record, source, passage_start, passage_end, passage_sha256, locator
FROM standings
ORDER BY event, standing
