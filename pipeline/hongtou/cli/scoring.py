"""``hongtou score``: how well the knowledge base agrees with hand-read truth."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hongtou.cli.chinese import Command
from hongtou.cli.options import db_option, json_option
from hongtou.cli.screen import echo, echo_json, table

if TYPE_CHECKING:
    from hongtou.score import Report, Score

__all__ = ["score"]

LABELS: Final = {
    "documents": "文件", "role": "主附关系", "document_type": "文种", "document_number": "发文字号",
    "authority_code": "机关代字", "year": "年份", "serial": "顺序号", "title": "标题",
    "document_date": "成文日期", "print_date": "印发日期", "effective_date": "施行日期",
    "expiry_date": "失效日期", "classification": "密级", "urgency": "紧急程度",
    "openness": "公开属性", "copies": "印数", "signatory": "签发人",
    "printing_authority": "印发机关", "contact": "联系人", "contact_phone": "联系电话",
    "issuing_authorities": "发文机关", "main_recipients": "主送机关", "copy_recipients": "抄送机关",
    "internal_recipients": "内部发送", "attachments": "附件", "outline": "条款路径",
    "inline_items": "行内列项", "page_break_joins": "跨页接续", "false_joins": "标题不误接",
    "references": "引用", "not_forwarding": "不是转发", "onward_forwarding": "要求再转发",
    "quantities": "数量", "deadlines": "期限", "recurrences": "周期", "prohibitions": "禁止",
    "corrections": "勘误", "own_number": "自身文号", "citations_by_number": "引用（按文号）",
    "citations_by_target": "引用（按目标文件）",
}  # fmt: skip
SLOTS: Final = {
    "relation": "关系", "status": "状态", "title": "标题", "operator": "比较", "value": "值",
    "value_upper": "上限", "lower_inclusive": "含下限", "upper_inclusive": "含上限",
    "unit": "单位", "per": "每", "baseline": "相对于", "condition": "条件", "bearer": "责任主体",
    "force": "约束力", "role": "性质", "deadline": "期限", "date": "日期", "every": "周期",
}  # fmt: skip
VERDICTS: Final = {"miss": "漏", "surplus": "多", "wrong": "错"}


@click.command(cls=Command)
@click.argument("gold", metavar="标准答案.json", type=click.Path(path_type=Path))
@db_option
@json_option
def score(gold: Path, db: Path, as_json: bool) -> int:
    """与人工标准答案比对：逐项的精确率、召回率、F1，并列出每一处不符。

    退出码：0 已评分，2 有的文件不在库中（按漏计），3 全都不在库中。

    示例：hongtou score tests/gold/seeds.json
    """
    from hongtou.score import score as run_score

    report = run_score(gold, db)
    if as_json:
        echo_json(_as_json(report))
    else:
        _show(report)
    if not report.missing_files:
        return 0
    return 2 if report.total.hits else 3


def _show(report: "Report") -> None:
    columns = ("项目", "应有", "命中", "漏", "错", "多", "精确率", "召回率", "F1")
    echo(table("评分", columns, [_row(s) for s in (*report.scores, report.total)]))
    faults = [c for c in report.misses if "." not in c.field]
    if faults:
        rows = [(VERDICTS[c.verdict], _label(c.field), c.expected, c.found, c.document or c.file)
                for c in faults]  # fmt: skip
        echo(table(f"不符（{len(faults)}）", ("", "项目", "应为", "得到", "文件"), rows))
    else:
        echo("全部相符。")
    _show_ledger(report)
    for name in report.missing_files:
        echo(f"库中没有：{name}（所含各项按漏计）")
    if report.not_scored:
        echo("标准答案中本版本不评的键：" + "、".join(report.not_scored))
    for note in report.notes:
        echo(note)


def _show_ledger(report: "Report") -> None:
    ledger = report.ledger
    if ledger and any(dataclasses.astuple(ledger)):
        rows = [
            ("确定的误识", ledger.certain_applied, ledger.certain_proposed, ledger.certain_open),
            ("存疑的误识", ledger.doubtful_applied, ledger.doubtful_proposed,
             ledger.doubtful_open),
        ]  # fmt: skip
        echo(table("勘误（只报告，不计分）", ("", "已改", "已提议", "未处理"), rows))
        echo(f"残损：已报告 {ledger.damaged_reported} 处，未报告 {ledger.damaged_silent} 处")


def _row(score: "Score") -> tuple[object, ...]:
    return (
        _label(score.field), score.expected, score.hits, score.misses, score.wrong, score.surplus,
        *(f"{v:.3f}" if v is not None else "—" for v in (score.precision, score.recall, score.f1)),
    )  # fmt: skip


def _label(field: str) -> str:
    if field == "total":
        return "合计（不含分项）"
    name, _, slot = field.partition(".")
    label = LABELS.get(name, name)
    return f"  {label}·{SLOTS.get(slot, slot)}" if slot else label


def _as_json(report: "Report") -> dict[str, object]:
    def figures(score: "Score") -> dict[str, object]:
        return {**dataclasses.asdict(score), "expected": score.expected,
                "precision": score.precision, "recall": score.recall, "f1": score.f1}  # fmt: skip

    return {
        "scores": [figures(s) for s in report.scores],
        "total": figures(report.total),
        "misses": report.misses,
        "ledger": report.ledger,
        "missing_files": report.missing_files,
        "not_scored": report.not_scored,
        "notes": report.notes,
    }
