"""``hongtou obligations``: the register, on the screen or as a file."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from hongtou.cli.chinese import Command
from hongtou.cli.options import (
    MOST,
    db_option,
    filter_options,
    json_option,
    sort_option,
    words_argument,
)
from hongtou.cli.screen import echo, echo_json, short, table
from hongtou.model.labels import FORCES

if TYPE_CHECKING:
    from hongtou.query import Duty, KnowledgeBase

__all__ = ["obligations"]

# Rows on the screen where no --limit says how many.
SHOWN: Final = 300

# What a reader must know about a paper: that it does not bind.
ENDED: Final = ("repealed", "expired", "not_yet")


@click.command(cls=Command)
@words_argument(required=False)
@click.option(
    "--for",
    "for_",
    metavar="机构",
    help="约束某类机构、某家机构或机关的义务，含点名更大类别的，如 村镇银行、人民银行县支行。",
)
@filter_options
@sort_option
@click.option(
    "--limit",
    type=click.IntRange(1, MOST),
    metavar="条",
    help="最多几条；默认全部，屏幕上先显示 300 条。",
)
@click.option("--csv", "as_csv", is_flag=True, help="输出 CSV（可用 Excel 打开），各要素俱全。")
@click.option(
    "--xlsx",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="写成 Excel 工作簿：责任清单、数量、期限、文件、条款五张表，互有链接。",
)
@click.option(
    "--ics",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="写成日历：每个到期日和每项定期义务一条，可导入 Outlook 等。",
)
@db_option
@json_option
def obligations(
    text: str, for_: str | None, limit: int | None, as_csv: bool, xlsx: Path | None,
    ics: Path | None, db: Path, as_json: bool, **filters: Any,
) -> None:  # fmt: skip
    """责任清单：谁、应当或不得、做什么、到何时。

    各项条件可任意合用，须同时符合。

    示例：hongtou obligations --for 村镇银行 --due-before 2021-12-31 --xlsx 责任清单.xlsx
    """
    from hongtou.query import open_knowledge_base
    from hongtou.query.register.csv_file import write_csv

    if as_csv and as_json:
        raise click.UsageError("--csv 与 --json 只能用一个", click.get_current_context())
    if xlsx and ics and xlsx.absolute() == ics.absolute():
        raise click.UsageError("--xlsx 与 --ics 不能写入同一个文件", click.get_current_context())
    with open_knowledge_base(db) as kb:
        if for_ is not None:
            kb.check_institution(for_)
        duties = kb.obligations(text, **filters, for_=for_, limit=limit)
        if duties and xlsx:
            kb.save_workbook(duties, xlsx, on=filters["on"])
            click.echo(f"已写入 {xlsx}", err=True)
        if duties and ics:
            _save_calendar(kb, duties, ics, filters["on"])
    if as_json:
        echo_json(duties)
    elif as_csv:
        write_csv(duties, sys.stdout)
    elif duties and not (xlsx or ics):
        _show(duties, SHOWN if limit is None else None)
    if not duties:
        nothing = "，没有写文件" if xlsx or ics else ""
        click.echo(
            f"没有符合条件的义务{nothing}；可放宽条件，或用 hongtou search 查找原文", err=True
        )


def _save_calendar(
    kb: "KnowledgeBase", duties: "Sequence[Duty]", path: Path, on: str | None
) -> None:
    events = kb.save_calendar(duties, path, on=on)
    rules = sum(due.date is None for duty in duties for due in duty.due_dates)
    said = f"；另有 {rules} 处期限从某事起算，算不出日期，未列入" if rules else ""
    click.echo(f"已写入 {path}：{events} 条{said}", err=True)


def _show(duties: "Sequence[Duty]", most: int | None) -> None:
    """A table of the first ``most``: nobody reads thousands, and they take seconds to lay out."""
    from hongtou.query.copies import copies_together
    from hongtou.query.register.ways import why_words

    columns: tuple[str, ...] = ("责任主体", "要求", "原文", "期限", "出处")
    groups = list(copies_together(duties))
    shown = groups[:most]
    rows = [_register_row(*copies) for copies in shown]
    if any(map(why_words, duties)):
        columns = (*columns, "适用")
        rows = [(*row, why_words(copies[0])) for row, copies in zip(rows, shown, strict=True)]
    echo(table(f"责任清单：{len(groups)} 条", columns, rows))
    if len(shown) < len(groups):
        click.echo(f"只显示前 {most} 条；用 --limit 看更多，或用 --xlsx、--csv 输出全部", err=True)


def _register_row(duty: "Duty", *copies: "Duty") -> tuple[str, ...]:
    from hongtou.query.register.words import bearer_words, rule_words, standing_words

    due = "；".join(d.date or d.text for d in duty.due_dates) or duty.deadline or ""
    if duty.recurrence and rule_words(duty) not in due:
        due = "；".join(filter(None, (due, rule_words(duty))))
    where = f"{short(duty.document.name)} {duty.path}".strip()
    if others := {copy.document.document_id for copy in copies} - {duty.document.document_id}:
        where += f"（另有 {len(others)} 份副本）"
    if duty.standing in ENDED:
        where += f"（{standing_words(duty)}）"
    return bearer_words(duty), FORCES.get(duty.force, duty.force), duty.quote, due, where
