"""How long a search takes in a large knowledge base, and how far up the answer stands.

    python -m benchmarks.bench_search [ARTICLES]

Latency, in CPU time since a shared machine's clock swings: a knowledge base of 200,000
invented articles (or ARTICLES), made of the clauses of ``corpus/`` in other orders, with other
agencies and figures. Rank: questions whose best answer in
``corpus/`` is known; the mean reciprocal rank of that answer among the articles, copies once.
"""

import random
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import hongtou
from hongtou import KnowledgeBase
from hongtou.run import ingest
from hongtou.store import open_store

ROOT: Final = Path(__file__).resolve().parent.parent
CORPUS: Final = ROOT / "corpus"

ARTICLES: Final = 200_000
PER_PAPER: Final = 40
GOAL: Final = 0.3  # seconds, p95

AGENCIES: Final = ("银发", "银保监发", "财金", "农发", "市监发", "省银发", "县政办")
FORCES: Final = ("must", "must_not", "may")

# Long and short hit lists, one character, marks, several words, a number, filters.
QUESTIONS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("再贷款", {}), ("贷款", {}), ("的", {}), ("，", {}), ("展期", {}), ("贴息", {}),
    ("首贷户", {}), ("不良容忍度", {}), ("地方法人金融机构", {}), ("“首贷户”", {}),
    ("再贷款 使用率", {}), ("小微企业 贷款 风险", {}), ("单户 不得超过", {}),
    ("银发[2015]63号", {}), ("财金〔2019〕12号 贷款", {}), ("贷款", {"force": "must_not"}),
    ("再贷款", {"year": 2015}), ("贷款", {"authority": "银保监发", "type": "通知"}),
    ("展期", {"unit": "万元", "max": 10}), ("", {"force": "may", "year": 2010}),
    ("没有这样的话", {}), ("贷款 没有这样的话", {}),
)  # fmt: skip

# A question, and words of the article that answers it best.
KNOWN: Final = (
    ("贷款期限", "3年期（含）以内"), ("贷款利率", "1年期（含）以下贷款利率不超过"),
    ("贴息方式", "地方财政部门应根据需要"), ("展期", "续贷或展期1次"),
    ("每亿元 再贷款", "至少支持"), ("限额 按月", "按月通报"), ("不良率 容忍度", "3个百分点"),
    ("单户", "不得超过10万元"), ("再贷款 使用率", "85%"), ("尽职免责", "尽职免责"),
    ("抽贷", "严禁对生产经营状况正常"), ("质押品", "第三方质押机制"),
)  # fmt: skip


def main() -> None:
    """Print both tables; exit 1 where the goal is missed."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.db", Path(folder) / "large.db"
        ingest([CORPUS], db=small, extracted=None)
        with hongtou.open(small) as kb:
            print(f"mean reciprocal rank of {len(KNOWN)} answers: {mean_rank(kb):.3f}")
        write_invented(large, articles)
        with hongtou.open(large) as kb:
            slowest = latencies(kb, articles)
    sys.exit(slowest > GOAL)


def mean_rank(kb: KnowledgeBase) -> float:
    """1 if every answer stands first among the articles, copies counted once."""
    return statistics.mean(_reciprocal_rank(kb, text, answer) for text, answer in KNOWN)


def _reciprocal_rank(kb: KnowledgeBase, text: str, answer: str) -> float:
    said: list[str] = []
    for hit in kb.search(text, limit=50):
        if hit.segment_id is None:
            continue
        row = kb.connection.execute(
            "SELECT text FROM segments WHERE segment_id = ?", (hit.segment_id,)
        ).fetchone()
        own = "".join(row["text"].split())
        if own not in said:
            said.append(own)
        if answer in own:
            return 1 / len(said)
    return 0.0


def latencies(kb: KnowledgeBase, articles: int) -> float:
    """Print CPU milliseconds of every question; the 95th percentile of all, in seconds."""
    every = []
    for text, filters in QUESTIONS:
        times = []
        for _ in range(5):
            start = time.process_time()
            hits = kb.search(text, **filters)
            times.append(time.process_time() - start)
        every += times
        print(f"{statistics.median(times) * 1000:8.1f} ms  {len(hits):3} hits  {text} {filters}")
    p95 = statistics.quantiles(every, n=20)[-1]
    print(f"{articles:,} articles: p50 {statistics.median(every) * 1000:.1f} ms, "
          f"p95 {p95 * 1000:.1f} ms (goal {GOAL * 1000:.0f} ms)")  # fmt: skip
    return p95


def write_invented(db: Path, articles: int) -> None:
    """A knowledge base of ``articles`` articles, the same every time."""
    chance = random.Random(1)
    text = "".join(paper.read_text("utf-8") for paper in sorted(CORPUS.glob("*.txt")))
    clauses = sorted({c.strip() for c in re.split(r"[。；\n]", text) if len(c.strip()) > 20})
    with open_store(db) as store:
        store.db.conn.execute("PRAGMA synchronous = off")
        for paper in range(articles // PER_PAPER):
            rows = _paper(paper, clauses, chance)
            for table, content in rows.items():
                store.db.table(table).insert_all(content)
        store.rebuild_index()
        store.db.conn.execute("ANALYZE")


def _paper(
    paper: int, clauses: list[str], chance: random.Random
) -> dict[str, list[dict[str, Any]]]:
    code, year = chance.choice(AGENCIES), chance.randint(2000, 2024)
    key = f"{paper:012d}-0"
    document = {
        "document_id": key, "role": "main", "document_type": "通知", "authority_code": code,
        "year": year, "serial": paper % 300 + 1, "title": f"关于{clauses[paper % 90][:12]}的通知",
        "document_number": f"{code}〔{year}〕{paper % 300 + 1}号",
        "document_date": f"{year}-{chance.randint(1, 12):02d}-01",
    }  # fmt: skip
    segments, duties, amounts = [], [], []
    for number in range(PER_PAPER):
        said = "；".join(chance.sample(clauses, 3)).replace("2021", str(year)) + "。"
        segment = f"{key}#{number}"
        segments.append(
            {"segment_id": segment, "document_id": key, "number": number, "kind": "item",
             "path": str(number), "level": 1, "label": "", "heading": said[:10], "text": said,
             "start": number * 1000, "end": number * 1000 + len(said),
             "own_end": number * 1000 + len(said), "heading_end": number * 1000 + 10}
        )  # fmt: skip
        place = {"document_id": key, "segment_id": segment, "text": said[:40],
                 "start": number * 1000, "end": number * 1000 + 40}  # fmt: skip
        duties.append({"obligation_id": f"{segment}#o", "bearer": "各银行机构",
                       "bearer_source": "explicit", "force": chance.choice(FORCES),
                       "action": said[:20], **place})  # fmt: skip
        value = chance.randint(1, 50) * 10_000
        amounts.append({"quantity_id": f"{segment}#q", "obligation_id": f"{segment}#o",
                        "role": "limit", "operator": "<=", "value": value, "unit": "元",
                        "base_value": value, "base_unit": "元", **place})  # fmt: skip
    return {"documents": [document], "segments": segments, "obligations": duties,
            "quantities": amounts}  # fmt: skip


if __name__ == "__main__":
    main()
