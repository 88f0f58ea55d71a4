"""The register as a workbook (XLSX): 责任清单, 数量, 期限, 文件, 条款, with links between them."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

import xlsxwriter

from hongtou.model.labels import (
    BEARER_SOURCES,
    FORCES,
    OPERATORS,
    PRECISIONS,
    QUANTITY_ROLES,
)
from hongtou.query.copies import copies_together
from hongtou.query.register.papers import ArticleText, Paper, articles_of, papers_of
from hongtou.query.register.ways import inclusion_words, region_words
from hongtou.query.register.words import (
    amount_words,
    bearer_words,
    due_words,
    item_words,
    rule_words,
    standing_words,
)
from hongtou.query.register.worksheet import Cell, Column, Link, Styles, write_sheet
from hongtou.query.results import Duty
from hongtou.query.standing import STATUSES, Evidence

__all__ = ["write_workbook"]

# Paper and ink of the cell: red forbids, amber binds, green lets.
COLOURS: Final = {
    "应当": ("#FFF2CC", "#7F6000"), "不得": ("#F8CBAD", "#9C0006"),
    "原则上": ("#FFF9E5", "#7F6000"), "力争": ("#DDEBF7", "#1F4E78"),
    "鼓励": ("#E2EFDA", "#375623"), "可以": ("#E2EFDA", "#375623"),
    STATUSES["in_force"]: ("#E2EFDA", "#375623"), STATUSES["amended"]: ("#FFF2CC", "#7F6000"),
    STATUSES["not_yet"]: ("#DDEBF7", "#1F4E78"), STATUSES["repealed"]: ("#D9D9D9", "#9C0006"),
    STATUSES["expired"]: ("#D9D9D9", "#9C0006"),
}  # fmt: skip

DUTIES: Final = (
    Column("序号", 6, "centre"), Column("责任主体", 20), Column("要求", 8, "centre"),
    Column("原文", 56), Column("数量", 20), Column("到期日", 11, "date"), Column("期限", 16),
    Column("周期", 12), Column("条款", 16), Column("发文字号", 19),
    Column("效力", 16, "centre", printed=False),
    Column("成文日期", 11, "date", printed=False), Column("文件标题", 36, printed=False),
    Column("条件", 28, printed=False), Column("例外", 22, printed=False),
    Column("行为", 40, printed=False), Column("对象", 24, printed=False),
    Column("分项", 50, printed=False), Column("页", 5, "centre", printed=False),
    Column("原件", 24, printed=False), Column("副本", 6, "centre", printed=False),
    Column("主体全文", 40, printed=False),
    Column("主体来源", 10, "centre", printed=False), Column("经由类别", 18, printed=False),
    Column("适用路径", 36, printed=False), Column("适用方式", 12, "centre", printed=False),
    Column("地域", 24, printed=False), Column("编号", 26, printed=False),
)  # fmt: skip
NUMBERS: Final = (
    Column("序号", 6, "centre"), Column("责任主体", 20), Column("要求", 8, "centre"),
    Column("衡量什么", 20), Column("关系", 8, "centre"), Column("数值", 16, "number"),
    Column("上限", 16, "number"), Column("单位", 10, "centre"), Column("每", 12),
    Column("相对于", 18), Column("条件", 24), Column("原文", 50), Column("条款", 16),
    Column("发文字号", 19), Column("性质", 10, "centre", printed=False),
    Column("数量原文", 24, printed=False),
)  # fmt: skip
DATES: Final = (
    Column("序号", 6, "centre"), Column("到期日", 11, "date"), Column("精度", 6, "centre"),
    Column("规则", 26), Column("期限原文", 26), Column("推算依据", 30), Column("责任主体", 20),
    Column("要求", 8, "centre"), Column("原文", 60), Column("条款", 16), Column("发文字号", 19),
)  # fmt: skip
PAPERS: Final = (
    Column("发文字号", 24), Column("标题", 60), Column("文种", 8, "centre"),
    Column("发文机关", 30), Column("成文日期", 11, "date"), Column("施行日期", 11, "date"),
    Column("失效日期", 11, "date"), Column("效力", 16, "centre"), Column("自", 11, "date"),
    Column("效力依据", 40), Column("义务条数", 8, "number", printed=False),
    Column("原件", 30, printed=False),
)  # fmt: skip
ARTICLES: Final = (
    Column("发文字号", 24), Column("条款", 24), Column("条款标题", 30), Column("全文", 100),
    Column("首条义务", 10, "centre"),
)  # fmt: skip


def write_workbook(
    connection: sqlite3.Connection, duties: Sequence[Duty], path: Path, *, on: date
) -> None:
    """Write the register to ``path``, with what was in force ``on`` a day.

    The same register gives the same bytes on every machine.

    What copies of one paper say in the same words has one row.

    Raises:
        OSError: If the file cannot be written.
    """
    groups = list(copies_together(duties))
    duties = [first for first, *_ in groups]
    papers, articles = papers_of(connection, duties, on), articles_of(connection, duties)
    places = {article.segment_id: at for at, article in enumerate(articles, 2)}
    newest = max((duty.document.date or "" for duty in duties), default="")
    with path.open("wb") as file, xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties(
            {"title": "责任清单", "subject": f"{len(duties)} 条义务，{len(papers)} 份文件",
             "author": "红头 Hongtou", "category": "责任清单", "keywords": "责任清单,公文,合规",
             # Excel wants a time; the newest paper's makes the same register the same file.
             "created": datetime.fromisoformat(newest or "2000-01-01")}
        )  # fmt: skip
        workbook.set_size(2400, 1400)
        styles = Styles(workbook, forces=COLOURS)
        files = {paper.document.document_id: paper.file for paper in papers}
        sheets = (
            ("责任清单", DUTIES, _duty_rows(groups, places, files)),
            ("数量", NUMBERS, _number_rows(duties, places)),
            ("期限", DATES, _date_rows(duties, places)),
            ("文件", PAPERS, _paper_rows(papers, duties)),
            ("条款", ARTICLES, _article_rows(articles, duties)),
        )
        for name, columns, rows in sheets:
            write_sheet(workbook, name, columns, rows, styles)


def _duty_rows(
    groups: Sequence[Sequence[Duty]], places: Mapping[str, int], files: Mapping[str, Path | None]
) -> list[list[Cell]]:
    return [
        [
            number, bearer_words(duty), FORCES.get(duty.force, duty.force), duty.quote,
            "\n".join(map(amount_words, duty.quantities)), _first_day(duty), _due(duty),
            rule_words(duty), _article(duty, places), duty.document.name,
            standing_words(duty), _day(duty.document.date), duty.document.title, duty.condition,
            duty.exception, duty.action, duty.object, item_words(duty.items),
            duty.page if duty.box else None, _source(duty, files), len(copies) or None,
            duty.bearer, BEARER_SOURCES.get(duty.bearer_source, duty.bearer_source),
            duty.via, inclusion_words(duty), duty.bound_as, region_words(duty),
            duty.obligation_id,
        ]
        for number, (duty, *copies) in enumerate(groups, 1)
    ]  # fmt: skip


def _number_rows(duties: Sequence[Duty], places: Mapping[str, int]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for number, duty in enumerate(duties, 1):
        texts = {amount.quantity_id: amount.text for amount in duty.quantities}
        for amount in duty.quantities:
            condition = texts.get(amount.condition_id or "") or duty.condition
            rows.append(
                [_duty_link(number), bearer_words(duty),
                 FORCES.get(duty.force, duty.force), amount.measure,
                 OPERATORS.get(amount.operator, amount.operator), amount.value,
                 amount.value_upper, amount.unit, amount.per, amount.baseline,
                 condition, duty.quote, _article(duty, places), duty.document.name,
                 QUANTITY_ROLES.get(amount.role, amount.role), amount.text]
            )  # fmt: skip
    return rows


def _date_rows(duties: Sequence[Duty], places: Mapping[str, int]) -> list[list[Cell]]:
    """Dates first, the earliest on top; then rules that give one; then what comes again."""
    rows: list[tuple[tuple[int, str, int], list[Cell]]] = []
    for number, duty in enumerate(duties, 1):
        end = [bearer_words(duty), FORCES.get(duty.force, duty.force), duty.quote,
               _article(duty, places), duty.document.name]  # fmt: skip
        for due in duty.due_dates:
            rule = None if due.date else due_words(due)
            row = [_duty_link(number), _day(due.date),
                   PRECISIONS.get(due.precision) if due.date else None, rule, due.text,
                   due.reason, *end]  # fmt: skip
            rows.append(((not due.date, due.date or "", number), row))
        if duty.recurrence:
            row = [_duty_link(number), None, None, rule_words(duty), duty.deadline, None, *end]
            rows.append(((2, "", number), row))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _paper_rows(papers: Sequence[Paper], duties: Sequence[Duty]) -> list[list[Cell]]:
    counts: dict[str, int] = {}
    for duty in duties:
        counts[duty.document.document_id] = counts.get(duty.document.document_id, 0) + 1
    return [
        [
            paper.document.number, paper.document.title, paper.type,
            "、".join(paper.authorities), _day(paper.document.date), _day(paper.effective_date),
            _day(paper.expiry_date), STATUSES[paper.standing.status], _day(paper.standing.since),
            "\n".join(map(_evidence, paper.standing.evidence)),
            counts[paper.document.document_id],
            Link(paper.document.file or paper.file.name, file=paper.file)
            if paper.file else paper.document.file,
        ]
        for paper in papers
    ]  # fmt: skip


def _evidence(evidence: Evidence) -> str:
    """The words on which a standing rests, and who says them."""
    return f"{evidence.quote}（{evidence.document.name}）"


def _article_rows(articles: Sequence[ArticleText], duties: Sequence[Duty]) -> list[list[Cell]]:
    first: dict[str | None, int] = {}
    for number, duty in enumerate(duties, 1):
        first.setdefault(duty.segment_id, number)
    return [
        [article.document.name, article.path or "（无编号）", article.heading, article.text,
         _duty_link(first[article.segment_id])]
        for article in articles
    ]  # fmt: skip


def _duty_link(number: int) -> Link:
    """Back to the row of the obligation; the head stands in row 1."""
    return Link(str(number), f"'责任清单'!A{number + 1}")


def _article(duty: Duty, places: Mapping[str, int]) -> Cell:
    words = duty.path or "（无编号）"
    at = places.get(duty.segment_id or "")
    return Link(words, f"'条款'!A{at}") if at else words


def _source(duty: Duty, files: Mapping[str, Path | None]) -> Cell:
    file = files[duty.document.document_id]
    return Link(duty.document.file or file.name, file=file) if file else duty.document.file


def _first_day(duty: Duty) -> date | None:
    return _day(min((due.date for due in duty.due_dates if due.date), default=None))


def _due(duty: Duty) -> str | None:
    """The words of the deadline, and the rule where no date can be computed."""
    # 7日内 needs no second line 7 日; 收到申请起 20 日 says more than 20日内.
    rules = [due_words(d) if d.event else d.text for d in duty.due_dates if not d.date]
    return "\n".join(dict.fromkeys(filter(None, (duty.deadline, *rules)))) or None


def _day(iso: str | None) -> date | None:
    """A day as a cell; Excel counts from 1900."""
    if not iso:
        return None
    found = date.fromisoformat(iso)
    return found if found.year >= 1900 else None
