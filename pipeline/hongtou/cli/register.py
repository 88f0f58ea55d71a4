"""``hongtou obligations``: the register, on the screen or as a file."""

import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from hongtou.cli.answers import bearer_of, copies_together
from hongtou.cli.chinese import Command
from hongtou.cli.options import MOST, db_option, filter_options, json_option, sort_option
from hongtou.cli.screen import echo, echo_json, short, table
from hongtou.model.labels import FORCES

if TYPE_CHECKING:
    from hongtou.query import Duty

__all__ = ["obligations"]

# What makes a spreadsheet compute a cell instead of showing it (OWASP, CSV Injection).
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@click.command(cls=Command)
@click.argument("text", metavar="[文字]", default="")
@click.option(
    "--for", "for_", metavar="机构", help="约束某类机构的义务，含点名更大类别的，如 村镇银行。"
)
@filter_options
@sort_option
@click.option(
    "--limit", type=click.IntRange(1, MOST), metavar="条", help="最多显示几条，默认全部。"
)
@click.option("--csv", "as_csv", is_flag=True, help="输出 CSV（可用 Excel 打开）。")
@db_option
@json_option
def obligations(
    text: str, for_: str | None, limit: int | None, as_csv: bool, db: Path, as_json: bool,
    **filters: Any,
) -> None:  # fmt: skip
    """责任清单：谁、应当或不得、做什么、到何时。

    示例：hongtou obligations --for 村镇银行 --due-before 2021-12-31
    """
    from hongtou.query import open_knowledge_base

    if as_csv and as_json:
        raise click.UsageError("--csv 与 --json 只能用一个", click.get_current_context())
    with open_knowledge_base(db) as kb:
        duties = kb.obligations(text, **filters, for_=for_, limit=limit)
    if as_json:
        echo_json(duties)
    elif as_csv:
        _write_csv(duties)
    elif duties:
        columns = ("责任主体", "要求", "原文", "期限", "出处")
        rows = [_register_row(*copies) for copies in copies_together(duties)]
        echo(table(f"责任清单：{len(rows)} 条", columns, rows))
    if not duties:
        click.echo("没有符合条件的义务；可放宽条件，或用 hongtou search 查找原文", err=True)


def _register_row(duty: "Duty", *copies: "Duty") -> tuple[str, ...]:
    bearer = bearer_of(duty)
    if duty.via and duty.via not in bearer:
        bearer += f"（{duty.via}）"
    due = "；".join(d.date or d.text for d in duty.due_dates) or duty.deadline or ""
    where = f"{short(duty.document.name)} {duty.path}".strip()
    if others := {copy.document.document_id for copy in copies} - {duty.document.document_id}:
        where += f"（另有 {len(others)} 份副本）"
    return bearer, FORCES.get(duty.force, duty.force), duty.quote, due, where


def _write_csv(duties: "Sequence[Duty]") -> None:
    # The mark at the beginning tells Excel that this is UTF-8.
    sys.stdout.write("\ufeff")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(
        ("责任主体", "约束力", "原文", "行为", "条件", "期限", "期限日期", "周期", "发文字号",
         "标题", "条款", "页", "编号")
    )  # fmt: skip
    for duty in duties:
        dates = "；".join(due.date for due in duty.due_dates if due.date)
        cells = (
            duty.bearer, FORCES.get(duty.force, duty.force), duty.quote, duty.action,
            duty.condition, duty.deadline, dates, duty.recurrence, duty.document.number,
            duty.document.title, duty.path, duty.page, duty.obligation_id,
        )  # fmt: skip
        writer.writerow(map(_cell, cells))


def _cell(value: str | int | None) -> str | int | None:
    """A cell that no spreadsheet takes for a formula: ``'`` goes before =, +, -, @, tab and CR."""
    if not isinstance(value, str):
        return value
    # The csv module does not quote a lone CR, which readers take for the end of the row.
    return "'" * value.startswith(FORMULA) + value.replace("\r", " ")
