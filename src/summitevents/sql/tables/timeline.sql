-- one row per event that has a date, in time order, ready to read
SELECT
    ordered.nr, events.happened, events.date_words, events.earliest, events.latest, events.event, events.kind, events.title,
    events.summary, events.status, places.name AS place, ordered.actors, ordered.sources, events.disputed, events.planned,
    events.inferred, events.n_claims, events.n_sources, events.n_voices, events.confidence,
    events.known_perhaps, events.because, events.bound_because, ordered.citation
FROM ordered
JOIN events ON events.event = ordered.event
LEFT JOIN places ON places.place = events.place
ORDER BY ordered.nr
