"""Candidates, their judgement, and the guards: what may have been printed, and what stays."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongtou.clean.repair import Candidate, Scene, find_repairs, judge, whole
from hongtou.clean.repair.frames import FRAMES
from hongtou.clean.repair.guards import GUARDS, allows
from hongtou.clean.repair.language import language_model
from hongtou.clean.repair.misread import doubtful, find_misread
from hongtou.clean.repair.readings import look_alikes, may_be_read, readings_at
from hongtou.clean.repair.score import merged, probability
from hongtou.model import Evidence, Span

SURE = Evidence("language", 9.0, "公文中此处更常见")
SHAPE = Evidence("shape", 2.0, "形近")
SIBLING = Evidence("sibling", 3.0, "同一语句在另一文件中如此")


def candidate(
    text: str, read: str, after: str, *evidence: Evidence, rule: str = "misread-character",
    proposal_only: bool = False,
) -> Candidate:  # fmt: skip
    at = text.index(read)
    return Candidate(at, at + len(read), after, rule, "试", evidence, proposal_only)


@pytest.mark.parametrize(
    ("text", "read", "after", "evidence", "rule", "allowed"),
    [
        ("化解风险恩想", "恩", "思", (SURE, SHAPE), "misread-character", True),
        # numbers: a rule by name and two kinds of evidence
        ("容忍1度", "1", "", (SURE,), "stray-character", False),
        ("容忍1度", "1", "", (SURE, SIBLING), "stray-character", True),
        ("容忍1度", "1", "", (SURE, SIBLING), "misread-character", False),
        ("共计三十户", "十", "千", (SURE, SHAPE), "misread-character", False),
        ("第六节", "节", "章", (SURE, SHAPE), "misread-character", False),
        ("在三周内", "周", "日", (SURE, SHAPE), "misread-character", False),
        ("若千单位", "千", "干", (SURE, SHAPE), "misread-character", True),  # no number
        # document numbers
        ("财农〔2021〕5号", "农", "教", (SURE, SHAPE), "misread-character", False),
        ("曲教发〔2024〕23号", "曲", "白", (SURE, SHAPE, SIBLING), "sibling-reading", False),
        # a true place stays, whatever speaks against it
        ("潢川县支行", "潢", "溃", (SURE, SHAPE, SIBLING), "misread-character", False),
        # names of people
        ("联系人：尹洵", "尹", "罗", (SURE, SHAPE), "misread-character", False),
        ("校对：卢志城", "卢", "户", (SURE, SHAPE), "misread-character", False),
        # titles need three kinds of evidence
        ("《管埋办法》", "埋", "理", (SURE, SHAPE), "misread-character", False),
        ("《管埋办法》", "埋", "理", (SURE, SHAPE, SIBLING), "misread-character", True),
        ("《办法》管埋", "埋", "理", (SURE, SHAPE), "misread-character", True),
        # Latin letters
        ("使用APP办理", "P", "口", (SURE, SHAPE), "misread-character", False),
        # function words
        ("为解决因银行变动", "因", "国", (SURE, SHAPE), "misread-character", False),
        # a quotation in traditional characters, and a single one
        ("《國際準則》", "際", "际", (SURE, SHAPE, SIBLING), "misread-character", False),
        ("金融機关", "機", "机", (SURE, SHAPE), "misread-character", True),
    ],
)  # fmt: skip
def test_guards(
    text: str, read: str, after: str, evidence: tuple[Evidence, ...], rule: str, allowed: bool
) -> None:
    found = candidate(text, read, after, *evidence, rule=rule)
    assert allows(whole(text), found) is allowed


def test_every_guard_has_its_reason() -> None:
    assert all(guard.__doc__ for guard in GUARDS)


def test_under_a_seal_a_second_reading_is_needed() -> None:
    text = "化解风险恩想"
    scene = Scene(text, (Span(0, 6),), sealed=(Span(4, 6),), recognised=True)
    [edit] = judge(scene, [candidate(text, "恩", "思", SURE, SHAPE)])
    assert edit.state == "proposed"
    [edit] = judge(scene, [candidate(text, "恩", "思", SURE, SHAPE, SIBLING)])
    assert edit.state == "applied"


def test_what_was_typed_is_not_touched() -> None:
    text = "持续捉升服务质量，持续捉升服务质量。"
    scene = Scene(text, (Span(0, 9),), recognised=True)
    edits = find_repairs(scene).edits
    assert [(e.start, e.after, e.state) for e in edits if e.state == "applied"] == [
        (2, "提", "applied")
    ]
    assert find_repairs(Scene(text, ())).edits == []


def test_judging() -> None:
    text = "恩想捉升"
    one = candidate(text, "恩", "思", SURE)
    rival = candidate(text, "恩", "恳", SHAPE)
    lesser = candidate(text, "捉", "提", Evidence("language", 1.0, "略为常见"))
    never = candidate(text, "升", "并", Evidence("language", -1.0, "少见"))
    edits = judge(whole(text), [never, rival, lesser, one])
    assert [(e.start, e.after, e.state) for e in edits] == [
        (0, "思", "applied"), (2, "提", "proposed"),
    ]  # fmt: skip
    assert edits[0].confidence == pytest.approx(probability([SURE]))
    only = candidate(text, "恩", "思", SURE, proposal_only=True)
    assert [e.state for e in judge(whole(text), [only])] == ["proposed"]


def test_finders_that_agree_count_together() -> None:
    text = "恩想"
    both = [candidate(text, "恩", "思", SHAPE), candidate(text, "恩", "思", SURE, rule="sibling")]
    [found] = merged(both)
    assert found.rule == "misread-character" and found.evidence == (SHAPE, SURE)


def test_probability() -> None:
    assert probability([]) == 0.5
    assert probability([Evidence("language", 1e9, "")]) <= 1.0
    assert probability([Evidence("language", -1e9, "")]) >= 0.0


def test_evidence_is_told_in_chinese() -> None:
    text = "以新时代中国特色社会主义恩想为指导"
    [found] = [c for c in find_misread(whole(text), language_model()) if c.after == "思"]
    kinds = {item.kind for item in found.evidence}
    assert {"shape", "language", "word"} <= kinds
    assert all(any("\u4e00" <= c <= "\u9fff" for c in item.note) for item in found.evidence)
    assert probability(found.evidence) > 0.95


def test_the_recogniser_has_a_say() -> None:
    text = "有关单位要及时报迭材料"  # 迭 may be 送, says the recogniser
    at = text.index("迭")
    alone = find_repairs(Scene(text, (Span(0, len(text)),), recognised=True)).edits
    readings = {at: (("送", 0.4),)}
    heard = find_repairs(
        Scene(text, (Span(0, len(text)),), recognised=True, readings=readings)
    ).edits
    before = max((e.confidence for e in alone if e.start == at), default=0.0)
    after = max(e.confidence for e in heard if (e.start, e.after) == (at, "送"))
    assert after > before


def test_a_text_is_its_own_witness() -> None:
    once = "评标委员会应当向招标人提出书面评标报告。"
    found = {c.after: probability(c.evidence) for c in find_misread(whole(once), language_model())}
    again = whole(once * 5)
    often = [probability(c.evidence) for c in find_misread(again, language_model())]
    assert max(often, default=0.0) <= max(found.values(), default=0.0) + 1e-6


@pytest.mark.parametrize(
    ("read", "after", "may"),
    [("恩", "思", True), ("一", "二", False), ("帐", "账", False), ("的", "地", False),
     ("千", "干", True)],
)  # fmt: skip
def test_what_may_be_a_misreading(read: str, after: str, may: bool) -> None:
    assert may_be_read(read, after) is may


def test_readings_look_alike_and_fit() -> None:
    assert {"提", "促"} <= look_alikes("捉")
    text = "持续捉升服务"
    assert "提" in readings_at(whole(text), text, 2, wide=False)
    assert doubtful(whole("經濟發展現狀調查"), "經濟發展現狀調查", language_model()) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # between its neighbours a label is proved
        ("一、甲\n工、乙\n三、丙", "一、甲\n二、乙\n三、丙"),
        ("（一）甲\n（王）乙\n（三）丙", "（一）甲\n（二）乙\n（三）丙"),
        ("1.甲\nZ.乙\n3.丙", "1.甲\n2.乙\n3.丙"),
        ("一、甲\n三、乙\n三、丙\n四、丁", "一、甲\n二、乙\n三、丙\n四、丁"),
        # the series of an inner level begins anew
        ("一、甲\n（一）乙\n二、丙\n（一）丁", "一、甲\n（一）乙\n二、丙\n（一）丁"),
        ("一、甲\n存、贷款\n二、乙", "一、甲\n存、贷款\n二、乙"),
        ("一、甲\n三、乙", "一、甲\n三、乙"),  # 二、 may have been dropped
        # a bracket that is something else
        ("银发〔2017}126号", "银发〔2017〕126号"),
        ("银发2015〕40号", "银发〔2015〕40号"),
        ("，2015〕40号", "，2015〕40号"),  # no code
        # the end of a title
        ("根据《管理办法)的规定\n执行", "根据《管理办法》的规定\n执行"),
        ("（《管理办法）规定", "（《管理办法）规定"),  # a round bracket is open
        ("《关于试行（暂行)办法》", "《关于试行（暂行)办法》"),
        # the end of a sentence
        ("要加强管理，防范化解金融风险.\n二、其他", "要加强管理，防范化解金融风险。\n二、其他"),
        ("No. 3", "No. 3"),
    ],
)
def test_what_forms_prove(text: str, expected: str) -> None:
    edits = sorted(
        (e for frame in FRAMES for e in frame(text)), key=lambda e: e.start, reverse=True
    )
    for edit in edits:
        assert {item.kind for item in edit.evidence} >= {"frame", "shape"}
        text = text[: edit.start] + edit.after + text[edit.end :]
    assert text == expected


def _texts() -> st.SearchStrategy[str]:
    return st.text(
        st.sampled_from("关于恩想捉升银行监管〔20l1〕一二三、（）.，。\n《》王工"), max_size=60
    )


@given(_texts())
@settings(max_examples=80, deadline=None)
def test_repairs_are_sorted_and_disjoint(text: str) -> None:
    applied = [e for e in find_repairs(whole(text)).edits if e.state == "applied"]
    assert _disjoint((e.start, e.end) for e in applied)
    assert all(text[e.start : e.end] != e.after for e in applied)


def _disjoint(ranges: Iterator[tuple[int, int]]) -> bool:
    at = 0
    for start, end in ranges:
        if start < at:
            return False
        at = end
    return True
