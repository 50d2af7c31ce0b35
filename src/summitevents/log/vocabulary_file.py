"""Reads the vocabulary that a package chooses: a built-in one by its name, or a JSON file in the package.

`datapackage.json` says which: `{"summitevents": {"format": 1, "vocabulary": "general"}}`, or `"vocabulary.json"`. What is
wrong with the choice or the file is a finding with its place.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from summitevents.errors import UnreadableError
from summitevents.findings.escaping import Verbatim
from summitevents.findings.finding import Finding, find
from summitevents.findings.spelling import did_you_mean, nearest
from summitevents.log.files import read_bytes
from summitevents.log.kinds_and_roles import BUILT_IN, DEFAULT, Family, Kind, Match, Role, Vocabulary, built_in
from summitevents.log.package import Package
from summitevents.log.vocabulary import COLORS, UTTERANCES
from summitevents.standards import ijson

if TYPE_CHECKING:
    from pydantic import ValidationError

DESCRIPTOR = "datapackage.json"
OUTSIDE = "it would lie outside of the package"
_TAKEN = (DESCRIPTOR, "croissant.json", "data", "events", "exchange", "parquet")
"""What packages and releases have at their root, and a vocabulary cannot be or lie in."""
_HOLDERS: dict[str, tuple[str, type]] = {
    "families": ("a family", Family), "kinds": ("a kind", Kind), "roles": ("a role", Role),
    "crosswalk": ("a code of the crosswalk", Match),
}  # fmt: skip
_EXPECTED = {"string_type": "a text", "tuple_type": "a list", "dataclass_type": "an object"}
_CHOICES = {
    "color": COLORS, "utterance": tuple(UTTERANCES), "match": ("exact", "close", "broad", "narrow", "related"),
    "schema_org": ("organizer", "performer", "attendee"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChosenVocabulary:
    """The vocabulary of a package. `file`: where it stands in the package; None if it is built in.

    `findings`: what is wrong with it. It is then the default one, and of no use but to read on: see `is_good`.
    """

    vocabulary: Vocabulary
    file: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether it can be relied on: what is wrong with records by a bad vocabulary is not worth saying."""
        return not self.findings


def choose_vocabulary(package: Package) -> ChosenVocabulary:
    """Returns the vocabulary that a package chooses; the default one, with findings, if that cannot be read."""
    text = descriptor_text(package)
    name = _chosen_name(text)
    if name is None or name in BUILT_IN:
        return _built_in(name or DEFAULT)
    place = place_in(DESCRIPTOR, text, ijson.column(text, ["summitevents", "vocabulary"]))
    if problem := _problem_of(name):
        words = name if isinstance(name, str) else Verbatim(json.dumps(name))
        near = nearest(name, list(BUILT_IN)) if isinstance(name, str) else []
        hint = f"did you mean {near[0]}?" if near else f"name {' or '.join(BUILT_IN)}, or a JSON file in the package"
        return _bad([find("vocabulary-missing", *place, value=words, problem=problem, hint=hint)])
    path = package.root / name
    try:
        if not path.resolve().is_relative_to(package.root.resolve()):  # by a link
            hint = "put the file itself into the package"
            return _bad([find("vocabulary-missing", *place, value=name, problem=OUTSIDE, hint=hint)])
        content = read_bytes(path)
    except (UnreadableError, OSError, RuntimeError):
        hint = "write the file, or name another"
        return _bad([find("vocabulary-missing", *place, value=name, problem="there is no such file", hint=hint)])
    return read_vocabulary(content, name)


def named_file(package: Package) -> str | None:
    """Returns the path, in the package, of the vocabulary that it has of its own; None if it names none, or no such path."""
    name = _chosen_name(descriptor_text(package))
    return name if name is not None and name not in BUILT_IN and not _problem_of(name) else None


def copy_vocabulary(package: Package, folder: Path) -> None:
    """Copies the vocabulary that a package has of its own, if it has one, to the same place in a folder."""
    if (name := named_file(package)) and (package.root / name).is_file():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(read_bytes(package.root / name))


def _chosen_name(text: str) -> Any:
    told = json.loads(text).get("summitevents") if text else None
    return told.get("vocabulary") if isinstance(told, dict) else None


def descriptor_text(package: Package) -> str:
    """Returns the text of datapackage.json; an empty one if there is none, or it is no JSON object."""
    try:
        text = read_bytes(package.root / DESCRIPTOR).decode("utf-8-sig")
        return text if isinstance(json.loads(text), dict) else ""
    except (UnreadableError, OSError, ValueError, RecursionError):
        return ""


def _built_in(name: str) -> ChosenVocabulary:
    return ChosenVocabulary(built_in(name))


def _bad(findings: Sequence[Finding], file: str | None = None) -> ChosenVocabulary:
    return ChosenVocabulary(built_in(DEFAULT), file, tuple(findings))


def _problem_of(name: Any) -> str:
    """Returns what forbids to read a file of this name: only files of the package itself are; "" if nothing does."""
    if not isinstance(name, str):
        return "it is not a text"
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or not name.isprintable():
        return OUTSIDE
    if path.parts[0] in _TAKEN:
        return "that place is for something else"
    return "" if name.endswith(".json") else "it is not built in, and no JSON file"


def read_vocabulary(content: bytes, file: str) -> ChosenVocabulary:
    """Returns the vocabulary that a file holds; the default one, with findings, if it is not in order."""
    try:
        text = content.decode()
        value = ijson.loads(text)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return _bad([find("bytes-utf8", file, line, 1, value=Verbatim(f"0x{content[error.start]:02x}"))], file)
    except ijson.IJsonError as error:
        place = place_in(file, text, error.column)
        return _bad([find(f"json-{error.code}", *place, value=error.value, problem=error.reason)], file)
    from pydantic import TypeAdapter, ValidationError

    try:
        vocabulary = TypeAdapter(Vocabulary).validate_python(value)
    except ValidationError as error:
        return _bad([_finding(file, text, value, dict(one)) for one in _first_causes(error)], file)
    findings = list(_broken_rules(vocabulary, lambda path: place_in(file, text, ijson.column(text, path))))
    return _bad(findings, file) if findings else ChosenVocabulary(vocabulary, file)


def place_in(file: str, text: str, position: int) -> tuple[str, int, int]:
    """Returns a position of a text (from 1, in code points) as file, line and column."""
    return file, *ijson.place(text, position)


def _first_causes(error: "ValidationError") -> Iterator[Any]:
    """Yields the errors, without those that only follow from others: fields that are missing since their names are misspelt,
    and lists that are too short since their entries are wrong."""
    errors = error.errors(include_url=False)
    places = [one["loc"] for one in errors]
    unknown = [one["loc"] for one in errors if one["type"] == "unexpected_keyword_argument"]
    for one in errors:
        *path, name = one["loc"] or ("",)
        beside = [str(loc[-1]) for loc in unknown if list(loc[:-1]) == path]
        misspelt = one["type"] == "missing" and any(nearest(word, [str(name)]) for word in beside)
        within = one["type"] == "too_short" and any(len(loc) > len(one["loc"]) and loc[0] == name for loc in places)
        if not (misspelt or within):
            yield one


def _finding(file: str, text: str, value: Any, error: dict[str, Any]) -> Finding:
    kind, path, context = error["type"], list(error["loc"]), error.get("ctx") or {}
    given, field = error["input"], ".".join(map(str, path))
    written = given if isinstance(given, str) else Verbatim(json.dumps(given, ensure_ascii=False))
    lists = [step for step in path[:-1] if isinstance(step, str)]
    holder, model = _HOLDERS[lists[-1]] if lists else ("a vocabulary", Vocabulary)
    place = place_in(file, text, ijson.column(text, path))
    match kind:
        case "missing":
            return find(
                "field-missing",
                *place,
                field=field,
                holder=holder,
                other=path[-1],
                hint="docs/format.md has the fields",
            )
        case "unexpected_keyword_argument":
            place = place_in(file, text, ijson.name_column(text, path[:-1], str(path[-1])))
            known = [one.metadata.get("alias", one.name) for one in fields(model)]
            return find("field-unknown", *place, field=field, value=str(path[-1]), holder=holder,
                        hint=did_you_mean(str(path[-1]), known))  # fmt: skip
        case "literal_error":
            choices = list(_CHOICES[str(path[-1])])
            return find("field-choice", *place, field=field, value=written, hint=did_you_mean(str(written), choices))
        case "string_pattern_mismatch" | "string_too_long" | "too_short" | "too_long":
            return find("field-form", *place, field=field, value=written, problem=_limit(kind, context, path),
                        hint="docs/format.md has the form of a vocabulary")  # fmt: skip
    return find("field-type", *place, field=field or "the vocabulary", value=written, expected=_EXPECTED.get(kind, "something else"),
                hint="docs/format.md has the form of a vocabulary")  # fmt: skip


def _limit(kind: str, context: dict[str, Any], path: Sequence[str | int]) -> str:
    match kind:
        case "string_too_long":
            return f"at most {context['max_length']:,} characters"
        case "too_short":
            return "it has no entry"
        case "too_long":
            return f"at most {context['max_length']} entries"
    return "not a slug" if path[-1] in ("name", "family") else "it does not have the form of this field"


def _broken_rules(
    vocabulary: Vocabulary, place: Callable[[list[str | int]], tuple[str, int, int]]
) -> Iterator[Finding]:
    """Yields names and codes that stand twice, colours of two families, and families that there are not."""

    def twice(path: list[str | int], entries: Sequence[Any], fields: Sequence[str]) -> Iterator[Finding]:
        seen: set[tuple[str, ...]] = set()
        for number, entry in enumerate(entries):
            key = tuple(getattr(entry, name) for name in fields)
            if key in seen:
                at = [*path, number, fields[-1]]
                yield find("term-twice", *place(at), field=".".join(map(str, at)), value=key[-1])
            seen.add(key)

    for name in ("families", "kinds", "roles"):
        yield from twice([name], getattr(vocabulary, name), ["name"])
    yield from twice(["families"], vocabulary.families, ["color"])
    families = [family.name for family in vocabulary.families]
    for number, kind in enumerate(vocabulary.kinds):
        yield from twice(["kinds", number, "crosswalk"], kind.crosswalk, ["scheme", "code"])
        if kind.family not in families:
            at: list[str | int] = ["kinds", number, "family"]
            hint = did_you_mean(kind.family, families)
            yield find("field-choice", *place(at), field=".".join(map(str, at)), value=kind.family, hint=hint)
