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
SELECT pos FROM core
UNION
SELECT pos FROM made.main.log
WHERE id IN (
    SELECT id FROM compared
    UNION ALL
    SELECT record FROM made.main.claims WHERE event IN (FROM ends)
    UNION ALL
    SELECT record FROM steps WHERE record IS NOT NULL
    UNION ALL
    SELECT record FROM made.main.actors
    UNION ALL
    SELECT record FROM made.main.places
    UNION ALL
    SELECT record FROM made.main.sources WHERE source IN (FROM declared)
);
CREATE OR REPLACE TEMP VIEW outlined AS
SELECT id, op, source, revision_of, replaces, target, CASE WHEN op = 'compare' THEN other END AS other
FROM (
    SELECT id, op, source, revision_of, replaces, target, other FROM made.main.log WHERE pos IN (FROM wanted)
    UNION ALL
    SELECT id, op, source, revision_of, replaces, target, other FROM fresh
) AS said;
INSERT INTO wanted
SELECT pos FROM made.main.log ANTI JOIN made.main.corrections ON record = id
WHERE op = 'same' OR (op = 'rank' AND target IN (SELECT id FROM outlined WHERE op = 'claim'));
INSERT INTO wanted
WITH RECURSIVE cited AS (
    SELECT source FROM outlined WHERE op <> 'source'
    UNION
    SELECT revision_of AS source FROM outlined
    UNION
    SELECT sources.revision_of AS source FROM cited JOIN made.main.sources ON sources.source = cited.source
)
SELECT pos FROM made.main.log WHERE id IN (SELECT record FROM made.main.sources WHERE source IN (FROM cited));
INSERT INTO wanted
WITH RECURSIVE ended AS (
    SELECT unnest([replaces, target, other]) AS id FROM outlined
    UNION
    SELECT corrections.ended_by AS id FROM ended JOIN made.main.corrections ON corrections.record = ended.id
)
SELECT pos FROM made.main.log WHERE id IN (FROM ended);
CREATE OR REPLACE TEMP TABLE part AS
SELECT log.* FROM made.main.log WHERE pos IN (FROM wanted)
UNION ALL
FROM fresh;
