-- one row per event: what the log says of it by rule 1, and the record that its date comes from
SELECT
    firsts.event, firsts.kind, firsts.title, firsts.summary,
    dated.happened, dated.words AS date_words, dated.start_min AS earliest, dated.end_max AS latest, dated.start_max, dated.end_min,
    dated.start_flag, dated.end_flag, dated.basis,
    firsts.status, firsts.place, firsts.outcome, firsts.quantity, firsts.unit,
    coalesce(dated.planned, FALSE) AS planned,
    coalesce(dated.basis = 'inferred' OR dated.bound_because IS NOT NULL, FALSE) AS inferred,
    contested.event IS NOT NULL AS disputed,
    firsts.n_claims,
    coalesce(cited.n_sources, 0) AS n_sources,
    coalesce(voiced.n_voices, 0) AS n_voices,
    CASE
        WHEN voiced.n_voices IS NULL THEN NULL
        WHEN contested.event IS NOT NULL THEN 'contested'
        WHEN voiced.n_sides > 1 THEN 'official-several'
        WHEN voiced.n_sides = 1 THEN 'official-one'
        WHEN voiced.n_voices > 1 THEN 'several'
        ELSE 'one'
    END AS confidence,
    firsts.known_perhaps,
    dated.record AS because,
    dated.bound_because
FROM (
    SELECT
        standings.event,
        min_by(log.kind, standings.standing) AS kind,
        min_by(log.title, standings.standing) AS title,
        min_by(log.summary, standings.standing) AS summary,
        min_by(log.status, standings.standing) AS status,
        min_by(log.place, standings.standing) FILTER (WHERE log.place IS NOT NULL) AS place,
        min_by(log.outcome, standings.standing) FILTER (WHERE log.outcome IS NOT NULL) AS outcome,
        min_by(log.quantity, standings.standing) FILTER (WHERE log.quantity IS NOT NULL) AS quantity,
        min_by(log.unit, standings.standing) FILTER (WHERE log.unit IS NOT NULL) AS unit,
        count(*) FILTER (WHERE standings.rank <> 'deprecated') AS n_claims,
        bool_and(standings.known_perhaps) AS known_perhaps
    FROM standings
    JOIN log ON log.pos = standings.pos
    GROUP BY standings.event
) AS firsts
LEFT JOIN joined AS dated ON dated.event = firsts.event
LEFT JOIN voiced ON voiced.event = firsts.event
LEFT JOIN cited ON cited.event = firsts.event
LEFT JOIN (SELECT DISTINCT event FROM positions WHERE state = 'open') AS contested ON contested.event = firsts.event
ORDER BY firsts.event
