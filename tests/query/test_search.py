"""Search: any string is safe, a substring search finds what LIKE finds, filters narrow."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hongtou
from hongtou import KnowledgeBase
from hongtou.errors import LookupFailedError, NotationError
from hongtou.query.filters import Filters
from hongtou.query.searching.search import matching_segments
from hongtou.query.searching.snippets import marks_in, quote_around
from hongtou.store import fold, open_store
from tests.query.shelf import A_TEXT


def quotes(kb: KnowledgeBase, text: str, **filters: object) -> list[str]:
    return [hit.quote for hit in kb.search(text, **filters) if hit.kind != "title"]  # type: ignore[arg-type]


def test_a_hit_quotes_the_sentence_with_its_place(kb: KnowledgeBase) -> None:
    hit = next(h for h in kb.search("按月报送") if h.kind == "article")
    assert hit.quote == "各村镇银行应当按月报送展期情况，单户贷款不得超过10万元。"
    assert hit.document.number == "信银发〔2021〕2号"
    assert hit.path == "一"
    assert (hit.page, hit.box and hit.box.x0) == (2, 3.0)
    assert hit.start is not None and A_TEXT[hit.start : hit.end] == hit.quote
    assert [duty.obligation_id for duty in hit.duties] == ["aaaaaaaaaaaa-0#o1"]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("展期", {"一", "二", "（一）", "第一条"}),
        ("展", {"一", "二", "（一）", "第一条"}),  # one character
        ("展期 贴息", {"二"}),  # both words
        ("A类贷款", {"二"}),  # half-width against full-width
        ("a类", {"二"}),
        ("展期，4次", {"二", "第一条"}),  # punctuation inside counts
        ("展期。4次", set()),  # …and is not skipped
        ("展期4次", set()),
        ("不得超过10万元", {"一"}),
        ("《", set()),
        ("", set()),
        ('"', set()),
        ("展期 NEAR 贴息", set()),
    ],
)
def test_words(kb: KnowledgeBase, text: str, paths: set[str]) -> None:
    assert {h.path for h in kb.search(text) if h.kind == "article"} == paths


def test_titles_come_first_and_ghosts_are_named(kb: KnowledgeBase) -> None:
    hits = kb.search("扶贫工作")
    assert [(h.kind, h.document.role) for h in hits] == [("title", "ghost")]
    assert kb.search("小额贷款")[0].kind == "title"
    assert kb.search("赣银监发〔2016〕5号")[0].document.document_id == "ghost-1"


@pytest.mark.parametrize(
    ("filters", "paths"),
    [
        ({"year": 2003}, {"第一条"}),
        ({"type": "办法"}, {"第一条"}),
        ({"authority": "银保监会XX"}, {"一", "二"}),
        ({"authority": "岳银发"}, {"（一）"}),
        ({"bearer": "村镇银行"}, {"一"}),
        ({"force": "may"}, {"（一）"}),
        ({"unit": "万元", "max": 10}, {"一"}),
        ({"unit": "元", "min": 100001}, set()),
        ({"unit": "户"}, set()),
        ({"due_before": "2021-12-31"}, {"二"}),
        ({"due_before": "2021"}, {"二"}),
        ({"due_before": "2021-12-30"}, set()),
        ({"authority": "%"}, set()),  # no wildcard
    ],
)
def test_filters(kb: KnowledgeBase, filters: dict[str, object], paths: set[str]) -> None:
    found = {h.path for h in kb.search("展期", **filters) if h.kind != "title"}  # type: ignore[arg-type]
    assert found == paths


def test_force_gives_obligations(kb: KnowledgeBase) -> None:
    hits = kb.search("展期", force="must")
    assert {(h.kind, h.quote) for h in hits} == {
        ("obligation", "各村镇银行应当按月报送展期情况"),
        ("obligation", "地方法人金融机构要在2021年底前完成Ａ类贷款展期"),
    }


def test_a_filter_alone_lists(kb: KnowledgeBase) -> None:
    assert quotes(kb, "", unit="元") == [A_TEXT.splitlines()[1].split("。")[0] + "。"]


@pytest.mark.parametrize("limit", [0, 1, 2, 100, None])
def test_limit(kb: KnowledgeBase, limit: int | None) -> None:
    every = kb.search("展期", limit=None)
    assert kb.search("展期", limit=limit) == every[:limit]


@pytest.mark.parametrize("question", ["search", "obligations"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"year": 10**20},
        {"year": 0},
        {"min": float("nan")},
        {"max": float("inf")},
        {"min": -(10**400)},
        {"limit": 2**70},
        {"limit": 2**63},
    ],
)
def test_numbers_out_of_range(kb: KnowledgeBase, question: str, wrong: dict[str, float]) -> None:
    with pytest.raises(NotationError, match=r"年份|有限的数字|过大"):
        getattr(kb, question)("展期", **wrong)


def test_the_largest_numbers_in_range(kb: KnowledgeBase) -> None:
    assert kb.search("展期", limit=2**63 - 1) == kb.search("展期", limit=None)
    assert kb.search("展期", year=9999) == kb.search("展期", unit="亿元", min=1e308) == ()


@pytest.mark.parametrize(
    ("typed", "base", "factor"),
    [
        ("元", "元", 1),
        ("千元", "元", 1e3),
        ("百万元", "元", 1e6),
        ("千万元", "元", 1e7),
        ("亿元", "元", 1e8),
        ("万户", "户", 1e4),
        ("％", "%", 1),
        ("成", "%", 10),
        ("百分点", "个基点", 100),
        ("Bp", "个基点", 1),
        ("年期", "个月", 12),
        ("‰", "%", 0.1),
        ("℃", "℃", 1),
        # look-alikes
        ("0元", "0元", 1),
        ("万", "万", 1),
        ("没有的单位", "没有的单位", 1),
        ("", "", 1),
    ],
)
def test_units_are_those_of_the_notices(typed: str, base: str, factor: float) -> None:
    where = Filters(unit=typed, min=2).amounts("segment_id", "s.segment_id")
    assert (where.values[0], where.values[-1]) == (base, 2 * factor)


def test_suggestions_are_words_that_hit(kb: KnowledgeBase) -> None:
    assert kb.search("贷款贴息光伏") == ()
    assert set(kb.suggest("贷款贴息光伏")) == {"贷款", "贴息"}
    assert kb.suggest("*") == ()


NASTY = st.one_of(
    st.text(),
    st.text(alphabet='"*-^:+(){}[] 展期ANDORNT\0\ud800\u200b《》，。%_\\', max_size=12),
)


@given(text=NASTY)
@settings(max_examples=300, deadline=None)
def test_any_string_is_safe(shelf: Path, text: str) -> None:
    with hongtou.open(shelf) as kb:
        kb.search(text)
        kb.search("展期", authority=text, type=text, bearer=text, unit=text, due_before=text)
        kb.obligations(text, for_=text, bearer=text)


@pytest.mark.parametrize("text", ["展 " * 5000, "展期" * 60_000, '"' * 70_000])
def test_long_strings_are_safe(kb: KnowledgeBase, text: str) -> None:
    kb.search(text)
    kb.search("展期", authority=text, bearer=text)
    kb.obligations(text)
    with pytest.raises(LookupFailedError):
        kb.resolve(text)


BODY = st.text(alphabet="展期贷款不得，。（）10%％Ａa 年《》〔〕", min_size=1, max_size=30)
WORD = st.text(alphabet="展期贷款不得，。（）10%％Ａa年《》〔〕", min_size=1, max_size=4)


@given(bodies=st.lists(BODY, min_size=1, max_size=6), word=WORD)
@settings(max_examples=60, deadline=None)
def test_substring_search_equals_like(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[str], word: str
) -> None:
    path = tmp_path_factory.mktemp("like") / "k.db"
    with open_store(path) as store:
        store.db.table("documents").insert({"document_id": "d", "role": "main"})
        for number, body in enumerate(bodies):
            store.db.table("segments").insert(
                {"segment_id": f"{number}", "document_id": "d", "number": number, "kind": "item",
                 "path": "", "level": 0, "label": "", "text": body, "start": 0, "end": len(body),
                 "own_end": len(body)}
            )  # fmt: skip
        store.rebuild_index()
    with hongtou.open(path) as kb:
        kb.connection.create_function("fold", 1, fold)
        like = "SELECT segment_id FROM segments WHERE fold(text) LIKE ? ESCAPE '!'"
        pattern = fold(word).replace("%", "!%")
        expected = {row[0] for row in kb.connection.execute(like, (f"%{pattern}%",))}
        found = set(matching_segments(kb.connection, word))
    assert found == expected


@given(text=st.text(alphabet="展期。，；贷款A％", max_size=400), word=WORD)
def test_quotes_lie_inside(text: str, word: str) -> None:
    span = quote_around(text, (word,))
    assert 0 <= span.start <= span.end <= len(text)
    assert span.length <= 160
    if fold(word) in fold(text) and not set(word) & set("。；"):
        assert fold(word) in fold(span.of(text))


def test_long_hit_lists_are_not_ranked_but_whole(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranked = {hit.segment_id for hit in kb.search("展期", limit=None)}
    monkeypatch.setattr("hongtou.query.searching.candidates.RANKED", 1)
    newest_first = kb.search("展期", limit=None)
    assert {hit.segment_id for hit in newest_first} == ranked


@pytest.mark.parametrize("text", ["展", "，", "一", "展 期"])
def test_single_characters_are_found_with_and_without_the_index(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    by_index = matching_segments(kb.connection, text)
    assert by_index
    monkeypatch.setattr("hongtou.query.searching.candidates.SAMPLED", 2)
    assert matching_segments(kb.connection, text) == by_index


def test_long_hit_lists_are_newest_first_behind_headings(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hongtou.query.searching.candidates.RANKED", 1)
    found = [(h.document.date, h.path) for h in kb.search("展期") if h.kind == "article"]
    assert found[0][0] == "2021-03-30"
    dates = [date or "" for date, _ in found]
    assert dates == sorted(dates, reverse=True)


def test_what_says_it_best_comes_first(tmp_path: Path) -> None:
    texts = (
        "一、落实《关于贷款展期的通知》要求。",  # only in the title of another paper
        "二、各机构应当做好工作。贷款到期的，另行商定，借款人提出后可予展期。",  # far apart
        "三、贷款展期以一次为限。",
        "四、其他。",
    )
    with open_store(tmp_path / "k.db") as store:
        store.db.table("documents").insert({"document_id": "d", "role": "main"})
        for number, text in enumerate(texts):
            store.db.table("segments").insert(
                {"segment_id": f"{number}", "document_id": "d", "number": number, "kind": "item",
                 "path": text[0], "level": 0, "label": "", "text": text, "start": 0,
                 "end": len(text), "own_end": len(text)}
            )  # fmt: skip
        store.rebuild_index()
    with hongtou.open(tmp_path / "k.db") as kb:
        assert [hit.path for hit in kb.search("贷款 展期")] == ["三", "二", "一"]


@pytest.mark.parametrize(
    ("text", "words", "quote", "marks"),
    [
        # The sentence that holds both, not the first that holds one.
        ("展期须申请。展期不得超过一次，贴息另定。贴息照旧。", ("展期", "贴息"),
         "展期不得超过一次，贴息另定。", ("展期", "贴息")),
        # Neighbours together where no sentence holds both.
        ("其他。可以展期。应当贴息。其他。", ("展期", "贴息"), "可以展期。应当贴息。",
         ("展期", "贴息")),
        ("按１年期Ａ类执行。", ("a类", "1年"), "按１年期Ａ类执行。", ("１年", "Ａ类")),
        # One mark where words touch or overlap.
        ("再贷款展期。", ("贷款展", "款展期"), "再贷款展期。", ("贷款展期",)),
        ("没有这个词。", ("展期",), "没有这个词。", ()),
    ],
)  # fmt: skip
def test_snippets_hold_most_words(
    text: str, words: tuple[str, ...], quote: str, marks: tuple[str, ...]
) -> None:
    found = quote_around(text, words).of(text)
    assert found == quote
    assert tuple(found[start:end] for start, end in marks_in(found, words)) == marks


def test_a_long_sentence_is_cut_where_most_words_stand() -> None:
    text = "展期，" + "甲" * 300 + "，展期并贴息，" + "乙" * 300 + "。"
    quote = quote_around(text, ("展期", "贴息")).of(text)
    assert len(quote) == 160
    assert "展期并贴息" in quote
