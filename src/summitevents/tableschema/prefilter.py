"""What SQL can tell to be good: for each field an expression that is true only of cells that surely pass.

It errs on one side alone. A cell that it does not clear is asked of cells.py, once for each distinct value; so it need
not be complete, only right. A cell is text in a CSV file; in JSON Lines it is a JSON text, and NULL where it is missing.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from summitevents.standards.sql_quoting import literal
from summitevents.tableschema import cells
from summitevents.tableschema import re2 as regex

Field = Mapping[str, Any]

_DAY = "[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_DIRECTIVES = {"%Y": "[1-9][0-9]{3}", "%m": "(?:0[1-9]|1[0-2])", "%d": "(?:0[1-9]|[12][0-9]|3[01])"}
_FORMS = {
    "uuid": "[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    "uri": r"https?://[a-z0-9]+(?:\.[a-z0-9]+)+(?:/[A-Za-z0-9._~-]+)*/?",
    "email": r"[a-z0-9]{1,20}(?:\.[a-z0-9]{1,20})?@[a-z0-9]{2,30}\.(?:com|org|net)",
    "binary": "(?:[A-Za-z0-9+/]{4})*",
}
_NOT_TEXT = re.compile(r"[-+0-9]|True$|False$|nan$|inf$|[\[{]")
"""How the text of a JSON value that is no string may begin: a missing value that does may stand for one of those."""
_OPERATORS = {"minimum": ">=", "maximum": "<=", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the data and the field that it is held against, as SQL over the column `name`."""

    name: str
    field: Field
    missing: tuple[str, ...]
    json: bool

    @property
    def required(self) -> bool:
        """Whether a missing value is an error."""
        return bool(self.field.get("constraints", {}).get("required"))

    @property
    def kind(self) -> str:
        """The field's type."""
        return self.field.get("type") or "string"

    def blank(self, also: Iterable[str] = ()) -> str:
        """True where the cell is missing or a missing value; `also`: JSON values that Python found to be such."""
        texts = [*(json.dumps(m, ensure_ascii=False) if self.json else m for m in self.missing), *also]
        among = f" OR {self.name} IN ({', '.join(_literals(texts))})" if _literals(texts) else ""
        return f"({self.name} IS NULL{among})"

    def text(self) -> str:
        """The cell as text; NULL where it is no string, or one with escapes in it."""
        if not self.json:
            return self.name
        inner = f"substring({self.name}, 2, length({self.name}) - 2)"
        return f"CASE WHEN starts_with({self.name}, '\"') AND NOT contains({self.name}, '\\') THEN {inner} END"

    def sure(self, keyed: bool = False) -> str:
        """True only of cells that surely pass; `keyed`: and of which `canon` is sure as well."""
        good = self._good(keyed)
        if good != "false" and self._doubtful():
            good = f"({self.text()}) IS NOT NULL AND {good}"
        if good == "true" and not self.required:
            return "true"
        return f"NOT {self.blank()} AND {good}" if self.required else f"({self.blank()} OR {good})"

    def canon(self, tagged: bool) -> str:
        """The value of a sure cell that is not blank, as `canon.canon` writes it; tagged where kinds may mix."""
        text = self._scalar()
        match self.kind:
            case "integer" | "year":
                text = f"({text})::BIGINT::VARCHAR"
            case "number":
                text = f"rtrim(rtrim(({text})::DECIMAL(18,6)::VARCHAR, '0'), '.')"
            case "boolean":
                true = _literals(self._truths(True))
                text = f"CASE WHEN {self._in(true)} THEN '1' ELSE '0' END"
            case "date" if self._directives():
                text = f"strftime(strptime({text}, {literal(str(self.field['format']))}), '%Y-%m-%d')"
            case "datetime":
                text = f"replace({text}, ' ', 'T')"
            case "any" if self.json:
                return f"CASE WHEN starts_with({self.name}, '\"') THEN 's' ELSE 'n' END || ({text})"
        return f"'{self.tag}' || ({text})" if tagged else text

    @property
    def tag(self) -> str:
        """The letter of the kind of values; values of two kinds are never equal. m: of several kinds."""
        if self.kind == "any":
            return "m" if self.json else "s"
        kinds = {"string": "s", "integer": "n", "number": "n", "year": "n", "boolean": "n"}
        return kinds.get(self.kind, self.kind[:2] + self.kind[-1])

    def _doubtful(self) -> bool:
        """Whether a missing value may stand for a JSON value that is no string."""
        return self.json and any(_NOT_TEXT.match(text) for text in self.missing)

    def _scalar(self) -> str:
        """The cell as text, be it a string or a number."""
        return f"coalesce({self.text()}, {self.name})" if self.json else self.name

    def _good(self, keyed: bool) -> str:
        maker = getattr(self, f"_good_{self.kind}", None)
        try:
            good: str = maker(keyed) if maker else "false"
        except (ValueError, ArithmeticError, TypeError, AttributeError):
            return "false"
        return good

    def _full(self, pattern: str, text: str | None = None) -> str:
        return f"coalesce(regexp_full_match({text or self.text()}, {literal(pattern)}), false)"

    def _good_string(self, keyed: bool) -> str:
        found, given = [], self.field.get("constraints", {})
        form = str(self.field.get("format") or "default")
        if form in _FORMS:
            found.append(self._full(_FORMS[form]))
        if (least := given.get("minLength")) is not None:
            found.append(f"length({self.text()}) >= {int(least)}")
        if (most := given.get("maxLength")) is not None:
            found.append(f"length({self.text()}) <= {int(most)}")
        if (pattern := given.get("pattern")) is not None:
            re2 = regex.translate(f"^{pattern}$")
            if re2 is None:
                return "false"
            found.append(f"regexp_matches({self.text()}, {literal(re2)}) AND NOT contains({self.text()}, chr(10))")
        if (choices := given.get("enum")) is not None:
            found.append(self._in(_literals([c for c in choices if isinstance(c, str) and not _formed(form)])))
        if keyed and self.json and not found:
            return f"({self.text()}) IS NOT NULL"
        if not found:
            return f"starts_with({self.name}, '\"')" if self.json else "true"
        return f"coalesce({' AND '.join(found)}, false)"

    def _in(self, literals: list[str]) -> str:
        if not literals:
            return "false"
        return f"coalesce(({self.text()}) IN ({', '.join(literals)}), false)"

    def _good_any(self, keyed: bool) -> str:
        if "enum" in self.field.get("constraints", {}):
            return "false"
        if not self.json:
            return "true"
        text = f"({self.text()}) IS NOT NULL" if keyed else f"starts_with({self.name}, '\"')"
        return f"({text} OR {self._full('0|-?[1-9][0-9]{0,14}', self.name)})"

    def _good_boolean(self, keyed: bool) -> str:
        allowed = self._truths(True) + self._truths(False)
        enum = cells.bounds(self.field).get("enum")
        if enum is not None:
            allowed = [word for value in (True, False) if value in enum for word in self._truths(value)]
        good = self._in(_literals(allowed))
        if self.json and enum is None and not keyed:
            good += f" OR {self.name} IN ('true', 'false')"
        return f"({good})"

    def _truths(self, value: bool) -> list[str]:
        false = self.field.get("falseValues", cells.FALSE)
        true = [word for word in self.field.get("trueValues", cells.TRUE) if word not in false]
        return list(true if value else false)

    def _good_integer(self, keyed: bool) -> str:
        return self._numeric("-?[0-9]{1,15}", "BIGINT")

    def _good_year(self, keyed: bool) -> str:
        ints = self._numeric("[0-9]{1,4}", "BIGINT") if self.json else ""
        texts = self._numeric("[0-9]{4}", "BIGINT")
        return f"({ints} AND NOT starts_with({self.name}, '\"') OR {texts})" if self.json else texts

    def _good_number(self, keyed: bool) -> str:
        group, point = self.field.get("groupChar", ""), self.field.get("decimalChar", ".")
        if point != "." or re.search("[-.0-9]", group):
            return "false"
        return self._numeric(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?", "DECIMAL(18,6)")

    def _numeric(self, pattern: str, sql: str) -> str:
        """A number of a plain form, within its bounds; a bound with more decimals is rounded to the safe side."""
        text, limits = self._scalar(), cells.bounds(self.field)
        found = [self._full(pattern, text)]
        for name, limit in limits.items():
            if name == "enum" or (self.field.get("floatNumber") and name.startswith("exclusive")):
                return "false"
            exact = Decimal(limit)
            if not exact.is_finite() or abs(exact) > 10**15:
                return "false"
            side = ROUND_CEILING if "inimum" in name else ROUND_FLOOR
            bound = exact.quantize(Decimal("0.000001"), rounding=side)
            found.append(f"try_cast({text} AS {sql}) {_OPERATORS[name]} {bound:f}")
        return f"coalesce({' AND '.join(found)}, false)"

    def _directives(self) -> bool:
        return str(self.field.get("format") or "default") not in ("default", "any")

    def _good_date(self, keyed: bool) -> str:
        if self._directives():
            return self._formatted_date()
        real = f"try_cast({self.text()} AS DATE) IS NOT NULL"
        return self._clock(_DAY, real, [limit.isoformat() for limit in self._limits(date)])

    def _formatted_date(self) -> str:
        form = str(self.field["format"])
        pieces = re.split("(%[Ymd])", form)
        if sorted(pieces[1::2]) != ["%Y", "%d", "%m"] or re.search("[^-/., ]", "".join(pieces[::2])):
            return "false"
        if cells.bounds(self.field):
            return "false"
        pattern = "".join(_DIRECTIVES.get(piece, re.escape(piece)) for piece in pieces)
        return f"({self._full(pattern)} AND try_strptime({self.text()}, {literal(form)}) IS NOT NULL)"

    def _good_time(self, keyed: bool) -> str:
        if self._directives() or self.field.get("format") == "any":
            return "false"
        limits = self._limits(time)
        if any(limit.tzinfo or limit.microsecond for limit in limits):
            return "false"
        return self._clock(_CLOCK, "true", [limit.isoformat() for limit in limits])

    def _good_datetime(self, keyed: bool) -> str:
        if self._directives() or self.field.get("format") == "any":
            return "false"
        limits = self._limits(datetime)
        if any(limit.tzinfo or limit.microsecond for limit in limits):
            return "false"
        real = f"try_cast(substring({self.text()}, 1, 10) AS DATE) IS NOT NULL"
        zone = "" if limits or keyed else "Z?"
        gap = "T" if limits else "[T ]"
        return self._clock(f"{_DAY}{gap}{_CLOCK}{zone}", real, [limit.isoformat() for limit in limits])

    def _good_yearmonth(self, keyed: bool) -> str:
        limits = self._limits(tuple)
        if not all(type(part) is int and 0 <= part <= 9999 for limit in limits for part in limit):
            return "false"
        return self._clock("[0-9]{4}-(?:0[1-9]|1[0-2])", "true", [f"{y:04}-{m:02}" for y, m in limits])

    def _limits(self, kind: type) -> list[Any]:
        """The bounds as values of one kind, in the order of `_OPERATORS`."""
        limits = cells.bounds(self.field)
        if "enum" in limits:
            raise ValueError("a list of values: Python looks at each")
        found = [limits[name] for name in _OPERATORS if name in limits]
        if not all(isinstance(limit, kind) for limit in found):
            raise ValueError("a bound of another kind")
        return found

    def _clock(self, pattern: str, real: str, limits: Sequence[str]) -> str:
        """A date or time of a plain form: its text sorts as it does."""
        names = [name for name in _OPERATORS if name in self.field.get("constraints", {})]
        pairs = zip(names, limits, strict=True)
        found = [f"{self.text()} {_OPERATORS[name]} {literal(limit)}" for name, limit in pairs]
        return f"coalesce({' AND '.join([self._full(pattern), real, *found])}, false)"

    def _good_duration(self, keyed: bool) -> str:
        if keyed or cells.bounds(self.field):
            return "false"
        return self._full("P[0-9]{1,3}[YMWD]|PT[0-9]{1,3}[HMS]")

    def _good_geopoint(self, keyed: bool) -> str:
        if keyed or cells.bounds(self.field) or self._directives():
            return "false"
        return self._full(r"-?(?:1[0-7])?[0-9]{1,2}(?:\.[0-9]{1,15})?, ?-?[0-8]?[0-9](?:\.[0-9]{1,15})?")

    def _good_array(self, keyed: bool) -> str:
        return self._nested("[", keyed)

    def _good_object(self, keyed: bool) -> str:
        return self._nested("{", keyed)

    def _nested(self, opening: str, keyed: bool) -> str:
        limits = set(self.field.get("constraints", {})) - {"required", "unique"}
        if not self.json or keyed or limits or self.field.get("arrayItem"):
            return "false"
        return f"(starts_with({self.name}, '{opening}') AND NOT regexp_matches({self.name}, '(?i)nan|inf'))"


def _formed(form: str) -> bool:
    return form in _FORMS


def _literals(texts: Iterable[str]) -> list[str]:
    """Texts as SQL, without those that SQL cannot hold."""
    found = []
    for text in texts:
        try:
            found.append(literal(text))
        except ValueError:
            continue
    return found
