-- sources that revise themselves, by way of others
WITH RECURSIVE steps AS (
    SELECT pos, source, revision_of, revision_of AS reached FROM live WHERE op = 'source' AND revision_of IS NOT NULL
    UNION
    SELECT steps.pos, steps.source, steps.revision_of, further.revision_of AS reached
    FROM steps
    JOIN live AS further ON further.op = 'source' AND further.source = steps.reached AND further.revision_of IS NOT NULL
)
SELECT pos, 'revision_of' AS field, revision_of AS value, NULL AS other FROM steps WHERE reached = source
