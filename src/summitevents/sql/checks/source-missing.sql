-- references to sources that no live record declares
SELECT pos, field, value, NULL AS other
FROM (
    SELECT pos, 'source' AS field, source AS value FROM live WHERE op <> 'source' AND source IS NOT NULL
    UNION ALL
    SELECT pos, 'revision_of' AS field, revision_of AS value FROM live WHERE revision_of IS NOT NULL
) AS named
ANTI JOIN (SELECT source FROM live WHERE op = 'source') AS declared ON declared.source = named.value
