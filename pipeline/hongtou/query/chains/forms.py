"""The forms in which a chain leaves for programs: JSON, Mermaid, Graphviz dot, GraphML."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from hongtou.model.labels import LEVELS, RELATIONS
from hongtou.query.chains.parts import ROLES, ChainLink, ChainNode
from hongtou.query.chains.tree import hidden_words, missing_words, open_parties
from hongtou.query.graphml import Key, graphml

if TYPE_CHECKING:
    from hongtou.query.chains.chain import Chain

__all__ = ["write_dot", "write_graphml", "write_json", "write_mermaid"]

KEYS: Final = (
    *(Key("node", name) for name in
      ("number", "title", "date", "role", "authorities", "level", "region")),
    *(Key("node", name, "int") for name in ("depth", "tier", "days_from_top", "copies", "omitted")),
    *(Key("edge", name) for name in ("relation", "status", "quote")),
    Key("edge", "lag_days", "int"), Key("edge", "weak", "boolean"),
)  # fmt: skip


def write_json(chain: "Chain") -> str:
    """One object: root, nodes, links, asked, unanswered, circles; dates ISO, absent values null."""
    form = {
        "root": asdict(chain.root),
        "nodes": [asdict(node) for node in chain.nodes],
        "links": [asdict(link) for link in chain.links],
        "asked": [asdict(wish) for wish in chain.asked],
        "unanswered": [asdict(wish) for wish in chain.unanswered],
        "circles": [asdict(circle) for circle in chain.circles],
    }
    return json.dumps(form, ensure_ascii=False, indent=2)


def write_mermaid(chain: "Chain") -> str:
    """A flowchart from the highest paper down."""
    names = {node.document.document_id: f"n{i}" for i, node in enumerate(chain.nodes)}
    lines = ["flowchart TD"]
    for node in chain.nodes:
        label = "<br/>".join(_mermaid(part) for part in _label(node))
        lines.append(f'  {names[node.document.document_id]}["{label}"]')
    for link in chain.links:
        arrow = "-.->" if link.weak or link.doubtful else "-->"
        lines.append(f"  {names[link.parent]} {arrow}|{_word(link)}| {names[link.child]}")
    gaps = []
    for at, (key, words) in enumerate(_gaps(chain)):
        gaps.append(f"g{at}")
        lines.append(f'  g{at}["{_mermaid(words)}"]')
        lines.append(f"  {names[key]} -.- g{at}")
    ghosts = [names[n.document.document_id] for n in chain.nodes if n.document.role == "ghost"]
    if ghosts or gaps:
        lines.append("  classDef ghost stroke-dasharray: 5 5")
        lines.append(f"  class {','.join([*ghosts, *gaps])} ghost")
    lines.append("  classDef root stroke-width: 3px")
    lines.append(f"  class {names[chain.root.document_id]} root")
    return "\n".join(lines)


def write_dot(chain: "Chain") -> str:
    """A digraph for Graphviz."""
    lines = ["digraph chain {", "  rankdir=TB;", "  node [shape=box];"]
    for node in chain.nodes:
        key = node.document.document_id
        styles = ["dashed"] if node.document.role == "ghost" else []
        styles += ["bold"] if key == chain.root.document_id else []
        style = f', style="{",".join(styles)}"' if styles else ""
        label = "\\n".join(_dot(part) for part in _label(node))
        lines.append(f'  "{_dot(key)}" [label="{label}"{style}];')
    for link in chain.links:
        style = ", style=dotted" if link.doubtful else ", style=dashed" if link.weak else ""
        ends = f'"{_dot(link.parent)}" -> "{_dot(link.child)}"'
        lines.append(f'  {ends} [label="{_word(link)}"{style}];')
    for at, (key, words) in enumerate(_gaps(chain)):
        lines.append(f'  "gap-{at}" [label="{_dot(words)}", style=dashed];')
        lines.append(f'  "{_dot(key)}" -> "gap-{at}" [style=dashed, arrowhead=none];')
    return "\n".join((*lines, "}"))


def write_graphml(chain: "Chain") -> str:
    """GraphML: nodes are papers, edges lead from parent to child."""
    nodes = (
        (
            node.document.document_id,
            {
                "number": node.document.number, "title": node.document.title,
                "date": node.document.date, "role": node.document.role,
                "authorities": "、".join(node.authorities) or None, "level": node.level,
                "region": node.region, "depth": node.depth, "tier": node.tier,
                "days_from_top": node.days_from_top, "copies": len(node.copies),
                "omitted": node.omitted,
            },
        )
        for node in chain.nodes
    )  # fmt: skip
    edges = (
        (
            link.parent, link.child,
            {"relation": link.relation, "status": link.status, "quote": link.quote,
             "lag_days": link.lag_days, "weak": link.weak},
        )
        for link in chain.links
    )  # fmt: skip
    return "\n".join(graphml("chain", KEYS, nodes, edges))


def _gaps(chain: "Chain") -> Iterator[tuple[str, str]]:
    """What is not there, with the paper below which it would stand."""
    for wish in chain.asked:
        for party in open_parties(wish):
            yield wish.document.document_id, missing_words(party)
    for node in chain.nodes:
        for words in hidden_words(node):
            yield node.document.document_id, words


def _word(link: ChainLink) -> str:
    """What an arrow bears: ``转发 19 天``, ``转发 存疑``."""
    words = [RELATIONS[link.relation]]
    if link.lag_days is not None:
        words.append(f"{link.lag_days} 天")
    return " ".join([*words, "存疑"] if link.doubtful else words)


def _label(node: ChainNode) -> list[str]:
    """Number or title, the authorities, the date: one line each."""
    document = node.document
    last = [document.date or "", LEVELS.get(node.level or "", "")]
    copies = [f"另有 {len(node.copies)} 份"] if node.copies else []
    lines = [
        document.name + ROLES[document.role], "、".join(node.authorities),
        " ".join(filter(None, [*last, *copies])),
    ]  # fmt: skip
    return [" ".join(line.split()) for line in lines if line]


def _mermaid(text: str) -> str:
    return " ".join(text.split()).replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;")


def _dot(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
