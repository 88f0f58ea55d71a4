"""Decisions are made again on another reading: none lost, none guessed, in any order."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongtou.clean import RULES, clean
from hongtou.clean.anchors import Ground, Spot, squeezed
from hongtou.clean.draft import Draft, Edit
from hongtou.clean.replay import replay
from hongtou.clean.spots import core_of
from hongtou.model import Anchor, CleanText, Correction, Decision, RawSpan, Verdict, undo
from tests.support import transcript_of

PAPER = (
    "关于进一步做好再贷款工作的通知\n各县支行，各地方法人金融机构：\n"
    "一、捉升服务质量。各机构要统一恩想，单户贷款不得超过10万元，不良贷款容忍1度提高到5%。\n"
    "二、加强督导检查。溃川县支行要于2021年12月31日前报送情况，影晌较大的要及时报告。\n"
    "三、捉升服务质量。其他机构参照执行，并做好档案管理工作。\n"
)


def decide(
    raw: str, quote: str, verdict: Verdict, replacement: str | None, *, nth: int = 0,
    subject: str = "test-rule", at: str = "2021-06-01T08:00:00+00:00", paged: bool = False,
) -> Decision:  # fmt: skip
    """A decision on the nth occurrence of ``quote``."""
    start = -1
    for _ in range(nth + 1):
        start = raw.index(quote, start + 1)
    anchor = Ground(transcript_of(raw)).anchor(RawSpan(start, start + len(quote)))
    number = f"{verdict}-{quote}-{replacement}-{nth}-{at}"
    return Decision(number, "0" * 64, verdict, subject, anchor, replacement, "李某", "对照原件", at)


def proposing(state: str, **readings: str) -> object:
    """A rule that writes or proposes readings wherever it sees the characters."""

    def rule(text: str) -> Sequence[Edit]:
        return sorted(
            (
                Edit(at, at + len(read), after, "test-rule", "示例", state, 0.8)  # type: ignore[arg-type]
                for read, after in readings.items()
                for at in range(len(text))
                if text.startswith(read, at)
            ),
            key=lambda edit: edit.start,
        )

    return rule


def outcome(text: CleanText) -> list[str]:
    return [o.kind for o in text.outcomes]


def cleaned(raw: str, *decisions: Decision, rules: Sequence[object] = ()) -> CleanText:
    made = (*RULES, *rules)
    text = clean(transcript_of(raw), rules=made, finders=(), decisions=decisions)  # type: ignore[arg-type]
    lawful(text)
    assert {o.decision_id for o in text.outcomes} == {d.decision_id for d in decisions}
    return text


def lawful(text: CleanText) -> None:
    raw = text.transcript.text
    assert undo(text.text, text.corrections) == raw
    assert list(text.corrections) == sorted(text.corrections, key=lambda c: c.span)
    for one, two in pairwise(c for c in text.corrections if c.effective):
        assert one.span.end <= two.span.start
    for correction in text.corrections:
        assert correction.before == correction.span.of(raw)


def states(text: CleanText, after: str) -> list[str]:
    return [c.state for c in text.corrections if c.after == after]


def test_an_accepted_proposal_changes_the_text() -> None:
    accept = decide(PAPER, "捉", "accept", "提")
    text = cleaned(PAPER, accept, rules=[proposing("proposed", 捉="提")])
    assert "一、提升服务质量" in text.text
    assert "三、捉升服务质量" in text.text
    assert states(text, "提") == ["accepted", "proposed"]
    assert (
        "李某"
        in text.corrections[[c.after for c in text.corrections].index("提")].evidence[-1].note
    )


def test_it_stands_when_no_rule_proposes_it_any_more() -> None:
    text = cleaned(PAPER, decide(PAPER, "捉", "accept", "提"))
    assert "一、提升服务质量" in text.text
    assert outcome(text) == ["made"]
    assert [(c.rule, c.state) for c in text.corrections if c.after == "提"] == [
        ("test-rule", "accepted")
    ]


def test_the_second_of_two_equal_places_is_told_by_its_context() -> None:
    text = cleaned(PAPER, decide(PAPER, "捉", "accept", "提", nth=1))
    assert "一、捉升" in text.text
    assert "三、提升" in text.text


def test_a_rejected_correction_is_undone() -> None:
    writing = proposing("applied", 容忍1度="容忍度")
    assert "容忍度" in cleaned(PAPER, rules=[writing]).text
    reject = decide(PAPER, "1", "reject", "", nth=1)
    assert reject.anchor.before.endswith("容忍")
    text = cleaned(PAPER, reject, rules=[writing])
    assert "容忍1度" in text.text
    assert states(text, "容忍度") == ["rejected"]


def test_a_rejected_proposal_is_not_proposed_again_by_another_rule() -> None:
    reject = decide(PAPER, "溃", "reject", "潢")
    other = proposing("proposed", 溃川县="潢川县")
    text = cleaned(PAPER, reject, rules=[other])
    assert [c.state for c in text.corrections if "潢" in c.after] == ["rejected"]
    # Another reading of the same place is another question.
    text = cleaned(PAPER, reject, rules=[proposing("proposed", 溃川="渍川")])
    assert [c.state for c in text.corrections if "渍" in c.after] == ["proposed"]


def test_an_edit_stands_and_answers_what_was_proposed_there() -> None:
    edit = decide(PAPER, "溃川", "edit", "潢川", subject="review")
    text = cleaned(PAPER, edit, rules=[proposing("proposed", 溃="渍")])
    assert "潢川县支行" in text.text
    assert [(c.after, c.state, c.rule) for c in text.corrections if c.rule != "line-wrap"
            and ("潢" in c.after or "渍" in c.after)] == [
        ("渍", "rejected", "test-rule"), ("潢川", "accepted", "review"),
    ]  # fmt: skip


def test_an_edit_of_what_was_applied() -> None:
    edit = decide(PAPER, "溃", "edit", "潢", subject="review")
    text = cleaned(PAPER, edit, rules=[proposing("applied", 溃川县="渍川县")])
    assert "潢川县支行" in text.text


@pytest.mark.parametrize(
    ("changed", "kind", "shown"),
    [
        (PAPER.replace("捉升", "提升"), "fulfilled", "一、提升"),  # read rightly now
        (PAPER.replace("捉升", "提\n升"), "fulfilled", "一、提升"),  # and broken over two lines
        (PAPER.replace("捉升", "倨升"), "made", "一、提升"),  # misread in a third way
        (PAPER.replace("一、捉", "一、"), "made", "一、提升"),  # not seen at all
        (PAPER.replace("服务质量", "服 努 质 量"), "made", "一、提升"),
        (PAPER.replace("\n", "\n\n　　"), "made", "一、提升"),
        (PAPER.replace("再贷款", "冉贷欹").replace("机构", "机沟"), "made", "一、提升"),
        ("忻银发〔2021〕49号\n" * 3 + PAPER, "made", "一、提升"),
        (PAPER[PAPER.index("二、") :], "conflict", "三、捉升"),  # the line is lost
    ],
    ids=["right", "wrapped", "third", "missing", "blanks", "lines", "around", "longer", "lost"],
)
def test_another_reading(changed: str, kind: str, shown: str) -> None:
    text = cleaned(changed, decide(PAPER, "捉", "accept", "提"))
    assert outcome(text) == [kind]
    assert shown in squeezed(text.text)


def test_what_was_rejected_stays_out_even_if_it_is_read_so_now() -> None:
    reject = decide(PAPER, "溃", "reject", "潢")
    text = cleaned(PAPER.replace("溃", "潢"), reject)
    assert outcome(text) == ["made"]
    assert "溃川县" in text.text
    assert [(c.before, c.after, c.state) for c in text.corrections if c.rule == "test-rule"] == [
        ("潢", "溃", "accepted")
    ]


def test_two_places_alike_are_never_guessed() -> None:
    line = "各机构要认真组织学习，切实捉升服务质量，确保各项政策落到实处，取得实效。\n"
    decision = decide(line * 2 + PAPER, "捉", "accept", "提")
    assert outcome(cleaned(line * 2 + PAPER, decision)) == ["made"]  # position tells
    # Half way between two of three there is nothing to tell them apart.
    three = squeezed(line * 3 + PAPER)
    places = [at for at in range(len(three)) if three.startswith("捉升服务质量，", at)]
    middle = sum(places[:2]) / 2 / len(three)
    between = replace(decision, anchor=replace(decision.anchor, position=middle))
    text = cleaned(line * 3 + PAPER, between)
    assert outcome(text) == ["conflict"]
    assert "提升" not in text.text


def test_a_page_that_does_not_hold_it_any_more_is_a_conflict() -> None:
    decision = decide(PAPER, "捉", "accept", "提")
    on_page = replace(decision, anchor=replace(decision.anchor, page=3))
    assert outcome(cleaned(PAPER, on_page)) == ["made"]  # text without pages
    # With boxes, see tests/run: there the page decides.


def test_the_later_decision_wins_whatever_comes_first() -> None:
    first = decide(PAPER, "溃", "accept", "渍")
    later = decide(PAPER, "溃川", "edit", "潢川", at="2021-07-01T08:00:00+00:00")
    for order in ((first, later), (later, first)):
        text = cleaned(PAPER, *order)
        assert "潢川县" in text.text
        assert {o.decision_id: o.kind for o in text.outcomes} == {
            first.decision_id: "superseded", later.decision_id: "made",
        }  # fmt: skip
    # A rejection that is taken later takes back what was accepted.
    back = decide(PAPER, "溃", "reject", "渍", at="2021-08-01T08:00:00+00:00")
    text = cleaned(PAPER, first, back, rules=[proposing("applied", 溃="渍")])
    assert "溃川县" in text.text


def test_a_join_of_lines_can_be_rejected() -> None:
    raw = "各县支行要认真落实\n各项要求，加强管理。\n"
    joined = Correction(RawSpan(9, 10), "\n", "", "line-wrap", "示例")
    text = CleanText(transcript_of(raw), (joined,))
    anchor = Ground(text.transcript).anchor(joined.span)
    assert anchor.quote == ""
    reject = Decision("1", "0" * 64, "reject", "line-wrap", anchor, "", "李某", "", "2021")
    again = replay(text, [reject])
    assert again.text == raw
    assert outcome(again) == ["made"]
    accept = replace(reject, verdict="accept")
    assert replay(CleanText(text.transcript, ()), [accept]).text == raw.replace("\n", "", 1)


def test_an_inserted_mark_is_found_between_its_neighbours() -> None:
    raw = "加强领导压实责任，做好各项工作。\n"
    anchor = Ground(transcript_of(raw)).anchor(RawSpan(4, 4))
    edit = Decision("1", "0" * 64, "edit", "review", anchor, "，", "李某", "", "2021")
    assert replay(CleanText(transcript_of(raw), ()), [edit]).text.startswith("加强领导，压实责任")
    right = replay(CleanText(transcript_of(raw.replace("领导", "领导，")), ()), [edit])
    assert outcome(right) == ["fulfilled"]


def test_a_look_at_a_finding_changes_nothing() -> None:
    look = decide(PAPER, "督导检查", "accept", None, subject="clean.damaged")
    assert cleaned(PAPER, look).text == cleaned(PAPER).text
    whole = replace(look, anchor=replace(look.anchor, before="", after="", quote="整份文件"))
    assert outcome(cleaned(PAPER, whole)) == ["made"]


@pytest.mark.parametrize(
    ("before", "after", "core"),
    [
        ("捉升", "提升", ("捉", "提")),
        ("思捉升", "恩提升", ("思捉", "恩提")),
        ("容忍1度", "容忍度", ("1", "")),
        ("服 务", "服务", (" ", "")),
        ("-、", "一、", ("-", "一")),
        ("产业键", "产业链条", ("键", "链条")),
        ("领导", "领导，", ("导", "导，")),  # never between two characters
        ("\n", "金需求", ("文\n后", "文金需求后")),  # words in the place of a line break
        ("捉升", "捉升", ("捉升", "捉升")),
    ],
)
def test_core(before: str, after: str, core: tuple[str, str]) -> None:
    raw = f"前文{before}后文"
    transcript = transcript_of(raw)
    span = RawSpan(2, 2 + len(before))
    found, reading = core_of(transcript, Correction(span, before, after, "r", "示例"))
    assert (found.of(raw), reading) == core


VISIBLE = st.sampled_from("县支行机构要统一思想贷款服务质量，。、10%")


@st.composite
def decided_papers(draw: st.DrawFn) -> tuple[str, list[Decision]]:
    raw = draw(st.text(st.one_of(VISIBLE, st.sampled_from(" \n　")), min_size=1, max_size=120))
    decisions = []
    for number in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(raw)))
        end = draw(st.integers(start, min(len(raw), start + 4)))
        anchor = Ground(transcript_of(raw)).anchor(RawSpan(start, end))
        verdict: Verdict = draw(st.sampled_from(["accept", "edit", "reject"]))
        words = draw(st.text(VISIBLE, max_size=4))
        day = f"2021-06-0{draw(st.integers(1, 3))}"
        decisions.append(
            Decision(str(number), "0" * 64, verdict, "test-rule", anchor, words, "李某", "", day)
        )  # fmt: skip
    return raw, decisions


@settings(deadline=None)
@given(decided_papers(), st.randoms(use_true_random=False))
def test_laws_of_replay(paper: tuple[str, list[Decision]], random: object) -> None:
    """Nothing is lost, order does not matter, once is as good as twice, the ledger is lawful."""
    raw, decisions = paper
    draft = Draft(raw)
    for rule in RULES:
        draft.apply(rule(draft.text))
    text = CleanText(transcript_of(raw), draft.corrections())
    once = replay(text, decisions)
    lawful(once)
    assert sorted(o.decision_id for o in once.outcomes) == sorted(d.decision_id for d in decisions)
    shuffled = list(decisions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert replay(text, shuffled) == once
    twice = replay(once, decisions)
    assert twice.text == once.text
    assert [o.kind == "conflict" for o in twice.outcomes] == [
        o.kind == "conflict" for o in once.outcomes
    ]


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=30), st.text(max_size=5), st.text(max_size=30),
       st.floats(0, 1), st.none() | st.integers(1, 3))  # fmt: skip
def test_any_anchor_has_a_place_in_the_text_or_none(
    raw: str, before: str, quote: str, after: str, position: float, page: int | None
) -> None:
    ground = Ground(transcript_of(raw))
    spot = ground.find(Anchor(before, quote, after, page, position), "提")
    if isinstance(spot, Spot):
        assert 0 <= spot.first <= spot.last <= len(ground.text)
        assert 0 <= spot.span.start <= spot.span.end <= len(raw)
        assert squeezed(spot.span.of(raw)) == spot.read
    else:
        assert spot.why
