import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongtou.errors import DoorwayError
from hongtou.model import (
    Alternatives,
    Correction,
    CorrectionState,
    DateValue,
    Document,
    Element,
    Evidence,
    EvidenceKind,
    Finding,
    Metadata,
    Outcome,
    Outline,
    Quantity,
    RawSpan,
    Segment,
    Source,
    Span,
    TaggedDocument,
)
from hongtou.run import doorway, pipeline_version
from hongtou.run.chain import Progressed
from tests.run.fakes import FAKES, untouchable
from tests.run.test_ingest import content, files_below, query, run, statuses
from tests.store.makers import notice
from tests.support import bundle_of

SHA = "a" * 64
ROOMS: tuple[doorway.Room, ...] = ("clean", "split", "segment", "tag")


def progressed_of(*documents: TaggedDocument) -> Progressed:
    return Progressed(documents[0].outline.bundle, tuple(d.outline for d in documents), documents)


def source_of(progressed: Progressed) -> Source:
    return progressed.bundle.clean.transcript.source


def test_round_trip(tmp_path: Path) -> None:
    given_ = progressed_of(notice())
    doorway.write(tmp_path, given_, version="1")
    doors = doorway.open_doors(tmp_path, source_of(given_))
    assert doors.transcript() == given_.bundle.clean.transcript
    assert doors.clean() == given_.bundle.clean
    assert doors.bundle() == given_.bundle
    assert doors.outlines() == given_.outlines
    assert doors.documents() == given_.documents
    assert doors.version("tag") == "1"


def test_other_readings_come_back(tmp_path: Path) -> None:
    bundle = bundle_of("持续捉升")
    doubts = (
        Alternatives(RawSpan(1, 2), ()),
        Alternatives(RawSpan(2, 3), (("提", 0.3), ("", 0.02), ('"\n', 0.01))),
    )
    transcript = replace(bundle.clean.transcript, alternatives=doubts)
    bundle = replace(bundle, clean=replace(bundle.clean, transcript=transcript))
    given_ = Progressed(bundle, (), ())
    doorway.write(tmp_path, given_, version="1")
    assert doorway.open_doors(tmp_path, source_of(given_)).transcript() == transcript


@st.composite
def ledger_lines(draw: st.DrawFn) -> Correction:
    words = st.text(max_size=4)
    evidence = st.builds(
        Evidence, st.sampled_from(get_args(EvidenceKind)), st.floats(-40, 40), st.text(max_size=12)
    )
    return Correction(
        RawSpan(*sorted((draw(st.integers(0, 9)), draw(st.integers(0, 9))))), draw(words),
        draw(words), draw(words), draw(words), draw(st.sampled_from(get_args(CorrectionState))),
        draw(st.floats(0, 1)), tuple(draw(st.lists(evidence, max_size=3))),
    )  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(lines=st.lists(ledger_lines(), max_size=4))
def test_the_ledger_comes_back_with_all_that_spoke_for_it(
    tmp_path_factory: pytest.TempPathFactory, lines: list[Correction]
) -> None:
    folder = tmp_path_factory.mktemp("doors")
    outcomes = (
        Outcome("3f9a0c2e11d4", "made", RawSpan(0, 2), ""),
        Outcome("4a9a0c2e11d4", "conflict", None, "新的识别结果里找不到这段文字"),
    )
    bundle = bundle_of("持续捉升")
    clean = replace(bundle.clean, corrections=tuple(lines), outcomes=outcomes)
    given_ = Progressed(replace(bundle, clean=clean), (), ())
    doorway.write(folder, given_, version="1")
    assert doorway.open_doors(folder, source_of(given_)).clean() == clean


TEXT = st.text(alphabet="一、（一）2021年5％ \n\r\t\u200b\U00020000元", min_size=1, max_size=60)


@st.composite
def tagged(draw: st.DrawFn) -> TaggedDocument:
    """Any small outline with some tags on it."""
    text = draw(TEXT)
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(
        lambda ends: Span(min(ends), max(ends))
    )
    bundle = replace(
        bundle_of(text),
        documents=(Document(0, "main", Span(0, len(text)), draw(st.none() | spans)),),
    )
    segments = tuple(
        Segment("item", draw(st.none() | st.integers(0, n - 1)) if n else None, f"{n}", 1, "一、",
                draw(st.none() | st.integers(1, 99)), draw(st.none() | spans), draw(spans))
        for n in range(draw(st.integers(0, 4)))
    )  # fmt: skip
    elements = tuple(Element("title", span) for span in draw(st.lists(spans, max_size=3)))
    doubts = tuple(Finding("x.y", draw(TEXT), s) for s in draw(st.lists(spans, max_size=2)))
    outline = Outline(bundle, bundle.documents[0], elements, segments, doubts)
    day = date(2021, 1, 1) + timedelta(days=draw(st.integers(0, 9999)))
    quantities = tuple(
        Quantity(span, 0, "limit", "<=",
                 draw(st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=4)),
                 draw(st.none() | st.just("元")), Decimal("1E+8"), draw(st.none() | st.booleans()))
        for span in draw(st.lists(spans, max_size=3))
    )  # fmt: skip
    metadata = Metadata(document_date=DateValue(day, draw(spans)))
    return TaggedDocument(outline, metadata, quantities=quantities)


@settings(max_examples=60, deadline=None)
@given(tagged())
def test_round_trip_of_any_document(
    tmp_path_factory: pytest.TempPathFactory, document: TaggedDocument
) -> None:
    folder = tmp_path_factory.mktemp("doors")
    given_ = progressed_of(document)
    doorway.write(folder, given_, version="1")
    assert doorway.open_doors(folder, source_of(given_)).documents() == (document,)


def test_names_and_that_nothing_is_said_twice(tmp_path: Path) -> None:
    doorway.write(tmp_path, progressed_of(notice()), version="1")
    home = doorway.folder_of(tmp_path, SHA)
    assert home == tmp_path / SHA[:12]
    assert sorted(p.name for p in home.iterdir()) == [
        "1-transcript.json", "2-clean.json", "3-bundle.json", "4-outline-0.json",
        "5-tagged-0.json",
    ]  # fmt: skip
    assert [p.name for p in home.iterdir() if "联系人" in p.read_text(encoding="utf-8")] == [
        "1-transcript.json"
    ]
    wrapped = json.loads((home / "5-tagged-0.json").read_text(encoding="utf-8"))
    assert (wrapped["format"], wrapped["door"], wrapped["sha256"]) == (
        doorway.FORMAT, "5-tagged-0", SHA,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda t: t.replace(f'"format": {doorway.FORMAT}', '"format": 99'), "别的版本"),
        (lambda t: t.replace('"sha256": "aa', '"sha256": "bb'), "不属于这个文件"),
        (lambda t: t.replace('"rule": "width"', '"rule": null'), "内容有误"),
        (lambda t: t.replace('"start": ', '"start": -'), "内容有误"),
        (lambda t: t[:-20], "读不出来"),
        (lambda _: "[]", "别的版本"),
    ],
)
def test_a_door_that_cannot_be_used(tmp_path: Path, change: object, reason: str) -> None:
    given_ = progressed_of(notice())
    doorway.write(tmp_path, given_, version="1")
    door = doorway.folder_of(tmp_path, SHA) / "2-clean.json"
    assert callable(change)
    door.write_text(change(door.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(DoorwayError, match=reason):
        doorway.open_doors(tmp_path, source_of(given_)).clean()


@pytest.mark.parametrize("line", ["0 9 1 - - -", "0 9 1 - - - - x", "9 0 1 - - - - -", "x"])
def test_a_place_that_cannot_be_read(tmp_path: Path, line: str) -> None:
    given_ = progressed_of(notice())
    doorway.write(tmp_path, given_, version="1")
    door = doorway.folder_of(tmp_path, SHA) / "1-transcript.json"
    wrapped = json.loads(door.read_text(encoding="utf-8"))
    wrapped["content"]["runs"] = [line]
    door.write_text(json.dumps(wrapped), encoding="utf-8")
    with pytest.raises(DoorwayError, match="内容有误"):
        doorway.open_doors(tmp_path, source_of(given_)).transcript()


def test_no_door(tmp_path: Path) -> None:
    with pytest.raises(DoorwayError, match="--force"):
        doorway.open_doors(tmp_path, source_of(progressed_of(notice()))).transcript()


def test_documents_that_are_gone_leave_no_door(tmp_path: Path) -> None:
    one, text = notice(), notice().outline.text
    bundle = replace(one.outline.bundle, documents=(
        Document(0, "main", Span(0, 5)), Document(1, "embedded", Span(5, len(text)), parent=0),
    ))  # fmt: skip
    outlines = tuple(Outline(bundle, d, (), ()) for d in bundle.documents)
    both = Progressed(bundle, outlines, tuple(TaggedDocument(o, Metadata()) for o in outlines))
    doorway.write(tmp_path, both, version="1")
    home = doorway.folder_of(tmp_path, SHA)
    assert (home / "5-tagged-1.json").exists()
    doorway.write(tmp_path, progressed_of(one), version="2", since="split")
    assert not (home / "5-tagged-1.json").exists()
    assert not (home / "4-outline-1.json").exists()
    assert [p.name for p in tmp_path.iterdir()] == [home.name]  # no draft is left behind


@pytest.mark.parametrize("room", ROOMS)
def test_from_a_room_on_gives_the_same(tmp_path: Path, room: doorway.Room) -> None:
    path = tmp_path / "n.txt"
    path.write_text("丁银发〔2021〕4号\n转发\t通知\n====\n丙银发〔2019〕3号\n通知\n", "utf-8")
    run(path, into=tmp_path)
    before, doors = content(tmp_path), files_below(tmp_path / "out")
    rooms = replace(FAKES, read=untouchable().read)
    report = run(path, into=tmp_path, rooms=rooms, from_room=room)
    assert statuses(report) == {"n.txt": "done"}
    assert content(tmp_path) == before
    assert files_below(tmp_path / "out") == doors


def test_only_the_later_rooms_are_run(tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_text("丁银发〔2021〕4号\n通知\n", "utf-8")
    run(path, into=tmp_path)
    silent = replace(FAKES, tag=lambda outline: TaggedDocument(outline, Metadata()))
    run(path, into=tmp_path, rooms=silent, from_room="tag")
    assert content(tmp_path)["metadata"] == []
    run(path, into=tmp_path, from_room="tag")
    assert len(content(tmp_path)["metadata"]) == 2


def test_old_doors_make_an_old_result(tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_text("丁银发〔2021〕4号\n通知\n", "utf-8")
    run(path, into=tmp_path)
    for door in (tmp_path / "out").rglob("*.json"):
        text = door.read_text(encoding="utf-8")
        door.write_text(text.replace(pipeline_version(), "0.0.9"), encoding="utf-8")
    for _ in range(2):
        run(path, into=tmp_path, from_room="tag")
        assert query(tmp_path, "SELECT version FROM files") == [("0.0.9",)]
    assert statuses(run(path, into=tmp_path)) == {"n.txt": "done"}  # so it is read again
    assert query(tmp_path, "SELECT version FROM files") == [(pipeline_version(),)]


def test_from_a_room_on_without_doors_fails_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_text("通知", "utf-8")
    report = run(path, into=tmp_path, from_room="tag")
    assert report.exit_code == 3
    assert "没有中间结果" in report.outcomes[0].message
    report = run(path, into=tmp_path, from_room="tag", extracted=None)
    assert "中间结果目录" in report.outcomes[0].message


def test_lost_doors_cost_nothing_that_is_held(tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_text("丁银发〔2021〕4号\n通知\n", "utf-8")
    run(path, into=tmp_path)
    before = content(tmp_path)
    doorway.remove(tmp_path / "out", before["files"][0][0])  # type: ignore[arg-type]
    assert run(path, into=tmp_path, from_room="tag").exit_code == 3
    assert content(tmp_path) == before


def test_version_names_release_and_rules() -> None:
    release, _, rules = pipeline_version().partition("+")
    assert release.count(".") == 2
    assert len(rules) == 8
