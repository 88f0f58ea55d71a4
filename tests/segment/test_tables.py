"""Tables in the tree: numbered, with rows and cells; text around them keeps its place."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hongtou.clean import clean
from hongtou.model import Outline
from hongtou.segment import segment
from hongtou.split import split
from hongtou.tag import tag
from tests.support import transcript_with_tables

HEAD = "某局关于做好工作的通知\n各银行：\n一、任务分工。按下表执行，不得拖延：\n"
LIMITS = [
    ["序号", "指标", "要求"],
    ["1", "不良贷款率", "不得高于5%"],
    ["2", "", "各银行应当按月报送《某办法》要求的报表。不得迟报"],
]


def _outline(*parts: str | list[list[str]]) -> Outline:
    bundle = split(clean(transcript_with_tables(*parts)))
    assert len(bundle.documents) == 1
    return segment(bundle, bundle.documents[0])


def _tree(outline: Outline) -> list[tuple[str, str, str | None, str]]:
    return [
        (
            s.kind,
            s.path,
            None if s.parent is None else outline.segments[s.parent].path,
            s.span.of(outline.text),
        )
        for s in outline.segments
    ]


def test_rows_and_cells_are_segments() -> None:
    outline = _outline(HEAD, LIMITS, "以上要求，请认真落实。\n二、抓好落实。")
    tree = _tree(outline)
    assert [t[:3] for t in tree] == [
        ("item", "一", None),
        ("table", "表1", "一"),
        ("row", "表1/1", "表1"),
        ("cell", "表1/1/1", "表1/1"),
        ("cell", "表1/1/2", "表1/1"),
        ("cell", "表1/1/3", "表1/1"),
        ("row", "表1/2", "表1"),
        ("cell", "表1/2/1", "表1/2"),
        ("cell", "表1/2/2", "表1/2"),
        ("cell", "表1/2/3", "表1/2"),
        ("row", "表1/3", "表1"),
        ("cell", "表1/3/1", "表1/3"),
        ("cell", "表1/3/3", "表1/3"),  # the empty cell between them is none
        ("paragraph", "", "一"),
        ("item", "二", None),
    ]
    assert tree[9][3] == "不得高于5%"
    assert tree[6][3] == "1\t不良贷款率\t不得高于5%"
    assert [s.ordinal for s in outline.segments if s.kind == "cell"] == [1, 2, 3, 1, 2, 3, 1, 3]


def test_what_cells_say_is_found_and_stays_in_its_cell() -> None:
    outline = _outline(HEAD, LIMITS, "以上要求，请认真落实。")
    tagged = tag(outline)
    paths = [outline.segments[o.segment].path for o in tagged.obligations]
    assert {"一", "表1/2/3", "表1/3/3"} <= set(paths)
    assert all("\t" not in o.span.of(outline.text) for o in tagged.obligations)
    limit = next(q for q in tagged.quantities if q.role == "limit")
    assert outline.segments[limit.segment].path == "表1/2/3"
    assert (limit.operator, str(limit.value), limit.unit) == ("<=", "5", "%")
    cited = next(c for c in tagged.citations if c.title == "某办法")
    assert cited.segment is not None and outline.segments[cited.segment].path == "表1/3/3"


def test_tables_of_attachments_and_behind_the_signature_count_on() -> None:
    outline = _outline(
        HEAD, LIMITS, "某局\n2021年5月28日", LIMITS, "附件1\n任务分工表", LIMITS,
        "抄送：某某局。\n某局办公室 2021年5月29日印发",
    )  # fmt: skip
    tables = [t[:3] for t in _tree(outline) if t[0] == "table"]
    assert tables == [("table", "表1", "一"), ("table", "表2", None), ("table", "表3", "附件1")]
    assert [e.kind for e in outline.elements][-2:] == ["copy_recipients", "printing"]


def test_rows_are_neither_titles_nor_signatures() -> None:
    rows = [["某某局", "备注"], ["2021年5月28日", "说明"], ["附件1", "某某办法"], ["一、", "甲"]]
    outline = _outline(HEAD, rows, "二、抓好落实。")
    assert [e.kind for e in outline.elements] == ["title", "main_recipients"]
    assert [s.path for s in outline.segments if s.kind == "item"] == ["一", "二"]


PARTS = st.one_of(
    st.sampled_from(
        ["一、甲。", "二、乙。", "正文，还有。", "某局\n2020年1月1日", "附件1", "附件：某表",
         "抄送：财政部。", "关于午的通知\n各单位：", "某局办公室2020年1月1日印发"]
    ),
    st.lists(
        st.lists(st.sampled_from(["", "一、", "某局", "5%", "2020年1月1日", "附件"]),
                 min_size=2, max_size=3),
        min_size=1, max_size=3,
    ),
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(PARTS, max_size=12))
def test_every_character_has_a_place_and_paths_are_unique(
    parts: list[str | list[list[str]]],
) -> None:
    bundle = split(clean(transcript_with_tables(*parts)))
    covered: set[int] = set()
    for document in bundle.documents:
        outline = segment(bundle, document)
        paths = [s.path for s in outline.segments if s.kind in ("table", "row", "cell")]
        assert len(paths) == len(set(paths))
        starts = [s.span.start for s in outline.segments]
        assert starts == sorted(starts)
        for index, node in enumerate(outline.segments):
            if node.parent is not None:
                assert node.parent < index
                assert outline.segments[node.parent].span.contains(node.span)
        for part in (*outline.elements, *outline.segments):
            covered |= set(range(part.span.start, part.span.end))
    text = bundle.clean.text
    assert [i for i, c in enumerate(text) if not c.isspace() and i not in covered] == []
