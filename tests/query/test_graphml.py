"""GraphML as strangers read it: networkx gets every node, edge and value back."""

import io

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from hongtou.query.graphml import Key, graphml
from hongtou.query.xml_text import FORBIDDEN, without_forbidden

KEYS = (
    Key("node", "title"), Key("node", "held", "boolean"), Key("edge", "title"),
    Key("edge", "lag_days", "int"), Key("edge", "confidence", "double"),
)  # fmt: skip


def read_back(*lines: str) -> "nx.MultiDiGraph[str]":
    return nx.read_graphml(io.BytesIO("\n".join(lines).encode()), force_multigraph=True)


def test_nodes_edges_and_types_come_back() -> None:
    nodes = [("a", {"title": "<甲>&\"'", "held": True}), ("b", {"title": None, "held": False})]
    edges = [
        ("a", "b", {"lag_days": -3, "confidence": 0.5}), ("a", "b", {"title": "]]>"}),
    ]  # fmt: skip
    graph = read_back(*graphml("全部", KEYS, nodes, edges))
    assert dict(graph.nodes(data=True)) == {
        "a": {"title": "<甲>&\"'", "held": True}, "b": {"held": False},
    }  # fmt: skip
    assert [said for _, _, said in graph.edges(data=True)] == [
        {"lag_days": -3, "confidence": 0.5}, {"title": "]]>"},
    ]  # fmt: skip


def test_an_empty_graph_is_a_graph() -> None:
    assert len(read_back(*graphml("空", (), (), ()))) == 0


@given(st.text(st.characters(codec=None)))
def test_any_title_makes_a_file_that_reads(title: str) -> None:
    graph = read_back(*graphml(title, KEYS, [("n", {"title": title})], ()))
    # XML reads a lone carriage return as a line feed, and a lone line end is one too.
    lines = without_forbidden(title).replace("\r\n", "\n").replace("\r", "\n")
    assert (graph.nodes["n"].get("title") or "") == lines
    assert len(without_forbidden(title)) == len(title)
    assert not FORBIDDEN.search(without_forbidden(title))
