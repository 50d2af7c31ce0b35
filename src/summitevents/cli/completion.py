"""Completes arguments in the shell: names that begin as what has been typed, of the package that --data names."""

from collections.abc import Iterable
from pathlib import Path

import typer


def events(ctx: typer.Context, incomplete: str) -> list[str]:
    """Returns slugs of events."""
    return _rows(ctx, "SELECT event FROM events ORDER BY 1", incomplete)


def subjects(ctx: typer.Context, incomplete: str) -> list[str]:
    """Returns slugs of events, sources, actors and places."""
    every = "SELECT event FROM events UNION SELECT source FROM sources UNION SELECT actor FROM actors UNION SELECT place FROM places"
    return _rows(ctx, f"{every} ORDER BY 1", incomplete)


def actors(ctx: typer.Context, incomplete: str) -> list[str]:
    """Returns slugs of actors, which are names of theirs, too."""
    return _rows(ctx, "SELECT actor FROM actors ORDER BY 1", incomplete)


def places(ctx: typer.Context, incomplete: str) -> list[str]:
    """Returns slugs of places, which are names of theirs, too."""
    return _rows(ctx, "SELECT place FROM places ORDER BY 1", incomplete)


def sources(ctx: typer.Context, incomplete: str) -> list[str]:
    """Returns slugs of sources."""
    return _rows(ctx, "SELECT source FROM sources ORDER BY 1", incomplete)


def tables(ctx: typer.Context, incomplete: str) -> list[str]:
    """Returns names of tables."""
    from summitevents.fold.codebook import KEYS

    return _begun(list(KEYS), incomplete)


def kinds(ctx: typer.Context, incomplete: str) -> list[str]:
    """Returns kinds of events, of the package's vocabulary."""
    from summitevents.log.package import locate
    from summitevents.log.vocabulary_file import choose_vocabulary

    vocabulary = choose_vocabulary(locate(_data(ctx))).vocabulary
    return _begun([kind.name for kind in vocabulary.kinds], incomplete)


def statuses(incomplete: str) -> list[str]:
    """Returns statuses of events."""
    from summitevents.log.vocabulary import STATUSES

    return _begun(STATUSES, incomplete)


def genres(incomplete: str) -> list[str]:
    """Returns genres of sources."""
    from summitevents.log.vocabulary import GENRES

    return _begun(GENRES, incomplete)


def relations(incomplete: str) -> list[str]:
    """Returns relations between events."""
    from summitevents.log.vocabulary import RELATIONS

    return _begun(RELATIONS, incomplete)


def batches(ctx: typer.Context, incomplete: str) -> list[str]:
    """Returns the names of batches that are not sealed: the others cannot be taken back."""
    from summitevents.log.package import locate

    package = locate(_data(ctx))
    sealed = set(package.order())
    return _begun([path.stem for path in package.batches() if path.name not in sealed], incomplete)


def questions(incomplete: str) -> list[str]:
    """Returns names of questions."""
    from summitevents.query.questions import named_questions

    return _begun(named_questions(), incomplete)


def codes(incomplete: str) -> list[str]:
    """Returns codes of findings."""
    from summitevents.findings.catalogue import CATALOGUE

    return _begun(CATALOGUE, incomplete)


def commands(ctx: typer.Context, incomplete: str) -> list[str]:
    """Returns names of commands."""
    return _begun(ctx.find_root().command.commands, incomplete)  # type: ignore[attr-defined]


def _begun(words: Iterable[str], incomplete: str) -> list[str]:
    return [word for word in words if word.startswith(incomplete)]


def _rows(ctx: typer.Context, sql: str, incomplete: str) -> list[str]:
    from summitevents.build import cache
    from summitevents.log.package import locate
    from summitevents.query.select import run_query

    with cache.connect(locate(_data(ctx))) as con:
        return _begun([name for (name,) in run_query(con, sql).rows], incomplete)


def _data(ctx: typer.Context) -> Path | None:
    """Returns the folder that --data, or the environment, names."""
    data = ctx.params.get("data")
    return Path(data) if data else None
