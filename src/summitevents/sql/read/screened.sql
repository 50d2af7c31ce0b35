-- one row per line of the files, in their order: its record, typed, and whether that is surely well formed (see tools/screen.py)
-- Made by tools/generate.py from log/records.py.
SELECT
    'events/' || parse_filename(_path) AS file,
    coalesce(
        strlen(_line) <= 65535
        AND NOT contains(_plain, '\')
        AND NOT contains(_short, chr(127))
        AND CASE WHEN strlen(_line) = strlen(_short) THEN TRUE ELSE NOT regexp_matches(_line, ',[ \t]*[\]}]') END
        AND CASE WHEN "id" IS NULL THEN TRUE ELSE (regexp_full_match("id", '(?:[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9]+(?:-[a-z0-9]+)*\.[1-9][0-9]{0,8})')) END
        AND CASE WHEN "recorded_at" IS NULL THEN TRUE ELSE CASE WHEN regexp_full_match("recorded_at", '[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z') THEN TRUE ELSE regexp_full_match("recorded_at", '[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-(?:29|30|31)T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z') AND TRY_CAST("recorded_at"[:10] AS DATE) IS NOT NULL END END
        AND CASE WHEN "recorded_by" IS NULL THEN TRUE ELSE (regexp_full_match("recorded_by", '(?:[a-z0-9]+(?:-[a-z0-9]+)*)') AND strlen("recorded_by") <= 80 AND CASE WHEN "recorded_by" > ':' THEN TRUE ELSE regexp_matches("recorded_by", '[^0-9.eE+-]') END AND CASE WHEN strlen("recorded_by") > 9 THEN TRUE ELSE NOT regexp_full_match("recorded_by", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END) END
        AND CASE WHEN "replaces" IS NULL THEN TRUE ELSE (regexp_full_match("replaces", '(?:[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9]+(?:-[a-z0-9]+)*\.[1-9][0-9]{0,8})')) END
        AND CASE WHEN "reason" IS NULL THEN TRUE ELSE (strlen("reason") > 0 AND strlen("reason") <= 4000 AND CASE WHEN "reason" > ':' THEN TRUE ELSE regexp_matches("reason", '[^0-9.eE+-]') END AND CASE WHEN strlen("reason") > 9 THEN TRUE ELSE NOT regexp_full_match("reason", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END AND CASE WHEN "reason" >= '[' AND "reason" < '\' OR "reason" >= '{' AND "reason" < '|' THEN NOT json_valid("reason") ELSE TRUE END) END
        AND CASE WHEN "source" IS NULL THEN TRUE ELSE (regexp_full_match("source", '(?:[a-z0-9]+(?:-[a-z0-9]+)*)') AND strlen("source") <= 80 AND CASE WHEN "source" > ':' THEN TRUE ELSE regexp_matches("source", '[^0-9.eE+-]') END AND CASE WHEN strlen("source") > 9 THEN TRUE ELSE NOT regexp_full_match("source", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END) END
        AND CASE WHEN "title" IS NULL THEN TRUE ELSE (strlen("title") > 0 AND strlen("title") <= 4000 AND CASE WHEN "title" > ':' THEN TRUE ELSE regexp_matches("title", '[^0-9.eE+-]') END AND CASE WHEN strlen("title") > 9 THEN TRUE ELSE NOT regexp_full_match("title", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END AND CASE WHEN "title" >= '[' AND "title" < '\' OR "title" >= '{' AND "title" < '|' THEN NOT json_valid("title") ELSE TRUE END) END
        AND CASE WHEN "author" IS NULL THEN TRUE ELSE (regexp_full_match("author", '\[(?:"(?:[^"\\\x00-\x1f\x7f]|\\["\\])+",?)*\]') AND strlen("author") <= 4000) END
        AND CASE WHEN "publisher" IS NULL THEN TRUE ELSE (strlen("publisher") > 0 AND strlen("publisher") <= 4000 AND CASE WHEN "publisher" > ':' THEN TRUE ELSE regexp_matches("publisher", '[^0-9.eE+-]') END AND CASE WHEN strlen("publisher") > 9 THEN TRUE ELSE NOT regexp_full_match("publisher", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END AND CASE WHEN "publisher" >= '[' AND "publisher" < '\' OR "publisher" >= '{' AND "publisher" < '|' THEN NOT json_valid("publisher") ELSE TRUE END) END
        AND CASE WHEN "published" IS NULL THEN TRUE ELSE (starts_with("published", '"') AND NOT contains("published", '\')) END
        AND CASE WHEN "published_basis" IS NULL THEN TRUE ELSE regexp_full_match("published_basis", 'stated|inferred') END
        AND CASE WHEN "language" IS NULL THEN TRUE ELSE (regexp_full_match("language", '(?:[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)') AND CASE WHEN "language" > ':' THEN TRUE ELSE regexp_matches("language", '[^0-9.eE+-]') END AND CASE WHEN strlen("language") > 9 THEN TRUE ELSE NOT regexp_full_match("language", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END) END
        AND CASE WHEN "genre" IS NULL THEN TRUE ELSE regexp_full_match("genre", 'news|commentary|analysis|statement|transcript|report|treaty|reference|page') END
        AND CASE WHEN "official_of" IS NULL THEN TRUE ELSE (regexp_full_match("official_of", '(?:[a-z0-9]+(?:-[a-z0-9]+)*)') AND strlen("official_of") <= 80 AND CASE WHEN "official_of" > ':' THEN TRUE ELSE regexp_matches("official_of", '[^0-9.eE+-]') END AND CASE WHEN strlen("official_of") > 9 THEN TRUE ELSE NOT regexp_full_match("official_of", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END) END
        AND CASE WHEN "taken_from" IS NULL THEN TRUE ELSE (strlen("taken_from") > 0 AND strlen("taken_from") <= 4000 AND CASE WHEN "taken_from" > ':' THEN TRUE ELSE regexp_matches("taken_from", '[^0-9.eE+-]') END AND CASE WHEN strlen("taken_from") > 9 THEN TRUE ELSE NOT regexp_full_match("taken_from", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END AND CASE WHEN "taken_from" >= '[' AND "taken_from" < '\' OR "taken_from" >= '{' AND "taken_from" < '|' THEN NOT json_valid("taken_from") ELSE TRUE END) END
        AND CASE WHEN "address" IS NULL THEN TRUE ELSE (regexp_full_match("address", '(?:https?://[!-~]+)')) END
        AND CASE WHEN "copy_address" IS NULL THEN TRUE ELSE (regexp_full_match("copy_address", '(?:https?://[!-~]+)')) END
        AND CASE WHEN "filename" IS NULL THEN TRUE ELSE (regexp_full_match("filename", '(?:[A-Za-z0-9_][A-Za-z0-9._-]*)') AND CASE WHEN "filename" > ':' THEN TRUE ELSE regexp_matches("filename", '[^0-9.eE+-]') END AND CASE WHEN strlen("filename") > 9 THEN TRUE ELSE NOT regexp_full_match("filename", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END) END
        AND CASE WHEN "sha256" IS NULL THEN TRUE ELSE (regexp_full_match("sha256", '(?:[0-9a-f]{64})') AND CASE WHEN "sha256" > ':' THEN TRUE ELSE regexp_matches("sha256", '[^0-9.eE+-]') END AND CASE WHEN strlen("sha256") > 9 THEN TRUE ELSE NOT regexp_full_match("sha256", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END) END
        AND CASE WHEN "bytes" IS NULL THEN TRUE ELSE (regexp_full_match("bytes", '-?(?:0|[1-9][0-9]{0,13})') AND TRY_CAST(CAST("bytes" AS VARCHAR) AS BIGINT) >= 0) END
        AND CASE WHEN "characters" IS NULL THEN TRUE ELSE (regexp_full_match("characters", '-?(?:0|[1-9][0-9]{0,13})') AND TRY_CAST(CAST("characters" AS VARCHAR) AS BIGINT) >= 0) END
        AND CASE WHEN "rights" IS NULL THEN TRUE ELSE (strlen("rights") > 0 AND strlen("rights") <= 4000 AND CASE WHEN "rights" > ':' THEN TRUE ELSE regexp_matches("rights", '[^0-9.eE+-]') END AND CASE WHEN strlen("rights") > 9 THEN TRUE ELSE NOT regexp_full_match("rights", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END AND CASE WHEN "rights" >= '[' AND "rights" < '\' OR "rights" >= '{' AND "rights" < '|' THEN NOT json_valid("rights") ELSE TRUE END) END
        AND CASE WHEN "at_hand" IS NULL THEN TRUE ELSE "at_hand" IN ('true', 'false') END
        AND CASE WHEN "revision_of" IS NULL THEN TRUE ELSE (regexp_full_match("revision_of", '(?:[a-z0-9]+(?:-[a-z0-9]+)*)') AND strlen("revision_of") <= 80 AND CASE WHEN "revision_of" > ':' THEN TRUE ELSE regexp_matches("revision_of", '[^0-9.eE+-]') END AND CASE WHEN strlen("revision_of") > 9 THEN TRUE ELSE NOT regexp_full_match("revision_of", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END) END
        AND CASE WHEN "note" IS NULL THEN TRUE ELSE (strlen("note") > 0 AND strlen("note") <= 4000 AND CASE WHEN "note" > ':' THEN TRUE ELSE regexp_matches("note", '[^0-9.eE+-]') END AND CASE WHEN strlen("note") > 9 THEN TRUE ELSE NOT regexp_full_match("note", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END AND CASE WHEN "note" >= '[' AND "note" < '\' OR "note" >= '{' AND "note" < '|' THEN NOT json_valid("note") ELSE TRUE END) END
        AND CASE WHEN "passage_start" IS NULL THEN TRUE ELSE (regexp_full_match("passage_start", '-?(?:0|[1-9][0-9]{0,13})') AND TRY_CAST(CAST("passage_start" AS VARCHAR) AS BIGINT) >= 0) END
        AND CASE WHEN "passage_end" IS NULL THEN TRUE ELSE (regexp_full_match("passage_end", '-?(?:0|[1-9][0-9]{0,13})') AND TRY_CAST(CAST("passage_end" AS VARCHAR) AS BIGINT) >= 1) END
        AND CASE WHEN "passage_sha256" IS NULL THEN TRUE ELSE (regexp_full_match("passage_sha256", '(?:[0-9a-f]{64})') AND CASE WHEN "passage_sha256" > ':' THEN TRUE ELSE regexp_matches("passage_sha256", '[^0-9.eE+-]') END AND CASE WHEN strlen("passage_sha256") > 9 THEN TRUE ELSE NOT regexp_full_match("passage_sha256", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END) END
        AND CASE WHEN "actor" IS NULL THEN TRUE ELSE (regexp_full_match("actor", '(?:[a-z0-9]+(?:-[a-z0-9]+)*)') AND strlen("actor") <= 80 AND CASE WHEN "actor" > ':' THEN TRUE ELSE regexp_matches("actor", '[^0-9.eE+-]') END AND CASE WHEN strlen("actor") > 9 THEN TRUE ELSE NOT regexp_full_match("actor", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END) END
        AND CASE WHEN "type" IS NULL THEN TRUE ELSE regexp_full_match("type", 'person|state|organisation|group') END
        AND CASE WHEN "name" IS NULL THEN TRUE ELSE (strlen("name") > 0 AND strlen("name") <= 4000 AND CASE WHEN "name" > ':' THEN TRUE ELSE regexp_matches("name", '[^0-9.eE+-]') END AND CASE WHEN strlen("name") > 9 THEN TRUE ELSE NOT regexp_full_match("name", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END AND CASE WHEN "name" >= '[' AND "name" < '\' OR "name" >= '{' AND "name" < '|' THEN NOT json_valid("name") ELSE TRUE END) END
        AND CASE WHEN "iso3" IS NULL THEN TRUE ELSE (regexp_full_match("iso3", '(?:[A-Z]{3})') AND CASE WHEN "iso3" > ':' THEN TRUE ELSE regexp_matches("iso3", '[^0-9.eE+-]') END AND CASE WHEN strlen("iso3") > 9 THEN TRUE ELSE NOT regexp_full_match("iso3", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END) END
        AND CASE WHEN "wikidata" IS NULL THEN TRUE ELSE (regexp_full_match("wikidata", '(?:Q[1-9][0-9]*)')) END
        AND CASE WHEN "names" IS NULL THEN TRUE ELSE (regexp_full_match("names", '\[(?:"(?:[^"\\\x00-\x1f\x7f]|\\["\\])+",?)*\]') AND strlen("names") <= 4000) END
        AND CASE WHEN "kin" IS NULL THEN TRUE ELSE (regexp_full_match("kin", '\[(?:\{"actor":"[a-z0-9](?:-?[a-z0-9]){0,39}","relation":"[a-z0-9](?:-?[a-z0-9]){0,39}"\},?)*\]') AND strlen("kin") <= 4000) END
        AND CASE WHEN "place" IS NULL THEN TRUE ELSE (regexp_full_match("place", '(?:[a-z0-9]+(?:-[a-z0-9]+)*)') AND strlen("place") <= 80 AND CASE WHEN "place" > ':' THEN TRUE ELSE regexp_matches("place", '[^0-9.eE+-]') END AND CASE WHEN strlen("place") > 9 THEN TRUE ELSE NOT regexp_full_match("place", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END) END
        AND CASE WHEN "within" IS NULL THEN TRUE ELSE (regexp_full_match("within", '(?:[a-z0-9]+(?:-[a-z0-9]+)*)') AND strlen("within") <= 80 AND CASE WHEN "within" > ':' THEN TRUE ELSE regexp_matches("within", '[^0-9.eE+-]') END AND CASE WHEN strlen("within") > 9 THEN TRUE ELSE NOT regexp_full_match("within", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END) END
        AND CASE WHEN "iso2" IS NULL THEN TRUE ELSE (regexp_full_match("iso2", '(?:[A-Z]{2})')) END
        AND CASE WHEN "latitude" IS NULL THEN TRUE ELSE (regexp_full_match("latitude", '-?(?:0|[1-9][0-9]{0,13})(?:\.[0-9]{1,15})?') AND TRY_CAST(CAST("latitude" AS VARCHAR) AS DOUBLE) >= -90 AND TRY_CAST(CAST("latitude" AS VARCHAR) AS DOUBLE) <= 90) END
        AND CASE WHEN "longitude" IS NULL THEN TRUE ELSE (regexp_full_match("longitude", '-?(?:0|[1-9][0-9]{0,13})(?:\.[0-9]{1,15})?') AND TRY_CAST(CAST("longitude" AS VARCHAR) AS DOUBLE) >= -180 AND TRY_CAST(CAST("longitude" AS VARCHAR) AS DOUBLE) <= 180) END
        AND CASE WHEN "precision" IS NULL THEN TRUE ELSE regexp_full_match("precision", 'site|city|region|country') END
        AND CASE WHEN "event" IS NULL THEN TRUE ELSE (regexp_full_match("event", '(?:[a-z0-9]+(?:-[a-z0-9]+)*)') AND strlen("event") <= 80 AND CASE WHEN "event" > ':' THEN TRUE ELSE regexp_matches("event", '[^0-9.eE+-]') END AND CASE WHEN strlen("event") > 9 THEN TRUE ELSE NOT regexp_full_match("event", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END) END
        AND CASE WHEN "kind" IS NULL THEN TRUE ELSE regexp_full_match("kind", '$kind') END
        AND CASE WHEN "summary" IS NULL THEN TRUE ELSE (strlen("summary") > 0 AND strlen("summary") <= 4000 AND CASE WHEN "summary" > ':' THEN TRUE ELSE regexp_matches("summary", '[^0-9.eE+-]') END AND CASE WHEN strlen("summary") > 9 THEN TRUE ELSE NOT regexp_full_match("summary", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END AND CASE WHEN "summary" >= '[' AND "summary" < '\' OR "summary" >= '{' AND "summary" < '|' THEN NOT json_valid("summary") ELSE TRUE END) END
        AND CASE WHEN "happened" IS NULL THEN TRUE ELSE (starts_with("happened", '"') AND NOT contains("happened", '\')) END
        AND CASE WHEN "basis" IS NULL THEN TRUE ELSE regexp_full_match("basis", 'stated|inferred') END
        AND CASE WHEN "status" IS NULL THEN TRUE ELSE regexp_full_match("status", 'occurred|ongoing|alleged|denied|cancelled|announced|expected|hypothetical') END
        AND CASE WHEN "speaker" IS NULL THEN TRUE ELSE (regexp_full_match("speaker", '(?:[a-z0-9]+(?:-[a-z0-9]+)*)') AND strlen("speaker") <= 80 AND CASE WHEN "speaker" > ':' THEN TRUE ELSE regexp_matches("speaker", '[^0-9.eE+-]') END AND CASE WHEN strlen("speaker") > 9 THEN TRUE ELSE NOT regexp_full_match("speaker", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END) END
        AND CASE WHEN "via" IS NULL THEN TRUE ELSE (regexp_full_match("via", '\[(?:"[a-z0-9](?:-?[a-z0-9]){0,39}",?)*\]') AND strlen("via") <= 4000) END
        AND CASE WHEN "actors" IS NULL THEN TRUE ELSE (regexp_full_match("actors", '\[(?:\{"actor":"[a-z0-9](?:-?[a-z0-9]){0,39}","role":"(?:$role)"(?:,"office":"(?:[^"\\\x00-\x1f\x7f]|\\["\\])+")?(?:,"name":"(?:[^"\\\x00-\x1f\x7f]|\\["\\])+")?\},?)*\]') AND strlen("actors") <= 4000) END
        AND CASE WHEN "outcome" IS NULL THEN TRUE ELSE (strlen("outcome") > 0 AND strlen("outcome") <= 4000 AND CASE WHEN "outcome" > ':' THEN TRUE ELSE regexp_matches("outcome", '[^0-9.eE+-]') END AND CASE WHEN strlen("outcome") > 9 THEN TRUE ELSE NOT regexp_full_match("outcome", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END AND CASE WHEN "outcome" >= '[' AND "outcome" < '\' OR "outcome" >= '{' AND "outcome" < '|' THEN NOT json_valid("outcome") ELSE TRUE END) END
        AND CASE WHEN "quantity" IS NULL THEN TRUE ELSE (regexp_full_match("quantity", '-?(?:0|[1-9][0-9]{0,13})(?:\.[0-9]{1,15})?')) END
        AND CASE WHEN "unit" IS NULL THEN TRUE ELSE (regexp_full_match("unit", '(?:[a-z0-9]+(?:-[a-z0-9]+)*)') AND strlen("unit") <= 80 AND CASE WHEN "unit" > ':' THEN TRUE ELSE regexp_matches("unit", '[^0-9.eE+-]') END AND CASE WHEN strlen("unit") > 9 THEN TRUE ELSE NOT regexp_full_match("unit", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END) END
        AND CASE WHEN "locator" IS NULL THEN TRUE ELSE (strlen("locator") > 0 AND strlen("locator") <= 4000 AND CASE WHEN "locator" > ':' THEN TRUE ELSE regexp_matches("locator", '[^0-9.eE+-]') END AND CASE WHEN strlen("locator") > 9 THEN TRUE ELSE NOT regexp_full_match("locator", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END AND CASE WHEN "locator" >= '[' AND "locator" < '\' OR "locator" >= '{' AND "locator" < '|' THEN NOT json_valid("locator") ELSE TRUE END) END
        AND CASE WHEN "relation" IS NULL THEN TRUE ELSE regexp_full_match("relation", 'part-of|before|follows|announces|expects|assesses|demands|about|refers-to') END
        AND CASE WHEN "target" IS NULL THEN TRUE ELSE (regexp_full_match("target", '(?:[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9]+(?:-[a-z0-9]+)*\.[1-9][0-9]{0,8})')) END
        AND CASE WHEN "verdict" IS NULL THEN TRUE ELSE regexp_full_match("verdict", 'confirms|narrows|contradicts|counts-differently') END
        AND CASE WHEN "rank" IS NULL THEN TRUE ELSE regexp_full_match("rank", 'preferred|deprecated') END
        AND CASE op
        WHEN 'source' THEN (replaces IS NULL OR reason IS NOT NULL)
            AND strlen(_plain) = 62 + strlen("id") + 2 + strlen("op") + 2 + strlen("recorded_at") + 2 + strlen("recorded_by") + 2 + CASE WHEN "replaces" IS NULL THEN 0 ELSE 12 + strlen("replaces") + 2 END + CASE WHEN "reason" IS NULL THEN 0 ELSE 10 + strlen("reason") + 2 END + strlen("source") + 2 + strlen("title") + 2 + CASE WHEN "author" IS NULL THEN 0 ELSE 10 + strlen("author") END + CASE WHEN "publisher" IS NULL THEN 0 ELSE 13 + strlen("publisher") + 2 END + CASE WHEN "published" IS NULL THEN 0 ELSE 13 + strlen("published") END + CASE WHEN "published_basis" IS NULL THEN 0 ELSE 19 + strlen("published_basis") + 2 END + CASE WHEN "language" IS NULL THEN 0 ELSE 12 + strlen("language") + 2 END + CASE WHEN "genre" IS NULL THEN 0 ELSE 9 + strlen("genre") + 2 END + CASE WHEN "official_of" IS NULL THEN 0 ELSE 15 + strlen("official_of") + 2 END + CASE WHEN "taken_from" IS NULL THEN 0 ELSE 14 + strlen("taken_from") + 2 END + CASE WHEN "address" IS NULL THEN 0 ELSE 11 + strlen("address") + 2 END + CASE WHEN "copy_address" IS NULL THEN 0 ELSE 16 + strlen("copy_address") + 2 END + CASE WHEN "filename" IS NULL THEN 0 ELSE 12 + strlen("filename") + 2 END + CASE WHEN "sha256" IS NULL THEN 0 ELSE 10 + strlen("sha256") + 2 END + CASE WHEN "bytes" IS NULL THEN 0 ELSE 9 + strlen("bytes") END + CASE WHEN "characters" IS NULL THEN 0 ELSE 14 + strlen("characters") END + CASE WHEN "rights" IS NULL THEN 0 ELSE 10 + strlen("rights") + 2 END + CASE WHEN "at_hand" IS NULL THEN 0 ELSE 11 + strlen("at_hand") END + CASE WHEN "revision_of" IS NULL THEN 0 ELSE 15 + strlen("revision_of") + 2 END + CASE WHEN "note" IS NULL THEN 0 ELSE 8 + strlen("note") + 2 END
        WHEN 'actor' THEN CASE WHEN passage_start IS NULL AND passage_end IS NULL AND passage_sha256 IS NULL THEN TRUE
        ELSE source IS NOT NULL AND passage_sha256 IS NOT NULL
            AND TRY_CAST(CAST(passage_start AS VARCHAR) AS BIGINT) < TRY_CAST(CAST(passage_end AS VARCHAR) AS BIGINT) END
            AND (replaces IS NULL OR reason IS NOT NULL)
            AND strlen(_plain) = 68 + CASE WHEN "source" IS NULL THEN 0 ELSE 10 + strlen("source") + 2 END + CASE WHEN "passage_start" IS NULL THEN 0 ELSE 17 + strlen("passage_start") END + CASE WHEN "passage_end" IS NULL THEN 0 ELSE 15 + strlen("passage_end") END + CASE WHEN "passage_sha256" IS NULL THEN 0 ELSE 18 + strlen("passage_sha256") + 2 END + strlen("id") + 2 + strlen("op") + 2 + strlen("recorded_at") + 2 + strlen("recorded_by") + 2 + CASE WHEN "replaces" IS NULL THEN 0 ELSE 12 + strlen("replaces") + 2 END + CASE WHEN "reason" IS NULL THEN 0 ELSE 10 + strlen("reason") + 2 END + strlen("actor") + 2 + strlen("type") + 2 + strlen("name") + 2 + CASE WHEN "iso3" IS NULL THEN 0 ELSE 8 + strlen("iso3") + 2 END + CASE WHEN "wikidata" IS NULL THEN 0 ELSE 12 + strlen("wikidata") + 2 END + CASE WHEN "names" IS NULL THEN 0 ELSE 9 + strlen("names") END + CASE WHEN "kin" IS NULL THEN 0 ELSE 7 + strlen("kin") END + CASE WHEN "note" IS NULL THEN 0 ELSE 8 + strlen("note") + 2 END
        WHEN 'place' THEN (replaces IS NULL OR reason IS NOT NULL)
            AND strlen(_plain) = 60 + strlen("id") + 2 + strlen("op") + 2 + strlen("recorded_at") + 2 + strlen("recorded_by") + 2 + CASE WHEN "replaces" IS NULL THEN 0 ELSE 12 + strlen("replaces") + 2 END + CASE WHEN "reason" IS NULL THEN 0 ELSE 10 + strlen("reason") + 2 END + strlen("place") + 2 + strlen("name") + 2 + CASE WHEN "within" IS NULL THEN 0 ELSE 10 + strlen("within") + 2 END + CASE WHEN "iso2" IS NULL THEN 0 ELSE 8 + strlen("iso2") + 2 END + CASE WHEN "wikidata" IS NULL THEN 0 ELSE 12 + strlen("wikidata") + 2 END + CASE WHEN "latitude" IS NULL THEN 0 ELSE 12 + strlen("latitude") END + CASE WHEN "longitude" IS NULL THEN 0 ELSE 13 + strlen("longitude") END + CASE WHEN "precision" IS NULL THEN 0 ELSE 13 + strlen("precision") + 2 END + CASE WHEN "names" IS NULL THEN 0 ELSE 9 + strlen("names") END + CASE WHEN "note" IS NULL THEN 0 ELSE 8 + strlen("note") + 2 END
        WHEN 'claim' THEN CASE WHEN passage_start IS NULL AND passage_end IS NULL AND passage_sha256 IS NULL THEN TRUE
        ELSE source IS NOT NULL AND passage_sha256 IS NOT NULL
            AND TRY_CAST(CAST(passage_start AS VARCHAR) AS BIGINT) < TRY_CAST(CAST(passage_end AS VARCHAR) AS BIGINT) END
            AND (replaces IS NULL OR reason IS NOT NULL)
            AND (passage_start IS NOT NULL OR locator IS NOT NULL)
        AND (happened IS NULL) = (basis IS NULL) AND (quantity IS NULL) = (unit IS NULL)
            AND strlen(_plain) = 89 + strlen("source") + 2 + CASE WHEN "passage_start" IS NULL THEN 0 ELSE 17 + strlen("passage_start") END + CASE WHEN "passage_end" IS NULL THEN 0 ELSE 15 + strlen("passage_end") END + CASE WHEN "passage_sha256" IS NULL THEN 0 ELSE 18 + strlen("passage_sha256") + 2 END + strlen("id") + 2 + strlen("op") + 2 + strlen("recorded_at") + 2 + strlen("recorded_by") + 2 + CASE WHEN "replaces" IS NULL THEN 0 ELSE 12 + strlen("replaces") + 2 END + CASE WHEN "reason" IS NULL THEN 0 ELSE 10 + strlen("reason") + 2 END + strlen("event") + 2 + strlen("kind") + 2 + strlen("title") + 2 + CASE WHEN "summary" IS NULL THEN 0 ELSE 11 + strlen("summary") + 2 END + CASE WHEN "happened" IS NULL THEN 0 ELSE 12 + strlen("happened") END + CASE WHEN "basis" IS NULL THEN 0 ELSE 9 + strlen("basis") + 2 END + strlen("status") + 2 + CASE WHEN "speaker" IS NULL THEN 0 ELSE 11 + strlen("speaker") + 2 END + CASE WHEN "via" IS NULL THEN 0 ELSE 7 + strlen("via") END + CASE WHEN "place" IS NULL THEN 0 ELSE 9 + strlen("place") + 2 END + CASE WHEN "actors" IS NULL THEN 0 ELSE 10 + strlen("actors") END + CASE WHEN "outcome" IS NULL THEN 0 ELSE 11 + strlen("outcome") + 2 END + CASE WHEN "quantity" IS NULL THEN 0 ELSE 12 + strlen("quantity") END + CASE WHEN "unit" IS NULL THEN 0 ELSE 8 + strlen("unit") + 2 END + CASE WHEN "locator" IS NULL THEN 0 ELSE 11 + strlen("locator") + 2 END + CASE WHEN "note" IS NULL THEN 0 ELSE 8 + strlen("note") + 2 END
        WHEN 'relate' THEN coalesce((regexp_full_match("other", '(?:[a-z0-9]+(?:-[a-z0-9]+)*)') AND strlen("other") <= 80 AND CASE WHEN "other" > ':' THEN TRUE ELSE regexp_matches("other", '[^0-9.eE+-]') END AND CASE WHEN strlen("other") > 9 THEN TRUE ELSE NOT regexp_full_match("other", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END), "other" IS NULL)
            AND CASE WHEN passage_start IS NULL AND passage_end IS NULL AND passage_sha256 IS NULL THEN TRUE
        ELSE source IS NOT NULL AND passage_sha256 IS NOT NULL
            AND TRY_CAST(CAST(passage_start AS VARCHAR) AS BIGINT) < TRY_CAST(CAST(passage_end AS VARCHAR) AS BIGINT) END
            AND (replaces IS NULL OR reason IS NOT NULL)
            AND strlen(_plain) = 73 + CASE WHEN "source" IS NULL THEN 0 ELSE 10 + strlen("source") + 2 END + CASE WHEN "passage_start" IS NULL THEN 0 ELSE 17 + strlen("passage_start") END + CASE WHEN "passage_end" IS NULL THEN 0 ELSE 15 + strlen("passage_end") END + CASE WHEN "passage_sha256" IS NULL THEN 0 ELSE 18 + strlen("passage_sha256") + 2 END + strlen("id") + 2 + strlen("op") + 2 + strlen("recorded_at") + 2 + strlen("recorded_by") + 2 + CASE WHEN "replaces" IS NULL THEN 0 ELSE 12 + strlen("replaces") + 2 END + CASE WHEN "reason" IS NULL THEN 0 ELSE 10 + strlen("reason") + 2 END + strlen("event") + 2 + strlen("relation") + 2 + strlen("other") + 2 + CASE WHEN "note" IS NULL THEN 0 ELSE 8 + strlen("note") + 2 END
        WHEN 'compare' THEN coalesce((regexp_full_match("other", '(?:[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9]+(?:-[a-z0-9]+)*\.[1-9][0-9]{0,8})')), "other" IS NULL)
            AND (replaces IS NULL OR reason IS NOT NULL)
            AND strlen(_plain) = 83 + strlen("id") + 2 + strlen("op") + 2 + strlen("recorded_at") + 2 + strlen("recorded_by") + 2 + CASE WHEN "replaces" IS NULL THEN 0 ELSE 12 + strlen("replaces") + 2 END + strlen("reason") + 2 + strlen("target") + 2 + strlen("verdict") + 2 + strlen("other") + 2
        WHEN 'retract' THEN strlen(_plain) = 63 + strlen("id") + 2 + strlen("op") + 2 + strlen("recorded_at") + 2 + strlen("recorded_by") + 2 + strlen("target") + 2 + strlen("reason") + 2
        WHEN 'same' THEN coalesce((regexp_full_match("other", '(?:[a-z0-9]+(?:-[a-z0-9]+)*)') AND strlen("other") <= 80 AND CASE WHEN "other" > ':' THEN TRUE ELSE regexp_matches("other", '[^0-9.eE+-]') END AND CASE WHEN strlen("other") > 9 THEN TRUE ELSE NOT regexp_full_match("other", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END), "other" IS NULL)
            AND (replaces IS NULL OR reason IS NOT NULL)
            AND strlen(_plain) = 71 + strlen("id") + 2 + strlen("op") + 2 + strlen("recorded_at") + 2 + strlen("recorded_by") + 2 + CASE WHEN "replaces" IS NULL THEN 0 ELSE 12 + strlen("replaces") + 2 END + strlen("reason") + 2 + strlen("event") + 2 + strlen("other") + 2
        WHEN 'different' THEN coalesce((regexp_full_match("other", '(?:[a-z0-9]+(?:-[a-z0-9]+)*)') AND strlen("other") <= 80 AND CASE WHEN "other" > ':' THEN TRUE ELSE regexp_matches("other", '[^0-9.eE+-]') END AND CASE WHEN strlen("other") > 9 THEN TRUE ELSE NOT regexp_full_match("other", '(?i)true|false|[+-]?(?:nan|inf|infinity)') END), "other" IS NULL)
            AND (replaces IS NULL OR reason IS NOT NULL)
            AND strlen(_plain) = 71 + strlen("id") + 2 + strlen("op") + 2 + strlen("recorded_at") + 2 + strlen("recorded_by") + 2 + CASE WHEN "replaces" IS NULL THEN 0 ELSE 12 + strlen("replaces") + 2 END + strlen("reason") + 2 + strlen("event") + 2 + strlen("other") + 2
        WHEN 'rank' THEN (replaces IS NULL OR reason IS NOT NULL)
            AND strlen(_plain) = 71 + strlen("id") + 2 + strlen("op") + 2 + strlen("recorded_at") + 2 + strlen("recorded_by") + 2 + CASE WHEN "replaces" IS NULL THEN 0 ELSE 12 + strlen("replaces") + 2 END + strlen("reason") + 2 + strlen("target") + 2 + strlen("rank") + 2
        END,
        FALSE
    ) AS clear,
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
