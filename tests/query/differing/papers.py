"""Papers for tests of differences: clauses become notices, notices a knowledge base."""

from collections.abc import Sequence
from pathlib import Path

from hongtou.run import ingest

HAN = "一二三四五六七八九十"


def numeral(number: int) -> str:
    """1 to 99: 12 -> 十二."""
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else HAN[tens - 1] + "十"
    return lead + (HAN[ones - 1] if ones else "")


def notice(
    clauses: Sequence[str], *, office: str, number: str, day: str, opening: str = "",
    title: str = "关于做好小额贷款和账户管理有关工作的通知",
) -> str:  # fmt: skip
    """A notice as it is typed: head, one numbered article a clause, signature, day."""
    body = "\n".join(f"{numeral(at)}、{text}" for at, text in enumerate(clauses, start=1))
    opening = opening or "为做好小额贷款和账户管理工作，现就有关事项通知如下："
    return (
        f"{office}文件\n\n{number}\n\n{office}{title}\n\n各有关单位：\n{opening}\n{body}\n\n"
        f"{office}\n{day}\n"
    )


def shelve(folder: Path, **texts: str) -> Path:
    """A knowledge base of these texts, each a file of its own."""
    papers = folder / "papers"
    papers.mkdir(parents=True)
    for name, text in texts.items():
        (papers / f"{name}.txt").write_text(text, "utf-8")
    db = folder / "hongtou.db"
    ingest([papers], db=db, extracted=None)
    return db
