"""Pictures and other written forms of chains: the same always, well formed whatever titles hold."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hongtou
from hongtou import KnowledgeBase
from hongtou.query.chains.boxes import width_of, wrapped
from hongtou.query.chains.chain import Chain
from hongtou.query.chains.parts import Asked, AskedParty, ChainLink, ChainNode
from hongtou.query.chains.picture import lay_out
from hongtou.query.results import DocumentRef
from tests.query.chain_shelf import make_chains, paper

GOLDEN = Path(__file__).parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"
FORMS = {"txt": "to_text", "svg": "to_svg", "mmd": "to_mermaid", "dot": "to_dot"}


def make_seeds(path: Path) -> Path:
    """The chain of the re-lending notices, with what the corpus does not hold of it: a ghost."""
    title = "中国人民银行太原中心支行关于进一步落实好再贷款政策的通知"
    own = f"中国人民银行忻州市中心支行转发《{title}》的通知"
    return make_chains(
        path,
        [
            paper("ghost-63", "银发〔2021〕63号", role="ghost",
                  title="中国人民银行关于做好部分地区金融支持工作的通知"),
            paper("taiyuan", "并银发〔2021〕75号", "2021-05-25", title=title,
                  by=["中国人民银行太原中心支行"]),
            paper("xinzhou", "忻银发〔2021〕49号", "2021-05-28", title=own,
                  by=["中国人民银行忻州市中心支行"]),
            paper("xinzhou-scan", "忻银发〔2021〕49号", "2021-05-28", title=own,
                  by=["中国人民银行忻州市中心支行"]),
        ],
        [("taiyuan", "ghost-63", "implements", "ghost"), ("xinzhou", "taiyuan")],
        wishes=[("xinzhou", "人民银行各县（市）支行", "辖内各地方法人金融机构")],
    )  # fmt: skip


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with hongtou.open(make_seeds(tmp_path_factory.mktemp("seeds") / "kb.db")) as kb:
        yield kb


@pytest.mark.parametrize("ending", FORMS)
def test_the_seeds_look_as_they_did(seeds: KnowledgeBase, ending: str) -> None:
    """``python -m tests.query.test_chain_pictures`` writes the files anew; look at them then."""
    written = getattr(seeds.chain("忻银发〔2021〕49号"), FORMS[ending])()
    assert written == (GOLDEN / f"relending.{ending}").read_text("utf-8")


def chain_of(title: str, *, number: str | None = None, children: int = 1) -> Chain:
    """A paper that ``children`` pass on; all bear the same title."""

    def node(key: str, depth: int) -> ChainNode:
        document = DocumentRef(key, "main", number, title, "2021-01-01", "a.txt")
        return ChainNode(document, depth, (title,), tier=depth)

    nodes = (node("top", 0), *(node(f"c{at}", 1) for at in range(children)))
    links = tuple(
        ChainLink(f"c{at}", "top", "forwards", title, "resolved", 3) for at in range(children)
    )
    wish = Asked(nodes[0].document, (AskedParty(title, "open", None, None),), title, title)
    return Chain(nodes[0].document, nodes, links, (wish,))


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.one_of(st.none(), st.text(max_size=20)))
def test_any_title_gives_well_formed_forms(title: str, number: str | None) -> None:
    chain = chain_of(title, number=number)
    assert ET.fromstring(chain.to_svg().encode("utf-8", "strict")).tag == f"{SVG}svg"
    ET.fromstring(chain.to_graphml().encode("utf-8", "strict"))
    chain.to_json().encode("utf-8")
    assert chain.to_dot().count("\n") == 8  # no title breaks a line
    assert chain.to_mermaid().count("\n") == 9
    assert 4 <= len(chain.to_text().splitlines()) <= 8  # without titles, with them


@pytest.mark.parametrize(
    "title",
    ["</text><script>alert(1)</script>", "\x00\x0b\ud800", '"&<>]]>', "甲\n乙\r\t丙", "“#;"],
)
def test_hostile_titles(title: str) -> None:
    svg = chain_of(title, number=title).to_svg()
    root = ET.fromstring(svg)
    assert not list(root.iter(f"{SVG}script")) and "alert(1)" not in {e.tag for e in root.iter()}


def test_the_picture_is_whole_by_itself(seeds: KnowledgeBase) -> None:
    svg = seeds.chain("忻银发〔2021〕49号").to_svg()
    root = ET.fromstring(svg)
    assert not re.search(r"<script|<image|<foreignObject|@import|url\(|javascript:", svg)
    assert set(re.findall(r"https?://[^\"' ]+", svg)) == {"http://www.w3.org/2000/svg"}
    named = {e.get("id") for e in root.iter()}
    assert {"chain-title", "chain-desc"} <= named
    assert root.get("role") == "img" and root.get("aria-labelledby") == "chain-title chain-desc"
    leads = {a.get("href") for a in root.iter(f"{SVG}a")}
    assert leads == {"#taiyuan", "#xinzhou", "#ghost-63"}
    other = seeds.chain("忻银发〔2021〕49号").to_svg("/documents/{}?view=chain")
    assert 'href="/documents/ghost-63?view=chain"' in other
    words = "".join(root.itertext())
    for said in ("银发〔2021〕63号", "未入库", "转发（3 天后）", "未见：人民银行各县（市）支行"):
        assert said in words
    for said in ("中央", "市级", "另有 1 份"):
        assert said in words


def test_same_chain_same_bytes_in_another_process(seeds: KnowledgeBase, tmp_path: Path) -> None:
    made = make_seeds(tmp_path / "kb.db")
    code = (
        "import sys, hongtou\n"
        f"with hongtou.open({str(made)!r}) as kb:\n"
        "    sys.stdout.buffer.write(kb.chain('忻银发〔2021〕49号').to_svg().encode())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode() == seeds.chain("忻银发〔2021〕49号")._repr_svg_()


@pytest.mark.parametrize("children", [1, 2, 5, 6, 12, 50])
def test_boxes_stand_apart_and_inside(children: int) -> None:
    picture = lay_out(
        chain_of("关于做好有关工作的通知" * 12, number="甲发〔2021〕1号", children=children)
    )
    boxes = [(p.x, p.y, p.x + p.box.width, p.y + p.box.height) for p in picture.boxes]
    for at, one in enumerate(boxes):
        assert min(one) >= -0.1 and one[2] <= picture.width + 0.1 and one[3] <= picture.height + 0.1
        for other in boxes[at + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1]
            assert apart or other[3] <= one[1]
    for placed in picture.boxes:
        for cell, x, y, width, height in placed.box.places():
            assert x >= 0 and x + width <= placed.box.width + 0.1
            assert y + height <= placed.box.height + 0.1
            assert all(width_of(line.text, line.size) <= width for line in cell.lines)
    assert len(picture.boxes) == (children + 2 if children < 6 else 3)


@given(st.text(max_size=80), st.integers(1, 4))
def test_wrapped_lines_fit(text: str, most: int) -> None:
    lines = wrapped(text, 12, 120, most)
    assert len(lines) <= most and all(width_of(line, 12) <= 120 for line in lines)
    if not any(line.endswith("…") for line in lines):
        assert "".join(lines).replace(" ", "") == "".join(text.split())


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_reads_dot(seeds: KnowledgeBase) -> None:
    dot = seeds.chain("忻银发〔2021〕49号").to_dot()
    done = subprocess.run(["dot", "-Tplain"], input=dot.encode(), capture_output=True, check=True)
    assert done.stdout.count(b"\nnode ") == 4


def _write_golden() -> None:
    import tempfile

    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        with hongtou.open(make_seeds(Path(folder) / "kb.db")) as kb:
            chain = kb.chain("忻银发〔2021〕49号")
        for ending, form in FORMS.items():
            (GOLDEN / f"relending.{ending}").write_text(
                getattr(chain, form)(), encoding="utf-8", newline="\n"
            )


if __name__ == "__main__":
    _write_golden()
