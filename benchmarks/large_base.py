"""A knowledge base of many papers in chains, written through the store without reading a text.

    python -m benchmarks.large_base FILE [DOCUMENTS]

Chains of one to five steps with branches; 300 laws, of which the best known is cited by
thousands; roots and laws that are not held, so ghosts; wishes to pass a paper on. Texts are words
in random order, so that papers share no passages; the full-text index is left empty, which
chains and links do not ask. The same number gives the same base.
"""

import hashlib
import sqlite3
import sys
import time
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Final

from hongtou.lexicon import read_table
from hongtou.link import link
from hongtou.model import (
    Bundle,
    Citation,
    CleanText,
    DateValue,
    Document,
    DocumentNumber,
    Element,
    ForwardingRequest,
    Metadata,
    NamedBy,
    Outline,
    Party,
    RawSpan,
    Relation,
    Run,
    Segment,
    Source,
    Span,
    TaggedDocument,
    Transcript,
    Value,
)
from hongtou.store import open_store, passages
from hongtou.store.places import name_of
from hongtou.store.rows import RUN_INSERT, Row, rows_of, run_rows

DOCUMENTS: Final = 100_000
BATCH: Final = 2_000
VERSION: Final = "benchmark"
LAWS: Final = 300
# Two papers of the centre are forwarded by 300 offices each. The second is not held, and one of
# twenty papers cites it by number; so does the best known law wait, by its title.
FORWARDED: Final = 300
AWAITED: Final = FORWARDED + 1  # the rank of the second root
FAMOUS: Final = (0, AWAITED)
# Weights of laws fall as 1/rank (Zipf): the first of 300 takes a sixth of 80,000 mentions.
LAW_STEPS: Final = tuple(accumulate(1 / rank for rank in range(1, LAWS + 1)))
SIGNS: Final = "冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川黔滇陕甘青宁新"
LINES: Final = ("银发", "财金", "政办发", "税发", "教基", "人社发", "建房", "卫发")
NAMES: Final = (
    "人民银行",
    "财政局",
    "政府办公室",
    "税务局",
    "教育局",
    "人社局",
    "住建局",
    "卫健委",
)


@dataclass
class Planned:
    """A paper that is to be written: its place in the graph comes first."""

    rank: int
    title: str
    number: str  # normal form; "" for a law
    authority: str
    day: date
    level: int
    parent: "Planned | None" = None
    laws: list[str] = field(default_factory=list)
    other: "Planned | None" = None
    held: bool = True
    wish: bool = False
    children: int = 0


def law_titles() -> list[str]:
    return [f"中华人民共和国第{rank}号示例法" for rank in range(1, LAWS + 1)]


def plan(documents: int) -> list[Planned]:
    """The papers of a base, parents before children; ghosts are among them, not counted."""
    chance, laws = Random(6), law_titles()
    papers: list[Planned] = []
    held = 0
    while held < documents:
        root = _paper(chance, len(papers), 0, None)
        root.held = chance.random() > 0.12 and root.rank != AWAITED
        tree = [root]
        papers.append(root)
        held += root.held
        for paper in tree:
            famous = paper.parent is not None and paper.parent.rank in FAMOUS
            if paper.level < 4 and held < documents and not famous:
                count = FORWARDED if paper.rank in FAMOUS else _children(chance, paper.level)
                for _ in range(min(count, documents - held)):
                    child = _paper(chance, len(papers), paper.level + 1, paper)
                    paper.children += 1
                    papers.append(child)
                    tree.append(child)
                    held += 1
        for paper in tree:
            paper.laws = [
                laws[bisect(LAW_STEPS, chance.random() * LAW_STEPS[-1])]
                for _ in range(chance.choice((0, 1, 1, 2)))
            ]
            paper.wish = paper.level < 4 and chance.random() < 0.4
            if paper.rank > 100 and chance.random() < 0.4:
                paper.other = papers[chance.randrange(paper.rank - 50)]
            if paper.rank > AWAITED and chance.random() < 0.05:
                paper.other = papers[AWAITED]
    return papers


def _children(chance: Random, level: int) -> int:
    return chance.choice(((0, 1, 2, 3, 8), (0, 1, 2, 5), (0, 1, 1, 3), (0, 0, 1, 1))[level])


def _paper(chance: Random, rank: int, level: int, parent: Planned | None) -> Planned:
    line = rank % len(LINES) if parent is None else LINES.index(
        parent.number.split("〔")[0].lstrip(SIGNS)
    )  # fmt: skip
    sign = "" if level == 0 else chance.choice(SIGNS) * min(level, 3)
    day = date(2001, 1, 1) + timedelta(days=chance.randrange(8000))
    if parent is not None:
        day = parent.day + timedelta(days=chance.randint(2, 90))
    # No office counts beyond 99,999 in a year.
    number = f"{sign}{LINES[line]}〔{day.year}〕{rank % 99_999 + 1}号"
    authority = f"{sign}{NAMES[line]}"
    if parent is None:
        title = f"{authority}关于做好第{rank}号事项{_words(chance, 3)}工作的通知"
    elif chance.random() < 0.7:
        title = f"{authority}转发《{parent.title.replace('《', '〈').replace('》', '〉')}》的通知"
    else:
        title = f"{authority}关于印发第{rank}号事项{_words(chance, 3)}方案的通知"
    return Planned(rank, title, number, authority, day, level, parent)


WORDS: Final[list[str]] = []


def _words(chance: Random, count: int) -> str:
    if not WORDS:
        terms = (term for row in read_table("official_terms") for term in row["terms"].split())
        WORDS.extend(sorted({term for term in terms if len(term) < 5}))
    return "".join(chance.choice(WORDS) for _ in range(count))


class _Text:
    """A text that grows, and the spans of what was added."""

    def __init__(self) -> None:
        self.text = ""

    def add(self, words: str, end: str = "\n") -> Span:
        span = Span(len(self.text), len(self.text) + len(words))
        self.text += words + end
        return span


def tagged(paper: Planned) -> TaggedDocument:
    """What reading the paper would give."""
    chance, made = Random(paper.rank), _Text()
    made.add(paper.authority + "文件")
    number_span = made.add(paper.number)
    title = made.add(paper.title)
    body: list[Span] = []
    citations: list[Citation] = []
    wishes: list[ForwardingRequest] = []
    for relation, named, number in _mentions(paper):
        lead = made.add("现将" if relation == "forwards" else "按照", end="")
        mention = made.add(f"《{named}》" + (f"（{number}）" if number else ""), end="")
        made.add(
            ("转发给你们。" if relation == "forwards" else "执行。") + _words(chance, 8) + "。"
        )
        body.append(Span(lead.start, len(made.text) - 1))
        found = _number(number, mention.end - len(number) - 1) if number else None
        by: NamedBy = "title-and-number" if number else "title"
        citations.append(Citation(mention, len(body) - 1, relation, named, found, named_by=by))
    if not body:
        body.append(made.add(_words(chance, 20) + "。"))
    if paper.wish:
        span = made.add("请各单位将本通知转发至所属机构。")
        body.append(span)
        wishes.append(ForwardingRequest(span, len(body) - 1, "各单位", "所属机构"))
    made.add(paper.authority)
    said = f"{paper.day.year}年{paper.day.month}月{paper.day.day}日"
    day = made.add(said)
    outline = _outline(made.text, paper, body, title)
    metadata = Metadata(
        title=Value(paper.title, title),
        document_type=Value("通知", Span(title.end - 2, title.end)),
        number=_number(paper.number, number_span.start),
        document_date=DateValue(paper.day, day),
    )
    party = Party("issuing_authority", 1, paper.authority, paper.authority)
    return TaggedDocument(
        outline, metadata, (party,), citations=tuple(citations), forwarding_requests=tuple(wishes)
    )


def _mentions(paper: Planned) -> Iterator[tuple[Relation, str, str]]:
    if paper.parent is not None:
        relation: Relation = "forwards" if "转发" in paper.title else "implements"
        yield relation, paper.parent.title, paper.parent.number
    for law in dict.fromkeys(paper.laws):
        yield "cites", law, ""
    if paper.other is not None and paper.other is not paper.parent:
        yield "cites", paper.other.title, paper.other.number


def _number(number: str, start: int) -> DocumentNumber:
    code, rest = number.split("〔")
    year, serial = rest.removesuffix("号").split("〕")
    return DocumentNumber(Span(start, start + len(number)), code, int(year), int(serial))


def _outline(text: str, paper: Planned, body: list[Span], title: Span) -> Outline:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    name = f"paper{paper.rank:06d}.txt"
    source = Source(sha256, name, name, "text/plain", len(text.encode()))
    runs = (Run(RawSpan(0, len(text)), page=1),)
    transcript = Transcript(source, text, runs, reader="text/utf-8", pages=1)
    document = Document(0, "main", Span(0, len(text)))
    bundle = Bundle(CleanText(transcript, ()), (document,))
    segments = tuple(Segment("paragraph", None, "", 0, "", None, None, span) for span in body)
    return Outline(bundle, document, (Element("title", title),), segments)


def held_papers(documents: int) -> list[Planned]:
    """The papers of a base that are held, the better known two thirds of the laws among them."""
    papers = plan(documents)
    laws = [
        Planned(len(papers) + rank, law, f"主席令〔1995〕{rank + 1}号", "主席", date(1995, 1, 1), 4)
        for rank, law in enumerate(law_titles()[1 : LAWS * 2 // 3])
    ]
    return [paper for paper in [*papers, *laws] if paper.held]


def write_base(db: Path, documents: int = DOCUMENTS) -> None:
    """Write a base in the rows that the store makes; links are not made yet."""
    held = held_papers(documents)
    with open_store(db) as store:
        store.db.conn.execute("PRAGMA synchronous = off")
        store.db.conn.execute("PRAGMA cache_size = -400000")
        with store.transaction():
            for start in range(0, len(held), BATCH):
                _write(store.db.conn, [tagged(paper) for paper in held[start : start + BATCH]])
            passages.rebuild(store.db.conn)


def write_one_by_one(db: Path, documents: int) -> None:
    """The same base as an ingest would write it, for a test that both are one."""
    with open_store(db) as store:
        for paper in held_papers(documents):
            made = tagged(paper)
            store.write_source(made.outline.bundle, [made], version=VERSION)


def _write(connection: sqlite3.Connection, papers: list[TaggedDocument]) -> None:
    """What ``Store.write_source`` writes of each, a table at a time."""
    rows: dict[str, list[Row]] = {"files": []}
    transcripts = [paper.outline.bundle.clean.transcript for paper in papers]
    for paper, transcript in zip(papers, transcripts, strict=True):
        rows["files"].append(_file_row(transcript))
        for table, some in rows_of(paper.outline.bundle, [paper]).items():
            rows.setdefault(table, []).extend(some)
    for table, some in rows.items():
        if some:
            columns = ", ".join(some[0])
            marks = ", ".join("?" * len(some[0]))
            values = (tuple(row.values()) for row in some)
            connection.executemany(f"INSERT INTO {table}({columns}) VALUES ({marks})", values)
    for transcript in transcripts:
        sha256 = transcript.source.sha256
        row = connection.execute("INSERT INTO file_numbers(sha256) VALUES (?)", (sha256,))
        connection.executemany(RUN_INSERT, run_rows(transcript, row.lastrowid or 0))
    connection.execute("INSERT OR REPLACE INTO meta(name, value) VALUES ('links_stale', '1')")


def _file_row(transcript: Transcript) -> Row:
    source = transcript.source
    names = dict(zip(("path", "name", "origin", "place"), name_of(source), strict=True))
    return {
        "sha256": source.sha256, "media_type": source.media_type, "bytes": source.size,
        "status": "done", "ingested_at": "2026-01-01T00:00:00+00:00", "version": VERSION,
        "pages": transcript.pages, "reader": transcript.reader, "outcome": "", "options": "",
        **names,
    }  # fmt: skip


def main() -> None:
    db = Path(sys.argv[1])
    documents = int(sys.argv[2]) if len(sys.argv) > 2 else DOCUMENTS
    begin = time.perf_counter()
    write_base(db, documents)
    print(f"{documents:,} documents written in {time.perf_counter() - begin:.0f} s")
    with open_store(db) as store:
        begin = time.perf_counter()
        store.link_anew(link)
        print(f"linked in {time.perf_counter() - begin:.1f} s")


if __name__ == "__main__":
    main()
