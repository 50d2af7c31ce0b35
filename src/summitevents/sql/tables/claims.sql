-- one row per live claim: what one passage of one source says of one event
-- From 2.0 on, DuckDB leaves out `dates` where nobody asks for one, as they are one each, and joined to a text that is computed first
SELECT
    said.id AS record, said.event, said.kind, said.title, said.summary, said.happened, dates.start_min, dates.start_max,
    dates.end_min, dates.end_max, dates.start_flag, dates.end_flag, dates.uncertain, dates.approximate, said.basis, said.status,
    said.speaker, said.via, said.place, said.actors, said.outcome, said.quantity, said.unit, said.source, said.passage_start,
    said.passage_end, said.passage_sha256, said.locator, said.note, said.rank, said.standing, said.known_perhaps,
    said.pos, said.recorded_at, said.recorded_by
FROM (
    SELECT standings.*, log.* EXCLUDE (pos, event, rank), nullif(log.happened, '') AS edtf
    FROM standings
    JOIN log ON log.pos = standings.pos
) AS said
LEFT JOIN (
    SELECT
        edtf, any_value(start_min) AS start_min, any_value(start_max) AS start_max, any_value(end_min) AS end_min,
        any_value(end_max) AS end_max, any_value(start_flag) AS start_flag, any_value(end_flag) AS end_flag,
        any_value(uncertain) AS uncertain, any_value(approximate) AS approximate
    FROM dates
    GROUP BY edtf
) AS dates ON dates.edtf = said.edtf
ORDER BY said.event, said.standing
