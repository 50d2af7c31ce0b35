"""The page: one HTML file with the whole timeline, its pictures, and a page that asks SQL in the browser.

In: a connection to the tables. Out: HTML and SVG, or a folder of them that can be served.
Read `page` first; its templates lie in templates/.
"""
