-- references to actors that no live record declares
SELECT pos, field, value, NULL AS other
FROM (
    SELECT pos, CASE op WHEN 'source' THEN 'official_of' ELSE 'speaker' END AS field, coalesce(official_of, speaker) AS value
    FROM live
    WHERE coalesce(official_of, speaker) IS NOT NULL
    UNION ALL
    SELECT pos, 'via.' || i AS field, value
    FROM (SELECT pos, unnest(via) AS value, generate_subscripts(via, 1) - 1 AS i FROM live WHERE via IS NOT NULL) AS chain
    UNION ALL
    SELECT pos, 'actors.' || i || '.actor' AS field, entry.actor AS value
    FROM (SELECT pos, unnest(actors) AS entry, generate_subscripts(actors, 1) - 1 AS i FROM live) AS cast_list
    UNION ALL
    SELECT pos, 'kin.' || i || '.actor' AS field, entry.actor AS value
    FROM (SELECT pos, unnest(kin) AS entry, generate_subscripts(kin, 1) - 1 AS i FROM live WHERE kin IS NOT NULL) AS family
) AS named
ANTI JOIN (SELECT actor FROM live WHERE op = 'actor') AS declared ON declared.actor = named.value
