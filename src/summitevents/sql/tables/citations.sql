-- one row per live claim's passage, in Unicode code points from 0, end exclusive
SELECT standings.event, standings.record, standings.source, passage_start, passage_end, passage_sha256, locator
FROM standings
JOIN log ON log.pos = standings.pos
ORDER BY standings.event, standing
