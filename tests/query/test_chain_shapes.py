"""Chains of every shape: lines, trees, diamonds, circles, doubt, breadth, depth."""

import itertools
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import networkx
import pytest

import hongtou
from hongtou.errors import NotationError
from hongtou.query.chains.chain import Chain
from hongtou.query.chains.shape import unknot
from tests.query.chain_shelf import Paper, make_chains, paper

Ask = Callable[..., Chain]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Makes a knowledge base and asks it for one chain."""

    count = itertools.count()

    def made(root: str, papers: Sequence[Paper], *rest: Any, **more: Any) -> Chain:
        how = more.pop("how", {})
        with hongtou.open(make_chains(tmp_path / f"{next(count)}.db", papers, *rest, **more)) as kb:
            return kb.chain(root, **how)

    return made


def keys(chain: Chain) -> set[str]:
    return {node.document.document_id for node in chain.nodes}


def line(count: int) -> tuple[list[Paper], list[tuple[str, ...]]]:
    papers = [paper(f"p{i:05}", f"甲发〔2020〕{i + 1}号") for i in range(count)]
    return papers, [(f"p{i + 1:05}", f"p{i:05}") for i in range(count - 1)]


FAMILY = (
    [
        paper("law", "国发〔2020〕1号", "2020-01-01"),
        paper("top", "银发〔2020〕1号", "2020-02-01"),
        paper("mid", "甲发〔2020〕2号", "2020-02-20"),
        paper("sibling", "乙发〔2020〕3号", "2020-02-25"),
        paper("low", "丙发〔2020〕4号", "2020-03-01"),
        paper("cousin", "丁发〔2020〕5号", "2020-03-03"),
    ],
    [
        ("top", "law", "implements"), ("cousin", "law", "implements"), ("mid", "top"),
        ("sibling", "top"), ("low", "mid"),
    ],
)  # fmt: skip


def test_lags_run_from_parent_and_from_the_top(ask: Ask) -> None:
    chain = ask("low", *FAMILY)
    days = {n.document.document_id: n.days_from_top for n in chain.nodes}
    assert days == {"law": 0, "top": 31, "mid": 50, "sibling": 55, "low": 60}
    assert {(x.child, x.lag_days) for x in chain.links} == {
        ("top", 31), ("mid", 19), ("sibling", 24), ("low", 10),
    }  # fmt: skip
    assert {n.document.document_id: n.tier for n in chain.nodes} == {
        "law": 0, "top": 1, "mid": 2, "sibling": 2, "low": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({}, {"law", "top", "mid", "sibling", "low"}),
        ({"also": ()}, {"top", "mid", "sibling", "low"}),
        ({"direction": "up"}, {"law", "top", "mid"}),
        ({"direction": "down"}, {"mid", "low"}),
        ({"depth": 1}, {"top", "mid", "sibling", "low"}),
        ({"depth": 0}, {"mid"}),
        ({"direction": "up", "depth": 1}, {"top", "mid"}),
    ],
)
def test_narrowing(ask: Ask, how: dict[str, Any], expected: set[str]) -> None:
    assert keys(ask("mid", *FAMILY, how=how)) == expected


def test_weaker_relations_lead_straight_up_and_down_only(ask: Ask) -> None:
    assert keys(ask("law", *FAMILY)) == {"law", "top", "cousin", "mid", "sibling", "low"}
    assert "cousin" not in keys(ask("top", *FAMILY))


@pytest.mark.parametrize(
    "how", [{"direction": "left"}, {"also": ("forwards",)}, {"depth": -1}, {"limit": 0}]
)
def test_wrong_wishes(ask: Ask, how: dict[str, Any]) -> None:
    with pytest.raises(NotationError, match=r"只能是|至少"):
        ask("mid", *FAMILY, how=how)


def test_a_diamond_is_written_once(ask: Ask) -> None:
    papers = [paper(k, f"{k}发〔2020〕1号") for k in "甲乙丙丁"]
    chain = ask("丁", papers, [("乙", "甲"), ("丙", "甲"), ("丁", "乙"), ("丁", "丙")])
    assert chain.to_text().count("（见上）") == 1
    assert [n.tier for n in chain.nodes] == [0, 1, 1, 2] and len(chain.links) == 4


def test_copies_are_one_paper(ask: Ask) -> None:
    title = "关于做好工作的通知"
    chain = ask(
        "child",
        [
            paper("parent-1", "银发〔2020〕1号", "2020-01-01", title=title),
            paper("parent-2", "银发〔2020〕1号", title=title),
            paper("child", "甲发〔2020〕2号", "2020-01-11"),
            paper("copy", "甲发〔2020〕2号", "2020-01-11"),
            paper("apart", "银发〔2020〕1号", title="完全不同的另一份文件标题在此"),
        ],
        [("child", "parent-2"), ("copy", "parent-1")],
    )
    assert len(chain.nodes) == 2 and len(chain.links) == 1
    assert [len(node.copies) for node in chain.nodes] == [1, 1]
    assert chain.links[0].lag_days == 10 and "另有 1 份" in chain.to_text()


def test_a_ghost_has_its_level_from_its_number(ask: Ask) -> None:
    chain = ask(
        "child",
        [paper("ghost-1", "银发〔2020〕1号", role="ghost"),
         paper("child", "并银发〔2020〕2号", by=["中国人民银行太原中心支行"]),
         paper("county", "某发〔2020〕3号", by=["中国人民银行原平市支行"])],
        [("child", "ghost-1", "forwards", "ghost"), ("county", "child")],
    )  # fmt: skip
    assert [n.level for n in chain.nodes] == ["national", "provincial", "county"]
    assert [x.skipped for x in chain.links] == [(), ("municipal",)]
    assert "未入库" in chain.to_text() and "未见市级文件" in chain.to_text()


def test_a_disputed_link_is_shown_and_not_followed(ask: Ask) -> None:
    papers = [paper(k, f"{k}发〔2020〕1号", f"2020-01-0{at}") for at, k in enumerate("甲乙丙丁", 1)]
    chain = ask("丁", papers, [("乙", "甲")], candidates=[("丁", "乙"), ("丁", "丙")])
    assert keys(chain) == {"乙", "丙", "丁"}  # and not what 乙 passes on
    assert {x.status for x in chain.links} == {"disputed"}
    doubts = [line for line in chain.to_text().splitlines() if line.startswith("⚠ 存疑：")]
    assert len(doubts) == 2 and all(line.endswith("？标题相同") for line in doubts)
    assert {n.days_from_top for n in chain.nodes} == {0}  # days are facts
    assert chain.to_text().count("（存疑") == 2 and "style=dotted" in chain.to_dot()
    assert keys(ask("乙", papers, [("乙", "甲")], candidates=[("丁", "乙")])) == {"甲", "乙", "丁"}


def test_circles_are_told_and_end(ask: Ask) -> None:
    papers = [paper(k, f"{k}发〔2020〕1号", f"2020-01-0{at}") for at, k in enumerate("甲乙丙", 1)]
    chain = ask("乙", papers, [("乙", "甲"), ("丙", "乙"), ("甲", "丙"), ("甲", "甲")])
    (circle,) = chain.circles
    assert circle.words == "甲发〔2020〕1号 → 乙发〔2020〕1号 → 丙发〔2020〕1号 → 甲发〔2020〕1号"
    assert "成环" in chain.to_text() and "成环" in chain.to_svg()
    assert len(chain.nodes) == len(chain.links) == 3


def test_unknot_leaves_no_circle() -> None:
    everybody = {(a, b): None for a in "abcdef" for b in "abcdef" if a != b}
    edges, circles = unknot(everybody)
    assert networkx.is_directed_acyclic_graph(networkx.DiGraph(edges))
    assert circles and len(edges) < len(everybody)


def test_three_thousand_generations(ask: Ask) -> None:
    start = time.process_time()
    chain = ask("p01500", *line(3_000))
    text = chain.to_text()
    assert len(chain.nodes) == 3_000 and max(map(len, text.splitlines())) < 200
    assert len(json.loads(chain.to_json())["links"]) == 2_999
    assert chain.to_mermaid() and chain.to_dot() and chain.to_graphml()
    assert time.process_time() - start < 20


def test_five_thousand_children(ask: Ask) -> None:
    papers = [paper("top", "银发〔2020〕1号")]
    papers += [paper(f"c{i:04}", f"甲发〔2021〕{i + 1}号", f"20{10 + i // 1000}-01-01")
               for i in range(5_000)]  # fmt: skip
    links = [(f"c{i:04}", "top") for i in range(5_000)]
    chain = ask("c4321", papers, links)
    assert len(chain.nodes) == 52 and "c4321" in keys(chain)
    assert next(n.omitted for n in chain.nodes if n.document.document_id == "top") == 4_949
    for written in (chain.to_text(), chain.to_mermaid(), chain.to_svg()):
        assert "还有 4949 份" in written
    assert len(ask("top", papers, links, how={"limit": None}).nodes) == 5_001


def test_json_is_stable(ask: Ask) -> None:
    form = json.loads(ask("mid", *FAMILY, wishes=[("mid", "各县支行", "辖内机构")]).to_json())
    assert list(form) == ["root", "nodes", "links", "asked", "unanswered", "circles"]
    assert list(form["nodes"][0]) == [
        "document", "depth", "authorities", "copies", "level", "region", "tier", "days_from_top",
        "omitted",
    ]  # fmt: skip
    assert list(form["links"][0]) == [
        "child", "parent", "relation", "quote", "status", "lag_days", "evidence", "skipped",
    ]  # fmt: skip
    assert list(form["asked"][0]) == ["document", "parties", "to", "quote", "others"]
    assert list(form["asked"][0]["parties"][0]) == [
        "name", "answer", "level", "region", "children", "implementing",
    ]  # fmt: skip


def test_graphml_is_read_by_networkx(ask: Ask) -> None:
    graph = networkx.parse_graphml(ask("mid", *FAMILY).to_graphml())
    assert set(graph.nodes) == {"law", "top", "mid", "sibling", "low"}
    assert graph.edges["top", "mid"]["lag_days"] == 19
    assert graph.edges["law", "top"]["weak"] is True
    assert graph.nodes["low"]["days_from_top"] == 60
