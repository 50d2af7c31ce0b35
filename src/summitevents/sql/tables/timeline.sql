-- one row per event that has a date, in time order, ready to read
SELECT
    nr, happened, date_words, earliest, latest, event, kind, title, summary, status, place_name AS place, actors, sources,
    disputed, planned, inferred, n_claims, n_sources, n_voices, confidence, known_perhaps, because, bound_because, citation
FROM ordered
WHERE nr IS NOT NULL
ORDER BY nr
