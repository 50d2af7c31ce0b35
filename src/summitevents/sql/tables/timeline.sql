-- one row per event that has a date, in time order, ready to read
SELECT
    CAST(earlier.n + row_number() OVER (PARTITION BY earlier.day ORDER BY latest NULLS LAST, events.event) AS BIGINT) AS nr,
    events.happened, date_words, earliest, latest, events.event, events.kind, events.title, events.summary, events.status,
    places.name AS place,
    who.actors,
    told.sources,
    disputed, events.planned, inferred, n_claims, n_sources, n_voices, confidence, events.known_perhaps, because, bound_because,
    log.source || ' ' || coalesce(log.passage_start || '–' || log.passage_end, log.locator) AS citation
FROM events
JOIN standings AS shown ON shown.record = because
JOIN (SELECT event, sorted_by FROM joined) AS dated ON dated.event = events.event
JOIN (
    -- how many stand before each day: so that no one task of a cluster has to number them all
    SELECT day, sum(n) OVER (ORDER BY day) - n AS n
    FROM (SELECT sorted_by AS day, count(*) AS n FROM joined GROUP BY sorted_by) AS days
) AS earlier ON earlier.day = dated.sorted_by
JOIN log ON log.pos = shown.pos
LEFT JOIN places ON places.place = events.place
LEFT JOIN (
    SELECT event, string_agg(name, '; ' ORDER BY standing, name) AS actors
    FROM (
        SELECT participants.event, actors.name, min(participants.standing) AS standing
        FROM participants
        JOIN actors ON actors.actor = participants.actor
        GROUP BY participants.event, actors.name
    ) AS named
    GROUP BY event
) AS who ON who.event = events.event
LEFT JOIN (
    SELECT event, string_agg(source, '; ' ORDER BY source) AS sources
    FROM (SELECT DISTINCT event, source FROM standings WHERE rank <> 'deprecated') AS distinct_sources
    GROUP BY event
) AS told ON told.event = events.event
ORDER BY nr
