"""Deciding: a file is made anew from the tables, with its decisions, in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import hongtou
from hongtou.clean.replay import replay
from hongtou.errors import DecisionsChangedError, LookupFailedError
from hongtou.model import (
    NO_KNOWLEDGE,
    Bundle,
    CleanText,
    Correction,
    Decision,
    Evidence,
    Finding,
    Knowledge,
    RawSpan,
    Span,
    Transcript,
)
from hongtou.query import KnowledgeBase
from hongtou.query.review import ReviewItem
from hongtou.run import Answer, Rooms, Told, decide, forget_habit, take_in, withdraw
from hongtou.store import open_store
from hongtou.store.habits import habits_for
from tests.run.fakes import FAKES
from tests.run.test_ingest import content, files_below, query, run

NOTICE = "甲银发〔2021〕1号\n关于捉升服务的通知\n各行要捉升质量，统一恩想，报送情况\n"
OTHER = "乙银发〔2021〕2号\n关于捉升质效的通知\n各行要认真办理\n"
SHAPE = Evidence("shape", 2.0, "形近")


def clean(
    transcript: Transcript,
    *,
    knowledge: Knowledge = NO_KNOWLEDGE,
    decisions: Sequence[Decision] = (),
) -> CleanText:
    """Proposes 提 for 捉, reads 思 for 恩, doubts 情况; what others know makes it surer."""
    lines = []
    for at, character in enumerate(transcript.text):
        span = RawSpan(at, at + 1)
        if character == "捉":
            habits = sum(h.accepted for h in knowledge.habits if h.read == "捉")
            lines.append(Correction(
                span, "捉", "提", "misread-character", "形近", "proposed", 0.5 + 0.1 * habits,
                (SHAPE,),
            ))  # fmt: skip
        elif character == "恩":
            lines.append(
                Correction(span, "恩", "思", "misread-character", "形近", "applied", 0.9, (SHAPE,))
            )
    text = replay(CleanText(transcript, tuple(lines)), decisions)
    at = text.text.find("情况")
    spans = [Span(at, at + 2)] if at >= 0 else []
    return replace(
        text,
        findings=(
            Finding("read.picture", "整份文件有一张图没有读"),
            *(Finding("clean.torn-line", "疑有缺字", span) for span in spans),
        ),
    )


ROOMS = replace(FAKES, clean=clean)


@pytest.fixture
def box(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "甲.txt").write_text(NOTICE, "utf-8")
    (folder / "乙.txt").write_text(OTHER, "utf-8")
    return folder


@pytest.fixture
def held(box: Path, tmp_path: Path) -> Path:
    """A knowledge base of both notices, without doorway JSON."""
    assert run(box, into=tmp_path, rooms=ROOMS, extracted=None).exit_code == 0
    return tmp_path


@pytest.fixture
def kb(held: Path) -> Iterator[KnowledgeBase]:
    with hongtou.open(held / "k.db") as opened:
        yield opened


def items(kb: KnowledgeBase, before: str, **filters: object) -> list[ReviewItem]:
    kinds = ("proposal", "applied", "finding")
    found = kb.review(kinds=kinds, **filters)  # type: ignore[arg-type]
    return sorted((i for i in found if i.before == before), key=lambda i: (i.file, i.start or 0))


def answer(
    held: Path, verdict: str, *chosen: ReviewItem, words: str | None = None, rooms: Rooms = ROOMS
) -> tuple[Told, ...]:
    answers = [Answer(verdict, i.file_sha256, i.item_id, words=words) for i in chosen]  # type: ignore[arg-type]
    return decide(held / "k.db", answers, reviewer="李某", reason="对照原件", rooms=rooms)


def clean_text(held: Path, name: str = "甲.txt") -> str:
    sql = f"SELECT clean FROM texts JOIN files ON sha256 = file_sha256 WHERE name = '{name}'"
    return str(query(held, sql)[0][0])


def test_accept_changes_text_rows_and_index(held: Path, kb: KnowledgeBase) -> None:
    assert not kb.search("提升质量")
    first, second = items(kb, "捉", file="甲.txt")
    (told,) = answer(held, "accept", second)
    assert (told.outcome, told.why) == ("made", "")
    assert "要提升质量" in clean_text(held)
    assert "关于捉升服务" in clean_text(held)
    assert [hit.document.number for hit in kb.search("提升质量")] == ["甲银发〔2021〕1号"]
    after = kb.review_item(second.item_id)
    assert (after.state, after.evidence[-1].kind) == ("accepted", "decision")
    assert "李某" in after.evidence[-1].note
    assert [i.item_id for i in items(kb, "捉", file="甲.txt")] == [first.item_id]


def test_what_is_decided_survives_ingest(held: Path, box: Path, kb: KnowledgeBase) -> None:
    answer(held, "accept", items(kb, "捉", file="甲.txt")[1])
    answer(held, "reject", *items(kb, "恩"))
    told = "统一恩想" in clean_text(held), "要提升质量" in clean_text(held)
    assert told == (True, True)
    before = content(held)
    run(box, into=held, rooms=ROOMS, extracted=None, force=True)
    assert content(held) == before
    # Another recogniser breaks lines elsewhere and reads one of the places rightly.
    other = "甲银发〔2021〕1号\n关于捉升服务的通知\n各行要提升质量，统一\n恩想，报送情况\n"

    def read_otherwise(source: object, *, options: object) -> Transcript:
        transcript = FAKES.read(source, options=options)  # type: ignore[arg-type]
        return replace(transcript, text=other) if "捉升质量" in transcript.text else transcript

    run(box, into=held, force=True, extracted=None, rooms=replace(ROOMS, read=read_otherwise))
    assert clean_text(held) == other
    assert sorted(row.outcome for row in kb.decisions()) == ["fulfilled", "made"]


def test_a_file_that_goes_and_comes_again_finds_its_decisions(
    held: Path, box: Path, kb: KnowledgeBase
) -> None:
    answer(held, "accept", items(kb, "捉", file="甲.txt")[1])
    (box / "甲.txt").write_text("丁银发〔2021〕9号\n关于别事的通知\n", "utf-8")
    run(box, into=held, rooms=ROOMS, extracted=None)
    (stuck,) = kb.decisions(conflicts=True)
    assert "不在库中" in stuck.why
    (box / "甲.txt").write_text(NOTICE, "utf-8")
    run(box, into=held, rooms=ROOMS, extracted=None)
    assert "要提升质量" in clean_text(held)
    assert not kb.decisions(conflicts=True)


def test_edit_of_a_proposal_and_of_a_finding(held: Path, kb: KnowledgeBase) -> None:
    answer(held, "edit", items(kb, "捉", file="甲.txt")[1], words="抓")
    answer(held, "edit", *items(kb, "情况"), words="情形")
    assert clean_text(held).endswith("各行要抓升质量，统一思想，报送情形\n")
    rules = query(held, "SELECT after, rule, state FROM corrections WHERE state = 'accepted'")
    assert sorted(rules) == [
        ("形", "clean.torn-line", "accepted"), ("抓", "misread-character", "accepted"),
    ] or sorted(rules) == [
        ("情形", "clean.torn-line", "accepted"), ("抓", "misread-character", "accepted"),
    ]  # fmt: skip


def test_an_edit_where_nothing_was_proposed(held: Path, kb: KnowledgeBase) -> None:
    (place,) = kb.find_words("甲银发〔2021〕1号", "质量")
    decide(
        held / "k.db", [Answer("edit", place.file_sha256, span=place.span, words="质效")],
        reviewer="李某", rooms=ROOMS,
    )  # fmt: skip
    assert "捉升质效，" in clean_text(held)
    assert query(held, "SELECT rule FROM corrections WHERE state = 'accepted'") == [("review",)]


def test_a_finding_that_was_looked_at_leaves_the_list_not_the_table(
    held: Path, box: Path, kb: KnowledgeBase
) -> None:
    whole = items(kb, "", file="甲.txt")
    answer(held, "accept", *items(kb, "情况"), *whole)
    assert not items(kb, "情况")
    assert [i.file for i in items(kb, "")] == ["乙.txt"]
    assert query(held, "SELECT count(*) FROM findings WHERE code = 'clean.torn-line'") == [(1,)]
    run(box, into=held, rooms=ROOMS, extracted=None, force=True)
    assert not items(kb, "情况")


@pytest.mark.parametrize(
    ("first", "second", "hidden"),
    [((0, 30), (0, 30), True), ((0, 30), (0, 28), True), ((0, 30), (14, 46), False),
     ((5, 5), (5, 5), True), ((5, 5), (6, 6), False), ((0, 4), (4, 8), False)],
)  # fmt: skip
def test_an_answer_is_for_its_place_and_not_for_the_next_one(
    held: Path, kb: KnowledgeBase, first: tuple[int, int], second: tuple[int, int], hidden: bool
) -> None:
    answer(held, "accept", *items(kb, "情况"))
    with open_store(held / "k.db") as store, store.transaction():
        store.db.execute("UPDATE decision_outcomes SET clean_start = ?, clean_end = ?", first)
        store.db.execute(
            "UPDATE findings SET start = ?, end = ? WHERE code = 'clean.torn-line'", second
        )
    waiting = query(held, "SELECT code FROM open_findings WHERE code = 'clean.torn-line'")
    assert bool(waiting) != hidden


def test_taking_back_is_as_if_it_had_never_been(held: Path, kb: KnowledgeBase) -> None:
    before = {k: v for k, v in content(held).items() if k != "decisions"}
    told = answer(held, "accept", *items(kb, "捉"), *items(kb, "情况"))
    assert len(told) == 4
    assert {k: v for k, v in content(held).items() if k != "decisions"} != before
    withdraw(
        held / "k.db", [one.decision.decision_id for one in told], reviewer="王某", rooms=ROOMS
    )
    assert {k: v for k, v in content(held).items() if k != "decisions"} == before
    assert query(held, "SELECT DISTINCT withdrawn_by FROM decisions") == [("王某",)]
    with pytest.raises(DecisionsChangedError, match="已被他人撤回"):
        withdraw(held / "k.db", [told[0].decision.decision_id], reviewer="王某", rooms=ROOMS)


def test_several_answers_are_one_way_through_the_rooms(held: Path, kb: KnowledgeBase) -> None:
    ways = []

    def split(text: CleanText) -> Bundle:
        ways.append(text.transcript.source.name)
        return FAKES.split(text)

    chosen = [*items(kb, "恩"), *items(kb, "情况"), *items(kb, "", file="甲.txt")]
    assert len(chosen) == 3
    answer(held, "accept", *chosen, rooms=replace(ROOMS, split=split))
    assert ways == ["甲.txt"]  # nothing is read, and settling finds nothing new
    assert len(query(held, "SELECT 1 FROM decisions")) == 3


def test_a_decision_taken_while_a_file_is_read_is_not_lost(
    held: Path, box: Path, kb: KnowledgeBase
) -> None:
    chosen = items(kb, "捉", file="甲.txt")[1]
    interruptions = iter([True])

    def split(text: CleanText) -> Bundle:
        if text.transcript.source.name == "甲.txt" and next(interruptions, False):
            answer(held, "accept", chosen)
        return FAKES.split(text)

    run(box / "甲.txt", into=held, extracted=None, force=True, rooms=replace(ROOMS, split=split))
    assert "要提升质量" in clean_text(held)
    assert [row.outcome for row in kb.decisions()] == ["made"]


def test_a_file_read_anew_while_a_decision_is_made(
    held: Path, box: Path, kb: KnowledgeBase
) -> None:
    """Another recogniser's reading comes in between: the decision is made on that one."""
    (chosen,) = items(kb, "恩")
    interruptions = iter([True])

    def read_otherwise(source: object, *, options: object) -> Transcript:
        transcript = FAKES.read(source, options=options)  # type: ignore[arg-type]
        return replace(transcript, text=transcript.text.replace("各行", "各 行").replace("，", ","))

    def split(text: CleanText) -> Bundle:
        if next(interruptions, False):
            rooms = replace(ROOMS, read=read_otherwise)
            run(box / "甲.txt", into=held, extracted=None, force=True, rooms=rooms)
        return FAKES.split(text)

    (told,) = answer(held, "reject", chosen, rooms=replace(ROOMS, split=split))
    assert told.outcome == "made"
    assert clean_text(held).endswith("各 行要捉升质量,统一恩想,报送情况\n")
    # Of a number that was shown before, nothing may be assumed.
    with pytest.raises(LookupFailedError, match="已不存在"):
        answer(held, "edit", chosen, words="思")


def test_decisions_before_and_after_ingest_give_the_same_content(
    held: Path, box: Path, kb: KnowledgeBase, tmp_path: Path
) -> None:
    answer(held, "accept", *items(kb, "捉", file="甲.txt"))
    answer(held, "reject", *items(kb, "恩"))
    decisions = [row.decision for row in kb.decisions()]
    (tmp_path / "again").mkdir()
    with open_store(tmp_path / "again" / "k.db"):
        pass
    # Taken in before the papers: they wait for them.
    assert take_in(tmp_path / "again" / "k.db", decisions, rooms=ROOMS) == 3
    run(box, into=tmp_path / "again", rooms=ROOMS, extracted=None)
    assert content(tmp_path / "again") == content(held)
    assert take_in(tmp_path / "again" / "k.db", decisions, rooms=ROOMS) == 0


def test_the_doors_follow_and_later_rooms_heed_decisions(box: Path, tmp_path: Path) -> None:
    run(box, into=tmp_path, rooms=ROOMS)
    with hongtou.open(tmp_path / "k.db") as kb:
        chosen = items(kb, "捉", file="甲.txt")[1]
    decide(
        tmp_path / "k.db", [Answer("accept", chosen.file_sha256, chosen.item_id)],
        reviewer="李某", extracted=tmp_path / "out", rooms=ROOMS,
    )  # fmt: skip
    doors, before = files_below(tmp_path / "out"), content(tmp_path)
    run(box, into=tmp_path, rooms=ROOMS, from_room="tag")
    assert content(tmp_path) == before
    assert files_below(tmp_path / "out") == doors
    # Decided without the doors: those of clean are out of date, so cleaning is done again.
    with hongtou.open(tmp_path / "k.db") as kb:
        (other,) = items(kb, "恩")
    answer(tmp_path, "reject", other)
    run(box, into=tmp_path, rooms=ROOMS, from_room="split")
    assert "要提升质量，统一恩想" in clean_text(tmp_path)


def test_a_classified_paper_keeps_no_words_in_its_decisions(
    held: Path, box: Path, kb: KnowledgeBase
) -> None:
    answer(held, "accept", items(kb, "捉", file="甲.txt")[1])

    def read_rightly(source: object, *, options: object) -> Transcript:
        transcript = FAKES.read(source, options=options)  # type: ignore[arg-type]
        return replace(transcript, text=f"机密\n{transcript.text}")

    rooms = replace(ROOMS, read=read_rightly)
    run(box / "甲.txt", into=held, extracted=None, force=True, rooms=rooms)
    words = query(held, "SELECT before, quote, after, replacement, reason FROM decisions")
    assert words == [("", "", "", "", "")]
    assert "捉升质量" not in (held / "k.db").read_bytes().decode("utf-8", "ignore")


def test_habits_are_learnt_told_and_forgotten(held: Path, kb: KnowledgeBase) -> None:
    told = answer(held, "accept", *items(kb, "捉", file="甲.txt"))
    (lesson,) = kb.habits()
    assert (lesson.habit.read, lesson.habit.printed, lesson.habit.accepted) == ("捉", "提", 2)
    assert set(lesson.decision_ids) == {one.decision.decision_id for one in told}
    assert habits_for(kb.connection, OTHER) == (lesson.habit,)
    assert habits_for(kb.connection, "别的字") == ()
    assert [i.confidence for i in items(kb, "捉")] == [0.7]  # in the other paper
    forgotten = forget_habit(held / "k.db", "捉", "提", reviewer="王某", rooms=ROOMS)
    assert habits_for(kb.connection, OTHER) == ()
    assert [i.confidence for i in items(kb, "捉")] == [0.5]
    assert kb.habits()[0].forgotten_by == forgotten.decision_id
    withdraw(held / "k.db", [forgotten.decision_id], reviewer="王某", rooms=ROOMS)
    assert habits_for(kb.connection, OTHER) == (lesson.habit,)
    withdraw(held / "k.db", [told[0].decision.decision_id], reviewer="王某", rooms=ROOMS)
    assert kb.habits()[0].habit.accepted == 1


def test_numbers_come_before_names_and_names_before_words(
    held: Path, box: Path, kb: KnowledgeBase
) -> None:
    (box / "丙.txt").write_text("关于捉升的通知\n各行要捉升\n捉1 见丁银发〔2020〕3号\n", "utf-8")
    run(box, into=held, rooms=ROOMS, extracted=None)
    found = kb.review(kinds=("proposal", "applied", "finding"))
    assert [i.damage for i in found] == sorted((i.damage for i in found), reverse=True)
    touched = {i.left[-2:]: i.touches for i in found if i.file == "丙.txt" and i.before == "捉"}
    assert touched == {"关于": "name", "行要": "wording", "": "wording"}
    assert len(kb.review(limit=2)) == 2
    assert {i.file for i in kb.review("乙银发〔2021〕2号")} == {"乙.txt"}


def test_unknown_items(held: Path, kb: KnowledgeBase) -> None:
    sha256 = items(kb, "恩")[0].file_sha256
    with pytest.raises(LookupFailedError, match="已不存在"):
        decide(held / "k.db", [Answer("accept", sha256, "0000000000")], reviewer="李", rooms=ROOMS)
    assert not query(held, "SELECT 1 FROM decisions")
    with pytest.raises(LookupFailedError, match="没有编号"):
        kb.review_item("0000000000")
    with pytest.raises(LookupFailedError, match="不是编号"):
        kb.review_item("捉升")
    with pytest.raises(LookupFailedError, match="没有编号"):
        withdraw(held / "k.db", ["0" * 12], reviewer="李", rooms=ROOMS)


def test_one_file_in_trouble_does_not_stop_the_others(held: Path, kb: KnowledgeBase) -> None:
    (wrong,) = items(kb, "恩")
    (right,) = items(kb, "捉", file="乙.txt")
    answers = [
        Answer("accept", wrong.file_sha256, "0000000000"),
        Answer("accept", right.file_sha256, right.item_id),
    ]
    with pytest.raises(LookupFailedError, match="其余 1 个决定已生效"):
        decide(held / "k.db", answers, reviewer="李某", rooms=ROOMS)
    assert "关于提升质效" in clean_text(held, "乙.txt")
    assert query(held, "SELECT count(*) FROM meta WHERE name = 'links_stale'") == [(0,)]
