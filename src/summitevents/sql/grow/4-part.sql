-- part: all that, and what it needs beside it: merges; the far ends of relations and comparisons; chains of relations, in
-- which a circle may close; ranks; whatever is referred to, and what ended that
CREATE OR REPLACE TEMP TABLE wanted AS
WITH RECURSIVE far AS (
    SELECT unnest([event, other]) AS event FROM made.main.log
    WHERE op IN ('relate', 'same', 'different') AND pos IN (FROM core)
    UNION
    SELECT unnest([event, other]) AS event FROM fresh WHERE op IN ('relate', 'same', 'different')
),
ends AS (
    SELECT coalesce(aliases.event, far.event) AS event FROM far LEFT JOIN made.main.aliases ON aliases.alias = far.event
),
chains AS (
    SELECT CASE relation WHEN 'follows' THEN other ELSE event END AS event, CASE relation WHEN 'follows' THEN event ELSE other END AS other, record
    FROM made.main.relations
    WHERE relation IN ('part-of', 'before', 'follows')
        AND EXISTS (FROM fresh WHERE op = 'same' OR relation IN ('part-of', 'before', 'follows'))
),
steps AS (
    SELECT event, CAST(NULL AS VARCHAR) AS record FROM ends
    UNION
    SELECT chains.other AS event, chains.record FROM steps JOIN chains ON chains.event = steps.event
)
SELECT id FROM spoken
UNION
SELECT id FROM compared
UNION
SELECT record AS id FROM made.main.claims WHERE event IN (FROM ends)
UNION
SELECT record AS id FROM steps WHERE record IS NOT NULL
UNION
SELECT record AS id FROM made.main.actors
UNION
SELECT record AS id FROM made.main.places
UNION
SELECT record AS id FROM made.main.sources WHERE source IN (FROM declared);
CREATE OR REPLACE TEMP TABLE part AS
SELECT log.* FROM made.main.log SEMI JOIN (
    SELECT pos FROM core
    UNION
    SELECT log.pos FROM made.main.log SEMI JOIN wanted ON wanted.id = log.id
) AS chosen ON chosen.pos = log.pos
UNION ALL
FROM fresh;
INSERT INTO part
SELECT log.* FROM made.main.log ANTI JOIN part ON part.pos = log.pos ANTI JOIN made.main.corrections ON record = log.id
WHERE log.op = 'same' OR (log.op = 'rank' AND log.target IN (SELECT id FROM part WHERE op = 'claim'));
INSERT INTO part
WITH RECURSIVE cited AS (
    SELECT source FROM part WHERE op <> 'source'
    UNION
    SELECT revision_of AS source FROM part WHERE op = 'source'
    UNION
    SELECT sources.revision_of AS source FROM cited JOIN made.main.sources ON sources.source = cited.source
)
SELECT log.* FROM made.main.log ANTI JOIN part ON part.pos = log.pos
WHERE log.id IN (SELECT record FROM made.main.sources WHERE source IN (FROM cited));
INSERT INTO part
WITH RECURSIVE ended AS (
    SELECT unnest([replaces, target, CASE WHEN op = 'compare' THEN other END]) AS id FROM part
    UNION
    SELECT corrections.ended_by AS id FROM ended JOIN made.main.corrections ON corrections.record = ended.id
)
SELECT log.* FROM made.main.log ANTI JOIN part ON part.pos = log.pos WHERE log.id IN (FROM ended);
