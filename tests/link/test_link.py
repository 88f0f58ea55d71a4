"""Linking: numbers, titles, same file, ghosts, doubts; the order never matters."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.link import alike, link
from hongtou.link.alike import Answers
from hongtou.link.catalogue import Catalogue, catalogue
from hongtou.link.chains import find_circles
from hongtou.link.matching import Match, find_target
from hongtou.model import CitationCard, DocumentCard, Link, Relation, Role

FILE = "a" * 64


def _document(
    name: str, number: str | None, title: str | None, *, role: Role = "main",
    parent: str | None = None, day: str | None = None, file: str = FILE,
) -> DocumentCard:  # fmt: skip
    return DocumentCard(name, file, role, parent, number, title, day)


def _citation(
    name: str, by: str, number: str | None = None, title: str | None = None,
    relation: Relation = "cites",
) -> CitationCard:  # fmt: skip
    return CitationCard(name, by, relation, title, number, f"《{title}》（{number}）")


CITING = _document(
    "d0", "忻银发〔2021〕49号", "某支行转发《某分行关于做好工作的通知》的通知", day="2021-05-28"
)


def _one(documents: list[DocumentCard], citation: CitationCard) -> Link:
    (answer,) = link([CITING, *documents], [citation]).links
    return answer


N63, N64, N65 = (f"银发〔2021〕{serial}号" for serial in (63, 64, 65))
DOING, ISSUING = "关于做好工作的通知", "关于印发《收单办法》的通知"
ORDER, JOINT = "中国人民银行令〔2017〕第2号", "人民银行 海关总署令〔2017〕2号"


@pytest.mark.parametrize(
    ("number", "title", "cited_number", "cited_title", "status"),
    [
        (N63, DOING, "银发[2021]63", None, "resolved"),
        (N63, "中国人民银行关于做好工作的通知", None, DOING, "resolved"),
        (N63, "关于做好工作的通知（试行）", None, DOING, "resolved"),
        (N63, ISSUING, N63, "收单办法", "resolved"),
        (N63, ISSUING, None, "收单办法", "resolved"),
        (ORDER, "中国人民银行令", JOINT, "甲办法", "resolved"),
        (ORDER, "〔2017〕第2号", JOINT, "甲办法", "resolved"),
        (N63, "关于完全不同事项的批复", N63, "收单外包规程", "disputed"),
        (N64, DOING, N63, DOING, "disputed"),
        (N63, DOING, N65, None, "ghost"),
        (N63, "某银行太原分行关于做好工作的通知", None, "某银行关于做好工作的通知", "ghost"),
    ],
)  # fmt: skip
def test_number_and_title(
    number: str, title: str, cited_number: str | None, cited_title: str | None, status: str
) -> None:
    held = _document("d1", number, title, file="b" * 64)
    answer = _one([held], _citation("c", "d0", cited_number, cited_title))
    assert answer.status == status
    if status == "resolved":
        assert answer.target_document_id == "d1"


def test_the_paper_in_the_same_file_comes_first() -> None:
    copy = _document("d2", "并银发〔2021〕75号", "某分行关于做好工作的通知", file="0" * 64)
    inside = _document(
        "d1", "并银发〔2021〕75号", "某分行关于做好工作的通知", role="embedded", parent="d0"
    )
    citation = _citation("c", "d0", None, "某分行关于做好工作的通知", "forwards")
    assert _one([copy, inside], citation).target_document_id == "d1"


def test_of_several_copies_the_one_that_stands_alone_is_taken_and_it_is_said() -> None:
    inside = _document("d1", "银发〔2021〕6号", "甲", role="embedded", parent="x", file="0" * 64)
    alone = _document("d2", "银发〔2021〕6号", "甲", file="f" * 64)
    answer = _one([inside, alone], _citation("c", "d0", "银发〔2021〕6号"))
    assert answer.target_document_id == "d2"
    assert "2 份" in answer.evidence


def test_one_title_for_several_papers_is_ambiguous() -> None:
    papers = [
        _document("d1", "银发〔2019〕6号", "关于做好工作的通知"),
        _document("d2", "银发〔2020〕9号", "关于做好工作的通知"),
    ]
    answer = _one(papers, _citation("c", "d0", None, "关于做好工作的通知"))
    assert (answer.status, answer.target_document_id) == ("ambiguous", None)


def test_a_title_joins_the_ghost_of_its_number() -> None:
    citations = [
        _citation("c1", "d0", "银发〔2021〕63号", "关于做好工作的通知"),
        _citation("c2", "d0", None, "关于做好工作的通知"),
        _citation("c3", "d0", "银发[2021]63号", None),
    ]
    result = link([CITING], citations)
    (ghost,) = result.ghosts
    assert {answer.target_document_id for answer in result.links} == {ghost.document_id}
    assert (ghost.number, ghost.title) == ("银发〔2021〕63号", "关于做好工作的通知")
    assert ghost.document_id.startswith("ghost-") and len(ghost.document_id) == 18


def test_a_ghost_is_upgraded_when_its_paper_arrives() -> None:
    citation = _citation("c", "d0", "银发〔2021〕63号", "关于做好工作的通知")
    before = link([CITING], [citation])
    paper = _document("d1", "银发〔2021〕63号", "中国人民银行关于做好工作的通知")
    after = link([CITING, paper], [citation])
    assert before.links[0].status == "ghost" and len(before.ghosts) == 1
    assert after.links[0].target_document_id == "d1" and after.ghosts == ()


def test_what_is_repealed_is_not_its_successor() -> None:
    new = _document("d1", None, "入网管理办法", file="b" * 64)
    repealed = _citation("c", "d0", None, "入网管理办法（试行）", "repeals")
    assert _one([new], repealed).status == "ghost"
    inside = _document("d1", None, "处罚程序规定", role="embedded", parent="d0")
    older = _citation("c", "d0", "某令〔2001〕第3号", "处罚程序规定", "repeals")
    assert _one([inside], older).status == "ghost"


def test_a_parent_younger_than_its_child_is_a_finding() -> None:
    parent = _document("d1", "银发〔2022〕1号", "关于新工作的通知", day="2022-01-04")
    result = link([CITING, parent], [_citation("c", "d0", "银发〔2022〕1号", None, "forwards")])
    assert [(d, f.code) for d, f in result.findings] == [("d0", "link.parent-younger")]


def test_forwarding_oneself_is_a_finding() -> None:
    result = link([CITING], [_citation("c", "d0", "忻银发〔2021〕49号", None, "forwards")])
    assert [f.code for _, f in result.findings] == ["link.forwards-itself"]


def test_circles_are_found() -> None:
    one = _document("d1", "甲发〔2021〕1号", "甲")
    two = _document("d2", "乙发〔2021〕1号", "乙")
    citations = [
        _citation("c1", "d1", "乙发〔2021〕1号", None, "forwards"),
        _citation("c2", "d2", "甲发〔2021〕1号", None, "implements"),
    ]
    assert [f.code for _, f in link([one, two], citations).findings] == ["link.circle"]
    assert find_circles({"a": {"b"}, "b": {"c"}, "c": set()}) == []


_NUMBERS = st.sampled_from([None, "银发〔2021〕1号", "银发〔2021〕2号", "银发〔2022〕1号"])
_TITLES = st.sampled_from(
    [None, "关于甲的通知", "某行关于甲的通知", "乙办法", "关于印发《乙办法》的通知"]
)
_DOCUMENTS = st.lists(
    st.builds(
        DocumentCard,
        document_id=st.sampled_from([f"d{i}" for i in range(8)]),
        file_sha256=st.sampled_from(["a", "b"]),
        role=st.sampled_from(["main", "embedded"]),
        parent_id=st.sampled_from([None, "d0", "d1"]),
        number=_NUMBERS,
        title=_TITLES,
        document_date=st.sampled_from([None, "2021-01-01", "2022-01-01"]),
    ),
    max_size=6,
    unique_by=lambda card: card.document_id,
)
_CITATIONS = st.lists(
    st.builds(
        CitationCard,
        citation_id=st.sampled_from([f"c{i}" for i in range(8)]),
        document_id=st.sampled_from([f"d{i}" for i in range(8)]),
        relation=st.sampled_from(["forwards", "implements", "cites", "issues"]),
        title=_TITLES,
        number=_NUMBERS,
        text=st.just("文"),
    ),
    max_size=8,
    unique_by=lambda card: card.citation_id,
)


@given(_DOCUMENTS, _CITATIONS, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_links(
    documents: list[DocumentCard], citations: list[CitationCard], random: object
) -> None:
    expected = link(documents, citations)
    shuffled, also = documents[::-1], list(citations)
    random.shuffle(also)  # type: ignore[attr-defined]
    assert link(shuffled, also) == expected


@given(_DOCUMENTS, _CITATIONS)
def test_every_citation_has_one_answer_and_every_ghost_a_citation(
    documents: list[DocumentCard], citations: list[CitationCard]
) -> None:
    result = link(documents, citations)
    assert [a.citation_id for a in result.links] == sorted(c.citation_id for c in citations)
    held = {card.document_id for card in documents}
    ghosts = {ghost.document_id for ghost in result.ghosts}
    for answer in result.links:
        match answer.status:
            case "resolved":
                assert answer.target_document_id in held
            case "ghost":
                assert answer.target_document_id in ghosts
            case "ambiguous":
                assert answer.target_document_id is None
    used = {a.target_document_id for a in result.links if a.status == "ghost"}
    assert used == ghosts


def test_ten_thousand_documents_link_quickly() -> None:
    documents = [
        _document(f"d{i}", f"银发〔2021〕{i}号", f"关于第{i}项工作的通知") for i in range(1, 10_001)
    ]
    citations = [_citation(f"c{i}", f"d{i}", f"银发〔2021〕{i + 1}号") for i in range(1, 10_001)]
    start = time.process_time()
    result = link(documents, citations)
    assert time.process_time() - start < 3
    assert sum(a.status == "resolved" for a in result.links) == 9_999


def test_a_title_that_a_thousand_papers_bear_links_quickly() -> None:
    title = "某银行关于做好有关工作的通知"
    documents = [
        _document(f"d{i}", f"银发〔2021〕{i}号", title if i < 1000 else f"关于第{i}项工作的通知")
        for i in range(3000)
    ]
    citations = [_citation(f"c{i}", f"d{i}", title=title) for i in range(3000)]
    start = time.process_time()
    result = link(documents, citations)
    assert time.process_time() - start < 6
    assert {answer.status for answer in result.links} == {"ambiguous"}


@given(_DOCUMENTS, _CITATIONS)
def test_citations_answered_together_are_answered_as_each_alone(
    documents: list[DocumentCard], citations: list[CitationCard]
) -> None:
    held = catalogue(documents)
    answers = Answers(held)
    for citation in citations * 2:
        assert answers.of(citation) == find_target(held, citation)


def test_a_law_that_thousands_cite_is_asked_about_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def watching(held: Catalogue, citation: CitationCard) -> Match | None:
        asked.append(citation.citation_id)
        return find_target(held, citation)

    monkeypatch.setattr(alike, "find_target", watching)
    law = _document("law", "主席令〔2020〕第1号", "某法", day="2020-01-01", file="b" * 64)
    papers = [
        _document(f"d{i}", f"银发〔2021〕{i}号", f"第{i}项", day=f"20{i:02}-01-01")
        for i in range(10, 40)
    ]
    twin = _document("twin", None, "某法", day="2020-01-01", file="c" * 64)
    citations = [_citation(f"c{p.document_id}", p.document_id, title="某法") for p in papers]
    found = link([law, twin, *papers], [*citations, _citation("ctwin", "twin", title="某法")])
    # Those before the law, those after it, and its own copy.
    assert len(asked) == 3
    assert [answer.status for answer in found.links].count("disputed") == 10


DAY = CITING.document_date


@pytest.mark.parametrize(
    ("citing", "number", "title", "relation"),
    [
        (_document("d", N64, None, day=DAY), N64, None, "cites"),  # its own number
        (_document("d", None, DOING, day="2020-01-01"), None, DOING, "cites"),  # its own title
        (_document("d", None, "其他", day="2019-01-01"), None, DOING, "cites"),  # older
        (_document("d", None, "其他", day=DAY), None, "某法", "forwards"),  # carries it
        (_document("d", None, "其他", day=DAY, file="b" * 64), None, DOING, "repeals"),  # beside it
    ],
)  # fmt: skip
def test_who_cites_matters(
    citing: DocumentCard, number: str | None, title: str | None, relation: Relation
) -> None:
    """A paper that stands apart asks first; its answer is not that of the other one."""
    inside = _document("inside", None, "某法", parent="d", role="embedded")
    one, two = (_document(n, None, t, day="2020-01-01", file="b" * 64)
                for n, t in (("p", DOING), ("q", "某法")))  # fmt: skip
    held = catalogue([CITING, citing, inside, one, two])
    citations = [_citation(f"c{name}", name, number, title, relation) for name in ("d0", "d")]
    alone = [find_target(held, citation) for citation in citations]
    assert [*map(Answers(held).of, citations)] == alone
    assert alone[0] != alone[1]
