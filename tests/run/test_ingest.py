import logging
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from hongtou.errors import (
    DoorwayError,
    EngineError,
    HongtouError,
    MissingProgramError,
    ReaderCrashedError,
    ReaderMemoryError,
    ReadError,
    ReaderTimeoutError,
    StoreError,
)
from hongtou.model import Outline, TaggedDocument, Transcript
from hongtou.read.text import read_text
from hongtou.run import IngestReport, Outcome, Progress, ingest, process
from hongtou.store import content_of, open_readonly
from hongtou.store.content import Content
from tests.run.fakes import FAKES, tag, untouchable

NOTICES = {
    "甲.txt": "甲银发〔2021〕1号\n关于转发\t通知的通知\n按乙银发〔2020〕2号办理\n",
    "乙.txt": "乙银发〔2020〕2号\n关于再贷款的通知\n按丙银发〔2019〕3号办理\n",
    "两.txt": "丁银发〔2021〕4号\n转发通知\n====\n丙银发〔2019〕3号\n关于贴息的通知\n",
    "无.txt": "关于放假的通知\n自5月1日起放假\n",
}


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A folder with four notices."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in NOTICES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(*paths: Path, into: Path, **options: object) -> IngestReport:
    settings: dict[str, object] = {"extracted": into / "out", "rooms": FAKES, **options}
    return ingest(paths, db=into / "k.db", **settings)  # type: ignore[arg-type]


def content(into: Path) -> Content:
    connection = open_readonly(into / "k.db")
    try:
        return content_of(connection)
    finally:
        connection.close()


def query(into: Path, sql: str) -> list[tuple[object, ...]]:
    connection = open_readonly(into / "k.db")
    try:
        return [tuple(row) for row in connection.execute(sql)]
    finally:
        connection.close()


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def statuses(report: IngestReport) -> dict[str, str]:
    return {Path(o.path).name: o.status for o in report.outcomes}


def test_a_folder(box: Path, tmp_path: Path) -> None:
    report = run(box, into=tmp_path)
    assert statuses(report) == dict.fromkeys(NOTICES, "done")
    assert report.exit_code == 0
    both = next(o for o in report.outcomes if o.path.endswith("两.txt"))
    assert (both.documents, both.findings, both.message) == (2, 1, "2 件公文，1 处待核")
    assert query(tmp_path, "SELECT count(*) FROM documents WHERE role <> 'ghost'") == [(5,)]
    assert query(tmp_path, "SELECT DISTINCT status FROM citations") == [("resolved",)]


def test_every_order_gives_the_same_content(box: Path, tmp_path: Path) -> None:
    seen: list[Content] = []
    for number, order in enumerate(permutations(NOTICES)):
        into = tmp_path / str(number)
        into.mkdir()
        for name in order:  # one run a file, linked after each
            run(box / name, into=into, extracted=None)
        seen.append(content(into))
    once = tmp_path / "once"
    once.mkdir()
    run(box, into=once)
    seen.append(content(once))
    assert all(found == seen[0] for found in seen)


def test_twice_changes_nothing(box: Path, tmp_path: Path) -> None:
    run(box, into=tmp_path)
    before, doors = content(tmp_path), files_below(tmp_path / "out")
    report = run(box, into=tmp_path, rooms=untouchable())
    assert statuses(report) == dict.fromkeys(NOTICES, "unchanged")
    assert report.exit_code == 0
    assert content(tmp_path) == before
    run(box, into=tmp_path, force=True)
    assert content(tmp_path) == before
    assert files_below(tmp_path / "out") == doors


def test_killed_and_resumed(box: Path, tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    whole.mkdir()
    broken.mkdir()
    run(box, into=whole)

    def die(progress: Progress) -> None:
        if progress.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(box, into=broken, on_progress=die)
    assert len(content(broken)["files"]) == 2
    report = run(box, into=broken)
    assert sorted(statuses(report).values()) == ["done", "done", "unchanged", "unchanged"]
    assert content(broken) == content(whole)
    assert files_below(broken / "out") == files_below(whole / "out")


def test_killed_between_writing_and_linking(box: Path, tmp_path: Path) -> None:
    run(box, into=tmp_path)
    before = content(tmp_path)

    def die(progress: Progress) -> None:
        if progress.done == progress.total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(box, into=tmp_path, force=True, on_progress=die)
    assert content(tmp_path) != before
    run(box, into=tmp_path)  # nothing to read, but the links are made
    assert content(tmp_path) == before


def test_killed_for_real(box: Path, tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from tests.run.fakes import FAKES;"
        "from hongtou.run import ingest;"
        "stop = lambda p: p.done == 3 and os.kill(os.getpid(), 9);"
        "ingest([sys.argv[1]], db=sys.argv[2] + '/k.db', extracted=sys.argv[2] + '/out',"
        " rooms=FAKES, on_progress=stop)"
    )
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    killed.mkdir()
    whole.mkdir()
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code, str(box), str(killed)], cwd=root)
    assert done.returncode == -9
    run(box, into=killed)
    run(box, into=whole)
    assert content(killed) == content(whole)


def test_a_failing_file_stops_nobody(
    box: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HONGTOU_DEBUG", "1")
    (box / "空.txt").write_bytes(b"")
    (box / "垃圾.txt").write_bytes(bytes(range(256)) * 4)
    (box / "缺陷.txt").write_text("这份坏通知会出错", encoding="utf-8")
    (box / "扫描.txt").write_bytes(b"Rar!\x1a\x07\x00")
    with caplog.at_level(logging.INFO, logger="hongtou"):
        report = run(box, box / "没有.txt", into=tmp_path)
    failed = {Path(o.path).name: o.message for o in report.outcomes if o.status == "failed"}
    assert set(failed) == {"空.txt", "垃圾.txt", "缺陷.txt", "扫描.txt", "没有.txt"}
    assert "0 字节" in failed["空.txt"]
    assert "控制字节" in failed["垃圾.txt"]
    assert "ZeroDivisionError" in failed["缺陷.txt"]
    assert "RAR 压缩包" in failed["扫描.txt"]
    assert "没有这个文件" in failed["没有.txt"]
    assert report.exit_code == 2
    assert report.count("done") == 4
    assert "ZeroDivisionError" in caplog.text
    assert query(tmp_path, "SELECT count(*) FROM files WHERE status = 'failed'") == [(4,)]
    assert query(tmp_path, "SELECT count(*) FROM texts") == [(4,)]


def test_a_defect_quotes_nothing_of_the_paper(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HONGTOU_DEBUG", raising=False)

    def fail(outline: Outline) -> TaggedDocument:
        raise ValueError(outline.text)

    path = tmp_path / "n.txt"
    path.write_text("甲银发〔2021〕1号\n演练代号青松\n", encoding="utf-8")
    with caplog.at_level(logging.DEBUG, logger="hongtou"):
        report = run(path, into=tmp_path, rooms=replace(FAKES, tag=fail))
    message = report.outcomes[0].message
    assert f"程序缺陷（ValueError，{__name__} 第 " in message
    assert "青松" not in message + caplog.text
    assert query(tmp_path, "SELECT status, error FROM files") == [("failed", message)]
    assert "青松".encode() not in (tmp_path / "k.db").read_bytes()


def test_what_failed_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_text("坏通知", encoding="utf-8")
    assert statuses(run(path, into=tmp_path)) == {"n.txt": "failed"}
    good = replace(FAKES, tag=lambda outline: TaggedDocument(outline, tag_nothing(outline)))
    report = run(path, into=tmp_path, rooms=good)
    assert statuses(report) == {"n.txt": "done"}
    assert query(tmp_path, "SELECT status, error FROM files") == [("done", None)]


@pytest.mark.parametrize(
    ("error", "stays"),
    [
        (EngineError("没有安装识别引擎"), True),
        (MissingProgramError("需要 LibreOffice"), True),
        (ReaderCrashedError("读取进程崩溃"), True),
        (ReaderTimeoutError("读取超时"), True),
        (ReaderMemoryError("内存不足"), True),
        (ReadError("损坏"), False),
    ],
)
def test_what_is_held_outlives_a_failing_machine(
    tmp_path: Path, error: HongtouError, stays: bool
) -> None:
    path = tmp_path / "n.txt"
    path.write_text(NOTICES["甲.txt"], encoding="utf-8")

    def fail(source: object, options: object) -> Transcript:
        raise error

    broken = replace(FAKES, read=fail)
    assert statuses(run(path, into=tmp_path, rooms=broken)) == {"n.txt": "failed"}
    assert query(tmp_path, "SELECT status FROM files") == [("failed",)]
    run(path, into=tmp_path)
    before = content(tmp_path)
    report = run(path, into=tmp_path, rooms=broken, force=True)
    assert report.exit_code == 3
    assert ("保留上次" in report.outcomes[0].message) is stays
    assert (content(tmp_path) == before) is stays


def tag_nothing(outline: Outline) -> object:
    from hongtou.model import Metadata

    assert outline.segments
    return Metadata()


def test_classified_papers_leave_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_text("机密★1年\n甲银发〔2021〕1号\n关于某事的通知\n", encoding="utf-8")
    report = run(path, into=tmp_path)
    assert statuses(report) == {"n.txt": "quarantined"}
    assert "机密" in report.outcomes[0].message
    assert report.exit_code == 0
    assert list((tmp_path / "out").iterdir()) == []
    assert query(tmp_path, "SELECT status, reader FROM files") == [("quarantined", None)]
    held = (tmp_path / "k.db").read_bytes()
    assert "关于某事".encode() not in held
    again = run(path, into=tmp_path, rooms=untouchable())
    assert statuses(again) == {"n.txt": "quarantined"}


def test_a_paper_found_to_be_classified_later_is_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_text("机密★1年\n甲银发〔2021〕1号\n关于某事的通知\n", encoding="utf-8")
    # An older version, which knew no markings: neither its reader nor its outline sees one.
    blind = replace(FAKES, read=lambda source, options: read_text(source, options),
                    segment=lambda bundle, document: Outline(
                    bundle, document, (), FAKES.segment(bundle, document).segments))  # fmt: skip
    run(path, into=tmp_path, rooms=blind)
    assert len(query(tmp_path, "SELECT * FROM texts")) == 1
    assert "关于某事".encode() in (tmp_path / "k.db").read_bytes()
    run(path, into=tmp_path, force=True)
    held = (tmp_path / "k.db").read_bytes()  # free pages and the index included
    assert "关于某事".encode() not in held
    assert "于某".encode() not in held
    assert query(tmp_path, "SELECT * FROM texts") == []
    assert list((tmp_path / "out").iterdir()) == []


def test_copies(box: Path, tmp_path: Path) -> None:
    (box / "丙.txt").write_text(NOTICES["甲.txt"], encoding="utf-8")
    found = statuses(run(box, into=tmp_path))
    assert sorted([found.pop("甲.txt"), found.pop("丙.txt")]) == ["done", "duplicate"]
    assert set(found.values()) == {"done"}
    again = run(box, into=tmp_path)
    assert sorted(statuses(again).values()) == ["duplicate", *["unchanged"] * 4]
    forced = run(box, into=tmp_path, force=True)
    assert forced.count("duplicate") == 1
    assert forced.count("done") == 4


SECRET = "机密★1年\n甲银发〔2021〕1号\n关于某事的通知\n"
NEW = "甲银发〔2021〕1号\n关于印发通知的通知\n按丙银发〔2019〕3号办理\n"


@pytest.mark.parametrize("text", [NEW, "坏通知", SECRET, NOTICES["乙.txt"]])
def test_edited_is_as_if_it_had_always_been_so(box: Path, tmp_path: Path, text: str) -> None:
    edited, fresh = tmp_path / "edited", tmp_path / "fresh"
    edited.mkdir()
    fresh.mkdir()
    run(box, into=edited)
    (box / "甲.txt").write_text(text, encoding="utf-8")
    run(box, into=edited)
    run(box, into=fresh)
    assert content(edited) == content(fresh)
    assert files_below(edited / "out") == files_below(fresh / "out")
    search = "SELECT segment_id FROM search_rows ORDER BY 1"
    assert query(edited, search) == query(fresh, search)


@pytest.mark.parametrize("order", list(permutations(("甲.txt", "乙.txt"))))
def test_two_files_that_change_places(box: Path, tmp_path: Path, order: tuple[str, str]) -> None:
    run(box, into=tmp_path)
    (box / "甲.txt").write_text(NOTICES["乙.txt"], encoding="utf-8")
    (box / "乙.txt").write_text(NOTICES["甲.txt"], encoding="utf-8")
    for name in order:
        run(box / name, into=tmp_path)
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    run(box, into=fresh)
    assert content(tmp_path) == content(fresh)


def test_one_name_in_two_folders_is_two_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("x", NOTICES["甲.txt"]), ("y", NOTICES["乙.txt"])):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.txt").write_text(text, encoding="utf-8")
        monkeypatch.chdir(tmp_path / name)
        run(Path("1.txt"), into=tmp_path)
    assert query(tmp_path, "SELECT path FROM files") == [("1.txt",), ("1.txt",)]


def test_copies_in_any_order(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTICES["甲.txt"], encoding="utf-8")
    (tmp_path / "b.txt").write_text(NOTICES["甲.txt"], encoding="utf-8")
    (tmp_path / "manifest.csv").write_text("file,origin\nb.txt,000_b.txt\n")
    seen = []
    for number, order in enumerate((("a.txt", "b.txt"), ("b.txt", "a.txt"))):
        into = tmp_path / f"x{number}"
        into.mkdir()
        for name in order:
            run(tmp_path / name, into=into, extracted=None)
        run(*(tmp_path / name for name in order), into=into, extracted=None, force=True)
        seen.append(content(into))
    assert seen[0] == seen[1]


def test_the_same_file_named_twice_is_taken_once(box: Path, tmp_path: Path) -> None:
    report = run(box / "甲.txt", box, box / ".." / "in" / "甲.txt", into=tmp_path)
    assert len(report.outcomes) == 4


def test_origin_comes_from_the_manifest(box: Path, tmp_path: Path) -> None:
    (box / "manifest.csv").write_text(
        "\ufeffsha256,file,origin\n,甲.txt,000_8d6d.txt\n1234,乙.txt,\n", encoding="utf-8"
    )
    report = run(box, into=tmp_path)
    assert query(tmp_path, "SELECT name, origin FROM files WHERE origin NOT NULL") == [
        ("甲.txt", "000_8d6d.txt")
    ]
    messages = {Path(o.path).name: o.message for o in report.outcomes}
    assert "指纹不符" in messages["乙.txt"]
    assert "指纹不符" not in messages["甲.txt"]
    assert len(report.outcomes) == 4


@pytest.mark.parametrize("text", [b"\xff\xfe\x00", b"name,origin\na,b\n"])
def test_a_broken_manifest_is_reported(box: Path, tmp_path: Path, text: bytes) -> None:
    (box / "manifest.csv").write_bytes(text)
    report = run(box, into=tmp_path)
    assert [o.path for o in report.outcomes if o.status == "failed"] == [str(box / "manifest.csv")]
    assert report.exit_code == 2


def test_what_folders_hold_besides_papers(box: Path, tmp_path: Path) -> None:
    for name in (".hidden.txt", "README.md", "gold.json", "~$锁.docx", "list.CSV"):
        (box / name).write_text("x")
    (box / "sub").mkdir()
    (box / "sub" / "深.txt").write_text("戊银发〔2022〕5号\n关于深处的通知")
    (box / "sub" / "circle").symlink_to(box, target_is_directory=True)
    (box / "self").symlink_to(box / "self")
    report = run(box, into=box, extracted=box / "out")  # the base lies among the papers
    assert set(statuses(report)) == {*NOTICES, "深.txt", "self"}
    assert statuses(report)["self"] == "failed"
    assert {Path(p).name for p in report.skipped} >= {"README.md", "gold.json", "list.CSV"}
    again = run(box, into=box, extracted=box / "out")
    assert again.count("unchanged") == 5


@pytest.mark.parametrize("make", ["empty", "missing"])
def test_nothing_to_do(tmp_path: Path, make: str) -> None:
    path = tmp_path / "in"
    if make == "empty":
        path.mkdir()
    report = run(path, into=tmp_path)
    assert [(o.path, o.status) for o in report.outcomes] == [(str(path), "failed")]
    assert report.outcomes[0].message
    assert report.exit_code == 3


def test_no_paths_at_all(tmp_path: Path) -> None:
    assert run(into=tmp_path).exit_code == 3


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    name = os.fsencode(folder) + b"/" + "转发.txt".encode("gb18030")
    with open(name, "wb") as stream:  # noqa: PTH123 - Path takes no bytes
        stream.write(NOTICES["甲.txt"].encode())
    report = run(folder, into=tmp_path)
    assert report.outcomes[0].status == "failed"
    assert "不是 UTF-8" in report.outcomes[0].message
    report.outcomes[0].path.encode()


def test_progress(box: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    run(box, into=tmp_path, on_progress=seen.append)
    assert [(p.done, p.total) for p in seen] == [(n, 4) for n in range(5)]
    assert seen[0].outcome is None
    assert all(isinstance(p.outcome, Outcome) for p in seen[1:])


@pytest.mark.parametrize("db", ["/proc/k.db", "/dev/null/k.db", "."])
def test_no_place_for_the_base(box: Path, tmp_path: Path, db: str) -> None:
    with pytest.raises(StoreError):
        ingest([box], db=tmp_path / db, extracted=None, rooms=FAKES)


@pytest.mark.parametrize("extracted", ["/proc/out", "/dev/null/out"])
def test_no_place_for_the_doors(box: Path, tmp_path: Path, extracted: str) -> None:
    with pytest.raises(DoorwayError, match="中间结果目录"):
        run(box, into=tmp_path, extracted=extracted)


def test_a_reader_never_waits(box: Path, tmp_path: Path) -> None:
    run(box / "甲.txt", into=tmp_path)
    reader = open_readonly(tmp_path / "k.db")
    seen = []

    def look(progress: Progress) -> None:
        if progress.outcome:
            seen.append(reader.execute("SELECT count(*) FROM files").fetchone()[0])

    run(box, into=tmp_path, on_progress=look)
    reader.close()
    assert sorted(seen) == seen
    assert seen[-1] == 4


def test_a_full_disk_ends_the_run_with_whole_files(box: Path, tmp_path: Path) -> None:
    run(box / "甲.txt", into=tmp_path)
    before = content(tmp_path)

    def fail(*_: object) -> TaggedDocument:
        raise sqlite3.OperationalError("database or disk is full")

    # A room's own sqlite error is a defect of that room; the store's is everybody's.
    report = run(box / "乙.txt", into=tmp_path, rooms=replace(FAKES, tag=fail))
    assert report.outcomes[0].status == "failed"
    assert content(tmp_path)["documents"] == before["documents"]


def test_process(box: Path) -> None:
    documents = process(box / "两.txt", rooms=FAKES)
    assert [d.outline.document.role for d in documents] == ["main", "embedded"]
    with pytest.raises(HongtouError):
        process(box / "none.txt", rooms=FAKES)


def test_the_hall_is_light() -> None:
    code = "import sys, hongtou, hongtou.run; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_tags_of_the_fake_room_quote(box: Path) -> None:
    [document] = process(box / "甲.txt", rooms=FAKES)
    assert tag(document.outline).metadata.number == document.metadata.number
