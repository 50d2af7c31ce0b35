-- met: the records that are new, and those that amend each other with them, in however many steps; touched: the old ones
CREATE OR REPLACE TEMP TABLE met AS
WITH RECURSIVE pairs AS (
    SELECT id, unnest([target, replaces, CASE WHEN op = 'compare' THEN other END]) AS named
    FROM (
        SELECT op, id, target, replaces, other FROM made.main.log WHERE target IS NOT NULL OR replaces IS NOT NULL
        UNION ALL
        SELECT op, id, target, replaces, other FROM fresh
    ) AS amending
),
linked AS (
    SELECT id, named FROM pairs WHERE named IS NOT NULL
    UNION ALL
    SELECT named AS id, id AS named FROM pairs WHERE named IS NOT NULL
),
steps AS (
    SELECT id FROM fresh
    UNION
    SELECT linked.named AS id FROM steps JOIN linked ON linked.id = steps.id
)
SELECT id FROM steps;
CREATE OR REPLACE TEMP TABLE touched AS
SELECT pos, op, id, event, other, source FROM made.main.log WHERE id IN (FROM met);
