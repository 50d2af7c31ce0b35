-- one row per event that has a date: its place in the order of time, who takes part, which sources speak of it, and which is cited
SELECT
    CAST(earlier.n + row_number() OVER (PARTITION BY earlier.day ORDER BY joined.end_max NULLS LAST, joined.event) AS BIGINT) AS nr,
    joined.event, who.actors, cited.sources,
    log.source || ' ' || coalesce(log.passage_start || '–' || log.passage_end, log.locator) AS citation
FROM joined
JOIN (
    -- how many stand before each day: so that no one task of a cluster has to number them all
    SELECT day, sum(n) OVER (ORDER BY day) - n AS n
    FROM (SELECT sorted_by AS day, count(*) AS n FROM joined GROUP BY sorted_by) AS days
) AS earlier ON earlier.day = joined.sorted_by
JOIN log ON log.pos = joined.pos
LEFT JOIN (
    SELECT event, string_agg(name, '; ' ORDER BY standing, name) AS actors
    FROM (
        SELECT parties.event, declared.name, min(parties.standing) AS standing
        FROM parties
        JOIN live AS declared ON declared.op = 'actor' AND declared.actor = parties.actor
        GROUP BY parties.event, declared.name
    ) AS named
    GROUP BY event
) AS who ON who.event = joined.event
LEFT JOIN cited ON cited.event = joined.event
