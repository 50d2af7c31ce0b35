"""Finds which steps run in a circle: in linear time, where the pairs of all that can be reached would be quadratic."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Node = tuple[Any, Any]
Step = tuple[Any, ...]


def in_circles(steps: Sequence[Step]) -> list[Step]:
    """Returns the steps whose start can be reached from their end, without their ends.

    A step's last three columns are its kind, its start and its end; only steps of one kind follow each other.
    """
    steps = _without_dead_ends(steps)
    after: defaultdict[Node, list[Node]] = defaultdict(list)
    before: defaultdict[Node, list[Node]] = defaultdict(list)
    for *_, kind, start, end in steps:
        after[kind, start].append((kind, end))
        before[kind, end].append((kind, start))
    order = list(_walked(after, list(after), set()))
    circle: dict[Node, Node] = {}
    seen: set[Node] = set()
    for first in reversed(order):  # Kosaraju and Sharir: what leads to a node that was left last runs in its circle
        circle |= dict.fromkeys(_walked(before, [first], seen), first)
    return [step[:-2] for step in steps if circle[step[-3], step[-2]] == circle[step[-3], step[-1]]]


def _without_dead_ends(steps: Sequence[Step]) -> Sequence[Step]:
    """Returns the steps that never come to an end: in most logs none, which is found out quickly."""
    before: defaultdict[Node, list[Node]] = defaultdict(list)
    for *_, kind, start, end in steps:
        before[kind, end].append((kind, start))
    ahead = Counter(start for starts in before.values() for start in starts)
    ended = [node for node in before if node not in ahead]
    for node in ended:  # it grows on the way
        for start in before.get(node, ()):
            ahead[start] -= 1
            if not ahead[start]:
                ended.append(start)
    return [step for step in steps if ahead[step[-3], step[-1]]]


def _walked(steps: Mapping[Node, list[Node]], starts: list[Node], seen: set[Node]) -> Iterator[Node]:
    """Yields all that can be reached from any start and was not seen, each when all that follows it has been."""
    for start in starts:
        ahead = [iter([start])]
        path: list[Node] = []
        while ahead:
            node = next((one for one in ahead[-1] if one not in seen), None)
            if node is not None:
                seen.add(node)
                path.append(node)
                ahead.append(iter(steps.get(node, ())))
                continue
            ahead.pop()
            if path:
                yield path.pop()
