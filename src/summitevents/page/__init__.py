"""The page: HTML with the whole timeline and its pictures, of a long log a file for each year, and a page that asks SQL in the browser.

In: a connection to the tables. Out: HTML and SVG, or a folder of them that can be served.
Read `page` first; `rendering` makes HTML of strangers' words, with templates/. `answer` chooses what leads, `cards` and `positions` are the rows of the
list, `filters` is what a reader can choose,
`timeline_svg` and `years` draw, on what `drawing` gives them, `map_svg` on the earth of `map_view`; `site` writes the folder, with `sql_page` and `duckdb_wasm` for the SQL page;
`server` shows it.
"""
