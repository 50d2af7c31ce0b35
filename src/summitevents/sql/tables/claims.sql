-- one row per live claim: what one passage of one source says of one event
SELECT
    log.id AS record, standings.event, log.kind, log.title, log.summary, log.happened, dates.start_min, dates.start_max,
    dates.end_min, dates.end_max, dates.start_flag, dates.end_flag, dates.uncertain, dates.approximate, log.basis, log.status,
    log.speaker, log.via, log.place, log.actors, log.outcome, log.quantity, log.unit, log.source, log.passage_start,
    log.passage_end, log.passage_sha256, log.locator, log.note, standings.rank, standings.standing, standings.known_perhaps,
    standings.pos, log.recorded_at, log.recorded_by
FROM standings
JOIN log ON log.pos = standings.pos
LEFT JOIN (
    -- each is there once, and grouping tells DuckDB so: it leaves the join out where a question asks for no bounds
    SELECT
        edtf, any_value(start_min) AS start_min, any_value(start_max) AS start_max, any_value(end_min) AS end_min,
        any_value(end_max) AS end_max, any_value(start_flag) AS start_flag, any_value(end_flag) AS end_flag,
        any_value(uncertain) AS uncertain, any_value(approximate) AS approximate
    FROM dates
    GROUP BY edtf
) AS dates ON dates.edtf = log.happened
ORDER BY standings.event, standings.standing
