"""Readers that break down, for a process that is meant to: what to do stands in the file."""

import ctypes
import os
import signal
import time
from pathlib import Path

from hongtou.errors import ReadError
from hongtou.model import RawSpan, Run, Source, Transcript
from hongtou.read import ReadOptions
from hongtou.run.chain import read_file

MEGABYTE = 1 << 20


def read_bad(source: Source, *, options: ReadOptions) -> Transcript:
    """Does what the last line says, if it is an order; else the text, three pages of it."""
    text = Path(source.path).read_bytes().removeprefix(b"%PDF-").decode()
    told = options.on_page or (lambda page, pages: None)
    told(1, 3)
    match text.split()[-1]:
        case "segfault":
            ctypes.string_at(0)
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(7)
        case "hang":
            time.sleep(600)
        case "crawl":
            for page in range(2, 10_000):
                time.sleep(0.1)
                told(page, 10_000)
        case "eat":
            _eat()
        case "gulp":
            bytearray(1 << 40)
        case "defect":
            raise ZeroDivisionError(text)
        case "refuse":
            raise ReadError(f"{source.path}：不行；请换一个")
        case "vanish":
            Path(source.path).unlink()
        case "change":
            Path(source.path).write_text("%PDF-其他")
        case "missing":
            raise FileNotFoundError(2, "No such file or directory", source.path)
        case "print":
            os.write(1, b"noise of a library\n" * 100)
            print("more noise")
    told(2, 3)
    told(3, 3)
    runs = tuple(Run(RawSpan(i, i + 1), 1) for i in range(len(text)))
    return Transcript(source, text, runs, "bad", 3)


def read_once(source: Source, *, options: ReadOptions) -> Transcript:
    """Crashes unless it is the first file of its process."""
    marker = Path(os.environ["HONGTOU_READER_FOLDER"]) / "used"
    if marker.exists():
        os._exit(9)
    marker.touch()
    return read_bad(source, options=options)


def read_hostile(source: Source, *, options: ReadOptions) -> Transcript:
    """The house's own readers, but for files that say what is to break."""
    if Path(source.path).read_bytes().startswith(b"%PDF-\xe5\x9d\x8f"):  # 坏
        return read_bad(source, options=options)
    return read_file(source, options=options)


def _eat() -> None:
    held = []
    while True:
        held.append(b"x" * (20 * MEGABYTE))
        time.sleep(0.01)
