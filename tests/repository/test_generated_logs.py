"""What the benchmarks measure on: a made log without a finding, that can grow; and one whose every error is known."""

from pathlib import Path

from benchmarks import generate

from summitevents.log.package import Package
from summitevents.validation import validate_log


def test_a_made_log_goes_on_in_a_batch_of_its_own(tmp_path: Path) -> None:
    log = generate.Log()
    generate.write(tmp_path / "grown", 2000, log)
    generate.write(tmp_path / "grown", 100, log)
    generate.write(tmp_path / "whole", 2100)
    first, more = Package(tmp_path / "grown").batches()
    [whole] = Package(tmp_path / "whole").batches()
    assert whole.read_bytes().startswith(first.read_bytes())
    assert len(more.read_bytes().splitlines()) == 100
    assert validate_log(Package(tmp_path / "grown")).findings == []


def test_wrong_lines_are_found_and_no_others(tmp_path: Path) -> None:
    generate.write(tmp_path / "good", 1000)
    expected = generate.write_wrong(tmp_path / "good", tmp_path / "wrong", 0.03)
    assert len(expected) == 30
    assert {code for _, _, code in expected} == generate.WRONG.keys()
    found = validate_log(Package(tmp_path / "wrong")).findings
    assert [(one.file, one.line, one.code) for one in found] == expected
