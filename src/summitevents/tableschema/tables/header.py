"""The labels of a table against the fields of its schema: which column is which field, and what is wrong with either.

Under fieldsMatch `exact` the order pairs them, else the names do.
https://datapackage.org/standard/table-schema/#fieldsMatch
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from summitevents.tableschema.schemas import Schema

Field = Mapping[str, Any]


class LabelProblem(NamedTuple):
    """What is wrong with a label or a field. `code` is frictionless's type of the error."""

    code: str
    field: str = ""
    label: str = ""
    note: str = ""


def missing_labels(schema: Schema, found: Iterable[Field]) -> Iterator[LabelProblem]:
    """Yields the fields that have no column and need one; `found` are those that have."""
    paired = set(map(id, found))
    for field in schema.fields:
        required = field.get("constraints", {}).get("required") or field["name"] in schema.primary_key
        if id(field) not in paired and (required or schema.fields_match not in ("superset", "partial")):
            yield LabelProblem("missing-label", field["name"])


@dataclass(frozen=True, slots=True)
class Header:
    """Labels and the schema that they are matched with. `normalize` makes names that count as the same the same."""

    labels: Sequence[str]
    schema: Schema
    normalize: Callable[[str], str] = str

    def match(self) -> tuple[list[Field], list[LabelProblem]]:
        """Returns the field of each column, in the order of the columns, and what is wrong with the labels."""
        if not self.labels:
            return list(self.schema.fields), []
        pairs = list(self._pair())
        problems = list(self._unpaired(pairs))
        problems += self._misplaced() if self.schema.fields_match == "exact" else self._duplicates()
        return self._columns(pairs), problems

    def _pair(self) -> Iterator[Field | None]:
        """Yields the field of each label; None if it has none."""
        fields = self.schema.fields
        if self.schema.fields_match == "exact":
            yield from (fields[n] if n < len(fields) else None for n in range(len(self.labels)))
            return
        by_name: defaultdict[str, deque[Field]] = defaultdict(deque)  # two fields may have one name
        for field in fields:
            by_name[self.normalize(field["name"])].append(field)
        for label in self.labels:
            found = by_name[self.normalize(label)]
            yield found.popleft() if found else None

    def _unpaired(self, pairs: Sequence[Field | None]) -> Iterator[LabelProblem]:
        """Yields labels without a field and fields without a label, as far as fieldsMatch does not allow for them."""
        match, fields = self.schema.fields_match, self.schema.fields
        if match not in ("subset", "partial"):
            known = {self.normalize(field["name"]) for field in fields}
            for label, field in zip(self.labels, pairs, strict=True):
                if field is None and (match == "exact" or self.normalize(label) not in known):
                    yield LabelProblem("extra-label", label=label)
        if match == "partial" and fields and not any(pairs):
            yield LabelProblem("unmatched-header")
        yield from missing_labels(self.schema, (field for field in pairs if field))

    def _duplicates(self) -> Iterator[LabelProblem]:
        """Yields labels that stand twice, where names pair labels and fields."""
        names = [self.normalize(field["name"]) for field in self.schema.fields]
        seen: Counter[str] = Counter()
        for label in self.labels:
            name = self.normalize(label)
            if seen[name] and seen[name] >= names.count(name):
                yield LabelProblem("duplicate-label", "", label, "the names cannot say which column is meant")
            seen[name] += 1

    def _misplaced(self) -> Iterator[LabelProblem]:
        """Yields labels that are not the name of the field at their place, where the order pairs them."""
        for number, (field, label) in enumerate(zip(self.schema.fields, self.labels, strict=False)):
            if not label.strip():
                yield LabelProblem("blank-label", field["name"])
            elif self.normalize(label) == self.normalize(field["name"]):
                continue
            elif label in self.labels[:number]:
                note = f"it is also column {self.labels.index(label) + 1}"
                yield LabelProblem("duplicate-label", field["name"], label, note)
            else:
                yield LabelProblem("incorrect-label", field["name"], label)

    def _columns(self, pairs: Sequence[Field | None]) -> list[Field]:
        """Returns the fields; for a column without one, a field of any type, named by its label.

        A name that is taken gets a number.
        """
        names: dict[str, None] = {}
        for label, field in zip(self.labels, pairs, strict=True):
            wanted = field["name"] if field else label
            name, number = wanted, 2
            while name in names:
                name, number = f"{wanted}{number}", number + 1
            names[name] = None
        return [
            field if field else {"name": name, "type": "any", "missingValues": [""]}
            for field, name in zip(pairs, names, strict=True)
        ]
