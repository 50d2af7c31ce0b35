"""The grammar of EDTF: regular expressions, and why a text does not match them.

See edtf.py for the standard and for what this package takes where the standard is silent.
"""

import re


class EdtfError(ValueError):
    """A text is not EDTF. `reason` is a short sentence for people; `position` counts code points from 0."""

    def __init__(self, reason: str, position: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position


# ---- Regular expressions ---------------------------------------------------------------------------------------------

_Q = "[?~%]"
_MONTH = "(?:0[1-9X]|1[0-2X]|X[0-9X])"
_DAY = "(?:0[1-9X]|[12][0-9X]|3[01X]|X[0-9X])"
_PART = "(?:2[1-9]|3[0-9]|4[01])"
_YEAR_TEXT = "Y-?[1-9][0-9]{0,17}(?:E[1-9][0-9]?)?"
_TIME_TEXT = "T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}(?:Z|[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9])?)?"


def _qualified(part: str) -> str:
    return f"({_Q}{part}|{part}{_Q}?)"


# Sign, year, month, day. Most dates of a log are of this form.
PLAIN_DATE = re.compile("(-)?([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")
# Year; month and day, or a part of the year; each with at most one qualifier, on its left or right.
DATE = re.compile(
    f"{_qualified('-?[0-9X]{4}')}(?:-(?:{_qualified(_MONTH)}(?:-{_qualified(_DAY)})?|{_qualified(_PART)}))?"
)
# A year after Y, or one that says how many of its digits are significant.
LONG_YEAR = re.compile(_qualified(f"(?:{_YEAR_TEXT}(?:S[1-9][0-9]?)?|-?[0-9]{{4}}S[1-9][0-9]?)"))
TIME = re.compile(_TIME_TEXT)


def _pattern() -> str:
    rest = f"(?:{_Q}?-{_Q}?(?:{_PART}|{_MONTH}(?:{_Q}?-{_Q}?{_DAY})?))?"
    date = f"{_Q}?(?:-?[0-9X]{{4}}{rest}|{_YEAR_TEXT})(?:S[1-9][0-9]?)?{_Q}?"
    time = f"-?[0-9]{{4}}-[01][0-9]-[0-3][0-9]{_TIME_TEXT}"
    interval = rf"{date}(?:/(?:{date}|\.\.)?)?|(?:\.\.)?/{date}"
    members = rf"(?:\.\.)?{date}(?:(?:,|\.\.){date})*(?:\.\.)?"
    return rf"(?:{time}|{interval}|[\[{{]{members}[\]}}])"


PATTERN = _pattern()
"""A regular expression that fully matches every text `bounds` accepts, and a few more (such as days that do not exist).

It means the same to Python, RE2 and Rust: it is for tools that know patterns but not EDTF, such as a Table Schema
constraint.
"""


# ---- Reasons ---------------------------------------------------------------------------------------------------------

# Tried in this order on a date that was refused. The first expression found gives the reason; its first group, the
# position. The last one always matches.
_REASONS = [
    (re.compile(pattern), reason)
    for pattern, reason in (
        ("^()$", "a date is missing here; where nothing is known, leave the whole date out"),
        (r"\b(?![ux]+\b)([A-Z]?[a-z]{2,})\b", "{0!r} is a word; a date is digits and hyphens, the year first"),
        (r"(\s)", "white space is not allowed"),
        ("([a-z])", "{0!r} is not allowed; letters are capitals, and X is an unspecified digit"),
        (r"([\[\]{}])", "brackets stand around a whole set only"),
        ("(/)", "an interval may not stand in a set"),
        (r"([^-+.:?~%0-9A-Z])", "{0!r} is not allowed; EDTF is plain ASCII: digits 0 to 9, and - as the hyphen"),
        ("^[0-9]{4}-(W|[0-9]{3}$)", "week and ordinal dates are not part of EDTF; write the calendar date"),
        ("^([0-9]{4})-([0-9]{4})$", "an interval has a slash; write {0}/{1}"),
        (f"({_TIME_TEXT})$", "a time of day stands only after one complete date, never in an interval or a set"),
        ("(T24)", "hour 24 does not exist; midnight is 00:00:00 of the next day"),
        ("T.*([+-].*)", "{0} is not a time zone; write Z, ±hh or ±hh:mm, from -23:59 to +23:59, UTC as Z"),
        ("(T)", "a time of day is hh:mm:ss, from 00:00:00 to 23:59:59"),
        ("^([0-9]{4})([0-9]{2})([0-9]{2})$", "the hyphens are missing; write {0}-{1}-{2}"),
        ("^([+])", "a year takes no plus sign"),
        (f"^{_Q}?(-0000)", "there is no year -0000; 0000 is the year 1 BC"),
        (f"^{_Q}?-?([0-9]{{1,3}})(?:$|[^0-9X])", "a year has four digits"),
        (f"^{_Q}?(-?[0-9]{{5,}})", "a year of more than four digits begins with Y; write Y{0}"),
        (f"^{_Q}?(Y-?0)", "a year that begins with Y has no leading zeros"),
        (f"^{_Q}?(Y-?[0-9]{{19}}|Y.*E[0-9]{{3}})", "a year has at most 18 digits"),
        ("E(0|$|[^0-9])", "after E stands a number from 1"),
        ("(S0|S$|S[^0-9])", "after S stands the number of significant digits, from 1"),
        (f"({_Q}{_Q})", "one qualifier is enough; % means uncertain and approximate"),
        (f"(?:^|-)({_Q}-?[0-9X]+{_Q})", "a qualifier stands on one side of a part of a date, not on both"),
        (f"-{_Q}?([0-9]){_Q}?(?:$|-)", "months and days have two digits; write 0{0}"),
        (
            f"^[^-]?-?[0-9X]+{_Q}?-{_Q}?(00|1[3-9]|20|4[2-9]|[5-9][0-9X]|[2-4]X)",
            "month {0} does not exist; months run 01 to 12, seasons and other parts of a year 21 to 41",
        ),
        (f"^.{{4,6}}-{_Q}?({_PART}){_Q}?-", "{0} is a season or other part of a year, and takes no day"),
        (f"-{_Q}?(00|3[2-9]|[4-9][0-9X]){_Q}?$", "day {0} does not exist; days run 01 to 31"),
        ("()", "this is not an EDTF date; write YYYY, YYYY-MM or YYYY-MM-DD"),
    )
]


def syntax_error(text: str, position: int) -> EdtfError:
    """Returns the error for the refused date `text`, which stands at `position` in the whole EDTF text."""
    found = ((pattern.search(text), reason) for pattern, reason in _REASONS)
    match, reason = next((match, reason) for match, reason in found if match)
    return EdtfError(reason.format(*match.groups()), position + match.start(1))
