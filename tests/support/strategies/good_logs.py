"""Draws logs of a few claims on a few events, and of whatever may be done to claims, nearly all without an error."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.support.packages import USUAL
from tests.support.words import KINDS, ROLES, STATUSES

EVENTS = [f"event-{n}" for n in range(5)]
SOURCES = [f"s-{n}" for n in range(5)]
VOICES: list[dict[str, str]] = [
    {}, {"publisher": "Agency"}, {"publisher": "Paper", "taken_from": "Agency"}, {"publisher": "Paper"},
    {"publisher": "Agency", "official_of": "a-0"}, {"publisher": "Paper", "official_of": "a-0"}, {"official_of": "a-1"},
    {"publisher": "Agency", "official_of": "a-1"}, {"publisher": "Paper", "taken_from": "Agency", "official_of": "a-1"},
]  # fmt: skip
DATES = [
    None, "2018", "2018-06", "2018-06-12", "2018-06-11/2018-06-12", "2018-06-12/2018-06-13", "201X", "2018-05/..",
    "[2018-06-10..2018-06-20]", "../2018-07", "2018-07~", "/2018-06", "Y20180", "2018-06-12/2018-06-11", "2019-02-27?",
    "2018-06-11/2018", "2018-06/2018-06-13", "2018-06-12/", "-0322-06-10",
]  # fmt: skip
OUT = ["2019-02", "2018-06-12", "[2018-05..]", "[..2019]", "-0050", "-0050/2018"]
FAR_DATES = [
    None, "-0044", "-0043", "-0043-03", "-0043-03-15", "-0043-03-14/-0043-03-15", "-0043-03-15/-0043-03-16", "-004X",
    "-0044/..", "[-0043-03-10..-0043-03-20]", "../-0042", "-0043~", "/-0043-03", "/-0043-03-17", "-0043-03-15/",
    "-0043-03-14/-0043", "-0043/-0043-03-17", "-0043-03-15/0001-02-03", "-0043-24", "-9999-01-01/-0043-03-15", "Y-10000",
    "Y-13E9/-0043-03-16", "Y-17E7S1", "0000", "0000/0001", "0000-12-30/", "/0001-02-03", "XXXX-03-15", "9999-24", "Y10000", "Y12000/",
]  # fmt: skip
"""Dates before the year 1, near its turn, and after 9999."""
FAR_OUT = ["-0043-03", "-0043/", "[-0044..]", "[..0001]", "0001-02", "9999/Y10000"]


@st.composite
def good_logs(draw: st.DrawFn, events: Sequence[str] = EVENTS, most: int = 14) -> list[dict[str, Any]]:
    """Draws a log without errors: declarations, claims, then whatever may be done to them."""
    pick = lambda options: draw(st.sampled_from(options))  # noqa: E731
    dates, out = pick([(DATES, OUT), (FAR_DATES, FAR_OUT)])
    log: list[dict[str, Any]] = [
        {"op": "source", "source": s, "title": s, **({"published": p} if p else {}), **pick(VOICES)}
        for s, p in zip(
            SOURCES,
            [
                pick(out),
                None,
                "2019",
                "2018-06",
                "2019",
            ],
            strict=True,
        )
    ]
    log += [{"op": "actor", "actor": a, "type": "person", "name": a} for a in ("a-0", "a-1")]
    for _ in range(draw(st.integers(1, most))):
        happened = pick(dates)
        log.append(
            {
                "op": "claim", "event": pick(events), "kind": pick(list(KINDS)[:3]), "title": f"t{len(log)}",
                "status": pick(list(STATUSES)), "source": pick(SOURCES), "locator": "p", "speaker": "a-0",
                **({"happened": happened, "basis": pick(["stated", "inferred"])} if happened else {}),
                **({"actors": [{"actor": pick(["a-0", "a-1"]), "role": pick(list(ROLES)[:3])}]} if draw(st.booleans()) else {}),
            }
        )  # fmt: skip
    for number, record in enumerate(log, 1):
        record["id"] = f"{pick(['2026-01-01-a', '2026-01-01-a-b'])}.{number}"
    claims = [record for record in log if record["op"] == "claim"]
    later: list[dict[str, Any]] = []
    for claim in claims:
        match pick(["stay"] * 6 + ["retract", "replace"]):
            case "retract":
                later.append({"op": "retract", "target": claim["id"], "reason": "r"})
            case "replace":
                later.append(
                    {**claim, "replaces": claim["id"], "reason": "r", "happened": "2018-06-12", "basis": "stated"}
                )
    spoken = sorted({claim["event"] for claim in claims})
    for absorbed in spoken[1:]:
        if draw(st.integers(0, 3)) == 0:
            into = pick(spoken[: spoken.index(absorbed)])
            later.append({"op": "same", "event": into, "other": absorbed, "reason": "r"})
    for claim in claims:
        if draw(st.integers(0, 3)) == 0:
            later.append(
                {"op": "rank", "target": claim["id"], "rank": pick(["preferred", "deprecated"]), "reason": "r"}
            )
        if draw(st.integers(0, 3)) == 0 and claim != claims[0]:
            verdict = pick(["confirms", "contradicts", "contradicts", "counts-differently"])
            other = pick([one for one in claims if one != claim])["id"]
            later.append({"op": "compare", "target": claim["id"], "verdict": verdict, "other": other, "reason": "r"})
        if draw(st.integers(0, 2)) == 0 and claim["event"] != spoken[0]:
            later.append({"op": "relate", "event": claim["event"], "relation": "part-of", "other": spoken[0]})
    for number, record in enumerate(later, 1):
        record["id"] = f"2026-01-01-c.{number}"
    if later and draw(st.booleans()):  # a retraction of whatever was done
        later.append(
            {"id": f"2026-01-01-c.{len(later) + 1}", "op": "retract", "target": pick(later)["id"], "reason": "r"}
        )
    return [{**USUAL, **record} for record in log + later]
