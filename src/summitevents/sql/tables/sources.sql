-- one row per declared source
SELECT
    live.source, title, author, publisher, published,
    CASE
        WHEN dates.end_max IS NOT NULL OR dates.end_flag = 'beyond' THEN dates.words
        WHEN issued.known_from IS NULL THEN 'undated'
        ELSE 'undated, not before ' || split_part(
            'January February March April May June July August September October November December', ' ',
            CAST(substr(issued.known_from, 6, 2) AS INTEGER)
        ) || CASE WHEN issued.known_from < '1000' THEN ' AD ' ELSE ' ' END || CAST(CAST(substr(issued.known_from, 1, 4) AS INTEGER) AS VARCHAR)
    END AS published_words,
    dates.start_min AS published_earliest, dates.end_max AS published_latest, published_basis,
    issued.known_from, issued.because AS known_from_because,
    language, genre, official_of, taken_from, voices.voice, address, copy_address, filename, sha256,
    bytes, characters, rights, at_hand, revision_of, note, id AS record
FROM live
JOIN voices ON voices.source = live.source
LEFT JOIN dates ON dates.edtf = live.published
LEFT JOIN (SELECT * FROM issued WHERE known_from BETWEEN '0001' AND ':') AS issued ON issued.source = live.source
WHERE op = 'source'
ORDER BY live.source
