"""Circles: the steps that run in one are those whose start can be reached from their end, found in linear time."""

from hypothesis import given
from hypothesis import strategies as st

from summitevents.check.circles import in_circles
from tests.support.amount import examples

nodes = st.integers(0, 5)
steps = st.lists(st.tuples(st.sampled_from("ab"), nodes, nodes), max_size=12)


@examples(100)
@given(steps)
def test_a_step_runs_in_a_circle_if_its_start_can_be_reached_from_its_end(steps: list[tuple[str, int, int]]) -> None:
    linked = {(kind, start, end) for kind, start, end in steps} | {
        (kind, node, node) for kind in "ab" for node in range(6)
    }
    for middle in range(6):  # Warshall's closure
        linked |= {
            (kind, start, end) for kind, start, one in linked for again, other, end in linked
            if one == other == middle and kind == again
        }  # fmt: skip
    expected = [(number, kind) for number, (kind, start, end) in enumerate(steps) if (kind, end, start) in linked]
    assert in_circles([(number, *step) for number, step in enumerate(steps)]) == expected


def test_a_long_chain_is_walked_once_and_its_last_step_closes_it() -> None:
    chain = [(n, "before", n, n + 1) for n in range(50_000)]
    assert in_circles(chain) == []
    assert len(in_circles([*chain, (50_000, "before", 50_000, 0)])) == 50_001
