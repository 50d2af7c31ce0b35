-- references to places that no live record declares
SELECT pos, field, value, NULL AS other
FROM (
    SELECT pos, 'place' AS field, place AS value FROM live WHERE op = 'claim' AND place IS NOT NULL
    UNION ALL
    SELECT pos, 'within' AS field, within AS value FROM live WHERE within IS NOT NULL
) AS named
ANTI JOIN (SELECT place FROM live WHERE op = 'place') AS declared ON declared.place = named.value
