-- one row per live claim: what one passage of one source says of one event
SELECT
    standings.record, standings.event, kind, title, summary, standings.happened, start_min, start_max, end_min, end_max,
    start_flag, end_flag, uncertain, approximate, standings.basis, standings.status, speaker, via, place, actors, outcome,
    quantity, unit, standings.source, passage_start, passage_end, passage_sha256, locator, note, standings.rank, standing,
    standings.known_perhaps, standings.pos, recorded_at, recorded_by
FROM standings
JOIN log ON log.pos = standings.pos
ORDER BY standings.event, standing
