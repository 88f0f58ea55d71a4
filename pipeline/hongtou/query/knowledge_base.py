"""The door of the query floor: one open knowledge base and the questions it answers."""

import os
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self, Unpack

from hongtou.query.binding.audiences import count_binding
from hongtou.query.binding.institutions import check_institution
from hongtou.query.binding.regions import prepare_regions
from hongtou.query.compare import Comparison, compare_duties
from hongtou.query.documents import held_documents, number_in
from hongtou.query.duties import Order, find_duties
from hongtou.query.filters import Filters, FilterWords, check_limit, holds, plain
from hongtou.query.lineage import LineageQuestions
from hongtou.query.repeals import prepare
from hongtou.query.results import DocumentRef, Duty, Hit, Summary
from hongtou.query.review_questions import ReviewQuestions
from hongtou.query.searching.keywords import keywords_of
from hongtou.query.searching.search import find_hits
from hongtou.query.searching.suggest import near_titles, related, suggest
from hongtou.query.sheet import Sheet, read_sheet
from hongtou.query.standing import Standing, standing_of
from hongtou.query.summary import read_summary
from hongtou.query.targets import check_target, written_beside
from hongtou.store import open_readonly

__all__ = ["KnowledgeBase", "open_knowledge_base"]


class KnowledgeBase(ReviewQuestions, LineageQuestions):
    """An open knowledge base; reads only, and sees what was written before each question.

    Example:
        >>> with hongtou.open("extracted/hongtou.db") as kb:           # doctest: +SKIP
        ...     kb.search("再贷款", force="must")[0].quote
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        connection.create_function("holds", 2, holds, deterministic=True)
        prepare(connection)
        prepare_regions(connection)
        super().__init__(connection)

    def search(
        self, text: str = "", *, limit: int | None = 20, **filters: Unpack[FilterWords]
    ) -> tuple[Hit, ...]:
        """Articles, obligations and titles that hold every word of ``text``, best first.

        Any string is safe. Words between spaces must all occur; an empty text with a filter
        lists what passes the filter. ``filters`` are those of ``Filters``, any together:
        ``unit="万元", min=5, force="must_not"``.

        Raises:
            NotationError: If ``year``, ``min``, ``max`` or ``limit`` is out of range.
        """
        check_limit(limit)
        return find_hits(self.connection, self._places, plain(text), Filters(**filters), limit)

    def obligations(
        self,
        text: str = "",
        *,
        for_: str | None = None,
        sort: Order = "newest",
        limit: int | None = None,
        **filters: Unpack[FilterWords],
    ) -> tuple[Duty, ...]:
        """The register (责任清单), newest papers first; ``for_="村镇银行"`` finds what binds one.

        A class of institutions is bound through its own name and through every wider class that
        a text names. ``filters`` are those of ``search``; ``sort`` is an order of ``ORDERS``.

        Raises:
            NotationError: If ``year``, ``min``, ``max``, ``sort`` or ``limit`` is out of range.
        """
        check_limit(limit)
        return find_duties(
            self.connection, self._places, plain(text), Filters(**filters), for_=for_,
            sort=sort, limit=limit,
        )  # fmt: skip

    def check_institution(self, name: str) -> None:
        """Refuse a name for ``obligations(for_=…)`` that no class and no bearer has.

        Raises:
            LookupFailedError: The message names classes that come near.
        """
        check_institution(self.connection, name)

    def count_binding(self, institution: str) -> int:
        """How many obligations bind a class of institutions, or one of them."""
        return count_binding(self.connection, institution)

    def compare(
        self,
        text: str = "",
        *,
        for_: str | None = None,
        every: bool = False,
        **filters: Unpack[FilterWords],
    ) -> tuple[Comparison, ...]:
        """Limits on one measure in different papers: same, tighter or looser, newest first.

        Both obligations pass the filters. ``every`` adds those alike in words that speak of
        different things (``apart``).

        Raises:
            NotationError: If a filter is out of range.
        """
        filters["limited"] = True
        duties = find_duties(
            self.connection, self._places, plain(text), Filters(**filters), for_=for_
        )
        return compare_duties(self.connection, duties, every=every)

    def save_workbook(
        self, duties: Sequence[Duty], path: str | os.PathLike[str], *, on: str | date | None = None
    ) -> None:
        """Write a register as XLSX: 责任清单, 数量, 期限, 文件, 条款, with links between them.

        What is in force is told as of the day ``on``, today if none is given.

        Raises:
            ExportError: If ``path`` is the knowledge base itself.
            OSError: If ``path`` cannot be written.
        """
        from hongtou.query.register.workbook import write_workbook

        check_target(self.connection, Path(path))
        with written_beside(Path(path)) as part:
            write_workbook(self.connection, duties, part, on=Filters(on=on).day)

    def save_calendar(
        self, duties: Sequence[Duty], path: str | os.PathLike[str], *, on: str | date | None = None
    ) -> int:
        """Write the deadlines and recurrences of a register as ICS; gives the number of events.

        Raises:
            ExportError: If ``path`` is the knowledge base itself.
            OSError: If ``path`` cannot be written.
        """
        from hongtou.query.register.calendar_file import calendar_of

        check_target(self.connection, Path(path))
        content, events = calendar_of(self.connection, duties, on=Filters(on=on).day)
        with written_beside(Path(path)) as part:
            part.write_bytes(content)
        return events

    def standing(self, document: str, on: date | None = None) -> Standing:
        """Whether the document is in force on a day (today), and the words that say so.

        Raises:
            LookupFailedError: If no document answers to ``document``.
            AmbiguousError: If several do.
        """
        meant = self.resolve(document).document_id
        return standing_of(self.connection, meant, on or date.today())

    def documents(self) -> tuple[DocumentRef, ...]:
        """All documents that are held, those bound into others included, the newest first."""
        return held_documents(self.connection)

    def show(self, document: str, *, keywords: bool = False) -> Sheet:
        """Everything that is known about the document; its keywords take a second the first time.

        Raises:
            LookupFailedError: If no document answers to ``document``.
            AmbiguousError: If several do.
        """
        sheet = read_sheet(self.connection, self._places, self.resolve(document))
        if not keywords:
            return sheet
        return replace(sheet, keywords=keywords_of(self.connection, sheet.document.document_id))

    def suggest(self, text: str) -> tuple[str, ...]:
        """What to look for where nothing was found: words of ``text`` that occur, near spellings.

        A document number that nobody knows gives the numbers and titles that come near.
        """
        wanted = plain(text)
        near = near_titles(self.connection, wanted) if number_in(wanted) else ()
        return near or suggest(self.connection, wanted)

    def related(self, *words: str) -> tuple[str, ...]:
        """Terms that stand in articles beside one of ``words``."""
        return related(self.connection, tuple(map(plain, words)))

    def keywords(self, document: str, limit: int = 10) -> tuple[str, ...]:
        """关键词: the words that tell a paper from the others held, the most telling first.

        Raises:
            LookupFailedError: If no document answers to ``document``.
            AmbiguousError: If several do.
        """
        return keywords_of(self.connection, self.resolve(document).document_id, limit)

    def summary(self) -> Summary:
        """How much the knowledge base holds."""
        return read_summary(self.connection)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_knowledge_base(path: str | os.PathLike[str]) -> KnowledgeBase:
    """Open a knowledge base to ask it questions: ``hongtou.open("extracted/hongtou.db")``.

    Raises:
        MissingDatabaseError: If there is no such file.
        StoreError: If it is no knowledge base, or one of another version.
    """
    return KnowledgeBase(open_readonly(path))
