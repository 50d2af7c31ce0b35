"""What a reader can choose, or search for by name: each has a short code, which is a class of its events.

Without scripts, a rule of style for each choice hides every event but those of its class.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile, zip_longest
from operator import eq

import duckdb

from summitevents.log.vocabulary import CONFIDENCE
from summitevents.query.select import Row, run_query

MANY, MOST = 2, 100
"""An actor of MANY events or more can be chosen, if MOST others do not take part in more; search finds all."""
MARKS = (*CONFIDENCE, "planned")
"""What an event can be marked as: by what it is told, and whether anybody planned it."""

_ACTORS = """SELECT actor, actors.name, type, count(DISTINCT event) AS n FROM participants JOIN actors USING (actor)
GROUP BY ALL ORDER BY actors.name, actor"""
_PLACES = """SELECT place, name FROM places WHERE place IN (SELECT place FROM events) ORDER BY name, place"""
_KINDS = """SELECT families.title, color, kind
FROM kinds JOIN families USING (family) JOIN vocabulary ON list = 'kind' AND term = kind
ORDER BY min(nr) OVER (PARTITION BY family), nr"""
_DIGITS, _LAST_DIGITS = str.maketrans("0123456789", "KLMNOPQRST"), str.maketrans("0123456789", "ABCDEFGHIJ")
_SPELLINGS = """SELECT declared, slug, list(DISTINCT folded ORDER BY folded) FROM names GROUP BY ALL"""


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen: families with their kinds, actors, and marks; the names to search for; and the code of each.

    `codes` is by what has it: its sort (kind, actor, mark, place) and its name or slug.
    """

    families: Sequence[Row]
    actors: Sequence[Row]
    names: Sequence[Row]
    codes: dict[tuple[str, str], str]

    def of_event(self, event: Row) -> list[str]:
        """Returns the codes of an event: of its kind, its marks, its participants and its place."""
        has = [("kind", event["kind"]), ("mark", event["confidence"])]
        has += [("mark", "planned")] if event["n_plans"] else []
        has += [("actor", row["actor"]) for row in event["participants"]] + [("place", event["place"])]
        return [self.codes[one] for one in has if one in self.codes]

    def choosable(self) -> list[str]:
        """Returns the codes of what the form lists; search alone looks for the others."""
        kinds = [kind["code"] for family in self.families for kind in family["kinds"]]
        return kinds + [row["code"] for row in self.actors] + [self.codes["mark", mark] for mark in MARKS]


def choices(con: duckdb.DuckDBPyConnection, events: Iterable[Row]) -> Choices:
    """Returns what can be chosen among these events."""
    spellings = {(declared, slug): found for declared, slug, found in run_query(con, _SPELLINGS).rows}
    kinds, actors = list(run_query(con, _KINDS).dicts()), list(run_query(con, _ACTORS).dicts())
    named = [("actor", row["actor"], row["name"]) for row in actors]
    named += [("place", place, name) for place, name in run_query(con, _PLACES).rows]
    codes = {("kind", row["kind"]): f"k{n:x}" for n, row in enumerate(kinds)}
    codes |= {("mark", mark): f"x{n}" for n, mark in enumerate(MARKS)}
    often = {row["actor"]: row["n"] for row in actors}
    named_most = sorted(named, key=lambda one: -often.get(one[1], 0))  # they have the shortest codes
    codes |= {(sort, slug): f"{sort[0]}{n:x}" for n, (sort, slug, _) in enumerate(named_most)}
    for row in actors:
        row["code"] = codes["actor", row["actor"]]
    least = sorted([MANY, *(row["n"] for row in actors)], reverse=True)[:MOST][-1]
    return Choices(
        _families(kinds, Counter(event["kind"] for event in events), codes),
        [row for row in actors if row["n"] >= max(least, MANY)],
        [
            {"name": name, "code": codes[sort, slug], "spellings": _others(name, spellings[sort, slug])}
            for sort, slug, name in named
        ],
        codes,
    )


def _families(kinds: Iterable[Row], count: Counter[str], codes: dict[tuple[str, str], str]) -> list[Row]:
    """Returns the families of kinds, each with those of its kinds that there are, and how many events of them."""
    return [
        {
            "title": title,
            "color": color,
            "kinds": [
                {"kind": row["kind"], "n": count[row["kind"]], "code": codes["kind", row["kind"]]}
                for row in group
                if count[row["kind"]]
            ],
        }
        for (title, color), group in groupby(kinds, lambda row: (row["title"], row["color"]))
    ]


def _others(name: str, spellings: list[str]) -> list[str]:
    """Returns the spellings of a name; none if its own is the only one, and a plain one."""
    return [] if name.isascii() and spellings == [re.sub("[^a-z0-9]+", " ", name.lower()).strip()] else spellings


def more_words(events: Iterable[Row], common: Iterable[str]) -> str:
    """Returns an index of the words of the events' claims that the cards do not have, for the search where the claims are in other files.

    It is short, for it is a tenth of the page. The words are in alphabetical order: each as the number of letters that begin the one before, too
    (a digit), the letters after these, and in capital letters its events, as `_steps` has them. A word that another of the event begins
    with is not there, as the search looks for what a word begins with; nor are the `common` words, which nobody looks for.
    """
    found: defaultdict[str, list[int]] = defaultdict(list)
    for n, event in enumerate(events):
        for word in _more_of(event, set(common)):
            found[word].append(n)
    return "".join(
        f"{(same := _alike(before, word))}{word[same:]}{_steps(found[word])}"
        for before, word in pairwise(["", *sorted(found)])
    )


def _more_of(event: Row, common: Set[str]) -> Iterator[str]:
    told = " ".join(claim[part] or "" for claim in event["claims"] for part in ("title", "summary", "outcome"))
    shown = " ".join([*event["who"], *(event[part] or "" for part in ("title", "place_name", "summary", "outcome"))])
    more = sorted({*_words(told)} - {*_words(shown)} - common)
    return (word for word, after in zip_longest(more, more[1:], fillvalue="") if not after.startswith(word))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]{3,}", text.lower())


def _alike(one: str, other: str) -> int:
    """Returns how many letters two words begin with alike, at most nine."""
    return min(9, len([*takewhile(bool, map(eq, one, other))]))


def _steps(numbers: Iterable[int]) -> str:
    """Returns ascending numbers as how many lie between one and the next, in decimal digits that are letters: K to T, the last A to J."""
    steps = (str(after - before - 1) for before, after in pairwise([-1, *numbers]))
    return "".join(step[:-1].translate(_DIGITS) + step[-1].translate(_LAST_DIGITS) for step in steps)


def rules(codes: Iterable[str]) -> str:
    """Returns a rule for each choice, by its code, and one that puts the pictures away where there is any: they would show all.

    The form stands before all that it filters, so that a browser looks for a choice in the form alone; every step from there
    is named, so that it looks for no others. A year without an event has no height.
    """
    hidden = "".join(
        f"form:has([data-c={code}]:checked)~.events>.y>ol>.e:not(.{code}){{display:none}}\n" for code in codes
    )
    return hidden + "form:has([data-c]:checked)~:is(.strips,.where){display:none}"
