"""GraphML, for Gephi, yEd and networkx: written piece by piece, so that a graph may be large."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from hongtou.query.xml_text import without_forbidden

__all__ = ["Key", "Value", "graphml"]

Value = str | int | float | bool | None
Kind = Literal["string", "int", "double", "boolean"]


@dataclass(frozen=True, slots=True)
class Key:
    """What nodes or edges may carry: ``Key("edge", "lag_days", "int")``."""

    owner: Literal["node", "edge"]
    name: str
    kind: Kind = "string"


def graphml(
    name: str,
    keys: Iterable[Key],
    nodes: Iterable[tuple[str, Mapping[str, Value]]],
    edges: Iterable[tuple[str, str, Mapping[str, Value]]],
) -> Iterator[str]:
    """The lines of a GraphML file of a directed graph, without line ends.

    A name may be a key of nodes and of edges. Values of ``None`` are left out, and characters
    that XML cannot carry become U+FFFD.

    Args:
        name: Of the graph.
        keys: All that nodes and edges carry; what is not among them is an error of the caller.
        nodes: Id and values of each.
        edges: Source, target and values of each; two nodes may have several.
    """
    known = tuple(keys)
    ids = {(key.owner, key.name): f"{key.owner}-{key.name}" for key in known}
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    for key in known:
        names = f"id={quoteattr(ids[key.owner, key.name])} attr.name={quoteattr(key.name)}"
        yield f'<key {names} for="{key.owner}" attr.type="{key.kind}"/>'
    yield f'<graph id={_attribute(name)} edgedefault="directed">'
    for node, values in nodes:
        yield f"<node id={_attribute(node)}>{_values('node', values, ids)}</node>"
    for source, target, values in edges:
        ends = f"source={_attribute(source)} target={_attribute(target)}"
        yield f"<edge {ends}>{_values('edge', values, ids)}</edge>"
    yield "</graph>"
    yield "</graphml>"


def _values(
    owner: Literal["node", "edge"],
    values: Mapping[str, Value],
    ids: Mapping[tuple[Literal["node", "edge"], str], str],
) -> str:
    return "".join(
        f"<data key={quoteattr(ids[owner, name])}>{_said(value)}</data>"
        for name, value in values.items()
        if value is not None
    )


def _said(value: str | float) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return escape(without_forbidden(str(value)))


def _attribute(text: str) -> str:
    return quoteattr(without_forbidden(text))
