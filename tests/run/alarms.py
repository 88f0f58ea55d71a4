"""Texts that nobody wrote for people: bounded time in the hall, bounded length.

Run by ``test_time_limit`` in a process of its own.
"""

import re
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hongtou.errors import OversizeError, ReaderTimeoutError
from hongtou.model import CleanText, Transcript
from hongtou.read import MOST_CHARACTERS, open_source, read
from hongtou.run import own_rooms, process
from hongtou.run.time_limit import time_limit
from hongtou.tag import build_pipeline
from tests.run.test_hostile import packed
from tests.run.test_ingest import query, run

ENDLESS = re.compile("(一*)*二")
GOOD = "甲银发〔2021〕1号\n\n关于某事的通知\n\n各支行：\n请办理。\n"


def test_one_search_without_end_is_ended() -> None:
    begun = time.process_time()
    with pytest.raises(ReaderTimeoutError, match="太久"), time_limit(0.1, "太久"):
        ENDLESS.match("一" * 60)
    assert time.process_time() - begun < 5
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGPROF) == signal.SIG_DFL


def test_in_time_nothing_happens() -> None:
    with time_limit(0.2, "太久"):
        time.sleep(0.4)  # waiting for others is no work
    begun = time.process_time()
    while time.process_time() - begun < 0.4:
        pass


def test_other_threads_work_without_a_bound() -> None:
    seen: list[str] = []

    def work() -> None:
        with time_limit(0.01, "太久"):
            time.sleep(0.05)
            seen.append("done")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == ["done"]


def test_a_text_that_takes_too_long_costs_one_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hongtou.run.desk.SECONDS", 0.3)
    rooms = own_rooms()

    def clean(transcript: Transcript, **known: Any) -> CleanText:
        if transcript.text.startswith("一一"):
            ENDLESS.match(transcript.text)
        return rooms.clean(transcript, **known)

    box = tmp_path / "in"
    box.mkdir()
    (box / "坏.txt").write_text("一" * 60, "utf-8")
    (box / "好.txt").write_text(GOOD, "utf-8")
    process(box / "好.txt")  # loads the language
    report = run(box, into=tmp_path, rooms=replace(rooms, clean=clean))
    assert [(o.status, "超时" in o.message) for o in report.outcomes] == [
        ("failed", True),
        ("done", False),
    ]
    assert query(tmp_path, "SELECT count(*) FROM texts") == [(1,)]


@pytest.mark.parametrize(("extra", "refused"), [(0, False), (1, True)])
def test_no_text_is_longer_than_the_limit(tmp_path: Path, extra: int, refused: bool) -> None:
    path = tmp_path / "长.txt"
    path.write_text("字" * (MOST_CHARACTERS + extra), "utf-8")
    if not refused:
        assert len(read(open_source(path)).text) == MOST_CHARACTERS
        return
    with pytest.raises(OversizeError, match=f"{path}：文字有 {MOST_CHARACTERS + 1} 字"):
        read(open_source(path))


def test_what_may_be_read_may_be_tagged() -> None:
    assert build_pipeline().max_length > MOST_CHARACTERS


def test_what_went_wrong_is_one_line(tmp_path: Path) -> None:
    parts = {"word/document.xml": '<?xml version="1.0" encoding="cp037"?><x/>'.encode("cp037")}
    box = tmp_path / "in"
    box.mkdir()
    (box / "坏.docx").write_bytes(packed(parts))
    [outcome] = run(box, into=tmp_path).outcomes
    assert outcome.status == "failed" and len(outcome.message.splitlines()) == 1
