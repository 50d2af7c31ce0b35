-- one row per event: what the log says of it by rule 1, and the record that its date comes from
SELECT
    standings.event,
    min_by(log.kind, standing) AS kind,
    min_by(log.title, standing) AS title,
    min_by(log.summary, standing) AS summary,
    any_value(dated.happened) AS happened,
    any_value(dated.words) AS date_words,
    any_value(dated.start_min) AS earliest,
    any_value(dated.end_max) AS latest,
    any_value(dated.start_max) AS start_max,
    any_value(dated.end_min) AS end_min,
    any_value(dated.start_flag) AS start_flag,
    any_value(dated.end_flag) AS end_flag,
    any_value(dated.basis) AS basis,
    min_by(standings.status, standing) AS status,
    min_by(log.place, standing) FILTER (WHERE log.place IS NOT NULL) AS place,
    min_by(log.outcome, standing) FILTER (WHERE log.outcome IS NOT NULL) AS outcome,
    min_by(log.quantity, standing) FILTER (WHERE log.quantity IS NOT NULL) AS quantity,
    min_by(log.unit, standing) FILTER (WHERE log.unit IS NOT NULL) AS unit,
    coalesce(any_value(dated.planned), FALSE) AS planned,
    coalesce(any_value(dated.basis) = 'inferred' OR any_value(dated.bound_because) IS NOT NULL, FALSE) AS inferred,
    coalesce(any_value(contested.disputed), FALSE) AS disputed,
    count(*) FILTER (WHERE standings.rank <> 'deprecated') AS n_claims,
    coalesce(any_value(told.n_sources), 0) AS n_sources,
    coalesce(any_value(voiced.n_voices), 0) AS n_voices,
    CASE
        WHEN any_value(voiced.n_voices) IS NULL THEN NULL
        WHEN any_value(contested.disputed) THEN 'contested'
        WHEN any_value(voiced.n_sides) > 1 THEN 'official-several'
        WHEN any_value(voiced.n_sides) = 1 THEN 'official-one'
        WHEN any_value(voiced.n_voices) > 1 THEN 'several'
        ELSE 'one'
    END AS confidence,
    bool_and(standings.known_perhaps) AS known_perhaps,
    any_value(dated.record) AS because,
    any_value(dated.bound_because) AS bound_because
FROM standings
JOIN log ON log.pos = standings.pos
LEFT JOIN joined AS dated ON dated.event = standings.event
LEFT JOIN voiced ON voiced.event = standings.event
LEFT JOIN (
    SELECT DISTINCT event, TRUE AS disputed FROM positions WHERE state = 'open'
) AS contested ON contested.event = standings.event
LEFT JOIN (
    SELECT event, count(*) AS n_sources
    FROM (SELECT DISTINCT event, source FROM standings WHERE rank <> 'deprecated') AS distinct_sources
    GROUP BY event
) AS told ON told.event = standings.event
GROUP BY standings.event
ORDER BY standings.event
