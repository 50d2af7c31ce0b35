"""Completes arguments in the shell: names that begin as what has been typed."""


def events(incomplete: str) -> list[str]:
    """Returns slugs of events."""
    return _rows("SELECT event FROM events ORDER BY 1", incomplete)


def tables(incomplete: str) -> list[str]:
    """Returns names of tables."""
    return _rows("SELECT table_name FROM duckdb_tables() ORDER BY 1", incomplete)


def questions(incomplete: str) -> list[str]:
    """Returns names of questions."""
    from summitevents.query.questions import named_questions

    return [name for name in named_questions() if name.startswith(incomplete)]


def codes(incomplete: str) -> list[str]:
    """Returns codes of findings."""
    from summitevents.findings.catalogue import CATALOGUE

    return [code for code in CATALOGUE if code.startswith(incomplete)]


def _rows(sql: str, incomplete: str) -> list[str]:
    from summitevents.build import cache
    from summitevents.log.package import locate
    from summitevents.query.select import run_query

    with cache.connect(locate()) as con:
        return [name for (name,) in run_query(con, sql).rows if name.startswith(incomplete)]
