"""Text reuse at 100,000 papers: how long a question takes, in CPU seconds.

    python -m benchmarks.bench_reuse [DOCUMENTS] [FILE]

Papers are random 汉字; three of ten repeat 80 to 600 characters of an earlier one, most hold four
formulas, and one is repeated whole by 299 others. Goal: a question under 0.5 s.
"""

import hashlib
import statistics
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

import hongtou
from hongtou.store import open_store, passages

FORMULAS = (
    "请结合实际认真贯彻执行并将执行情况及时报送我行", "现将有关事项通知如下请遵照执行",
    "根据中华人民共和国中国人民银行法和商业银行法",
    "各省会城市中心支行各副省级城市中心支行各政策性银行国有商业银行股份制商业银行",
)  # fmt: skip
REPEATED, REPEATS = 100, 299
ASKED = 60


def sha256_of(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def texts(count: int, random: Random) -> list[str]:
    """Main texts, the same for the same seed."""
    drawn = np.random.default_rng(random.randrange(1 << 30))
    made: list[str] = []
    for number in range(count):
        codes = drawn.integers(0x4E00, 0x4E00 + 3000, random.randint(400, 1600))
        text = "".join(map(chr, codes.tolist()))
        if made and random.random() < 0.3:
            source = made[random.randrange(len(made))]
            start, at = random.randrange(len(source)), random.randrange(len(text))
            text = text[:at] + source[start : start + random.randint(80, 600)] + text[at:]
        for formula in FORMULAS:
            if random.random() < 0.6:
                at = random.randrange(len(text))
                text = text[:at] + formula + text[at:]
        if REPEATED < number <= REPEATED + REPEATS:
            text = made[REPEATED] + text[:60]
        made.append(text)
    return made


def rows_of(number: int, text: str) -> dict[str, dict[str, Any]]:
    """Rows of one paper by table."""
    sha256 = sha256_of(number)
    document = f"{sha256[:12]}-0"
    whole = {"start": 0, "end": len(text)}
    return {
        "files": {"sha256": sha256, "name": f"{number}.txt", "path": f"{number}.txt",
                  "status": "done", "version": "benchmark"},
        "texts": {"file_sha256": sha256, "raw": text, "clean": text},
        "documents": {"document_id": document, "file_sha256": sha256, "ordinal": 0, "role": "main",
                      "title": f"关于{text[:12]}的通知", "document_date": "2021-03-04",
                      "document_number": f"银发〔{2000 + number % 25}〕{number // 25 + 1}号",
                      **whole},
        "segments": {"segment_id": f"{document}#1", "document_id": document, "number": 0,
                     "kind": "paragraph", "path": "", "level": 0, "label": "", "text": text,
                     "own_end": len(text), **whole},
    }  # fmt: skip


def make_base(path: Path, count: int) -> None:
    connection = open_store(path).db.conn
    connection.execute("PRAGMA synchronous = OFF")
    prints: list[tuple[int, int]] = []
    with connection:
        for number, text in enumerate(texts(count, Random(5))):
            for table, row in rows_of(number, text).items():
                marks = ",".join("?" * len(row))
                connection.execute(
                    f"INSERT INTO {table}({','.join(row)}) VALUES ({marks})", tuple(row.values())
                )
            key = passages.key_of(sha256_of(number))
            prints += ((print_, key) for print_ in passages.prints_of(text))
        prints.sort()
        connection.executemany("INSERT OR IGNORE INTO passages VALUES (?, ?)", prints)


def measure(path: Path, count: int) -> None:
    random = Random(2)
    with hongtou.open(path) as kb:
        kb.reuse(f"{sha256_of(0)[:12]}-0")  # NumPy is loaded once
        times = []
        for number in random.sample(range(count), min(ASKED, count)):
            began = time.process_time()
            kb.reuse(f"{sha256_of(number)[:12]}-0")
            times.append(time.process_time() - began)
        times.sort()
        print(f"reuse DOC: median {statistics.median(times):.3f} s,"
              f" p95 {times[int(0.95 * len(times))]:.3f} s, most {times[-1]:.3f} s")  # fmt: skip
        began = time.process_time()
        kb.reuse(f"{sha256_of(REPEATED)[:12]}-0")
        print(f"reuse of a paper that 299 others repeat: {time.process_time() - began:.3f} s")
        began = time.process_time()
        found = len(kb.reuse_pairs())
        print(f"reuse --all: {time.process_time() - began:.1f} s, {found} pairs")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "hongtou.db"
        if not path.exists():
            began = time.perf_counter()
            make_base(path, count)
            print(f"{count} papers made in {time.perf_counter() - began:.0f} s")
        measure(path, count)


if __name__ == "__main__":
    main()
