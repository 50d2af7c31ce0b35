"""The page for SQL in a real browser; see check_page.py."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support.browser import SCHEMES, WIDTHS, log_of, shot, violations
from tests.support.paths import ROOT
from tests.support.runner import run_command

from summitevents.export.formats import ROWS
from summitevents.page.sql_page import without_parameters
from summitevents.query.questions import named_questions
from summitevents.query.select import run_query

TYPES = """SELECT sum(n_claims) AS sum, 1.5::DECIMAL(5,2) AS decimal, 1.25 AS literal, DATE '2019-02-27' AS day, DATE '1970-01-01' AS zero,
TIMESTAMP '2019-02-27 01:02:03' AS moment, 170141183460469231731687303715884105727::HUGEINT AS huge, 9007199254740993 AS large,
[1, NULL, 3] AS list, {'a': 1, 'b': ['x', 'y"z']} AS struct, MAP {'k': 1.5::DOUBLE} AS map, [[1], [2, 3]] AS nested,
'\\xAA'::BLOB AS blob, TRUE AS yes, UUID '00000000-0000-4000-8000-000000000001' AS uuid, 'x'::ENUM('x', 'y') AS word,
1e16 AS far, 1e-7 AS near, 0.1::FLOAT AS float, 'nan'::DOUBLE AS none, NULL AS nothing, '' AS empty, 'a,"b"' AS quoted, 2 AS sum
FROM events"""
MORE_TYPES = """SELECT INTERVAL '1 month 2 days' AS i, TIMESTAMP '2019-02-27 01:02:03.5' AS t, '10101'::BIT AS b, TIME '01:02:03.25' AS c,
[DATE '2019-01-01', NULL] AS d, {'a': 1.50::DECIMAL(5,2)} AS s, [INTERVAL '1 day'] AS l, 'é' AS e"""
CUT = "SELECT (SELECT count(*) FROM claims a, claims b, claims c WHERE a.title || b.title > c.title)"
"""A query that takes hours."""


@pytest.fixture
def sql_page(address: str, browser: Browser) -> Iterator[Page]:
    """The page for SQL. DuckDB's worker writes errors to the console, so what stands there is no fault of the page."""
    context = browser.new_context(viewport={"width": 1000, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{address}/sql.html")
    yield page
    context.close()


def ask(page: Page, sql: str | None = None) -> Page:
    expect(page.locator("#run")).to_be_enabled(timeout=120_000)
    if sql:
        page.locator("textarea").fill(sql)
    page.locator("#run").click()
    return answered(page)


def answered(page: Page) -> Page:
    expect(page.get_by_role("status")).to_have_text(re.compile(r"row|answers|Error"), timeout=120_000)
    expect(page.locator("#cancel")).to_be_hidden()
    return page


def cells(page: Page) -> list[tuple[str, ...]]:
    found = page.evaluate("[...document.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent))")  # fmt: skip
    return [tuple(row) for row in found]


def downloaded(page: Page, label: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Download {label}").click()
    return Path(waiting.value.path()).read_bytes()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_violation(width: int, scheme: str, address: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{address}/sql.html", viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    assert violations(ask(page)) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_sql_joins_three_tables_offline_but_for_loopback(width: int, address: str, opened: Callable[..., Page]) -> None:
    page = ask(opened(f"{address}/sql.html", viewport={"width": width, "height": 1000}))
    with log_of() as con:
        expected = con.execute(page.locator("textarea").input_value()).fetchall()
    assert cells(page) == [tuple(cell or "NULL" for cell in row) for row in expected]
    assert len(expected) > 5
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shot(page, f"sql-{width}")


def test_sql_shows_every_type_as_duckdb_casts_it(sql_page: Page) -> None:
    for sql in (TYPES, MORE_TYPES):
        with log_of() as con:
            types = [str(kind) for _, kind, *_ in con.execute(sql).description]
            names = [f"c{n}" for n in range(len(types))]
            cast = ", ".join(f"CAST({name} AS VARCHAR)" for name in names)
            expected = con.execute(f"SELECT {cast} FROM ({sql}) AS asked({', '.join(names)})").fetchall()
        assert cells(ask(sql_page, sql)) == [
            tuple("NULL" if cell is None else cell for cell in row) for row in expected
        ]
    looks = sql_page.evaluate("[...document.querySelectorAll('.null')].length")
    ask(sql_page, "SELECT NULL AS a, '' AS b, 'NULL' AS c")
    assert cells(sql_page) == [("NULL", "", "NULL")]
    assert sql_page.evaluate("[...document.querySelectorAll('td')].map((cell) => cell.className)") == ["null", "", ""]
    assert looks


@pytest.mark.parametrize("sql", ["FROM claims ORDER BY record", "SELECT 1 WHERE FALSE", "SELECT NULL AS alone", TYPES], ids=["table", "no-rows", "null", "types"])  # fmt: skip
def test_sql_downloads_what_the_command_line_gives(sql: str, sql_page: Page) -> None:
    ask(sql_page, sql)
    for label, name in (("CSV", "csv"), ("JSON", "json")):
        ran = run_command("query", sql, "-f", name, cwd=ROOT)
        assert ran.returncode == 0
        assert downloaded(sql_page, label) == ran.stdout


def test_sql_lists_the_named_questions_which_say_what_they_say_elsewhere(sql_page: Page) -> None:
    expect(sql_page.locator("#run")).to_be_enabled(timeout=120_000)
    assert [link.text_content() for link in sql_page.locator("#questions ~ ul a").all()] == list(named_questions())
    with log_of() as con:
        for name, text in named_questions().items():
            sql_page.get_by_role("link", name=name, exact=True).click()
            expect(sql_page.locator("textarea")).to_have_value(without_parameters(text))
            assert downloaded(answered(sql_page), "CSV") == ROWS["csv"].encode(run_query(con, text)), name


def test_sql_knows_what_was_known_then(sql_page: Page) -> None:
    expect(sql_page.locator("#run")).to_be_enabled(timeout=120_000)
    with log_of() as con:
        macros = [f"{table}_as_of" for (table,) in con.execute("SHOW TABLES").fetchall()]
        then = "SELECT event, title FROM events_as_of(known_by := '2019-02-20') ORDER BY ALL LIMIT 900"
        expected = con.execute(then).fetchall()
    listed = {link.text_content() for link in sql_page.locator(".macros a").all()}
    assert {"events_as_of", "claims_as_of", "positions_as_of"} <= listed <= set(macros)
    assert cells(ask(sql_page, then)) == expected
    sql_page.locator(".macros a").first.click()
    expect(sql_page.locator("textarea")).not_to_have_value(then)
    answered(sql_page)
    expect(sql_page.locator(".wrong")).to_have_count(0)


def test_sql_answers_every_statement_and_says_once_what_is_wrong(sql_page: Page) -> None:
    ask(sql_page, "SELECT 1 AS a; -- one;\nSELECT 'é;' AS b, 2 AS b;\n")
    expect(sql_page.get_by_role("status")).to_have_text("2 answers")
    assert cells(sql_page) == [("1",), ("é;", "2")]
    ask(sql_page, "SELECT 1;\nSELECT title\nFROM events\nWHERE nothing = 1; SELECT 3")
    expect(sql_page.get_by_role("status")).to_have_text("Error in statement 2 of 3; those after it did not run")
    *_, line, caret = (sql_page.locator("pre").text_content() or "").split("\n")
    assert line == "LINE 4: WHERE nothing = 1"
    assert caret == " " * line.index("nothing") + "^"
    assert (sql_page.locator("main").text_content() or "").count("LINE ") == 1
    assert "monospace" in sql_page.evaluate("getComputedStyle(document.querySelector('pre')).fontFamily")
    shot(sql_page, "sql-error")


def test_sql_says_what_a_page_cannot_do(sql_page: Page) -> None:
    for sql, words in {
        "COPY events TO 'x.csv'": "nothing was written",
        "SELECT * FROM 'https://example.org/x.parquet'": "reads nothing from the network",
        "INSTALL httpfs": "loads nothing from there",
        "-- nothing": None,
    }.items():
        ask(sql_page, sql)
        if words:
            expect(sql_page.locator(".wrong")).to_contain_text(words)
        else:
            expect(sql_page.get_by_role("status")).to_have_text("Error: there is no statement")
    assert cells(ask(sql_page, "SELECT count(*) > 100 FROM events")) == [("true",)]


def test_sql_can_be_cancelled(sql_page: Page) -> None:
    expect(sql_page.locator("#run")).to_be_enabled(timeout=120_000)
    sql_page.locator("textarea").fill(CUT)
    sql_page.locator("#run").click()
    sql_page.get_by_role("button", name="Cancel").click()
    expect(sql_page.get_by_role("status")).to_have_text("cancelled", timeout=60_000)
    assert cells(ask(sql_page, "SELECT 1 AS a")) == [("1",)]


def test_sql_is_in_the_address_and_comes_back_from_it(sql_page: Page, address: str) -> None:
    sql = "SELECT kind, count(*) AS n FROM events -- 100 % & é\nGROUP BY ALL ORDER BY n DESC"
    first = cells(ask(sql_page, sql))
    link = sql_page.url
    sql_page.goto("about:blank")
    sql_page.goto(link)
    assert cells(answered(sql_page)) == first
    assert sql_page.locator("textarea").input_value() == sql
    bars = sql_page.locator("td svg rect")
    assert [round(float((bar.get_attribute("width") or "")[:-1])) for bar in bars.all()] == [
        round(100 * int(n) / int(first[0][1])) for _, n in first
    ]
    shot(sql_page, "sql-bars")


@pytest.mark.parametrize("width", WIDTHS)
def test_sql_keeps_the_head_of_a_long_answer_in_sight(width: int, sql_page: Page) -> None:
    sql_page.set_viewport_size({"width": width, "height": 800})
    ask(sql_page, "FROM log")
    expect(sql_page.get_by_role("status")).to_contain_text("the first 1,000 shown")
    sql_page.evaluate("document.querySelector('.rows').scrollTop = 5000")
    box, head = (sql_page.locator(at).first.bounding_box() for at in (".rows", "th"))
    assert box and head
    assert abs(box["y"] - head["y"]) < 2
    assert sql_page.evaluate("document.documentElement.scrollWidth") <= width


def test_sql_from_a_file_says_how_to_serve_it(folder: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"file://{folder}/sql.html")
    expect(page.get_by_role("status")).to_contain_text("summitevents site --sql --serve")
    page.close()
