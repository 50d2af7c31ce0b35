-- one row per event: what the log says of it by rule 1, the record that its date comes from, and its place in the order of time
SELECT
    dated.nr, firsts.event, firsts.kind, firsts.title, firsts.summary,
    dated.happened, dated.words AS date_words, dated.start_min AS earliest, dated.end_max AS latest, dated.start_max, dated.end_min,
    dated.start_flag, dated.end_flag, dated.basis,
    firsts.status, firsts.place, declared.name AS place_name, firsts.outcome, firsts.quantity, firsts.unit,
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
    dated.record AS because, dated.bound_because,
    who.actors, cited.sources, dated.citation
FROM (
    -- of each column the first value that there is: min_by passes over nulls
    SELECT
        standings.event,
        min_by(log.kind, standings.standing) AS kind,
        min_by(log.title, standings.standing) AS title,
        min_by(log.summary, standings.standing) AS summary,
        min_by(log.status, standings.standing) AS status,
        min_by(log.place, standings.standing) AS place,
        min_by(log.outcome, standings.standing) AS outcome,
        min_by(log.quantity, standings.standing) AS quantity,
        min_by(log.unit, standings.standing) AS unit,
        count(*) FILTER (WHERE standings.rank <> 'deprecated') AS n_claims,
        bool_and(standings.known_perhaps) AS known_perhaps
    FROM standings
    JOIN log ON log.pos = standings.pos
    GROUP BY standings.event
) AS firsts
LEFT JOIN (
    SELECT
        joined.*,
        CAST(earlier.n + row_number() OVER (PARTITION BY earlier.day ORDER BY joined.last_day, joined.event) AS BIGINT) AS nr,
        log.source || ' ' || coalesce(log.passage_start || '–' || log.passage_end, log.locator) AS citation
    FROM joined
    JOIN (
        -- how many stand before each day: so that no one task of a cluster has to number them all
        SELECT day, sum(n) OVER (ORDER BY day) - n AS n
        FROM (SELECT sorted_by AS day, count(*) AS n FROM joined GROUP BY sorted_by) AS days
    ) AS earlier ON earlier.day = joined.sorted_by
    JOIN log ON log.pos = joined.pos
) AS dated ON dated.event = firsts.event
LEFT JOIN (
    SELECT event, string_agg(name, '; ' ORDER BY standing, name) AS actors
    FROM (
        SELECT parties.event, declared.name, min(parties.standing) AS standing
        FROM parties
        JOIN live AS declared ON declared.op = 'actor' AND declared.actor = parties.actor
        GROUP BY parties.event, declared.name
    ) AS named
    GROUP BY event
) AS who ON who.event = firsts.event
LEFT JOIN (SELECT place, min(name) AS name FROM live WHERE op = 'place' GROUP BY place) AS declared ON declared.place = firsts.place
LEFT JOIN (
    -- how many voices tell it as the claim that stands first does, and how many sides' official records do; occurred and ongoing are one
    SELECT event, min_by(n_voices, standing) AS n_voices, min_by(n_sides, standing) AS n_sides
    FROM (
        SELECT
            claimed.event, min(standings.standing) AS standing,
            count(DISTINCT claimed.voice) AS n_voices, count(DISTINCT claimed.official_of) AS n_sides
        FROM claimed
        JOIN standings ON standings.pos = claimed.pos
        WHERE claimed.rank <> 'deprecated'
        GROUP BY claimed.event, CASE claimed.status WHEN 'ongoing' THEN 'occurred' ELSE claimed.status END
    ) AS ways
    GROUP BY event
) AS voiced ON voiced.event = firsts.event
LEFT JOIN (
    SELECT event, count(*) AS n_sources, string_agg(source, '; ' ORDER BY source) AS sources
    FROM (SELECT DISTINCT event, source FROM claimed WHERE rank <> 'deprecated') AS distinct_sources
    GROUP BY event
) AS cited ON cited.event = firsts.event
LEFT JOIN (SELECT DISTINCT event FROM stances WHERE state = 'open') AS contested ON contested.event = firsts.event
