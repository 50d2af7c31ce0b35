-- one row per live claim: what one passage of one source says of one event
SELECT
    log.id AS record, standings.event, log.kind, log.title, log.summary, log.happened, dates.start_min, dates.start_max,
    dates.end_min, dates.end_max, dates.start_flag, dates.end_flag, dates.uncertain, dates.approximate, log.basis, log.status,
    log.speaker, log.via, log.place, log.actors, log.outcome, log.quantity, log.unit, log.source, log.passage_start,
    log.passage_end, log.passage_sha256, log.locator, log.note, standings.rank, standings.standing, standings.known_perhaps,
    standings.pos, log.recorded_at, log.recorded_by
FROM standings
JOIN log ON log.pos = standings.pos
LEFT JOIN dates ON dates.edtf = log.happened
ORDER BY standings.event, standings.standing
