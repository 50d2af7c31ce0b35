-- one row per event: what the log says of it by rule 1, and the record that its date comes from
SELECT
    event, kind, title, summary, happened, date_words, earliest, latest, start_max, end_min, start_flag, end_flag, basis,
    status, place, outcome, quantity, unit, planned, inferred, disputed, n_claims, n_sources, n_voices, confidence,
    known_perhaps, because, bound_because
FROM ordered
ORDER BY event
