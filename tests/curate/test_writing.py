"""Writing: what every batch keeps to, what is refused, what a retry does. How commands read and print: transcripts/write-*."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import summitevents
from summitevents import RefusedError, UnreadableError
from summitevents.api import Dataset
from summitevents.curate.json_input import decode_input, parse_records
from summitevents.curate.proposal import proposed_batch, proposed_removal
from summitevents.curate.spreadsheet import read_spreadsheet
from summitevents.fold import definition as fold
from summitevents.log import package as log
from summitevents.log import writer
from summitevents.log.documents import nearest_passages, passage_at, text_sha256
from summitevents.log.package import Package
from summitevents.log.reader import read_log
from summitevents.log.writer import put_batch
from tests.support.packages import write_package
from tests.support.paths import ROOT, TESTS

GOLDEN = TESTS / "golden/package"
PLACE = {"op": "place", "place": "chicago", "name": "Chicago"}
CLAIM = {
    "op": "claim", "event": "fair", "kind": "cooperation", "title": "The fair", "status": "occurred",
    "source": "gazette-1901", "words": "fair was a success",
}  # fmt: skip


@pytest.fixture
def here(tmp_path: Path) -> Dataset:
    shutil.copytree(GOLDEN, tmp_path / "here")
    return summitevents.open(tmp_path / "here")


def names(package: Dataset) -> set[str]:
    return {path.name for path in (package.root / "events").iterdir()}


def batch(package: Dataset, id: str) -> list[dict[str, Any]]:
    """The records of the batch that holds an id."""
    lines = (package.root / "events" / f"{id.split('.')[0]}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_a_batch_has_ids_times_and_a_role_and_passages(here: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769947200")
    ids = here.append([PLACE, CLAIM | {"note": None}])
    assert ids == [f"{ids[0][:-2]}.1", f"{ids[0][:-2]}.2"]
    assert ids[0].startswith("2026-02-01-120000-append-")
    place, claim = batch(here, ids[0])
    usual = {"recorded_at": "2026-02-01T12:00:00Z", "recorded_by": "curator"}
    assert place == {"id": ids[0], **usual, **PLACE}
    text = (here.root / "seeds/gazette.txt").read_text("utf-8")
    cited = passage_at(text, claim["passage_start"], claim["passage_end"])
    assert (cited.text, cited.sha256) == ("fair was a success", claim["passage_sha256"])
    assert "words" not in claim
    assert "note" not in claim
    assert here.findings() == []


def test_a_record_may_bring_its_own_time_and_role(here: Dataset) -> None:
    own = {"recorded_at": "2026-01-03T00:00:00Z", "recorded_by": "historian"}
    (id,) = here.append([PLACE | own], batch="2026-01-03-own")
    assert batch(here, id) == [{"id": "2026-01-03-own.1", **PLACE, **own}]


def test_words_are_looked_up_in_a_source_of_the_same_batch(here: Dataset) -> None:
    text = "A town was founded in 1850.\n"
    (here.root / "seeds/town.txt").write_text(text, "utf-8", newline="\n")
    source = {"op": "source", "source": "town", "title": "Town", "filename": "town.txt", "sha256": text_sha256(text)}
    claim = CLAIM | {"event": "town", "source": "town", "words": "founded"}
    ids = here.append([claim, source])
    assert [batch(here, ids[0])[0][name] for name in ("passage_start", "passage_end")] == [11, 18]


def test_what_can_be_read_on_a_terminal_is_harmless_and_says_the_same(here: Dataset) -> None:
    """Format characters are escaped in the line; what is no text at all is found, and not written."""
    odd = "a\u202eb\u200dc\U000e0041"
    (id,) = here.append([PLACE | {"name": odd}])
    line = (here.root / "events" / f"{id[:-2]}.jsonl").read_text("utf-8")
    assert json.loads(line)["name"] == odd
    assert "\u202e" not in line
    for bad, code in (("\ud800", "json-surrogate"), (float("nan"), "json-number"), ("x" * 66_000, "line-long")):
        with pytest.raises(RefusedError) as refused:
            here.append([PLACE | {"place": "b", "name": bad}])
        assert [f.code for f in refused.value.findings] == [code]
    with pytest.raises(UnreadableError, match="JSON does not know"):
        here.append([PLACE | {"name": object()}])


REFUSED = [
    ([PLACE, PLACE], "declared-twice", "2026-02-01-a.jsonl:2:"),
    ([PLACE | {"place": "springfield"}], "declared-twice", "2026-02-01-a.jsonl:1:"),
    ([PLACE | {"plaice": 1}], "field-unknown", "2026-02-01-a.jsonl:1:"),
    ([{"place": "x"}], "field-missing", "2026-02-01-a.jsonl:1:"),
    ([PLACE | {"id": "2026-02-01-b.1"}], "id-batch", "2026-02-01-a.jsonl:1:"),
    ([CLAIM | {"words": "fair was"}], "words-twice", "2026-02-01-a.jsonl:1:"),
    ([CLAIM | {"words": "fair was not"}], "words-missing", "2026-02-01-a.jsonl:1:"),
    ([CLAIM | {"words": ""}], "words-missing", "2026-02-01-a.jsonl:1:"),
    ([CLAIM | {"source": "almanac"}], "words-document", "2026-02-01-a.jsonl:1:"),
    ([CLAIM | {"source": 7}], "words-document", "2026-02-01-a.jsonl:1:"),
    ([{"op": "retract", "target": "2026-01-01-first.3", "reason": "r"}], "actor-missing", "2026-01-01-first.jsonl:7:"),
    ([{"op": "rank", "target": "2026-01-01-first.9", "rank": "deprecated", "reason": "r"}], "rank-conflict", "2026-02"),
]


@pytest.mark.parametrize(("records", "code", "place"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_would_be_an_error_is_refused_and_nothing_is_written(
    records: list[dict[str, Any]], code: str, place: str, here: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769947200")
    before = names(here)
    for dry_run in (True, False):
        with pytest.raises(RefusedError) as refused:
            here.append(records, batch="2026-02-01-a", dry_run=dry_run)
        assert any(f.code == code and f.place.startswith(f"events/{place}") for f in refused.value.findings)
    assert names(here) == before


def test_a_log_with_errors_can_be_mended_one_at_a_time(tmp_path: Path) -> None:
    """What was wrong before is no reason to refuse; what is wrong by it is."""
    usual = {"recorded_at": "2026-01-01T00:00:00Z", "recorded_by": "curator", "reason": "r"}
    place = {"op": "place", "place": "a", "name": "A", **usual}
    batches = {
        f"2026-01-01-{stem}": [
            {"id": f"2026-01-01-{stem}.{n}", **place, "place": slug, **more} for n, slug in enumerate("ab", 1)
        ]
        for stem, more in (("first", {}), ("left", {}), ("right", {}))
    }
    for stem in ("left", "right"):
        for n, record in enumerate(batches[f"2026-01-01-{stem}"], 1):
            record["replaces"] = f"2026-01-01-first.{n}"
    package = Dataset(write_package(tmp_path, batches).root)

    def errors() -> int:
        return sum(finding.severity == "error" for finding in package.findings())

    before = errors()
    assert before
    with pytest.raises(RefusedError) as refused:
        package.append([PLACE, PLACE])
    assert {f.code for f in refused.value.findings} == {"declared-twice"}
    assert len(refused.value.findings) == 1
    for n in (1, 2):
        package.append([{"op": "retract", "target": f"2026-01-01-right.{n}", "reason": "one of two"}])
        assert errors() == before * (2 - n) // 2


def test_a_retry_is_safe(here: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769947200")
    first = here.append([PLACE, CLAIM], batch="2026-02-01-a", expect=21)
    content = (here.root / "events/2026-02-01-a.jsonl").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769950000")
    assert here.append([PLACE, CLAIM], batch="2026-02-01-a", expect=21) == first == ["2026-02-01-a.1", "2026-02-01-a.2"]
    assert here.append([PLACE, CLAIM | {"note": None}], batch="2026-02-01-a", dry_run=True) == first
    assert (here.root / "events/2026-02-01-a.jsonl").read_bytes() == content
    for other in ([PLACE], [CLAIM, PLACE], [PLACE | {"name": "Chikago"}, CLAIM]):
        with pytest.raises(UnreadableError, match="has other records"):
            here.append(other, batch="2026-02-01-a")


def test_the_same_again_without_a_name_is_another_record(here: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows that say the same are two records, whether the clock is set or not."""
    for epoch in ("1769947200", ""):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        one, two = here.append([CLAIM]), here.append([CLAIM])
        assert one != two
    assert here.findings() == []


def test_expect_refuses_a_log_that_moved_on(here: Dataset) -> None:
    for wrong in (0, 20, 22):
        with pytest.raises(UnreadableError, match=f"has 21 records, not {wrong}"):
            here.append([PLACE], expect=wrong)
    assert here.append([PLACE], expect=21)


def test_without_a_lock_expect_is_refused_and_the_rest_goes_on(here: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "fcntl", None)
    with pytest.raises(UnreadableError, match="no lock"):
        here.append([PLACE], expect=21)
    assert here.append([PLACE])


def test_without_links_a_batch_appears_by_its_name_being_changed(
    here: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", no)
    assert here.append([PLACE], batch="2026-12-01-a")
    with pytest.raises(FileExistsError):
        put_batch(Package(here.root), "2026-12-01-a.jsonl", b"{}\n")
    assert not [name for name in names(here) if name.startswith(".")]


def test_no_batch_is_written_over(here: Dataset) -> None:
    """Not even by one who has not seen it, on a system without locks."""
    with proposed_batch(Package(here.root), [PLACE], batch="2026-12-01-a") as proposal:
        put_batch(Package(here.root), "2026-12-01-a.jsonl", b"x")
        with pytest.raises(UnreadableError, match="another writer"):
            proposal.write()
    assert (here.root / "events/2026-12-01-a.jsonl").read_bytes() == b"x"


def test_what_killed_writers_left_is_not_read_and_is_cleared_away_after_a_day(here: Dataset) -> None:
    young, old = (here.root / f"events/.2026-01-01-{name}.jsonl.0123.writing" for name in ("young", "old"))
    for path in (young, old):
        path.write_bytes(b'{"half')
    os.utime(old, (0, 0))
    assert here.findings() == []
    here.append([PLACE])
    assert young.exists()
    assert not old.exists()


def test_a_full_disk_leaves_nothing(here: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    before = names(here)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnreadableError, match="No space left on device; to try again: --batch 20"):
        here.append([PLACE])
    assert names(here) == before


@pytest.mark.parametrize("name", ["mending", "2026-13-01-a", "2026-01-01", "../2026-01-01-a", "2026-01-01-a.txt", ""])
def test_names_that_are_none(name: str, here: Dataset) -> None:
    with pytest.raises(UnreadableError, match="is not a batch's name"):
        here.append([PLACE], batch=name)


def test_what_cannot_be_written_to(here: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableError, match="nothing to write"):
        here.append([])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(UnreadableError, match="SOURCE_DATE_EPOCH is today"):
        here.append([PLACE])
    with pytest.raises(UnreadableError, match="clone the repository, or name one with --data"):
        Dataset(log.INSTALLED).append([PLACE])


def test_a_batch_is_taken_back_unless_it_is_sealed_or_something_rests_on_it(here: Dataset) -> None:
    package = Package(here.root)
    here.append([PLACE], batch="2026-12-01-a")
    here.append([CLAIM | {"place": "chicago"}], batch="2026-12-02-b")
    with pytest.raises(RefusedError) as refused, proposed_removal(package, "2026-12-01-a"):
        pass
    assert [f.code for f in refused.value.findings] == ["place-missing"]
    for stem in ("2026-12-02-b", "2026-12-01-a"):
        with proposed_removal(package, stem) as proposal:
            assert proposal.take_back().count(b"\n") == 1
    assert names(here) == {"2026-01-01-first.jsonl", "2026-01-02-second.jsonl"}
    (here.root / "events/ORDER").write_text("2026-01-01-first.jsonl\n2026-01-02-second.jsonl\n")
    with pytest.raises(UnreadableError, match="is sealed"), proposed_removal(package, "2026-01-02-second"):
        pass


def test_nearest_stretches() -> None:
    text = "The bridge\u00a0was “opened” in May. " + "Nothing more was said of it. " * 3000 + "The end came soon."
    assert [p.text for p in nearest_passages(text, "bridge was open")] == ["bridge\u00a0was “opened”"]
    assert [p.text for p in nearest_passages(text, "the end cme")][:1] == ["The end came"]
    assert nearest_passages(text, "zzz qqq") == nearest_passages("", "a") == nearest_passages(text, " ") == []


@pytest.mark.parametrize(
    ("text", "values", "places"),
    [
        ('{"a": 1}', [{"a": 1}], []),
        ('\n {\n"a": 1\n}\n', [{"a": 1}], []),
        ('[{"a": 1}, {"b": 2}]', [{"a": 1}, {"b": 2}], []),
        ('{"a": 1}\n\n{"b": 2}\n', [{"a": 1}, {"b": 2}], []),
        ('{"a": 1}\n{"b": }\n7\n{"a": 1, "a": 2}', [{"a": 1}], ["x:2:7", "x:3:1", "x:4:10"]),
        ('[{"a": 1},\n {"b": }]', [], ["x:2:8"]),
        ("7", [], ["x:1:1"]), ("", [], ["x:1:1"]), ("  \n tru", [], ["x:2:2"]), ('{"a": NaN}', [], ["x:1:7"]),
    ],
)  # fmt: skip
def test_json_as_it_comes(text: str, values: list[Any], places: list[str]) -> None:
    found, wrong = parse_records(text, "x")
    assert (found, [finding.place for finding in wrong]) == (values, places)


def test_text_that_is_no_utf8_is_placed() -> None:
    assert decode_input(b"\xef\xbb\xbfa", "x") == ("a", [])
    assert decode_input(b"a\nb\xff", "x")[1][0].place == "x:2:1"


def test_spreadsheets_of_other_countries(here: Dataset) -> None:
    text = "event;kind;title;status;source;locator;quantity;unit\r\nfair;cooperation;The fair;occurred;almanac;p. 1;2.5;day\r\n"
    for one in (text, text.replace(";", "\t"), text.replace(";", ",")):
        sheet, wrong = read_spreadsheet(one, "x", {}, {})
        assert not wrong
        assert sheet.claims[0]["quantity"] == 2.5
        assert sheet.rows == [2]
    with pytest.raises(UnreadableError, match="is empty"):
        read_spreadsheet("", "x", {}, {})
    with pytest.raises(UnreadableError, match="not CSV"):
        read_spreadsheet('event\n"a"b', "x", {}, {})
    with pytest.raises(UnreadableError, match="two columns"):
        read_spreadsheet("event,name\n", "x", {"name": "event"}, {})


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_was_appended_folds_as_if_it_had_always_stood_there(data: st.DataObject, tmp_path_factory: Any) -> None:
    """Records in batches of any sizes, under names in any order: the same fold as that of one list of them."""
    source = {"op": "source", "source": "s", "title": "S"}
    claim = {"op": "claim", "kind": "visit", "title": "T", "source": "s", "locator": "p"}
    events = st.sampled_from("xyz")
    claims = st.builds(
        lambda event, year, status: {**claim, "event": event, "happened": year, "basis": "stated", "status": status},
        events, st.sampled_from(["1901", "1901-05", "1902"]), st.sampled_from(["occurred", "announced", "denied"]),
    )  # fmt: skip
    batches = data.draw(st.lists(st.lists(claims, min_size=1, max_size=3), min_size=1, max_size=4))
    order = data.draw(st.permutations("abcd"))
    package = Dataset(write_package(tmp_path_factory.mktemp("p"), {}).root)
    package.append([source], batch="2026-12-01-0")
    ids = [package.append(records, batch=f"2026-12-01-{stem}") for stem, records in zip(order, batches, strict=False)]
    told = [
        {"id": id} | record
        for group, made in zip(ids, batches, strict=True)
        for id, record in zip(group, made, strict=True)
    ]
    lines, unread = read_log(Package(package.root))
    assert not unread
    assert _folded([line.value for line in lines]) == _folded([{"id": "2026-12-01-0.1", **source}, *told])
    with package.connect() as con:
        assert con.execute("SELECT count(*) FROM claims").fetchall() == [(sum(map(len, batches)),)]


def _folded(records: list[dict[str, Any]]) -> object:
    found = fold.fold(records)
    standing = {event: [claim.says["id"] for claim in claims] for event, claims in found.claims.items()}
    return standing, found.timeline, found.disputes, found.dead, found.relations


def test_stdin_is_bytes(here: Dataset) -> None:
    """What is no UTF-8 is a finding, whatever the locale."""
    line = json.dumps(PLACE | {"name": "Chicagó"}, ensure_ascii=False)
    for content, code in ((line.encode(), 0), (line.encode("latin-1"), 1)):
        ran = subprocess.run(
            [sys.executable, "-m", "summitevents", "append", "-"], cwd=here.root, input=content, capture_output=True,
            check=False, env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C", "PYTHONUTF8": "0"},
        )  # fmt: skip
        assert ran.returncode == code, ran.stderr
        assert (b"bytes-utf8" in ran.stderr) == bool(code)
