"""The shape of a chain: circles, generations, days from the top; pure and without recursion."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

__all__ = ["Edge", "days_from_top", "lag_between", "tiers", "unknot"]

Edge = tuple[str, str]  # parent, child

# More circles than anybody reads; the rest are cut all the same.
MOST_CIRCLES: Final = 20


def lag_between(parent: str | None, child: str | None) -> int | None:
    """Days between two ISO dates, negative where the child is older; None without a date."""
    if not parent or not child:
        return None
    try:
        return (date.fromisoformat(child) - date.fromisoformat(parent)).days
    except ValueError:  # a hand-made knowledge base may hold 2021-05
        return None


def unknot(lags: Mapping[Edge, int | None]) -> tuple[list[Edge], list[tuple[str, ...]]]:
    """The edges without those that close circles, and the circles.

    Papers without parents or without children are taken away until none is left: what remains
    holds a circle. Its edge with the smallest lag is cut, most likely one on which the child is
    older than the parent; it stands last in the circle. Then again.
    """
    left = sorted(lags)
    circles: list[tuple[str, ...]] = []
    cut: set[Edge] = set()
    core = _core(left)
    while core:
        circle = _one_circle(core, lags)
        circles.append(circle)
        cut.add((circle[-1], circle[0]))
        core = _core([edge for edge in core if edge not in cut])
    return [edge for edge in left if edge not in cut], circles[:MOST_CIRCLES]


def _core(edges: Sequence[Edge]) -> list[Edge]:
    """The edges on circles and between circles."""
    for turned in (False, True):  # what no circle leads to goes, then what leads to none
        ways = [(edge[1], edge[0]) if turned else edge for edge in edges]
        done = set(in_order({end for edge in edges for end in edge}, ways))
        edges = [edge for edge in edges if edge[0] not in done and edge[1] not in done]
    return list(edges)


def _one_circle(core: Sequence[Edge], lags: Mapping[Edge, int | None]) -> tuple[str, ...]:
    """A circle of edges that all lead on; the one from its last to its first is the doubtful."""
    following = {edge[0]: edge[1] for edge in sorted(core, reverse=True)}
    here, way = min(following), dict[str, int]()
    while here not in way:
        way[here] = len(way)
        here = following[here]
    circle = list(way)[way[here] :]

    def doubt(at: int) -> tuple[int, str]:
        return lags[circle[at - 1], circle[at]] or 0, circle[at]

    first = min(range(len(circle)), key=doubt)
    return (*circle[first:], *circle[:first])


def in_order(nodes: Iterable[str], edges: Sequence[Edge]) -> list[str]:
    """The papers, each after its parents; those on circles, and all below them, are left out."""
    waiting = dict.fromkeys(sorted(nodes), 0)
    below: dict[str, list[str]] = defaultdict(list)
    for parent, child in edges:
        waiting[child] += 1
        below[parent].append(child)
    free = deque(key for key, count in waiting.items() if not count)
    order = []
    while free:
        here = free.popleft()
        order.append(here)
        for child in below[here]:
            waiting[child] -= 1
            if not waiting[child]:
                free.append(child)
    return order


def tiers(nodes: Iterable[str], edges: Sequence[Edge]) -> dict[str, int]:
    """Generations below the top on the longest way, from 0; ``edges`` hold no circle."""
    order = in_order(nodes, edges)
    tier = dict.fromkeys(order, 0)
    below: dict[str, list[str]] = defaultdict(list)
    above: dict[str, list[str]] = defaultdict(list)
    for parent, child in edges:
        below[parent].append(child)
        above[child].append(parent)
    for here in order:
        tier[here] = max((tier[parent] + 1 for parent in above[here]), default=0)
    # A top stands right above the first that it leads to, not at the head of somebody else's way.
    for here in order:
        if not above[here] and below[here]:
            tier[here] = min(tier[child] for child in below[here]) - 1
    return tier


def days_from_top(dates: Mapping[str, str | None], edges: Sequence[Edge]) -> dict[str, int | None]:
    """Days from the earliest dated paper above to each paper; 0 for one with none above."""
    earliest = dict(dates)
    above: dict[str, list[str]] = defaultdict(list)
    for parent, child in edges:
        above[child].append(parent)
    for here in in_order(dates, edges):
        known = [earliest[parent] for parent in above[here]] + [earliest[here]]
        earliest[here] = min((day for day in known if day), default=None)
    return {key: lag_between(earliest[key], day) for key, day in dates.items()}
