"""All papers of the knowledge base by number and by title, read once for one verification."""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Final, NamedTuple

from hongtou.notation.carried_titles import carried_title_keys
from hongtou.notation.document_numbers import number_key
from hongtou.notation.titles import title_key
from hongtou.query.documents import by_id
from hongtou.query.results import DocumentRef

__all__ = ["Holdings", "Paper", "is_bare_title"]

# 中国人民银行令〔2020〕第3号 as title names a paper without saying what it is about.
_NUMBERS: Final = re.compile(r"(?:〔\d{4}〕)?第?[0-9一二三四五六七八九十百零〇]+号")
_BARE: Final = re.compile(r"(?:.{0,80}(?:令|公告))?")


class Paper(NamedTuple):
    """A row of ``documents``, held or only cited."""

    document_id: str
    role: str
    number: str | None
    title: str | None
    parent_id: str | None
    parent_number: str | None
    issued: int  # 1: by its parent, whose number is its own

    @property
    def is_ghost(self) -> bool:
        """Whether it is only known by citations."""
        return self.role == "ghost"

    @property
    def cited_number(self) -> str | None:
        """Under which number it is cited: a regulation under that of the notice that issues it."""
        return self.number or (self.parent_number if self.issued else None)


class Holdings:
    """Look-ups over all papers; what a question does not need is not made.

    Papers that only the file ``without`` cites are left out.
    """

    def __init__(self, connection: sqlite3.Connection, *, without: str | None = None) -> None:
        self.connection = connection
        self.without = without
        self._refs: dict[str, DocumentRef] = {}
        rows = connection.execute(
            "SELECT d.document_id, d.role, d.document_number, d.title, d.parent_id,"
            " p.document_number, EXISTS (SELECT 1 FROM citations c WHERE c.document_id ="
            " d.parent_id AND c.target_document_id = d.document_id AND c.relation = 'issues')"
            " FROM documents d LEFT JOIN documents p ON p.document_id = d.parent_id"
            " WHERE d.role <> 'ghost' OR ?1 IS NULL OR EXISTS (SELECT 1 FROM citations o JOIN"
            " documents r ON r.document_id = o.document_id WHERE o.target_document_id ="
            " d.document_id AND r.file_sha256 <> ?1)"
            " ORDER BY d.role = 'ghost', d.role <> 'main', d.document_id",
            (without,),
        )
        self.papers: Final = [Paper(*row) for row in rows]

    def numbered(self, number: str) -> list[Paper]:
        """Papers that are cited under a number, held ones first."""
        return [self.papers[at] for at in self._by_number.get(number_key(number), ())]

    def titled(self, title: str) -> list[Paper]:
        """Papers with a title, whatever authority stands in front; then notices that issue one."""
        key = title_key(title)
        own, carrying = self._by_title.get(key, ()), self._by_carried.get(key, ())
        return [self.papers[at] for at in dict.fromkeys((*own, *carrying))]

    def ref(self, paper: Paper) -> DocumentRef:
        """The paper as answers name it."""
        if paper.document_id not in self._refs:
            bare = DocumentRef(paper.document_id, paper.role, paper.number, paper.title, None, None)
            self._refs[paper.document_id] = by_id(self.connection, paper.document_id) or bare
        return self._refs[paper.document_id]

    def refs(self, papers: Iterable[Paper]) -> tuple[DocumentRef, ...]:
        """Several of them, each once."""
        return tuple(map(self.ref, dict.fromkeys(papers)))

    @cached_property
    def by_id(self) -> dict[str, Paper]:
        """All papers by their ids."""
        return {paper.document_id: paper for paper in self.papers}

    @cached_property
    def numbers(self) -> dict[str, Paper]:
        """The first held paper under each number."""
        found: dict[str, Paper] = {}
        for paper in self.papers:
            if paper.number and self._may_be_meant(paper):
                found.setdefault(paper.number, paper)
        return found

    @cached_property
    def title_keys(self) -> dict[str, Paper]:
        """The first held paper under each title, those that notices issue included."""
        found: dict[str, Paper] = {}
        for index in (self._by_title, self._by_carried):
            for key, places in index.items():
                paper = self.papers[places[0]]
                if self._may_be_meant(paper):
                    found.setdefault(key, paper)
        return found

    def _may_be_meant(self, paper: Paper) -> bool:
        """Whether a slip may mean it: held, and not the very paper that is being checked."""
        own = self.without is not None and paper.document_id.startswith(self.without[:12])
        return not paper.is_ghost and not own

    @cached_property
    def _by_number(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, paper in enumerate(self.papers):
            if paper.cited_number:
                found[number_key(paper.cited_number)].append(at)
        return found

    @cached_property
    def _by_title(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, paper in enumerate(self.papers):
            if paper.title:
                found[title_key(paper.title)].append(at)
        return found

    @cached_property
    def _by_carried(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, paper in enumerate(self.papers):
            for key in carried_title_keys(paper.title or "") if not paper.is_ghost else ():
                found[key].append(at)
        return found


def is_bare_title(title: str | None) -> bool:
    """Whether a title only repeats a number, as 中国人民银行令〔2020〕第3号, and says no more."""
    plain = _NUMBERS.sub("", "".join((title or "").split()))
    return "关于" not in plain and _BARE.fullmatch(plain) is not None
