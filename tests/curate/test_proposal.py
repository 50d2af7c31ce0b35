"""Writing: what every batch keeps to, what is refused, what a retry does. How commands read and print: transcripts/write-*."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitevents import RefusedError, UnreadableError
from summitevents.api import Dataset
from summitevents.curate.batch import batch_content
from summitevents.curate.proposal import proposed_removal
from summitevents.fold import definition as fold
from summitevents.log import package as log
from summitevents.log.documents import passage_at, text_sha256
from summitevents.log.package import Package
from summitevents.log.reader import read_log
from summitevents.log.writer import put_batch
from tests.support.amount import examples
from tests.support.git import git, new_repository
from tests.support.packages import batch_records, event_files, write_package
from tests.support.runner import run_text

PLACE = {"op": "place", "place": "chicago", "name": "Chicago"}
CLAIM = {
    "op": "claim", "event": "fair", "kind": "cooperation", "title": "The fair", "status": "occurred",
    "source": "gazette-1901", "words": "fair was a success",
}  # fmt: skip


def test_a_batch_has_ids_times_and_a_role_and_passages(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769947200")
    ids = dataset.append([PLACE, CLAIM | {"note": None}])
    assert ids == [f"{ids[0][:-2]}.1", f"{ids[0][:-2]}.2"]
    assert ids[0].startswith("2026-02-01-120000-append-")
    place, claim = batch_records(dataset.root, ids[0])
    usual = {"recorded_at": "2026-02-01T12:00:00Z", "recorded_by": "curator"}
    assert place == {"id": ids[0], **usual, **PLACE}
    text = (dataset.root / "seeds/gazette.txt").read_text("utf-8")
    cited = passage_at(text, claim["passage_start"], claim["passage_end"])
    assert (cited.text, cited.sha256) == ("fair was a success", claim["passage_sha256"])
    assert "words" not in claim
    assert "note" not in claim
    assert dataset.findings() == []


def test_a_record_may_bring_its_own_time_and_role(dataset: Dataset) -> None:
    own = {"recorded_at": "2026-01-03T00:00:00Z", "recorded_by": "historian"}
    (id,) = dataset.append([PLACE | own], batch="2026-01-03-own")
    assert batch_records(dataset.root, id) == [{"id": "2026-01-03-own.1", **PLACE, **own}]


def test_fields_are_written_in_one_order(dataset: Dataset) -> None:
    """Whatever order they came in."""
    usual = ["id", "op", "recorded_at", "recorded_by", "event", "kind", "title", "status", "source"]
    (id,) = dataset.append([dict(reversed((CLAIM | {"note": "n", "summary": "s"}).items()))])
    (claim,) = batch_records(dataset.root, id)
    passage = ["passage_start", "passage_end", "passage_sha256"]
    assert list(claim) == [*usual[:7], "summary", *usual[7:], *passage, "note"]


def test_words_are_looked_up_in_a_source_of_the_same_batch(dataset: Dataset) -> None:
    text = "A town was founded in 1850.\n"
    (dataset.root / "seeds/town.txt").write_text(text, "utf-8", newline="\n")
    source = {"op": "source", "source": "town", "title": "Town", "filename": "town.txt", "sha256": text_sha256(text)}
    claim = CLAIM | {"event": "town", "source": "town", "words": "founded"}
    ids = dataset.append([claim, source])
    assert [batch_records(dataset.root, ids[0])[0][name] for name in ("passage_start", "passage_end")] == [11, 18]


def test_what_can_be_read_on_a_terminal_is_harmless_and_says_the_same(dataset: Dataset) -> None:
    """Format characters are escaped in the line; what is no text at all is found, and not written."""
    odd = "a\u202eb\u200dc\U000e0041"
    (id,) = dataset.append([PLACE | {"name": odd}])
    line = (dataset.root / "events" / f"{id[:-2]}.jsonl").read_text("utf-8")
    assert json.loads(line)["name"] == odd
    assert "\u202e" not in line
    for bad, code in (("\ud800", "json-surrogate"), (float("nan"), "json-number"), ("x" * 66_000, "line-long")):
        with pytest.raises(RefusedError) as refused:
            dataset.append([PLACE | {"place": "b", "name": bad}])
        assert [f.code for f in refused.value.findings] == [code]
    with pytest.raises(UnreadableError, match="JSON does not know"):
        dataset.append([PLACE | {"name": object()}])


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
    records: list[dict[str, Any]], code: str, place: str, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769947200")
    before = event_files(dataset.root)
    for dry_run in (True, False):
        with pytest.raises(RefusedError) as refused:
            dataset.append(records, batch="2026-02-01-a", dry_run=dry_run)
        assert any(f.code == code and f.place.startswith(f"events/{place}") for f in refused.value.findings)
    assert event_files(dataset.root) == before


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


def test_a_retry_is_safe(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769947200")
    first = dataset.append([PLACE, CLAIM], batch="2026-02-01-a", expect=21)
    content = (dataset.root / "events/2026-02-01-a.jsonl").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769950000")
    assert (
        dataset.append([PLACE, CLAIM], batch="2026-02-01-a", expect=21) == first == ["2026-02-01-a.1", "2026-02-01-a.2"]
    )
    assert dataset.append([PLACE, CLAIM | {"note": None}], batch="2026-02-01-a", dry_run=True) == first
    assert (dataset.root / "events/2026-02-01-a.jsonl").read_bytes() == content
    for other in ([PLACE], [CLAIM, PLACE], [PLACE | {"name": "Chikago"}, CLAIM]):
        with pytest.raises(UnreadableError, match="has other records"):
            dataset.append(other, batch="2026-02-01-a")


def test_the_same_again_without_a_name_is_another_record(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows that say the same are two records, whether the clock is set or not; that they do is a warning."""
    for epoch in ("1769947200", ""):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        one, two = dataset.append([CLAIM]), dataset.append([CLAIM])
        assert one != two
    assert {finding.code for finding in dataset.findings()} == {"claim-twice"}


def test_expect_refuses_a_log_that_moved_on(dataset: Dataset) -> None:
    for wrong in (0, 20, 22):
        with pytest.raises(UnreadableError, match=f"has 21 records, not {wrong}"):
            dataset.append([PLACE], expect=wrong)
    assert dataset.append([PLACE], expect=21)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX locks")
@pytest.mark.parametrize(
    ("words", "field"),
    [
        (["correct", "comet", "title=A comet"], "replaces"),
        (["retract", "comet"], "target"),
        (["rank", "comet", "deprecated"], "target"),
        (["compare", "2026-01-01-first.9", "confirms", "comet"], "other"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_record_is_looked_up_when_the_lock_is_held(
    words: list[str], field: str, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits for another writer means what that one has left: two corrections at once are two in a row."""
    import fcntl

    (last,) = batch_records(dataset.root, "2026-01-02-second.4")[3:4]
    lock = os.open(dataset.root / "events", os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)

    def other_writer() -> None:
        correction = {**last, "id": "2126-12-01-other.1", "title": "Comet", "replaces": last["id"], "reason": "r"}
        put_batch(Package(dataset.root), "2126-12-01-other.jsonl", batch_content([correction]))
        os.close(lock)

    monkeypatch.setattr("summitevents.cli.curate.say_waiting", other_writer)
    code, ids, said = run_text(*words, "--because", "r", "--batch", "2126-12-02-own", cwd=dataset.root)
    assert (code, ids) == (0, "2126-12-02-own.1\n"), said
    assert batch_records(dataset.root, "2126-12-02-own.1")[0][field] == "2126-12-01-other.1"


@pytest.mark.parametrize(
    ("words", "ended"),
    [
        (["correct", "comet", "title=A comet"], "2026-02-01-own.1"),
        (["retract", "comet"], None),
        (["rank", "comet", "deprecated"], "2026-01-02-second.4"),
        (["compare", "2026-01-01-first.9", "confirms", "comet"], "2026-01-02-second.4"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_retry_means_what_its_batch_found_whatever_others_have_written_since(
    words: list[str], ended: str | None, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another corrects the record, or claims anew what was retracted; then the first, who heard nothing, asks again."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769947200")
    own = [*words, "--because", "r", "--batch", "2026-02-01-own"]
    assert run_text(*own, cwd=dataset.root)[:2] == (0, "2026-02-01-own.1\n")
    (claim,) = batch_records(dataset.root, "2026-01-02-second.4")[3:4]
    usual = {"recorded_at": "2026-02-01T00:00:00Z", "title": "Comet"}
    other = {name: value for name, value in claim.items() if name != "id"} | usual
    dataset.append([other | ({"replaces": ended, "reason": "r"} if ended else {})], batch="2026-02-02-other")
    code, ids, said = run_text(*own, cwd=dataset.root)
    assert (code, ids) == (0, "2026-02-01-own.1\n"), said
    assert "there already, with the same 1 record" in said
    code, _, said = run_text(*own[:-4], "--because", "for another reason", *own[-2:], cwd=dataset.root)
    assert (code, "has other records" in said) == (2, True)


@pytest.mark.parametrize("name", ["mending", "2026-13-01-a", "2026-01-01", "../2026-01-01-a", "2026-01-01-a.txt", ""])
def test_names_that_are_none(name: str, dataset: Dataset) -> None:
    with pytest.raises(UnreadableError, match="is not a batch's name"):
        dataset.append([PLACE], batch=name)


def test_what_cannot_be_written_to(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableError, match="nothing to write"):
        dataset.append([])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(UnreadableError, match="SOURCE_DATE_EPOCH is today"):
        dataset.append([PLACE])
    with pytest.raises(UnreadableError, match="the one that came installed is only read"):
        Dataset(log.INSTALLED).append([PLACE])


def test_a_batch_is_taken_back_unless_it_is_sealed_or_something_rests_on_it(dataset: Dataset) -> None:
    package = Package(dataset.root)
    dataset.append([PLACE], batch="2126-12-01-a")
    dataset.append([CLAIM | {"place": "chicago"}], batch="2126-12-02-b")
    with (
        pytest.raises(RefusedError, match="take back first 2126-12-02-b") as refused,
        proposed_removal(package, "2126-12-01-a"),
    ):
        pass
    assert [f.code for f in refused.value.findings] == ["place-missing"]
    for stem in ("2126-12-02-b", "2126-12-01-a"):
        with proposed_removal(package, stem) as proposal:
            assert proposal.take_back().count(b"\n") == 1
    assert event_files(dataset.root) == {"2026-01-01-first.jsonl", "2026-01-02-second.jsonl"}
    (dataset.root / "events/ORDER").write_text("2026-01-01-first.jsonl\n2026-01-02-second.jsonl\n")
    with pytest.raises(UnreadableError, match="is sealed"), proposed_removal(package, "2026-01-02-second"):
        pass


def test_a_batch_that_was_pushed_is_not_taken_back(dataset: Dataset, tmp_path: Path) -> None:
    package = Package(dataset.root)
    dataset.append([PLACE], batch="2126-12-01-a")
    git(tmp_path, "init", "-q", "--bare", "elsewhere")
    new_repository(dataset.root)
    git(dataset.root, "remote", "add", "origin", str(tmp_path / "elsewhere"))
    with proposed_removal(package, "2126-12-01-a"):
        pass  # committed, but nobody else has it
    git(dataset.root, "push", "-q", "origin", "main")
    with pytest.raises(UnreadableError, match="is in origin/main: retract"), proposed_removal(package, "2126-12-01-a"):
        pass
    dataset.append([PLACE | {"place": "gary"}], batch="2126-12-02-b")
    with proposed_removal(package, "2126-12-02-b"):
        pass
    git(dataset.root, "mv", "events/2126-12-01-a.jsonl", "events/2126-12-03-c.jsonl")
    with pytest.raises(UnreadableError, match="is in origin/main: retract"), proposed_removal(package, "2126-12-03-c"):
        pass


def test_a_batch_that_stands_in_a_tag_is_not_taken_back(dataset: Dataset) -> None:
    package = Package(dataset.root)
    dataset.append([PLACE], batch="2126-12-01-a")
    new_repository(dataset.root)
    git(dataset.root, "tag", "v1")
    with pytest.raises(UnreadableError, match="is in v1: retract"), proposed_removal(package, "2126-12-01-a"):
        pass


@examples(2)
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
    package.append([source], batch="2126-12-01-0")
    ids = [package.append(records, batch=f"2126-12-01-{stem}") for stem, records in zip(order, batches, strict=False)]
    told = [
        {"id": id} | record
        for group, made in zip(ids, batches, strict=True)
        for id, record in zip(group, made, strict=True)
    ]
    lines, unread = read_log(Package(package.root))
    assert not unread
    assert _folded([line.value for line in lines]) == _folded([{"id": "2126-12-01-0.1", **source}, *told])
    with package.connect() as con:
        assert con.execute("SELECT count(*) FROM claims").fetchall() == [(sum(map(len, batches)),)]


def _folded(records: list[dict[str, Any]]) -> object:
    found = fold.fold(records)
    standing = {event: [claim.says["id"] for claim in claims] for event, claims in found.claims.items()}
    return standing, found.timeline, found.disputes, found.dead, found.relations
