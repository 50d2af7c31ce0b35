"""No query gets out of the tables: to a file, the environment, the network, a setting, or a path of the machine."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from summitevents.api import Dataset
from summitevents.errors import UnreadableError
from tests.support.packages import contents
from tests.support.runner import run_command

SECRET = "canary-3f1c"
PORT = "PORT"
"""Stands for the port at which the test listens."""

FILES = [
    "SELECT * FROM read_text('secret.csv')", "SELECT * FROM read_blob('secret.csv')", "SELECT * FROM 'secret.csv'",
    'SELECT * FROM "secret.csv"', "SELECT * FROM read_csv('secret.csv')", "SELECT * FROM read_csv_auto('secret.csv')",
    "SELECT * FROM read_csv(['secret.csv'])", "SELECT * FROM read_json('secret.csv')", "SELECT * FROM read_ndjson_objects('secret.csv')",
    "SELECT * FROM read_json_objects('secret.csv')", "SELECT * FROM parquet_scan('secret.csv')", "SELECT * FROM parquet_metadata('secret.csv')",
    "SELECT * FROM parquet_schema('secret.csv')", "SELECT * FROM parquet_file_metadata('secret.csv')", "SELECT * FROM parquet_kv_metadata('secret.csv')",
    "SELECT * FROM parquet_bloom_probe('secret.csv', 'a', 1)", "SELECT * FROM sniff_csv('secret.csv')", "SELECT * FROM glob('*')",
    "SELECT * FROM glob('/etc/*')", "SELECT * FROM '/etc/passwd'", "SELECT * FROM read_text('/proc/self/environ')",
    "SELECT * FROM read_text('/proc/self/cmdline')", "SELECT * FROM read_text('~/.bashrc')", "SELECT * FROM '~/.ssh/*'",
    "SELECT * FROM read_duckdb('secret.csv')", "SELECT * FROM 'file:secret.csv'", "WITH s AS (FROM 'secret.csv') FROM s",
    "SELECT (SELECT content FROM read_text('secret.csv'))", "SELECT * FROM query('FROM read_text(''secret.csv'')')",
    "SELECT * FROM query_table('secret.csv')", "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('FROM ''secret.csv'''))",
    "DESCRIBE 'secret.csv'", "SUMMARIZE 'secret.csv'", "SUMMARIZE SELECT * FROM read_text('secret.csv')",
]  # fmt: skip
WRITES = [
    "COPY (SELECT 1) TO 'stolen'", "COPY events TO 'stolen' (FORMAT parquet)", "COPY (FROM events) TO '/dev/stderr'",
    "EXPORT DATABASE 'stolen'", "ATTACH 'stolen' AS s", "ATTACH 'secret.csv' (READ_ONLY)", "CREATE TABLE stolen AS SELECT 1",
    "CREATE MACRO m() AS TABLE FROM 'secret.csv'", "INSERT INTO events SELECT * FROM events", "DELETE FROM claims",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO 'stolen'", "VACUUM", "CHECKPOINT", "IMPORT DATABASE '.'",
]  # fmt: skip
MACHINE = [
    "SELECT getenv('SECRET')", "SELECT current_setting('temp_directory')", "SELECT current_setting('allowed_paths')",
    "SELECT * FROM duckdb_settings()", 'SELECT * FROM "duckdb_settings"()', "SELECT * FROM DuckDB_Settings()",
    "FROM system.main.duckdb_settings()", "SELECT * FROM pg_catalog.pg_settings", "SELECT * FROM duckdb_databases()",
    "SELECT * FROM duckdb_databases", "SELECT * FROM pragma_database_list", "FROM (SELECT path FROM duckdb_databases()) AS d",
    "SELECT (SELECT max(path) FROM duckdb_databases())", "SELECT 1 WHERE EXISTS (FROM duckdb_databases() WHERE path LIKE '/%')",
    "SELECT * FROM query('FROM duckdb_' || 'databases()')", "SELECT * FROM duckdb_extensions()", "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM which_secret('s3://a', 's3')", "SELECT * FROM duckdb_temporary_files()", "SELECT * FROM duckdb_logs",
    "SELECT * FROM duckdb_external_file_cache()", "SELECT * FROM duckdb_variables()", "PRAGMA database_list", "PRAGMA show_databases",
    "CALL duckdb_settings()", "SET memory_limit = '100GB'", "SET enable_external_access = true", "RESET lock_configuration",
    "PRAGMA enable_profiling = 'json'", "SET profiling_output = 'stolen'", "SET log_query_path = 'stolen'", ".read secret.csv", ".shell id",
    "SELECT * FROM pragma_database_size()", "SHOW DATABASES", "SELECT 1; SELECT * FROM duckdb_settings()", "EXECUTE x", "LOAD 'secret.csv'",
]  # fmt: skip
NETWORK = [
    f"SELECT * FROM 'http://127.0.0.1:{PORT}/a.csv'", f"SELECT * FROM read_csv('https://127.0.0.1:{PORT}/a.csv')",
    f"SELECT * FROM read_text('s3://127.0.0.1:{PORT}/a')", f"SELECT * FROM parquet_scan('http://127.0.0.1:{PORT}/a')",
    f"ATTACH 'http://127.0.0.1:{PORT}/a.duckdb'", f"ATTACH 'postgres:host=127.0.0.1 port={PORT}'", "INSTALL httpfs", "LOAD httpfs",
    f"INSTALL spatial FROM 'http://127.0.0.1:{PORT}'", "SELECT st_read('a')", "SELECT * FROM postgres_scan('', 'a', 'b')",
    "SELECT * FROM sqlite_scan('secret.csv', 'a')", "CREATE SECRET (TYPE s3)", "SELECT * FROM delta_scan('secret.csv')",
]  # fmt: skip


@pytest.fixture
def here(golden_copy: Path) -> Path:
    (golden_copy / "secret.csv").write_text(f"a\n{SECRET}\n")
    return golden_copy


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.mark.parametrize("query", [*FILES, *WRITES, *MACHINE, *NETWORK])
def test_no_query_gets_out(
    query: str, here: Path, own_cache: Path, listening: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here)
    monkeypatch.setenv("SECRET", SECRET)
    before, kept = contents(here), contents(own_cache)
    try:
        said = str(list(Dataset(here).query(query.replace(PORT, str(listening.getsockname()[1])))))
        assert query == "SHOW DATABASES"
    except UnreadableError as refused:
        said = str(refused)
    for telling in (SECRET, str(here), str(own_cache), str(Path.home()), "/tmp/", ".duckdb/"):
        assert telling not in said
    assert contents(here) == before
    assert contents(own_cache) == kept
    with pytest.raises(BlockingIOError):  # nobody has knocked
        listening.accept()


def test_at_the_command_line_likewise(here: Path) -> None:
    for query in (FILES[0], WRITES[0], MACHINE[3], NETWORK[0]):
        ran = run_command("query", query, cwd=here)
        assert (ran.returncode, ran.stdout) == (2, b"")
        assert ran.stderr.startswith(b"summitevents: ")


def test_what_belongs_to_the_tables_can_be_asked_for(here: Path) -> None:
    for query in (
        "SELECT table_name FROM duckdb_tables()", "SHOW TABLES", "DESCRIBE events", "SUMMARIZE events", "VALUES (1)", "FROM events",
        "SELECT * FROM information_schema.tables", "SELECT 'duckdb_settings' AS query", "SELECT version()", "SELECT * FROM range(3)",
        "SELECT * FROM duckdb_columns() WHERE comment LIKE '%query%'", "SELECT count(*) FROM pragma_table_info('events')",
    ):  # fmt: skip
        ran = run_command("query", query, cwd=here)
        assert ran.returncode == 0, (query, ran.stderr)
