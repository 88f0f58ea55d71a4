"""The forms in which a chain leaves: text, JSON, Mermaid, Graphviz dot, GraphML."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from hongtou.query.results import ChainLink, ChainNode, DocumentRef, Unanswered

__all__ = ["write_dot", "write_graphml", "write_json", "write_mermaid", "write_text"]

RELATIONS: Final = {"forwards": "转发", "relays": "批转", "issues": "印发"}
ROLES: Final = {"main": "", "embedded": "（随文所附）", "ghost": "（未入库）"}


def write_text(
    root: DocumentRef,
    nodes: Sequence[ChainNode],
    links: Sequence[ChainLink],
    unanswered: Sequence[Unanswered],
) -> str:
    """A tree, the highest paper first, each child under what it passes on."""
    by_id = {node.document.document_id: node for node in nodes}
    parents = {link.child for link in links}
    lines: list[str] = []
    seen: set[str] = set()
    tops = [n for n in nodes if n.document.document_id not in parents] or list(nodes[:1])
    for node in tops:
        _write_branch(node, None, 0, root, by_id, links, seen, lines)
    if not links:
        lines.append("（没有上下游：它不转发、批转或印发别的文件，也没有文件转发它）")
    for wish in unanswered:
        lines += (
            f"⚠ 要求转发而未见下级文件：{wish.by}" + (f" → {wish.to}" if wish.to else ""),
            f"   {wish.document.name}：“{wish.quote}”",
        )
    return "\n".join(lines)


def _write_branch(
    node: ChainNode,
    link: ChainLink | None,
    level: int,
    root: DocumentRef,
    by_id: dict[str, ChainNode],
    links: Sequence[ChainLink],
    seen: set[str],
    lines: list[str],
) -> None:
    document = node.document
    lead = "   " * (level - 1) + "└─ " if level else ""
    how = f"{RELATIONS[link.relation]}{_lag(link)}：" if link else ""
    star = "▶ " if document.document_id == root.document_id else ""
    lines.append(f"{lead}{how}{star}{document.name}{ROLES[document.role]}  {document.date or ''}")
    lines[-1] = lines[-1].rstrip()
    if document.title and document.title != document.name:
        lines.append("   " * level + f"《{document.title}》")
    if document.document_id in seen:
        return
    seen.add(document.document_id)
    for below in links:
        if below.parent == document.document_id and below.child in by_id:
            _write_branch(by_id[below.child], below, level + 1, root, by_id, links, seen, lines)


def _lag(link: ChainLink) -> str:
    return "" if link.lag_days is None else f"（{link.lag_days} 天后）"


def write_json(
    root: DocumentRef,
    nodes: Sequence[ChainNode],
    links: Sequence[ChainLink],
    unanswered: Sequence[Unanswered],
) -> str:
    """One object with root, nodes, links and unanswered."""
    form = {
        "root": asdict(root),
        "nodes": [asdict(node) for node in nodes],
        "links": [asdict(link) for link in links],
        "unanswered": [asdict(wish) for wish in unanswered],
    }
    return json.dumps(form, ensure_ascii=False, indent=2)


def write_mermaid(nodes: Sequence[ChainNode], links: Sequence[ChainLink]) -> str:
    """A flowchart from the highest paper down."""
    names = {node.document.document_id: f"n{i}" for i, node in enumerate(nodes)}
    lines = ["flowchart TD"]
    for node in nodes:
        label = "<br/>".join(_mermaid(part) for part in _label(node))
        lines.append(f'  {names[node.document.document_id]}["{label}"]')
    for link in links:
        word = RELATIONS[link.relation] + (f" {link.lag_days} 天" if link.lag_days else "")
        lines.append(f"  {names[link.parent]} -->|{word}| {names[link.child]}")
    ghosts = [names[n.document.document_id] for n in nodes if n.document.role == "ghost"]
    if ghosts:
        lines.append("  classDef ghost stroke-dasharray: 5 5")
        lines.append(f"  class {','.join(ghosts)} ghost")
    return "\n".join(lines)


def write_dot(nodes: Sequence[ChainNode], links: Sequence[ChainLink]) -> str:
    """A digraph for Graphviz."""
    lines = ["digraph chain {", "  rankdir=TB;", "  node [shape=box];"]
    for node in nodes:
        style = ", style=dashed" if node.document.role == "ghost" else ""
        label = "\\n".join(_dot(part) for part in _label(node))
        lines.append(f'  "{node.document.document_id}" [label="{label}"{style}];')
    for link in links:
        word = RELATIONS[link.relation] + (f" {link.lag_days} 天" if link.lag_days else "")
        lines.append(f'  "{link.parent}" -> "{link.child}" [label="{word}"];')
    return "\n".join((*lines, "}"))


def write_graphml(nodes: Sequence[ChainNode], links: Sequence[ChainLink]) -> str:
    """GraphML with number, title, date and role on nodes, relation and lag on edges."""
    keys = [("node", name) for name in ("number", "title", "date", "role")]
    keys += [("edge", "relation"), ("edge", "lag_days")]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append('<graphml xmlns="http://graphml.graphdrawing.org/xmlns">')
    for owner, name in keys:
        kind = "int" if name == "lag_days" else "string"
        lines.append(f'<key id="{name}" for="{owner}" attr.name="{name}" attr.type="{kind}"/>')
    lines.append('<graph id="chain" edgedefault="directed">')
    for node in nodes:
        d = node.document
        values = {"number": d.number, "title": d.title, "date": d.date, "role": d.role}
        lines.append(f"<node id={quoteattr(d.document_id)}>{_values(values)}</node>")
    for link in links:
        ends = f"source={quoteattr(link.parent)} target={quoteattr(link.child)}"
        lag = {"relation": link.relation, "lag_days": link.lag_days}
        lines.append(f"<edge {ends}>{_values(lag)}</edge>")
    return "\n".join((*lines, "</graph>", "</graphml>"))


def _values(values: dict[str, str | None] | dict[str, str | int | None]) -> str:
    return "".join(
        f'<data key="{key}">{escape(str(value))}</data>'
        for key, value in values.items()
        if value is not None
    )


def _label(node: ChainNode) -> list[str]:
    """Number or title, the authorities, the date: one line each."""
    document = node.document
    lines = [document.name + ROLES[document.role], "、".join(node.authorities), document.date or ""]
    return [line for line in lines if line]


def _mermaid(text: str) -> str:
    return text.replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;")


def _dot(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
