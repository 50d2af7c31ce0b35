-- how well each event is told: one row per event, the best first
-- $event: an event's slug
SELECT
    events.event, events.title, events.date_words, events.confidence, events.n_voices, events.n_claims, events.n_sources,
    count(DISTINCT sources.source) FILTER (WHERE sources.official_of IS NOT NULL) AS n_official,
    list(DISTINCT sources.official_of ORDER BY sources.official_of) FILTER (WHERE sources.official_of IS NOT NULL) AS official_of,
    list(DISTINCT sources.voice ORDER BY sources.voice)
        FILTER (WHERE replace(claims.status, 'ongoing', 'occurred') = replace(events.status, 'ongoing', 'occurred')) AS voices,
    min(sources.known_from) AS first_told,
    events.disputed
FROM events
JOIN claims ON claims.event = events.event AND claims.rank <> 'deprecated'
JOIN sources ON sources.source = claims.source
WHERE $event IS NULL OR events.event = $event
GROUP BY ALL
ORDER BY events.n_voices DESC, events.n_sources DESC, events.event
