"""Reader processes: whatever a file does to one, the others come through."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.errors import (
    HongtouError,
    ReaderCrashedError,
    ReaderMemoryError,
    ReadError,
    ReaderTimeoutError,
)
from hongtou.model import Box, PageReading, RawSpan, Run, Source, Transcript
from hongtou.read import ReadOptions, open_source
from hongtou.run.workers import Bounds, Finished, PageRead, ReaderPool, default_workers
from hongtou.run.workers.wire import pack, unpack
from tests.run.bad_readers import read_bad, read_once

ROOT = Path(__file__).parents[2]
TIGHT = Bounds(
    first_page_seconds=20, page_seconds=2, seconds=4, seconds_per_megabyte=0, memory=300 << 20
)


def paper(folder: Path, order: str) -> Source:
    path = folder / f"{order}.pdf"
    path.write_text(f"%PDF-甲 {order}", encoding="utf-8")
    return open_source(path)


def read_all(
    pool: ReaderPool, sources: list[Source], read: object = read_bad
) -> tuple[list[Transcript | HongtouError], list[PageRead]]:
    results: dict[int, Transcript | HongtouError] = {}
    pages = []
    for ticket, source in enumerate(sources):
        pool.submit(ticket, read, source, ReadOptions())  # type: ignore[arg-type]
    while pool.open:
        event = pool.wait()
        if isinstance(event, Finished):
            results[event.ticket] = event.result
        else:
            pages.append(event)
    return [results[ticket] for ticket in range(len(sources))], pages


EXPECTED = {
    "good": None,
    "segfault": (ReaderCrashedError, "SIGSEGV|退出码", "第 2 页（共 3 页）"),
    "kill": (ReaderCrashedError, "SIGKILL|退出码", "第 2 页"),
    "exit": (ReaderCrashedError, "退出码 7", "另存"),
    "gulp": (ReaderMemoryError, "内存不足", "拆分"),
    "eat": (ReaderMemoryError, "超过 300 MB", "拆分"),
    "hang": (ReaderTimeoutError, "已有 2 秒", "第 2 页"),
    "crawl": (ReaderTimeoutError, "4 秒只读到", "共 10000 页"),
    "defect": (ReadError, "程序缺陷（ZeroDivisionError", "tests.run.bad_readers"),
    "refuse": (ReadError, "不行", "请换一个"),
    "vanish": (ReadError, "被移走", "重试"),
    "change": (ReadError, "读取过程中被改动", "重试"),
    "missing": (ReadError, "No such file", "重试"),
    "print": None,
    "last": None,
}


def test_each_file_gets_its_own_outcome(tmp_path: Path) -> None:
    sources = [paper(tmp_path, order) for order in EXPECTED]
    begun = time.monotonic()
    with ReaderPool(2, TIGHT) as pool:
        results, pages = read_all(pool, sources)
        family = psutil.Process().children(recursive=True)
    assert time.monotonic() - begun < 60
    for result, source, (order, expected) in zip(results, sources, EXPECTED.items(), strict=True):
        if expected is None:
            assert isinstance(result, Transcript), order
            assert result.text == f"甲 {order}"
            assert result.source == source
            assert [run.span.start for run in result.runs] == [*range(len(result.text))]
        else:
            kind, *words = expected
            assert type(result) is kind, (order, result)
            assert str(result).startswith(f"{source.path}：")
            for word in words:
                assert any(w in str(result) for w in word.split("|")), (order, str(result))
            assert "甲 defect" not in str(result)
    assert [(p.page, p.pages) for p in pages if p.ticket == 0] == [(1, 3), (2, 3), (3, 3)]
    _, alive = psutil.wait_procs(family, timeout=5)
    assert not alive, "processes outlive their pool"


def test_what_a_former_file_broke_costs_no_other(tmp_path: Path) -> None:
    """The second file crashes in a process that has read another; alone it is read."""
    sources = [paper(tmp_path, f"n{number}") for number in range(4)]
    with ReaderPool(1) as pool:
        results, _ = read_all(pool, sources, read_once)
    assert [getattr(result, "text", result) for result in results] == [
        f"甲 n{number}" for number in range(4)
    ]


@pytest.mark.parametrize("bounds", [Bounds(pages=3), Bounds(growth=1)])
def test_processes_are_replaced(tmp_path: Path, bounds: Bounds) -> None:
    """So a reader that works only once a process is never entered twice."""
    sources = [paper(tmp_path, f"n{number}") for number in range(3)]
    with ReaderPool(1, bounds) as pool:
        results, _ = read_all(pool, sources, read_once)
        assert all(isinstance(result, Transcript) for result in results)
        assert pool._second == set()


def test_temporary_files_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    with ReaderPool(1, TIGHT) as pool:
        read_all(pool, [paper(tmp_path, order) for order in ("good", "kill", "good")], read_once)
        assert list((tmp_path / "tmp").iterdir())
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_pool_without_work_starts_nothing() -> None:
    with ReaderPool(4) as pool:
        assert psutil.Process().children() == []
        assert not pool.full


def test_closing_interrupts(tmp_path: Path) -> None:
    begun = time.monotonic()
    with ReaderPool(1) as pool:
        pool.submit(0, read_bad, paper(tmp_path, "hang"), ReadOptions())
        assert isinstance(pool.wait(), PageRead)
    assert time.monotonic() - begun < 15


# A script without the guard that multiprocessing wants, and a program on the command line.
SCRIPT = """
import sys
from pathlib import Path
from hongtou.read import ReadOptions, open_source
from hongtou.run.workers import ReaderPool
from tests.run.bad_readers import read_bad
with ReaderPool(1) as pool:
    pool.submit(0, read_bad, open_source(sys.argv[1]), ReadOptions())
    while not hasattr(event := pool.wait(), "result"):
        pass
    print(event.result.text)
"""


@pytest.mark.parametrize("way", ["-c", "script"])
def test_from_any_program(tmp_path: Path, way: str) -> None:
    good = paper(tmp_path, "good")
    program = ["-c", SCRIPT]
    if way == "script":
        (tmp_path / "unguarded.py").write_text(SCRIPT, encoding="utf-8")
        program = [str(tmp_path / "unguarded.py")]
    done = subprocess.run(
        [sys.executable, *program, good.path], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.stdout == "甲 good\n", done.stderr


ORPHAN = """
import os, sys
from hongtou.read import ReadOptions, open_source
from hongtou.run.workers import ReaderPool
from tests.run.bad_readers import read_bad
pool = ReaderPool(1)
pool.submit(0, read_bad, open_source(sys.argv[1]), ReadOptions())
pool.wait()
print(*[p.popen.pid for p in pool._processes], flush=True)
os._exit(0)
"""


def test_a_killed_hall_leaves_no_process_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ORPHAN, paper(tmp_path, "hang").path], cwd=ROOT,
        capture_output=True, text=True, check=True, env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    pid, until = int(done.stdout), time.monotonic() + 10
    while psutil.pid_exists(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    assert list(tmp_path.glob("hongtou-*")) == []


numbers = st.integers(-1_000_000, 1_000_000).map(lambda hundredths: hundredths / 100)
boxes = st.none() | st.builds(Box, numbers, numbers, numbers, numbers)
runs = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.integers(1, 400),
        boxes,
        st.none() | st.integers(0, 10_000).map(lambda n: n / 10_000),
    ),
    max_size=30,
)


@given(runs)
def test_transcripts_travel_unchanged(
    found: list[tuple[int, int, Box | None, float | None]],
) -> None:
    at, made = 0, []
    for length, page, box, confidence in found:
        made.append(Run(RawSpan(at, at + length), page, box, confidence))
        at += length
    source = Source("0" * 64, "a.pdf", "a.pdf", "application/pdf", 1)
    reading = PageReading(1, 595.3, None, "ocr", "没有文字层")
    transcript = Transcript(source, "字" * at, tuple(made), "pdf", 1, page_readings=(reading,))
    assert unpack(pack(1, transcript)) == transcript


def test_workers_by_the_machine() -> None:
    assert 1 <= default_workers() <= (os.cpu_count() or 1)
    assert Bounds(memory=5).most_memory == 5
    assert Bounds().most_memory < psutil.virtual_memory().total
    assert Bounds().seconds_for(1 << 20) == 1200
