-- moved: the slugs of the events that new records, or what these amend, speak of, and of all that were merged with one
-- and the events that these are parts of, which may end with them
CREATE OR REPLACE TEMP TABLE moved AS
WITH named AS (
    SELECT event FROM (FROM touched UNION ALL SELECT pos, op, id, event, other, source FROM fresh) AS spoken WHERE event IS NOT NULL
    UNION
    SELECT other AS event FROM (FROM touched UNION ALL SELECT pos, op, id, event, other, source FROM fresh) AS spoken
    WHERE op IN ('relate', 'same', 'different')
    UNION
    SELECT event FROM made.main.claims WHERE source IN (SELECT source FROM touched WHERE op = 'source')
),
spoken AS (
    SELECT event FROM named
    UNION
    SELECT aliases.event FROM made.main.aliases SEMI JOIN named ON named.event = aliases.alias
),
ends AS (
    SELECT event FROM spoken
    UNION
    SELECT other AS event FROM made.main.relations WHERE relation = 'part-of' AND event IN (FROM spoken)
)
SELECT event FROM ends
UNION
SELECT alias AS event FROM made.main.aliases WHERE event IN (FROM ends);
