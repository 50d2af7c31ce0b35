"""The folder that `site` writes: every link leads to a file, and `--serve` shows it to this machine alone."""

import gzip
import http.client
import json
import os
import shutil
import subprocess
import threading
from pathlib import Path

import duckdb
import pytest

from summitevents.errors import UnreadableError
from summitevents.page.duckdb_wasm import fetch_duckdb_wasm
from summitevents.page.server import local_server
from tests.support.html import StrictReader
from tests.support.packages import copy_golden_package
from tests.support.paths import ROOT
from tests.support.runner import COMMAND, environment, run_command


@pytest.fixture(scope="module")
def package_with_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = copy_golden_package(tmp_path_factory.mktemp("site") / "here")
    ran = run_command("site", "-o", "out", cwd=here)
    assert (ran.returncode, ran.stdout) == (0, b"")
    assert ran.stderr.decode().splitlines()[-1] == "out/index.html: open it in a browser"
    return here


@pytest.fixture
def site_folder(package_with_site: Path, tmp_path: Path, warm_cache: Path) -> Path:
    """The folder that `site` made, in a copy of the small log."""
    return Path(shutil.copytree(package_with_site, tmp_path / "here")) / "out"


def test_every_link_leads_to_a_file_of_the_folder(site_folder: Path) -> None:
    read = StrictReader((site_folder / "index.html").read_bytes())
    local = {link for link in read.links if not link.startswith(("#", "https:", "data:,"))}
    assert all((site_folder / link).is_file() for link in local)
    assert {str(path.relative_to(site_folder)) for path in site_folder.rglob("*") if path.is_file()} - local == {
        "index.html"
    }


def test_the_files_hold_the_tables(site_folder: Path) -> None:
    with duckdb.connect(str(site_folder / "summitevents.duckdb"), read_only=True) as con:
        rows = con.sql("SELECT event FROM events ORDER BY event").fetchall()
    assert rows == duckdb.sql(f"SELECT event FROM '{site_folder}/data/events.csv' ORDER BY event").fetchall()
    assert rows == duckdb.sql(f"SELECT event FROM '{site_folder}/data/events.parquet' ORDER BY event").fetchall()
    assert sorted(row["event"] for row in json.loads((site_folder / "data/events.json").read_text())) == [
        e for (e,) in rows
    ]


def test_the_same_log_gives_the_same_page(site_folder: Path) -> None:
    before = (site_folder / "index.html").read_bytes()
    assert run_command("site", "-o", "out", cwd=site_folder.parent).returncode == 0
    assert (site_folder / "index.html").read_bytes() == before


def test_a_page_of_others_is_not_overwritten(site_folder: Path) -> None:
    """The marks of our own pages are known: the test above."""
    (site_folder / "index.html").write_text("<!DOCTYPE html><title>Mine</title>")
    before = {path: path.read_bytes() for path in site_folder.rglob("*") if path.is_file()}
    (site_folder.parent / "events/2026-01-02-second.jsonl").unlink()
    ran = run_command("site", "-o", "out", cwd=site_folder.parent)
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"summitevents: out/index.html is no page of summitevents")
    assert {path: path.read_bytes() for path in site_folder.rglob("*") if path.is_file()} == before


def test_pages_that_the_log_has_no_more_are_removed(site_folder: Path) -> None:
    """Of nobody else: what is no page of ours stops the run before it writes, and other files stay."""
    years = site_folder / "years"
    years.mkdir()
    for old in (years / "1777.html", site_folder / "pictures.html"):
        shutil.copy(site_folder / "index.html", old)
    (years / "notes.txt").write_text("mine")
    (years / "mine.html").write_text("<!DOCTYPE html><title>Mine</title>")
    assert run_command("site", "-o", "out", cwd=site_folder.parent).returncode == 2
    assert len(list(years.iterdir())) == 3
    (years / "mine.html").unlink()
    assert run_command("site", "-o", "out", cwd=site_folder.parent).returncode == 0
    assert [path.name for path in years.iterdir()] == ["notes.txt"]
    assert [path.name for path in site_folder.glob("*.html")] == ["index.html"]


def test_a_log_with_errors_has_no_site(tmp_path: Path) -> None:
    here = copy_golden_package(tmp_path / "here")
    (here / "events/2026-01-03-bad.jsonl").write_text("{\n")
    ran = run_command("site", "-o", "out", cwd=here)
    assert ran.returncode == 1
    assert not list(here.glob("out/*.html"))


def test_sql_says_that_it_needs_npm(tmp_path: Path) -> None:
    ran = run_command("site", "--sql", "-o", tmp_path / "out", cwd=ROOT, PATH=str(tmp_path))
    assert ran.returncode == 2
    assert "there is no npm here; install Node.js" in ran.stderr.decode()
    assert not (tmp_path / "out").exists()


def test_what_npm_brings_must_be_what_we_know(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm"
    npm.write_text('#!/bin/sh\necho "$@" > other.tgz\necho other.tgz\n')
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(UnreadableError, match="brought another @duckdb/duckdb-wasm"):
        fetch_duckdb_wasm()
    npm.write_text('#!/bin/sh\necho "no such host" >&2\nexit 1\n')
    with pytest.raises(UnreadableError, match="no such host"):
        fetch_duckdb_wasm()


def test_serve_shows_the_folder_on_loopback_alone(site_folder: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "site", "-o", "out", "--serve"],
        cwd=site_folder.parent, env=environment(), stderr=subprocess.PIPE, text=True,
    ) as ran:  # fmt: skip
        assert ran.stderr
        address = ran.stderr.readline()
        assert address.startswith("http://127.0.0.1:")
        assert address.endswith("/ (Ctrl-C ends it)\n")
        connection = http.client.HTTPConnection("127.0.0.1", int(address.split(":")[2].split("/")[0]))
        connection.request("GET", "/")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, (site_folder / "index.html").read_bytes())
        ran.terminate()


def test_the_server_compresses_for_whoever_takes_it(tmp_path: Path) -> None:
    content = {"index.html": b"<p>" * 1000, "duckdb.wasm": b"\0asm" * 1000, "odd.bin": b"x" * 1000}
    for name, data in content.items():
        (tmp_path / name).write_bytes(data)
    with local_server(tmp_path) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for path, name in (("/", "index.html"), ("/duckdb.wasm?1", "duckdb.wasm"), ("/odd.bin", "odd.bin")):
            for takes in ("gzip, br", "identity"):
                connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
                connection.request("GET", path, headers={"Accept-Encoding": takes})
                answer = connection.getresponse()
                body, encoding = answer.read(), answer.headers["Content-Encoding"]
                assert encoding == ("gzip" if takes != "identity" and name != "odd.bin" else None)
                assert (gzip.decompress(body) if encoding else body) == content[name]
                assert int(answer.headers["Content-Length"]) == len(body)
        (tmp_path / "index.html").write_bytes(b"new")
        os.utime(tmp_path / "index.html", (0, 0))  # the clock of a file system may not have gone on since
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
        connection.request("GET", "/", headers={"Accept-Encoding": "gzip"})
        assert gzip.decompress(connection.getresponse().read()) == b"new"
        server.shutdown()


def test_the_server_serves_wasm_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "duckdb.wasm").write_bytes(b"\0asm")
    with local_server(tmp_path) as server:
        assert server.server_address[0] == "127.0.0.1"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
        connection.request("GET", "/duckdb.wasm")
        assert connection.getresponse().headers["Content-Type"] == "application/wasm"
        server.shutdown()
