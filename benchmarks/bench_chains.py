"""``make bench-chains``: how long a chain takes to be told, and a paper to be linked, among many.

    python -m benchmarks.bench_chains [--documents 100000] [--base FILE]

A base of 100,000 papers (``benchmarks.large_base``) is written and linked as a whole; then the
chains of 500 papers drawn at random are asked for, and 20 small files of four kinds come in by a
real ingest, one at a time: leaves, papers that cite what is not held, parents for which few or
thousands have waited, laws that are cited by title. Times are CPU seconds, since the clock of a
shared machine swings; all of the work is done in one thread.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.large_base import AWAITED, DOCUMENTS, FAMOUS, Planned, law_titles, plan, write_base

import hongtou
from hongtou import KnowledgeBase
from hongtou.run import ingest
from hongtou.store.knowledge import Store

QUERIES: Final = 500
CHAIN_GOAL: Final = 0.05  # seconds, 95th percentile
LINK_GOAL: Final = 1.0  # seconds, the slowest


def chain_times(kb: KnowledgeBase, papers: Sequence[Planned], queries: int) -> list[float]:
    """Seconds that the chain of each of ``queries`` papers takes."""
    chance = Random(1)
    drawn = chance.sample([paper for paper in papers if paper.held], queries)
    kb.chain(drawn[0].number)  # what is read once
    times = []
    for paper in drawn:
        begin = time.process_time()
        kb.chain(paper.number)
        times.append(time.process_time() - begin)
    return times


def arrivals(papers: Sequence[Planned]) -> Iterator[tuple[str, str]]:
    """Texts of new papers, each with its kind."""
    chance, here = Random(2), "新城街道办事处"
    held = [paper for paper in papers if paper.held]
    ghosts = [paper for paper in papers if not paper.held and paper.children]
    laws = law_titles()
    for at in range(6):
        parent = chance.choice(held)
        yield "leaf", _forwarding(f"新城办发〔2024〕{at + 1}号", here, parent)
    for at in range(5):
        absent = f"《未收文件第{at}件的通知》（未收发〔2024〕{at + 1}号）"
        words = f"按照{absent}和《{laws[at]}》执行。"
        title = f"{here}关于第{at}次检查的通知"
        yield "cites a paper not held", _notice(f"新城办函〔2024〕{at + 1}号", here, title, words)
    for ghost in ghosts[1:5]:
        yield "parent that few waited for", _original(ghost)
    yield "parent that thousands waited for", _original(papers[AWAITED])
    for law in (laws[0], *laws[-2:]):
        yield "law cited by title", _notice("", "全国人大", law, "第一条为了规范管理，制定本法。")
    yield "child of the most forwarded", _forwarding("新城办传〔2024〕1号", here, papers[FAMOUS[0]])


def _forwarding(number: str, authority: str, parent: Planned) -> str:
    title = f"{authority}转发《{parent.title.replace('《', '〈').replace('》', '〉')}》的通知"
    words = f"现将《{parent.title}》（{parent.number}）转发给你们。"
    return _notice(number, authority, title, words)


def _original(paper: Planned) -> str:
    return _notice(paper.number, paper.authority, paper.title, "现将有关事项通知如下。")


def _notice(number: str, authority: str, title: str, words: str) -> str:
    head = [f"{authority}文件", "", number, ""] if number else []
    lines = [*head, title, "", "各有关单位：", f"　　{words}", "", authority, "2024年6月3日", ""]
    return "\n".join(lines)


@contextmanager
def timed_linking(times: list[float]) -> Iterator[None]:
    """Note how long each linking inside an ingest takes."""
    linking: Callable[..., None] = Store.link_anew

    def noted(store: Store, *arguments: object, **named: object) -> None:
        begin = time.process_time()
        linking(store, *arguments, **named)
        times.append(time.process_time() - begin)

    # A real ingest links by this method: only a wrapper sees how long linking alone takes.
    Store.link_anew = noted  # type: ignore[method-assign]
    try:
        yield
    finally:
        Store.link_anew = linking  # type: ignore[method-assign]


def arrival_times(
    db: Path, papers: Sequence[Planned], folder: Path
) -> list[tuple[str, float, float]]:
    """For each new file its kind, the seconds of linking, the seconds of the whole ingest."""
    found = []
    for at, (kind, text) in enumerate(arrivals(papers)):
        path = folder / f"new{at:02d}.txt"
        path.write_text(text, "utf-8")
        linking: list[float] = []
        begin = time.process_time()
        with timed_linking(linking):
            ingest([path], db=db, extracted=None)
        found.append((kind, sum(linking), time.process_time() - begin))
    return found


def make_base(db: Path, documents: int, folder: Path) -> None:
    """Write the base; all links are made by the ingest of one more paper."""
    begin = time.process_time()
    write_base(db, documents)
    print(f"{documents:,} papers written in {time.process_time() - begin:.0f} s")
    first = folder / "first.txt"
    first.write_text(
        _notice("首发〔2024〕1号", "首都", "首都关于试验的通知", "特此通知。"), "utf-8"
    )
    linking: list[float] = []
    with timed_linking(linking):
        ingest([first], db=db, extracted=None)
    print(f"all links made in {sum(linking):.1f} s")


def report(db: Path, documents: int, folder: Path) -> bool:
    """Print the figures beside their goals; whether all are met."""
    papers = plan(documents)
    with hongtou.open(db) as kb:
        times = chain_times(kb, papers, min(QUERIES, documents // 4))
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"chain of one of {documents:,}: p50 {p50 * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms "
          f"(goal {CHAIN_GOAL * 1000:.0f} ms), slowest {max(times) * 1000:.0f} ms")  # fmt: skip
    found = arrival_times(db, papers, folder)
    for kind in dict.fromkeys(kind for kind, _, _ in found):
        links = [seconds for one, seconds, _ in found if one == kind]
        whole = [seconds for one, _, seconds in found if one == kind]
        print(f"  {kind}: links {statistics.median(links):.3f} s, at most {max(links):.3f} s; "
              f"whole ingest {statistics.median(whole):.2f} s")  # fmt: skip
    links = [seconds for _, seconds, _ in found]
    print(f"one new file among {documents:,}: links median {statistics.median(links):.3f} s, "
          f"slowest {max(links):.3f} s (goal {LINK_GOAL:.0f} s)")  # fmt: skip
    return p95 <= CHAIN_GOAL and max(links) <= LINK_GOAL


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--base", type=Path, help="a base to use, or to make and keep")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db = options.base or folder / "base.db"
        if not db.exists():
            make_base(db, options.documents, folder)
        sys.exit(not report(db, options.documents, folder))


if __name__ == "__main__":
    main()
