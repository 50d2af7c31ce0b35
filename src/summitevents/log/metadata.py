"""Reads what a package's `datapackage.json` says of its subject: its name, title, authors and licences, and how it is shown.

The properties are those of Data Package v2; `languages` is of its recipe for languages, and the property `summitevents`
is ours. Nothing is made up for what is absent: it is empty here, and whoever shows it leaves it out. Only a name is
always there.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summitevents.errors import UnreadableError

PROPERTY = "summitevents"
"""The property of `datapackage.json` that is ours; a package that has it holds a log."""
NAME = r"[a-z0-9]+(?:[._-][a-z0-9]+)*"
"""A package's name: files are called by it, and checkpoints."""
_UNNAMED = "summitevents"
"""The name of a package that states none."""
_MADE = ("$schema", "resources", "sources", "version")
"""Properties that are computed wherever a descriptor is written."""
_OF_RELEASE = ("release", "made_with")
"""What a release adds to our property."""


class BadPropertyError(UnreadableError):
    """A property of `datapackage.json` is not as it is to be; `steps` lead to it, names and indexes from 0."""

    def __init__(self, steps: Sequence[str | int], problem: str) -> None:
        super().__init__(f"datapackage.json: {problem}")
        self.steps, self.problem = steps, problem


@dataclass(frozen=True, slots=True)
class License:
    """A licence of the data: its SPDX identifier, its title, the address of its text; each None if it is not known."""

    name: str | None
    title: str | None
    path: str | None

    @property
    def words(self) -> str:
        """What to call it."""
        return self.title or self.name or self.path or ""


KNOWN_LICENSES = {
    one.name: one
    for one in (
        License("CC0-1.0", "Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        License("CC-BY-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        License(
            "CC-BY-SA-4.0", "Creative Commons Attribution-ShareAlike 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"
        ),
        License("ODC-By-1.0", "Open Data Commons Attribution 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
        License("ODbL-1.0", "Open Data Commons Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
        License("PDDL-1.0", "Open Data Commons Public Domain Dedication 1.0", "https://opendatacommons.org/licenses/pddl/1-0/"),
    )
}  # fmt: skip
"""SPDX identifier → the licences that need no more than that to be stated."""


@dataclass(frozen=True, slots=True)
class Contributor:
    """Who made the package: a name, and the roles that it states, such as author."""

    title: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """How the timeline is drawn where the data shall not decide: years, and the slug of an event.

    `first`, `last`: from which year, to which. `close`: the years that have a strip of their own; None if the data decide,
    empty for none. `event`: whose plans are held against what came.
    """

    first: int | None = None
    last: int | None = None
    close: tuple[int, ...] | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a package says of its subject.

    `origin`: its log's name in checkpoints; `vocabulary`: the name of a built-in vocabulary, or the path of one in the
    package, None if it states none. `version` is its own; a release has another.
    """

    name: str = _UNNAMED
    title: str = _UNNAMED
    description: str = ""
    version: str | None = None
    keywords: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    homepage: str | None = None
    licenses: tuple[License, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    origin: str = _UNNAMED
    vocabulary: str | None = None
    picture: Picture = Picture()

    @property
    def authors(self) -> str:
        """The contributors in a row; empty if none is stated."""
        return ", ".join(one.title for one in self.contributors)


def read_metadata(descriptor: Mapping[str, Any]) -> Metadata:
    """Returns what a `datapackage.json` says of its subject. Raises BadPropertyError for what is not of its type."""
    own = _Properties(descriptor.get(PROPERTY) or {}, (PROPERTY,))
    told = _Properties(descriptor)
    name = told.text("name") or _UNNAMED
    if not re.fullmatch(NAME, name):
        raise BadPropertyError(["name"], f"name is small letters and digits, with - . _ between them, not {name!r}")
    return Metadata(
        name=name,
        title=told.text("title") or name,
        description=told.text("description") or "",
        version=told.text("version"),
        keywords=told.texts("keywords") or (),
        languages=told.texts("languages") or (),
        homepage=told.text("homepage"),
        licenses=tuple(map(_license, told.objects("licenses"))),
        contributors=tuple(map(_contributor, told.objects("contributors"))),
        origin=own.text("origin") or name,
        vocabulary=own.text("vocabulary"),
        picture=_picture(own.object("picture")),
    )


def own_properties(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the properties of a descriptor that its authors wrote, without those that are computed."""
    found = {key: value for key, value in descriptor.items() if key not in _MADE}
    if isinstance(own := found.get(PROPERTY), dict):
        found[PROPERTY] = {key: value for key, value in own.items() if key not in _OF_RELEASE}
    return found


def _license(told: "_Properties") -> License:
    name = told.text("name")
    known = KNOWN_LICENSES.get(name, License(name, None, None))
    return License(name, told.text("title") or known.title, told.text("path") or known.path)


def _contributor(told: "_Properties") -> Contributor:
    names = " ".join(filter(None, (told.text("givenName"), told.text("familyName"))))
    title = told.text("title") or names or told.text("organization")
    if not title:
        raise BadPropertyError(told.steps, "each of the contributors has a title")
    return Contributor(title, told.texts("roles") or ())


def _picture(told: "_Properties") -> Picture:
    first, last, close = told.text("from"), told.text("to"), told.texts("close")
    return Picture(
        first=None if first is None else _year(first, told, "from"),
        last=None if last is None else _year(last, told, "to"),
        close=None if close is None else tuple(_year(one, told, "close") for one in close),
        event=told.object("ladder").text("event"),
    )


def _year(text: str, told: "_Properties", key: str) -> int:
    """Returns a year of a picture; 0 is 1 BC."""
    if not re.fullmatch(r"(?!-0000)-?[0-9]{4}", text):
        raise BadPropertyError((*told.steps, key), f"{told.called} has years from -9999 to 9999, not {text!r}")
    return int(text)


@dataclass(frozen=True, slots=True)
class _Properties:
    """An object of `datapackage.json`; `steps` lead to it."""

    content: Any
    steps: tuple[str | int, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.content, Mapping):
            raise BadPropertyError(self.steps, f"{self.called} is to be an object")

    @property
    def called(self) -> str:
        """Returns what it is called in messages."""
        return ".".join(step for step in self.steps if isinstance(step, str))

    def text(self, key: str) -> str | None:
        """Returns a text; None if there is none, or it is null."""
        value = self.content.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self._bad(key, "a text")
        return value

    def texts(self, key: str) -> tuple[str, ...] | None:
        """Returns a list of texts; None if there is none."""
        value = self.content.get(key)
        if value is not None and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            raise self._bad(key, "a list of texts")
        return None if value is None else tuple(value)

    def object(self, key: str) -> "_Properties":
        """Returns an object; an empty one if there is none."""
        value = self.content.get(key)
        return _Properties({} if value is None else value, (*self.steps, key))

    def objects(self, key: str) -> list["_Properties"]:
        """Returns a list of objects."""
        value = self.content.get(key)
        if value is not None and not isinstance(value, list):
            raise self._bad(key, "a list")
        return [_Properties(one, (*self.steps, key, number)) for number, one in enumerate(value or ())]

    def _bad(self, key: str, wanted: str) -> BadPropertyError:
        called = f"{self.called}.{key}" if self.steps else key
        return BadPropertyError((*self.steps, key), f"{called} is to be {wanted}")
