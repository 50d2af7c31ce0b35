-- core: the positions of what is new, what that amends, and what else is said of the events moved
-- declared: the slugs of sources, actors and places that new records, or what these amend, declare
CREATE OR REPLACE TEMP TABLE spoken AS
SELECT pos, record AS id FROM made.main.claims WHERE event IN (FROM moved);
CREATE OR REPLACE TEMP TABLE compared AS
SELECT pos, unnest([target, other]) AS id
FROM made.main.log
ANTI JOIN made.main.corrections ON record = id
WHERE op = 'compare' AND (target IN (SELECT id FROM spoken) OR other IN (SELECT id FROM spoken));
CREATE OR REPLACE TEMP TABLE core AS
SELECT pos FROM fresh
UNION
SELECT pos FROM touched
UNION
SELECT pos FROM spoken
UNION
SELECT pos FROM compared
UNION
SELECT pos FROM made.main.log
ANTI JOIN made.main.corrections ON record = id
WHERE op IN ('relate', 'same', 'different') AND (log.event IN (FROM moved) OR other IN (FROM moved))
UNION
SELECT pos FROM made.main.log
ANTI JOIN made.main.corrections ON record = id
WHERE op <> 'claim' AND EXISTS (FROM touched WHERE op = 'source')
    AND (source IN (SELECT source FROM touched WHERE op = 'source') OR revision_of IN (SELECT source FROM touched WHERE op = 'source'));
CREATE OR REPLACE TEMP TABLE declared AS
SELECT unnest([CASE WHEN op = 'source' THEN source END, actor, place]) AS slug FROM fresh WHERE op IN ('source', 'actor', 'place')
UNION
SELECT source AS slug FROM touched WHERE op = 'source';
