-- one row per line of the files, in their order: its record, typed, and whether that is surely well formed (see tools/screen.py)
-- Made by tools/generate.py from log/records.py.
SELECT 'events/' || parse_filename(_path) AS file, FALSE AS clear, *
FROM (
SELECT _path, s.*
FROM (SELECT _path, from_json(CASE WHEN json_valid(_line) THEN _line END, '$wanted') AS s FROM read_csv(
    $files, columns = {'_line': 'VARCHAR'}, header = FALSE, auto_detect = FALSE, delim = chr(1), quote = '',
    escape = '', new_line = '\n', max_line_size = 2097152, filename = '_path'
)) AS lines
) AS parsed
