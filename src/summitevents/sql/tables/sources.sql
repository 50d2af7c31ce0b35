-- one row per declared source
SELECT
    live.source, title, author, publisher, published, words AS published_words,
    start_min AS published_earliest, end_max AS published_latest, published_basis, language, genre, official_of, address, filename, sha256,
    bytes, characters, rights, at_hand, revision_of, note, id AS record
FROM live
LEFT JOIN dates ON dates.edtf = live.published
WHERE op = 'source'
ORDER BY live.source
