-- one row per line of the files, in their order: its record, typed, and whether that is surely well formed (see tools/screen.py)
-- Made by tools/generate.py from log/records.py.
SELECT
    'events/' || parse_filename(_path) AS file,
    FALSE AS clear,
    "id" AS "id",
    "op" AS "op",
    "recorded_at" AS "recorded_at",
    "recorded_by" AS "recorded_by",
    "replaces" AS "replaces",
    "reason" AS "reason",
    "source" AS "source",
    "title" AS "title",
    TRY(from_json("author", '["VARCHAR"]')) AS "author",
    "publisher" AS "publisher",
    "published"[2:-2] AS "published",
    "published_basis" AS "published_basis",
    "language" AS "language",
    "genre" AS "genre",
    "official_of" AS "official_of",
    "taken_from" AS "taken_from",
    "address" AS "address",
    "copy_address" AS "copy_address",
    "filename" AS "filename",
    "sha256" AS "sha256",
    TRY_CAST(CAST("bytes" AS VARCHAR) AS BIGINT) AS "bytes",
    TRY_CAST(CAST("characters" AS VARCHAR) AS BIGINT) AS "characters",
    "rights" AS "rights",
    TRY_CAST(CAST("at_hand" AS VARCHAR) AS BOOLEAN) AS "at_hand",
    "revision_of" AS "revision_of",
    "note" AS "note",
    TRY_CAST(CAST("passage_start" AS VARCHAR) AS BIGINT) AS "passage_start",
    TRY_CAST(CAST("passage_end" AS VARCHAR) AS BIGINT) AS "passage_end",
    "passage_sha256" AS "passage_sha256",
    "actor" AS "actor",
    "type" AS "type",
    "name" AS "name",
    "iso3" AS "iso3",
    "wikidata" AS "wikidata",
    TRY(from_json("names", '["VARCHAR"]')) AS "names",
    TRY(from_json("kin", '[{"actor": "VARCHAR", "relation": "VARCHAR"}]')) AS "kin",
    "place" AS "place",
    "within" AS "within",
    "iso2" AS "iso2",
    TRY_CAST(CAST("latitude" AS VARCHAR) AS DOUBLE) AS "latitude",
    TRY_CAST(CAST("longitude" AS VARCHAR) AS DOUBLE) AS "longitude",
    "precision" AS "precision",
    "event" AS "event",
    "kind" AS "kind",
    "summary" AS "summary",
    "happened"[2:-2] AS "happened",
    "basis" AS "basis",
    "status" AS "status",
    "speaker" AS "speaker",
    TRY(from_json("via", '["VARCHAR"]')) AS "via",
    TRY(from_json("actors", '[{"actor": "VARCHAR", "role": "VARCHAR", "office": "VARCHAR", "name": "VARCHAR"}]')) AS "actors",
    "outcome" AS "outcome",
    TRY_CAST(CAST("quantity" AS VARCHAR) AS DOUBLE) AS "quantity",
    "unit" AS "unit",
    "locator" AS "locator",
    "relation" AS "relation",
    "other" AS "other",
    "target" AS "target",
    "verdict" AS "verdict",
    "rank" AS "rank"
FROM (
    SELECT
        _path, _line, _short, s.*,
        CASE WHEN contains(_short, '\') THEN regexp_replace(_short, '\\["\\]', '_', 'g') ELSE _short END AS _plain
    FROM (
        SELECT _path, _line, json(_json) AS _short, from_json(_json, '{"id": "VARCHAR", "op": "VARCHAR", "recorded_at": "VARCHAR", "recorded_by": "VARCHAR", "replaces": "VARCHAR", "reason": "VARCHAR", "source": "VARCHAR", "title": "VARCHAR", "author": "JSON", "publisher": "VARCHAR", "published": "JSON", "published_basis": "VARCHAR", "language": "VARCHAR", "genre": "VARCHAR", "official_of": "VARCHAR", "taken_from": "VARCHAR", "address": "VARCHAR", "copy_address": "VARCHAR", "filename": "VARCHAR", "sha256": "VARCHAR", "bytes": "JSON", "characters": "JSON", "rights": "VARCHAR", "at_hand": "JSON", "revision_of": "VARCHAR", "note": "VARCHAR", "passage_start": "JSON", "passage_end": "JSON", "passage_sha256": "VARCHAR", "actor": "VARCHAR", "type": "VARCHAR", "name": "VARCHAR", "iso3": "VARCHAR", "wikidata": "VARCHAR", "names": "JSON", "kin": "JSON", "place": "VARCHAR", "within": "VARCHAR", "iso2": "VARCHAR", "latitude": "JSON", "longitude": "JSON", "precision": "VARCHAR", "event": "VARCHAR", "kind": "VARCHAR", "summary": "VARCHAR", "happened": "JSON", "basis": "VARCHAR", "status": "VARCHAR", "speaker": "VARCHAR", "via": "JSON", "actors": "JSON", "outcome": "VARCHAR", "quantity": "JSON", "unit": "VARCHAR", "locator": "VARCHAR", "relation": "VARCHAR", "other": "VARCHAR", "target": "VARCHAR", "verdict": "VARCHAR", "rank": "VARCHAR"}') AS s
        FROM (
            SELECT _path, _line, CASE WHEN json_valid(_line) THEN _line END AS _json -- TRY would go line by line after one error
            FROM read_csv(
                $files, columns = {'_line': 'VARCHAR'}, header = FALSE, auto_detect = FALSE, delim = chr(1), quote = '',
                escape = '', new_line = '\n', max_line_size = 2097152, filename = '_path'
            )
        ) AS lines
    ) AS lines
) AS parsed
