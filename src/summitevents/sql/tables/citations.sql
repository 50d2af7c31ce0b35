-- one row per live claim's passage, in Unicode code points from 0, end exclusive
SELECT
    standings.event, log.id AS record, log.source, log.passage_start, log.passage_end, log.passage_sha256, log.locator
FROM standings
JOIN log ON log.pos = standings.pos
ORDER BY standings.event, standings.standing
