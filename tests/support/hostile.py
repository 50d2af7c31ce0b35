"""Words that try to be markup, scripts, templates, formulas; and a log that is full of them."""

from collections.abc import Callable

from summitevents.log.package import Package

HOSTILE = (
    "<script>alert(1)</script> \"'><img src=x onerror=alert(1)> {{7*7}} {% raw %} &amp; </style> \u202egnp.exe שלום"
)


def hostile_package(package: Callable[..., Package], words: str, **more: str) -> Package:
    """Writes, by the fixture `package`, a log in which these words stand wherever words may stand."""
    return package(
        {"op": "source", "source": "paper", "title": words, "publisher": words, "author": [words],
         "address": "https://example.org/?a='><script>&b=1", "published": "2019"},
        {"op": "actor", "actor": "somebody", "type": "person", "name": words},
        {"op": "place", "place": "somewhere", "name": words},
        *({"op": "claim", "event": "talks", "kind": "meeting", "title": words, "summary": words, "happened": day,
           "basis": "stated", "status": status, "speaker": "somebody", "place": "somewhere", "outcome": words,
           "actors": [{"actor": "somebody", "role": "participant", "name": words}], "source": "paper", "locator": words,
           "note": words} for day, status in (("2019-02-27", "occurred"), ("2018", "occurred"), ("2019-03", "announced"))),
        **more,
    )  # fmt: skip
