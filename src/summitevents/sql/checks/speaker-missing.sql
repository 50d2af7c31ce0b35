-- claims of an utterance that name no speaker
SELECT pos, 'kind' AS field, kind AS value, NULL AS other
FROM live
WHERE op = 'claim' AND speaker IS NULL
    AND kind IN (SELECT kinds.kind FROM kinds WHERE kinds.utterance <> 'report')
