"""Number, title and text against each other: one row for every line of the decision table."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from hongtou.link import link
from hongtou.model import CitationCard, DocumentCard, Link, Sharer, SignalKind

TITLE, OTHER = "关于做好春节现金供应工作的通知", "关于电信诈骗治理专项行动的批复"
DAMAGED = "关于做好春节现全供应工怍的通知"
N63, N68, N99 = "银发〔2021〕63号", "银发〔2021〕68号", "银发〔2021〕99号"
LAST_YEAR = "银发〔2020〕63号"
RULE, NOTICE = "现金供应管理办法", "关于印发《现金供应管理办法》的通知"

CITING = DocumentCard(
    "citing", "c" * 64, "main", None, "并银发〔2021〕75号", f"太原支行转发《{TITLE}》的通知",
    "2021-05-01", ("中国人民银行太原中心支行",),
)  # fmt: skip


def paper(name: str, number: str | None, title: str | None, **other: Any) -> DocumentCard:
    card = DocumentCard(name, name.ljust(64, "0"), "main", None, number, title, "2021-03-01")
    return replace(card, **other)


def inside(number: str | None, title: str | None) -> DocumentCard:
    return paper("inside", number, title, file_sha256="c" * 64, role="embedded", parent_id="citing")


def cite(number: str | None, title: str | None, *shared: str, relation: Any = "forwards") -> Any:
    sharers = tuple(Sharer(name.ljust(64, "0"), 9) for name in shared)
    return CitationCard("c1", "citing", relation, title, number, "《…》", None, sharers)


P = paper("p", N63, TITLE)


@dataclass(frozen=True)
class Row:
    name: str
    held: tuple[DocumentCard, ...]
    citation: CitationCard
    status: str
    target: str | None = None
    kinds: tuple[SignalKind, ...] = ()


ROWS = [
    Row("printed form: number, title and text", (P,), cite(N63, TITLE, "p"), "resolved", "p",
        ("number", "text", "title")),
    Row("number and title", (P,), cite(N63, TITLE), "resolved", "p", ("number", "title")),
    Row("number and misread title", (P,), cite(N63, DAMAGED), "resolved", "p",
        ("number", "title")),
    Row("number alone", (P,), cite(N63, None), "resolved", "p", ("number",)),
    Row("an order has no title of its own", (paper("p", N63, "中国人民银行令"),),
        cite(N63, TITLE), "resolved", "p", ("number",)),
    Row("a notice answers to what it issues", (paper("p", N63, NOTICE),), cite(N63, RULE),
        "resolved", "p", ("number", "title")),
    Row("number of a paper of another title", (paper("p", N63, OTHER),), cite(N63, TITLE),
        "disputed", "p", ("number",)),
    Row("the same, and the text is its", (paper("p", N63, OTHER),), cite(N63, TITLE, "p"),
        "resolved", "p", ("number", "text")),
    Row("number of one paper, title of another", (paper("p", N63, OTHER), paper("q", N99, TITLE)),
        cite(N63, TITLE), "disputed", None, ("number", "title")),
    Row("the same, and the text is the first's",
        (paper("p", N63, OTHER), paper("q", N99, TITLE)), cite(N63, TITLE, "p"), "disputed", None,
        ("number", "text", "title")),
    Row("last year's paper has the title too", (P, paper("q", LAST_YEAR, TITLE)),
        cite(N63, TITLE), "resolved", "p", ("number", "title")),
    Row("only last year's is held", (paper("q", LAST_YEAR, TITLE),), cite(N63, TITLE),
        "disputed", "q", ("title",)),
    Row("only last year's is held, and shares its words", (paper("q", LAST_YEAR, TITLE),),
        cite(N63, TITLE, "q"), "disputed", "q", ("text", "title")),
    Row("only a later one is held", (paper("q", N99, TITLE, document_date="2021-08-01"),),
        cite(N63, TITLE), "ghost"),
    Row("the title with a number of another office", (P,), cite("晋财金〔2021〕8号", TITLE),
        "ghost"),
    Row("a misread title of another office, with words of its own",
        (paper("p", N63, f"国家税务总局山东省税务局转发《{TITLE}》的通知"),),
        cite(None, f"国家税务总局湖南省税务局转发《{TITLE}》的通知", "p"), "ghost"),
    Row("one misread digit", (P,), cite(N68, TITLE), "disputed", "p", ("title",)),
    Row("one misread digit, and the text is its", (P,), cite(N68, TITLE, "p"), "resolved", "p",
        ("text", "title")),
    Row("misread number and misread title", (P,), cite(N68, DAMAGED), "ghost"),
    Row("the same, and the text is its", (P,), cite(N68, DAMAGED, "p"), "resolved", "p",
        ("text",)),
    Row("another number, a title like it, shared words", (P,), cite(N99, DAMAGED, "p"), "ghost"),
    Row("no number, and of another office",
        (paper("p", None, f"高县监管组{TITLE}"),),
        cite("川银保监发〔2021〕17号", TITLE, "p"), "ghost"),
    Row("no number, and later", (paper("p", None, TITLE, document_date="2021-08-01"),),
        cite(N63, TITLE, "p"), "ghost"),
    Row("no number, and earlier", (paper("p", None, TITLE),), cite(N63, TITLE, "p"), "resolved",
        "p", ("text", "title")),
    Row("misread title, and the text of a later one",
        (paper("p", None, DAMAGED, document_date="2021-08-01"),), cite(N63, TITLE, "p"), "ghost"),
    Row("misread title alone", (P,), cite(None, DAMAGED), "ghost"),
    Row("misread title, and the text is its", (P,), cite(None, DAMAGED, "p"), "resolved", "p",
        ("text",)),
    Row("misread title of another's branch",
        (paper("p", N63, f"中国人民银行太原中心支行{TITLE}"),),
        cite(None, f"中国人民银行{DAMAGED}", "p"), "ghost"),
    Row("title alone", (P,), cite(None, TITLE), "resolved", "p", ("title",)),
    Row("title alone, of a later paper", (paper("p", N63, TITLE, document_date="2022-01-01"),),
        cite(None, TITLE), "disputed", "p", ("title",)),
    Row("title of two papers", (P, paper("q", LAST_YEAR, TITLE)), cite(None, TITLE), "ambiguous",
        None, ("title",)),
    Row("title of two papers, one of them later",
        (P, paper("q", N99, TITLE, document_date="2022-01-01")), cite(None, TITLE), "resolved", "p",
        ("title",)),
    Row("title of two papers, the words of one", (P, paper("q", LAST_YEAR, TITLE)),
        cite(None, TITLE, "p"), "resolved", "p", ("text", "title")),
    Row("title of two papers, the words of both", (P, paper("q", LAST_YEAR, TITLE)),
        cite(None, TITLE, "p", "q"), "ambiguous", None, ("text", "title")),
    Row("title of two copies", (P, paper("q", N63, TITLE)), cite(None, TITLE), "resolved", "p",
        ("title",)),
    Row("a copy that has lost its number", (P, paper("q", None, TITLE)), cite(None, TITLE),
        "resolved", "p", ("title",)),
    Row("who forwards a paper is not the paper",
        (paper("q", N99, f"临汾支行转发《{TITLE}》的通知"),), cite(None, TITLE), "ghost"),
    Row("a paper of a branch", (paper("q", N99, f"中国人民银行太原中心支行{TITLE}"),),
        cite(None, f"中国人民银行{TITLE}"), "ghost"),
    Row("a paper of the predecessor",
        (paper("q", "银监发〔2017〕6号", f"中国银监会{TITLE}", document_date="2017-04-01"),),
        cite(None, f"中国银保监会{TITLE}"), "resolved", "q", ("title",)),
    Row("trial and final version", (paper("q", N99, f"{RULE}（试行）"),), cite(None, RULE),
        "resolved", "q", ("title",)),
    Row("what is repealed is not the new edition", (paper("q", N99, RULE),),
        cite(None, f"{RULE}（试行）", relation="repeals"), "ghost"),
    Row("carried: number", (inside(N63, OTHER),), cite(N63, None), "resolved", "inside",
        ("number", "text")),
    Row("carried: title", (inside(None, TITLE),), cite(None, TITLE), "resolved", "inside",
        ("text", "title")),
    Row("carried: misread title", (inside(None, DAMAGED),), cite(N63, TITLE), "resolved",
        "inside", ("text",)),
    Row("carried: one misread digit", (inside(N68, TITLE),), cite(N63, TITLE), "resolved",
        "inside", ("text", "title")),
    Row("carried: last year's", (inside(LAST_YEAR, TITLE),), cite(N63, TITLE), "disputed",
        "inside", ("text", "title")),
    Row("carried: last year's, and this year's is held", (inside(LAST_YEAR, TITLE), P),
        cite(N63, TITLE), "disputed", None, ("number", "text", "title")),
    Row("carried, and held by itself", (inside(N63, TITLE), P), cite(N63, TITLE), "resolved",
        "inside", ("number", "text", "title")),
    Row("carried without number, and held by itself", (inside(None, TITLE), P), cite(N63, TITLE),
        "resolved", "inside", ("number", "text", "title")),
    Row("carried is like it, held bears the title", (inside(None, DAMAGED), P), cite(None, TITLE),
        "disputed", None, ("text", "title")),
    Row("the same, and they share their words", (inside(None, DAMAGED), P),
        cite(None, TITLE, "p"), "resolved", "inside", ("text", "title")),
    Row("only mentioned, and not carried", (inside(None, DAMAGED),),
        cite(None, TITLE, relation="cites"), "ghost"),
    Row("oneself by number", (), cite(CITING.number, None), "disputed"),
    Row("one's copy by number", (replace(CITING, document_id="copy", file_sha256="e" * 64),),
        cite(CITING.number, None), "disputed"),
    Row("one's copy by title", (replace(CITING, document_id="copy", file_sha256="e" * 64),),
        cite(None, CITING.title), "ghost"),
    Row("nothing", (paper("q", N99, OTHER),), cite(N63, TITLE, "q"), "ghost"),
]  # fmt: skip


def answer(held: tuple[DocumentCard, ...], *citations: CitationCard) -> Link:
    return link([CITING, *held], citations).links[0]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_table(row: Row) -> None:
    found = answer(row.held, row.citation)
    assert (found.status, found.evidence and True) == (row.status, True)
    if row.status != "ghost":
        assert found.target_document_id == row.target, found.evidence
    assert tuple(sorted({signal.kind for signal in found.signals})) == row.kinds
    assert link([*row.held[::-1], CITING], [row.citation]).links[0] == found


def test_each_witness_more_leaves_less_doubt() -> None:
    numbers = answer((P,), cite(N63, None)).confidence
    titles = answer((P,), cite(None, TITLE)).confidence
    both = answer((P,), cite(N63, TITLE)).confidence
    every = answer((P,), cite(N63, TITLE, "p")).confidence
    assert titles < numbers < both < every == 1.0


def test_evidence_says_who_says_what() -> None:
    found = answer((paper("p", N63, OTHER), paper("q", N99, TITLE)), cite(N63, TITLE, "q"))
    assert found.evidence == f"发文字号相同，标题不同：{OTHER}；标题相同的另有：{N99}"
    assert [(s.kind, s.document_id, s.evidence) for s in found.signals] == [
        ("number", "p", f"发文字号相同：{N63}"),
        ("text", "q", "有 9 处相同段落"),
        ("title", "q", "标题相同"),
    ]


def test_a_short_name_means_what_its_antecedent_does() -> None:
    held = [CITING, paper("q", N99, f"{RULE}（试行）")]
    long = cite(None, RULE, relation="repeals")
    short = replace(long, citation_id="c2", relation="cites", antecedent_id="c1")
    assert [found.status for found in link(held, [short, long]).links] == ["ghost", "ghost"]
    alone = replace(short, antecedent_id=None)
    assert [found.status for found in link(held, [alone, long]).links] == ["ghost", "resolved"]


ORDER = paper("order", "中国人民银行令〔2022〕第3号", "中国人民银行令〔2022〕第3号")
INSIDE_ORDER = paper(
    "rule", None, RULE, document_date=None, parent_id="order", role="embedded",
    file_sha256=ORDER.file_sha256,
)  # fmt: skip


@pytest.mark.parametrize(
    ("day", "number", "status"),
    [
        ("2023-01-01", None, "resolved"),  # the regulation is as old as its order
        ("2019-06-11", None, "disputed"),  # older than the order: an earlier edition is meant
        ("2019-06-11", "中国人民银行令〔2001〕第3号", "ghost"),
        ("2023-01-01", "中国人民银行令〔2001〕第3号", "disputed"),
        ("2023-01-01", "中国人民银行令〔2022〕第3号", "resolved"),
    ],
)
def test_a_regulation_has_number_and_day_of_what_issues_it(
    day: str, number: str | None, status: str
) -> None:
    order = replace(ORDER, document_date="2022-04-14")
    citing = replace(CITING, document_date=day)
    found = link([citing, order, INSIDE_ORDER], [cite(number, RULE, relation="cites")]).links[0]
    assert found.status == status


@pytest.mark.parametrize(
    ("relation", "cited", "status"),
    [
        ("amends", f"{RULE}（试行）", "ghost"),  # 对原试行的《X（试行）》进行了修订
        ("repeals", RULE, "ghost"),
        ("amends", RULE, "ghost"),
        ("issues", RULE, "resolved"),
        ("cites", RULE, "resolved"),
        ("cites", f"{RULE}（试行）", "ghost"),
    ],
)
def test_what_takes_the_place_of_a_paper_is_not_it(relation: str, cited: str, status: str) -> None:
    held = [CITING, replace(inside(None, RULE), document_date=None)]
    assert link(held, [cite(None, cited, relation=relation)]).links[0].status == status


def test_a_ghost_tells_who_issued_it() -> None:
    citations = [cite("银发〔2021〕9号", None), replace(
        cite(None, "山西银保监局关于某事的通知"), citation_id="c2")]  # fmt: skip
    ghosts = {g.number: g for g in link([CITING], citations).ghosts}
    assert (ghosts["银发〔2021〕9号"].authority, ghosts["银发〔2021〕9号"].level) == (
        "中国人民银行", "national"
    )  # fmt: skip
    assert (ghosts[None].level, ghosts[None].region) == ("provincial", "山西省")


def test_one_title_of_two_authorities_is_two_ghosts() -> None:
    names = ("中国人民银行太原中心支行", "中国人民银行临汾市中心支行", "", "人民银行太原中心支行")
    citations = [
        replace(cite(None, f"{name}关于甲事的通知"), citation_id=f"c{rank}")
        for rank, name in enumerate(names)
    ]
    links = link([CITING], citations).links
    assert len({found.target_document_id for found in links}) == 3
    assert links[0].target_document_id == links[3].target_document_id
    assert len(link([CITING], [citations[0], *citations[2:]]).ghosts) == 1  # there is only one


def test_a_ghost_is_upgraded_by_the_title_of_the_notice_that_issues_it() -> None:
    for title in (NOTICE, "关于印发《甲办法》和《现金供应管理办法》的通知"):
        found = answer((paper("p", N63, title),), cite(None, RULE, relation="cites"))
        assert (found.status, found.target_document_id) == ("resolved", "p")
