"""``hongtou show``: all that is known about one document."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from hongtou.cli.chinese import Command
from hongtou.cli.citing import cited_papers
from hongtou.cli.ledger import STATES, confidence_of, is_worth_reading, whole_ledger
from hongtou.cli.options import db_option, json_option
from hongtou.cli.screen import echo, echo_json, grid, short, table
from hongtou.model.labels import FORCES, OPERATORS, PRECISIONS, QUANTITY_ROLES

if TYPE_CHECKING:
    from rich.console import RenderableType

    from hongtou.query import Sheet

__all__ = ["show"]

# Metadata as GB/T 9704 calls it.
LABELS: Final = {
    "title": "标题", "document_type": "文种", "document_number": "发文字号",
    "document_date": "成文日期", "print_date": "印发日期", "effective_date": "施行日期",
    "expiry_date": "失效日期", "classification": "密级", "urgency": "紧急程度",
    "openness": "公开属性", "copies": "印数", "signatory": "签发人",
    "printing_authority": "印发机关", "contact": "联系人", "contact_phone": "联系电话",
}  # fmt: skip
PARTIES: Final = {
    "issuing_authority": "发文机关", "main_recipient": "主送机关", "copy_recipient": "抄送机关",
    "internal_recipient": "内部发送",
}  # fmt: skip
METHODS: Final = {"text": "文字层", "ocr": "识别", "flow": "无固定页", "none": "无文字"}
ROLES: Final = {"main": "主文件", "embedded": "随文所附", "ghost": "未入库，只被引用"}


@click.command(cls=Command)
@click.argument("document", metavar="文件")
@click.option("--corrections", is_flag=True, help="只看勘误：每处改了什么、依据什么、把握多大。")
@click.option(
    "--all", "every", is_flag=True, help="与 --corrections 同用：空白、版式等也逐处列出。"
)
@db_option
@json_option
def show(document: str, corrections: bool, every: bool, db: Path, as_json: bool) -> None:
    """一份文件的全部信息：要素、条款、义务、引用、勘误、待核。

    示例：hongtou show 赣银保监发〔2021〕2号
    """
    from hongtou.query import open_knowledge_base

    with open_knowledge_base(db) as kb:
        sheet = kb.show(document, keywords=not (corrections or every))
    if as_json:
        echo_json({"document": sheet.document, "corrections": sheet.corrections}
                  if corrections else sheet)  # fmt: skip
        return
    if corrections or every:
        echo(sheet.document.name, *whole_ledger(sheet, every=every))
        return
    echo(_metadata(sheet), "")
    if sheet.document.role == "ghost":
        echo("本文件尚未入库，只知道有文件引用它。")
    if sheet.outline:
        echo("条款", _outline(sheet), "")
    for part in _tables(sheet):
        echo(part)


def _metadata(sheet: "Sheet") -> "RenderableType":
    rows: list[tuple[str, object]] = [
        ("文件编号", f"{sheet.document.document_id}（{ROLES[sheet.document.role]}）"),
        ("所在文件", sheet.document.file),
        ("读取", _reading(sheet)),
        ("随附于", sheet.parent.name if sheet.parent else None),
        ("另有副本", "、".join(f"{copy.file}（{copy.document_id}）" for copy in sheet.copies)),
    ]
    rows += [(LABELS[name], value) for name, value in sheet.metadata.items()]
    rows.append(("效力", _standing(sheet)))
    for role, label in PARTIES.items():
        names = [
            p.name if p.organisation == p.name else f"{p.name}（{p.organisation}）"
            for p in sheet.parties
            if p.role == role
        ]
        rows.append((label, "，".join(names)))
    rows.append(("附件", "；".join(sheet.attachments)))
    rows.append(("关键词", "、".join(sheet.keywords)))
    citing = dict.fromkeys(ref.name for ref in sheet.cited_by)  # copies bear one number
    rows.append(("被引用于", "、".join(citing)))
    return grid(rows)


def _standing(sheet: "Sheet") -> str | None:
    """Whether it is in force today, with the words of the paper that says so."""
    if sheet.standing is None:
        return None
    own = sheet.document.document_id
    said = "；".join(
        f"“{e.quote}”" + ("" if e.document.document_id == own else f"（{e.document.name}）")
        for e in sheet.standing.evidence
    )
    return sheet.standing.words + (f"：{said}" if said else "")


def _reading(sheet: "Sheet") -> str:
    """How the pages were read, neighbours of one kind together: 第1–3页 文字层；第4页 识别（…）."""
    kinds: list[tuple[str, str, int, int]] = []
    for page in sheet.pages:
        if kinds and kinds[-1][:2] == (page.method, page.reason):
            kinds[-1] = (*kinds[-1][:3], page.number)
        else:
            kinds.append((page.method, page.reason, page.number, page.number))
    return "；".join(
        f"第{first}页 " * (first == last) + f"第{first}–{last}页 " * (first < last)
        + f"{METHODS.get(method, method)}（{reason}）"
        if method != "flow"
        else f"{METHODS[method]}（{reason}）"
        for method, reason, first, last in kinds
    )  # fmt: skip


def _at(page: int | None) -> str | None:
    return f"第{page}页" if page else None


def _outline(sheet: "Sheet") -> "RenderableType":
    """The tree of articles: label and heading, or how the text begins."""
    from rich.text import Text

    lines = []
    for article in sheet.outline:
        words = article.heading or article.text.removeprefix(article.label).strip()
        words = words if len(words) <= 40 else words[:39] + "…"
        lines.append("  " * article.level + article.label + words)
    return Text("\n".join(lines))


def _tables(sheet: "Sheet") -> "list[RenderableType]":
    made = []
    if sheet.duties:
        rows = [
            (d.path, short(d.bearer or "（未写明）"), FORCES.get(d.force, d.force), d.quote,
             _at(d.page if d.box else None))
            for d in sheet.duties
        ]  # fmt: skip
        made.append(_paged(f"义务（{len(rows)}）", ("条款", "责任主体", "要求", "原文"), rows))
    if sheet.quantities:
        numbers = [
            (q.text, QUANTITY_ROLES.get(q.role, q.role), OPERATORS.get(q.operator, q.operator),
             q.value, q.value_upper, q.unit, q.per or q.baseline)
            for q in sheet.quantities
        ]  # fmt: skip
        columns = ("原文", "性质", "关系", "值", "上限", "单位", "每/相对于")
        made.append(table(f"数量（{len(numbers)}）", columns, numbers))
    if sheet.deadlines:
        dates = [
            (d.text, d.date, PRECISIONS.get(d.precision, d.precision)) for d in sheet.deadlines
        ]
        made.append(table(f"期限（{len(dates)}）", ("原文", "最后一日", "精度"), dates))
    if sheet.citations:
        made += cited_papers(sheet.citations)
    return [*made, *_doubts(sheet)]


def _doubts(sheet: "Sheet") -> "list[RenderableType]":
    """Corrections that change words or wait for somebody, the rest only counted; then findings."""
    made: list[RenderableType] = []
    visible = [c for c in sheet.corrections if is_worth_reading(c)]
    quiet = len(sheet.corrections) - len(visible)
    if visible:
        rows = [
            (c.correction_id, _seen(c.before), _seen(c.after), STATES.get(c.state, c.state),
             confidence_of(c).removeprefix("把握 "), c.reason, _at(c.page))
            for c in visible
        ]  # fmt: skip
        among = f"，其中空白、标点与版式 {quiet}" if quiet else ""
        title = f"勘误（{len(sheet.corrections)}{among}）"
        made.append(_paged(title, ("编号", "原字", "改为", "状态", "把握", "理由"), rows))
    elif quiet:
        made.append(f"勘误：{quiet} 处，都是空白、标点与版式\n")
    if sheet.findings:
        found = [
            (f.finding_id, f.code, _seen(f.quote or ""), f.message, _at(f.page))
            for f in sheet.findings
        ]
        columns = ("编号", "代码", "原文", "说明")
        made.append(_paged(f"待核（{len(found)}）", columns, found))
    return made


def _paged(
    title: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> "RenderableType":
    """A table whose last column is the page, left out where no row has one, as for plain text."""
    if any(row[-1] for row in rows):
        return table(title, (*columns, "页"), rows)
    return table(title, columns, [row[:-1] for row in rows])


def _seen(text: str) -> str:
    """Line ends made visible, long stretches cut."""
    shown = text.replace("\n", "⏎")
    return shown if len(shown) <= 30 else shown[:29] + "…"
