"""The register as CSV: one row an obligation, every slot a column, for Excel and for programs."""

import csv
from collections.abc import Sequence
from typing import Final, TextIO

from hongtou.model.labels import BEARER_SOURCES, FORCES
from hongtou.query.register.ways import inclusion_words, region_words
from hongtou.query.register.words import (
    amount_words,
    due_words,
    item_words,
    rule_words,
    standing_words,
)
from hongtou.query.results import Duty

__all__ = ["COLUMNS", "safe_cell", "write_csv"]

COLUMNS: Final = (
    "责任主体", "主体来源", "约束力", "原文", "行为", "对象", "条件", "例外", "分项", "数量",
    "期限", "期限日期", "期限规则", "周期", "周期规则", "发文字号", "标题", "成文日期", "条款",
    "页", "效力", "经由类别", "适用路径", "适用方式", "地域", "编号",
)  # fmt: skip

# What makes a spreadsheet compute a cell instead of showing it (OWASP, CSV Injection).
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_csv(duties: Sequence[Duty], file: TextIO) -> None:
    """Write the register with a byte order mark, by which Excel knows UTF-8."""
    file.write("\ufeff")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for duty in duties:
        writer.writerow(map(safe_cell, _row(duty)))


def _row(duty: Duty) -> tuple[str | int | None, ...]:
    document = duty.document
    dates = "；".join(due.date for due in duty.due_dates if due.date)
    rules = "；".join(due_words(due) for due in duty.due_dates if not due.date)
    return (
        duty.bearer, BEARER_SOURCES.get(duty.bearer_source, duty.bearer_source),
        FORCES.get(duty.force, duty.force), duty.quote, duty.action, duty.object, duty.condition,
        duty.exception, item_words(duty.items), "；".join(map(amount_words, duty.quantities)),
        duty.deadline, dates, rules, rule_words(duty), duty.recurrence, document.number,
        document.title, document.date, duty.path,
        duty.page if duty.box else None,
        standing_words(duty), duty.via,
        inclusion_words(duty), duty.bound_as, region_words(duty), duty.obligation_id,
    )  # fmt: skip


def safe_cell(value: str | float | None) -> str | float | None:
    """A cell that no spreadsheet takes for a formula: ``'`` goes before =, +, -, @, tab and CR."""
    if not isinstance(value, str):
        return value
    # The csv module does not quote a lone CR, which readers take for the end of the row.
    return "'" * value.startswith(FORMULA) + value.replace("\r", " ")
