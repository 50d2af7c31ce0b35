-- one row per event that is told by a claim which is not deprecated: from how many sources, and from which
SELECT event, count(*) AS n_sources, string_agg(source, '; ' ORDER BY source) AS sources
FROM (SELECT DISTINCT event, source FROM claimed WHERE rank <> 'deprecated') AS distinct_sources
GROUP BY event
