"""Where everything in the picture of a chain stands: boxes in rows, levels in bands, arrows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from hongtou.model.labels import LEVELS
from hongtou.query.chains.boxes import (
    Box,
    gap_box,
    gap_cell,
    group_box,
    paper_box,
    stacked,
    width_of,
)
from hongtou.query.chains.parts import ChainLink, ChainNode
from hongtou.query.chains.shape import in_order, unknot
from hongtou.query.chains.tree import hidden_words, link_words, missing_words, open_parties

if TYPE_CHECKING:
    from hongtou.query.chains.chain import Chain

__all__ = ["LABEL", "Arrow", "Band", "Picture", "Placed", "lay_out"]

Point = tuple[float, float]

# More papers than this that carry one on and lead no further stand in one frame.
SIBLINGS: Final = 5
LABEL: Final = 11.0  # size of the words on arrows
ROW_GAP: Final = 74.0  # room for an arrow with its words
BOX_GAP: Final = 34.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A box and its upper left corner."""

    box: Box
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line from parent to child with its words; to a gap it has neither words nor head."""

    points: tuple[Point, ...]
    words: str
    at: Point  # middle of the words
    link: ChainLink | None
    headed: bool = True


@dataclass(frozen=True, slots=True)
class Band:
    """The rows of one level: ``省级``."""

    name: str
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn, from (0, 0) to (width, height)."""

    boxes: tuple[Placed, ...]
    arrows: tuple[Arrow, ...]
    bands: tuple[Band, ...]
    width: float
    height: float


@dataclass(slots=True)
class _Plan:
    """Boxes by key, what joins them, and the level of each where it is known."""

    boxes: dict[str, Box]
    joins: dict[tuple[str, str], ChainLink | None]  # parent box, child box
    levels: dict[str, str | None]
    closing: frozenset[tuple[str, str]]  # links from the last paper of a circle to its first

    def words(self, link: ChainLink | None) -> str:
        """What stands on an arrow: ``转发（3 天后）``, ``转发（早 2 天）成环``."""
        if link is None:
            return ""
        return link_words(link) + ("成环" if (link.parent, link.child) in self.closing else "")


def lay_out(chain: "Chain") -> Picture:
    """Place everything; the same chain gives the same picture."""
    plan = _plan(chain, levels=True)
    rows, banded = _rows(plan)
    if banded:  # the band says it
        plan = _plan(chain, levels=False)
    laid = _layered(plan, rows)
    boxes = tuple(
        Placed(box, n["center"]["x"] - box.width / 2, n["center"]["y"] - box.height / 2)
        for box, n in zip(plan.boxes.values(), laid["nodes"], strict=True)
    )
    arrows = tuple(
        Arrow(
            tuple((p["x"], p["y"]) for p in edge["points"]), plan.words(link),
            _middle(edge), link,
            not child.startswith("gap-"),
        )
        for ((_, child), link), edge in zip(plan.joins.items(), laid["edges"], strict=True)
    )  # fmt: skip
    boxes, arrows = _raised(boxes, arrows, rows, list(plan.joins))
    return _moved(boxes, arrows, _bands(plan, boxes, rows) if banded else ())


def _middle(edge: Mapping[str, Any]) -> Point:
    """Where the words of an arrow stand: on it, nearest to where the layout left room."""
    points = [(point["x"], point["y"]) for point in edge["points"]]
    if edge["label_anchor"] is None:
        return points[0]
    x, y = edge["label_anchor"]["x"], edge["label_anchor"]["y"]
    near = [
        (
            min(max(x, min(a[0], b[0])), max(a[0], b[0])),
            min(max(y, min(a[1], b[1])), max(a[1], b[1])),
        )
        for a, b in pairwise(points)
    ]
    return min(near, key=lambda point: (abs(point[0] - x) + abs(point[1] - y), point))


def _plan(chain: "Chain", *, levels: bool) -> _Plan:
    nodes = {node.document.document_id: node for node in chain.nodes}
    gaps: dict[str, list[str]] = defaultdict(list)
    for wish in chain.asked:
        gaps[wish.document.document_id] += map(missing_words, open_parties(wish))
    for key, node in nodes.items():
        gaps[key] += hidden_words(node)
    parents = {link.parent for link in chain.links}
    grouped = _grouped(chain, nodes, gaps)
    closing = frozenset((c.documents[-1], c.documents[0]) for c in chain.circles)
    plan = _Plan({}, {}, {}, closing)
    member_of: dict[str, str] = {}
    for at, links in enumerate(grouped):
        key = f"group-{at}"
        root = chain.root.document_id
        plan.boxes[key] = group_box(key, [(nodes[x.child], x) for x in links], root, level=levels)
        plan.levels[key] = nodes[links[0].child].level
        member_of |= {x.child: key for x in links}
    for key, node in nodes.items():
        if key not in member_of:
            box = paper_box(node, root=key == chain.root.document_id, level=levels)
            # Below a paper that leads nowhere else the gap stands in the same place.
            alone = gaps[key] if key not in parents else ()
            plan.boxes[key] = stacked(box, gap_cell(alone)) if alone else box
            plan.levels[key] = node.level
    for link in chain.links:
        ends = (link.parent, member_of.get(link.child, link.child))
        plan.joins[ends] = None if link.child in member_of else plan.joins.get(ends, link)
    for key in sorted(key for key in gaps if gaps[key] and key in parents):
        plan.boxes[f"gap-{key}"] = gap_box(f"gap-{key}", gaps[key])
        plan.joins[key, f"gap-{key}"] = None
        plan.levels[f"gap-{key}"] = None
    return plan


def _grouped(
    chain: "Chain", nodes: Mapping[str, ChainNode], gaps: Mapping[str, Sequence[str]]
) -> list[list[ChainLink]]:
    """Links to papers with one parent, of one level, that lead no further, where they are many."""
    parents = {link.parent for link in chain.links}
    links_to: dict[str, list[ChainLink]] = defaultdict(list)
    for link in chain.links:
        links_to[link.child].append(link)
    alike: dict[tuple[str, str], list[ChainLink]] = defaultdict(list)
    for child, links in links_to.items():
        if len(links) == 1 and child not in parents and not gaps.get(child):
            alike[links[0].parent, nodes[child].level or ""].append(links[0])

    def age(link: ChainLink) -> tuple[str, str]:
        return nodes[link.child].document.date or "9999", link.child

    return [sorted(links, key=age) for _, links in sorted(alike.items()) if len(links) > SIBLINGS]


def _rows(plan: _Plan) -> tuple[dict[str, int], bool]:
    """The row of each box from 0, and whether levels make bands.

    Levels come first: a city's paper stands below all papers of provinces. Where a paper of a
    higher level passes on one of a lower (批转), there are no bands.
    """
    edges, _ = unknot(dict.fromkeys(plan.joins, 0))
    above: dict[str, list[str]] = defaultdict(list)
    below: dict[str, list[str]] = defaultdict(list)
    for parent, child in edges:
        above[child].append(parent)
        below[parent].append(child)
    order, rank = in_order(plan.boxes, edges), {name: at for at, name in enumerate(LEVELS)}
    own = {key: rank.get(plan.levels[key] or "", -1) for key in order}
    level: dict[str, int] = {}
    for key in order:
        level[key] = max([own[key], *(level[parent] for parent in above[key])])
    for key in reversed(order):  # one of no known level stands right above what it leads to
        if own[key] < 0 and not above[key] and below[key]:
            level[key] = min(level[child] for child in below[key])
    banded = len(set(own.values()) - {-1}) > 1 and all(
        own[key] in (-1, level[key]) for key in order
    )
    if not banded:
        level = dict.fromkeys(order, 0)
    return _numbered(order, above, below, level), banded


def _numbered(
    order: Sequence[str], above: Mapping[str, Sequence[str]],
    below: Mapping[str, Sequence[str]], level: Mapping[str, int],
) -> dict[str, int]:  # fmt: skip
    """Rows from 0: those of a level together, in it a child below its parents."""
    inner: dict[str, int] = {}
    for key in order:
        inner[key] = max(
            (inner[parent] + 1 for parent in above[key] if level[parent] == level[key]), default=0
        )
    for key in order:
        if not above[key] and below[key]:
            inner[key] = min(
                [inner[c] - 1 for c in below[key] if level[c] == level[key]] or [inner[key]]
            )
    tall: dict[int, int] = defaultdict(int)
    for key in order:
        tall[level[key]] = max(tall[level[key]], inner[key] + 1)
    first, offset = {}, 0
    for step in sorted(tall):
        first[step], offset = offset, offset + tall[step]
    return {key: first[level[key]] + inner[key] for key in order}


def _layered(plan: _Plan, rows: Mapping[str, int]) -> dict[str, Any]:
    """Positions and lines by graphlay: layered drawing with given rows and room for words."""
    import graphlay

    graph = graphlay.Graph()
    for key, box in plan.boxes.items():
        graph.node(key, width=box.width, height=box.height, rank={"fixed": rows[key]})
    for (parent, child), link in plan.joins.items():
        if words := plan.words(link):
            room = {"width": width_of(words, LABEL) + 14, "height": LABEL + 9}
            graph.edge(parent, child, label_size=room)
        else:
            graph.edge(parent, child)
    options = {
        "direction": "topbottom",
        "spacing": {"layer_gap": ROW_GAP, "node_gap": BOX_GAP},
        "labels": {"placement": "gap_centre"},
    }
    return graphlay.layout(graph, options=options).to_dict()


def _raised(
    boxes: Sequence[Placed], arrows: Sequence[Arrow], rows: Mapping[str, int],
    ends: Sequence[tuple[str, str]],
) -> tuple[tuple[Placed, ...], tuple[Arrow, ...]]:  # fmt: skip
    """All boxes of a row with their upper edges in one line, and the arrows led to them.

    The layout puts their middles in line; arrows turn only between rows, so their ends may move
    straight up.
    """
    top: dict[int, float] = {}
    for placed in boxes:
        row = rows[placed.box.key]
        top[row] = min(top.get(row, placed.y), placed.y)
    up = {p.box.key: p.y - top[rows[p.box.key]] for p in boxes}
    led = []
    for arrow, (parent, child) in zip(arrows, ends, strict=True):
        points = list(arrow.points)
        points[0] = (points[0][0], points[0][1] - up[parent])
        points[-1] = (points[-1][0], points[-1][1] - up[child])
        led.append(replace(arrow, points=tuple(points)))
    return tuple(replace(p, y=p.y - up[p.box.key]) for p in boxes), tuple(led)


def _bands(plan: _Plan, boxes: Sequence[Placed], rows: Mapping[str, int]) -> tuple[Band, ...]:
    """One band a level, from the middle of the gap above it to the middle of the one below."""
    spans: dict[int, tuple[float, float]] = {}
    for placed in boxes:
        row = rows[placed.box.key]
        top, bottom = spans.get(row, (placed.y, placed.y))
        spans[row] = min(top, placed.y), max(bottom, placed.y + placed.box.height)
    named = {rows[key]: level for key, level in plan.levels.items() if level}
    bands: list[Band] = []
    for row in sorted(spans):
        name = LEVELS[named[row]] if row in named else bands[-1].name if bands else ""
        top, bottom = spans[row][0] - ROW_GAP / 2, spans[row][1] + ROW_GAP / 2
        if bands and bands[-1].name == name:
            bands[-1] = replace(bands[-1], bottom=bottom)
        else:
            top = bands[-1].bottom if bands else top
            bands.append(Band(name, top, bottom))
    return tuple(bands)


def _moved(boxes: Sequence[Placed], arrows: Sequence[Arrow], bands: Sequence[Band]) -> Picture:
    """The picture with its upper left corner at (0, 0)."""
    xs = [p.x for p in boxes] + [x for arrow in arrows for x, _ in arrow.points]
    xs += [arrow.at[0] - width_of(arrow.words, LABEL) / 2 for arrow in arrows]
    ends = [p.x + p.box.width for p in boxes] + [x for arrow in arrows for x, _ in arrow.points]
    ends += [arrow.at[0] + width_of(arrow.words, LABEL) / 2 for arrow in arrows]
    ys = [p.y for p in boxes] + [y for a in arrows for _, y in a.points] + [b.top for b in bands]
    lows = [p.y + p.box.height for p in boxes] + [b.bottom for b in bands]
    left, top = min(xs), min(ys)

    def at(point: Point) -> Point:
        return point[0] - left, point[1] - top

    return Picture(
        tuple(Placed(p.box, p.x - left, p.y - top) for p in boxes),
        tuple(replace(a, points=tuple(map(at, a.points)), at=at(a.at)) for a in arrows),
        tuple(Band(b.name, b.top - top, b.bottom - top) for b in bands),
        max(ends) - left,
        max(lows) - top,
    )
