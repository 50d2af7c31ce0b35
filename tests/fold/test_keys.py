"""The keys that datapackage.json promises hold in every good log."""

from pathlib import Path

import pytest

from summitevents.build import cache
from summitevents.fold import codebook
from tests.support.cases import CASE_NAMES, copy_case
from tests.support.releases import row_counts


@pytest.mark.parametrize("case", [case for case in CASE_NAMES if case.startswith("good-")])
def test_keys_hold_in_every_good_log(case: str, tmp_path: Path) -> None:
    with cache.connect(copy_case(case, tmp_path / "package")) as con:
        assert set(codebook.KEYS) == set(row_counts(con))
        for name, columns in codebook.KEYS.items():
            key = ", ".join(f'"{column}"' for column in columns)
            assert not con.execute(f'SELECT {key} FROM "{name}" GROUP BY ALL HAVING count(*) > 1').fetchall(), name
        for name, keys in codebook.REFERS.items():
            for column, to in keys.items():
                other, field = to.split(".")
                lost = f'SELECT 1 FROM "{name}" WHERE "{column}" IS NOT NULL AND "{column}" NOT IN (SELECT "{field}" FROM "{other}")'
                assert not con.execute(lost).fetchall(), (name, column)
