"""Metadata of GB/T 33480 and the graph of citations, read back by others."""

import io
from pathlib import Path

import networkx as nx
import pytest
from lxml import etree

from hongtou.errors import ExportError
from hongtou.lexicon import read_table
from hongtou.query import KnowledgeBase
from hongtou.query.whole import columns_of, read_documents
from hongtou.run.export import export
from hongtou.run.exporting.gbt33480 import NAMESPACE, metadata_of

M = {"m": NAMESPACE}


def metadata(kb: KnowledgeBase, number: str) -> list[tuple[str, str]]:
    key = kb.resolve(number).document_id
    (whole,) = read_documents(kb.connection, [key], with_contacts=True)
    root = etree.fromstring(etree.tostring(metadata_of(whole), encoding="utf-8"))
    return [(etree.QName(node).localname, node.text) for part in root for node in part]


def test_the_elements_of_a_notice(kb: KnowledgeBase) -> None:
    said = metadata(kb, "某市银发〔2021〕4号")
    names = [name for name, _ in said]
    order = [row["name"] for row in read_table("gbt33480")]
    assert sorted(names, key=order.index) == names
    for pair in (
        ("文种", "通知"), ("发文机关标志", "某市支行文件"), ("发文字号", "某市银发〔2021〕4号"),
        ("标题", "某市支行关于报送台账的通知"), ("附件说明", "台账报送要求"),
        ("附件说明", "台账格式"), ("发文机关或签发人署名", "某市支行"), ("成文日期", "2021-05-06"),
        ("联系电话", "0990-6123457"),
    ):  # fmt: skip
        assert pair in said
    assert "发布层次" not in names and "密级和保密期限" not in names


def test_recipients_repeat(kb: KnowledgeBase) -> None:
    (key,) = kb.connection.execute(
        "SELECT document_id FROM parties WHERE role = 'main_recipient' GROUP BY document_id"
        " ORDER BY count(*) DESC LIMIT 1"
    ).fetchone()
    (held,) = kb.connection.execute(
        "SELECT count(*) FROM parties WHERE role = 'main_recipient' AND document_id = ?", (key,)
    ).fetchone()
    assert [name for name, _ in metadata(kb, key)].count("主送机关") == held > 2


def test_the_list_names_what_there_is(kb: KnowledgeBase) -> None:
    rows = read_table("gbt33480")
    core = [row for row in rows if row["part"] == "core"]
    assert [row["source"].split("，")[1].split("；")[0] for row in core] == [
        f"4.{n}" for n in range(1, 19)
    ]
    columns = columns_of(kb.connection, "documents")
    for row in rows:
        kind, _, name = row["taken_from"].partition(":")
        assert kind in ("", "document", "element", "party", "attachment")
        assert kind != "document" or name in columns


def test_each_held_paper_has_a_file(kb: KnowledgeBase, tmp_path: Path) -> None:
    made = export(kb, "gbt33480", tmp_path / "a")
    assert len(list((tmp_path / "a").iterdir())) == made.rows == made.documents
    with pytest.raises(ExportError, match="只见引用"):
        export(kb, "gbt33480", tmp_path / "b", documents=["银发〔2021〕63号"])


def read_back(kb: KnowledgeBase, *documents: str) -> "nx.MultiDiGraph[str]":
    file = io.StringIO()
    export(kb, "graphml", file, documents=documents)
    return nx.read_graphml(io.BytesIO(file.getvalue().encode()), force_multigraph=True)


def test_the_graph_holds_every_paper_and_every_citation(kb: KnowledgeBase) -> None:
    graph = read_back(kb)
    for sql, held in (
        ("SELECT count(*) FROM documents", graph.number_of_nodes()),
        ("SELECT count(*) FROM citations WHERE target_document_id IS NOT NULL",
         graph.number_of_edges()),
    ):  # fmt: skip
        assert kb.connection.execute(sql).fetchone()[0] == held > 0
    new, old = (kb.resolve(f"某银发〔{n}号").document_id for n in ("2022〕9", "2020〕3"))
    edge = next(iter(graph[new][old].values()))
    assert (edge["relation"], edge["status"], edge["lag_days"]) == ("repeals", "resolved", 821)
    node = graph.nodes[new]
    assert (node["number"], node["role"], node["type"]) == ("某银发〔2022〕9号", "main", "通知")
    assert node["date"] == "2022-06-01" and node["authority"]


def test_a_part_of_the_graph_has_both_ends(kb: KnowledgeBase) -> None:
    graph = read_back(kb, "某银发〔2022〕9号")
    assert graph.number_of_edges() == 2 and graph.number_of_nodes() == 3


def test_levels_are_told(kb: KnowledgeBase) -> None:
    levels = {node["number"]: node.get("level") for _, node in read_back(kb).nodes(data=True)
              if node.get("number")}  # fmt: skip
    assert levels["银保监发〔2021〕6号"] == "national"
    assert levels["并银发〔2021〕75号"] == "provincial"
