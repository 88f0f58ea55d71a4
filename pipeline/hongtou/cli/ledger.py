"""The ledger as officers read it: what was changed where, by which rule, and what spoke for it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from hongtou.cli.screen import table

if TYPE_CHECKING:
    from rich.console import RenderableType

    from hongtou.model import Evidence
    from hongtou.query import Sheet
    from hongtou.query.ledger import CorrectionRow

__all__ = ["STATES", "confidence_of", "is_worth_reading", "shown_in_context", "whole_ledger"]

STATES: Final = {"applied": "已改", "accepted": "已确认", "proposed": "待定", "rejected": "已驳回"}
KINDS: Final = {"words": "字词", "form": "字形与标点", "layout": "空白与版式"}
# Elements of GB/T 9704 that have no number in the outline.
ELEMENTS: Final = {
    "copy_number": "份号", "classification": "密级", "urgency": "紧急程度",
    "issuing_authority_mark": "发文机关标志", "document_number": "发文字号", "signatory": "签发人",
    "title": "标题", "adoption_note": "题注", "main_recipients": "主送机关",
    "attachment_note": "附件说明", "signature": "署名", "document_date": "成文日期",
    "note": "附注", "attachment": "附件", "openness": "公开属性", "subject_words": "主题词",
    "copy_recipients": "抄送机关", "internal_recipients": "内部发送", "contact": "联系人",
    "copies": "印数", "printing": "印发机关和日期", "site_metadata": "网页信息",
}  # fmt: skip
EVIDENCE: Final = {
    "shape": "形近", "confusion": "常见误识", "language": "语言", "word": "词语", "frame": "格式",
    "name": "名称", "recogniser": "识别", "sibling": "相同段落", "layout": "位置",
    "decision": "审校",
}  # fmt: skip


def is_worth_reading(row: "CorrectionRow") -> bool:
    """Whether a line changes words, or waits for somebody, or somebody has decided on it."""
    return row.kind == "words" or row.state != "applied"


def whole_ledger(sheet: "Sheet", *, every: bool) -> "list[RenderableType]":
    """The ledger line by line; what only concerns form and layout is counted unless ``every``."""
    lines = [row for row in sheet.corrections if every or is_worth_reading(row)]
    counted = Counter(r.state for r in sheet.corrections)
    states = "，".join(f"{label} {counted[s]}" for s, label in STATES.items() if counted[s])
    made: list[RenderableType] = [
        f"勘误 {len(sheet.corrections)} 处" + (f"：{states}" if states else "")
    ]
    for row in lines:
        made += ["", *_block(row)]
    rest = [row for row in sheet.corrections if not every and not is_worth_reading(row)]
    if rest:
        made += ["", _counts(rest), "全部列出：加 --all"]
    first = next((row for row in lines if row.correction_id), None)
    if first is not None:
        made += ["", "对某一处作决定（编号在每处的开头）：",
                 f"  hongtou review accept {first.correction_id}",
                 f"  hongtou review reject {first.correction_id} --reason 理由"]  # fmt: skip
    return made


def _block(row: "CorrectionRow") -> Iterable[str]:
    """Some lines about one correction: where, what, why, and what spoke for it."""
    where = " ".join(
        part for part in (place_of(row), f"第{row.page}页" if row.page else "") if part
    )
    head = (row.correction_id or "", where, row.rule_name, STATES.get(row.state, row.state),
            confidence_of(row))  # fmt: skip
    yield "  ".join(part for part in head if part)
    yield f"    {shown_in_context(row)}"
    if row.reason:
        yield f"    理由：{row.reason}"
    if speaking := [e for e in row.evidence if e.weight >= 0]:
        yield f"    依据：{evidence_of(speaking)}"
    if against := [e for e in row.evidence if e.weight < 0]:
        yield f"    反证：{evidence_of(against)}"


def place_of(row: "CorrectionRow") -> str:
    """The article or the element: ``一/（二）``, ``标题``; what has neither is 正文."""
    return row.path or ELEMENTS.get(row.element, row.element) or "正文"


def confidence_of(row: "CorrectionRow") -> str:
    """How sure the rule is; a rule that cannot err says nothing: ``把握 98.5%``."""
    return "" if row.confidence >= 1 else f"把握 {min(row.confidence, 0.999) * 100:.1f}%"


def shown_in_context(row: "CorrectionRow") -> str:
    """The place in its line: ``…服务质量【捉 → 提】升，各银行…``; inserted and dropped likewise."""
    from hongtou.query.ledger import AROUND

    left, right = row.left, row.right
    if "\n" not in row.before + row.after:
        left, right = left.rpartition("\n")[2], right.partition("\n")[0]
    ahead = "…" if len(left) == AROUND else ""
    behind = "…" if len(right) == AROUND else ""
    before, after = (_visible(_cut(said)).replace(" ", "␣") for said in (row.before, row.after))
    change = f"【{before or '（无）'} → {after or '（删）'}】"
    return f"{ahead}{_visible(left)}{change}{_visible(right)}{behind}"


def evidence_of(evidence: Iterable["Evidence"]) -> str:
    """What was weighed, the weightiest first: ``形近 +7.4（“捉”与“提”形近）；…``."""
    told = sorted(evidence, key=lambda e: -abs(e.weight))
    return "；".join(f"{EVIDENCE.get(e.kind, e.kind)} {e.weight:+.1f}（{e.note}）" for e in told)


def _counts(rows: Sequence["CorrectionRow"]) -> "RenderableType":
    """How often which rule did what no reader needs to see one by one."""
    counted = Counter((r.kind, r.rule_name) for r in rows)
    order = list(KINDS)
    listed = sorted(counted.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0]))
    cells = [(KINDS[kind], name, times) for (kind, name), times in listed]
    return table(f"不改变字词，只计数（{len(rows)}）", ("类别", "规则", "处"), cells)


def _visible(text: str) -> str:
    """Line breaks, tabs and wide spaces as signs."""
    return text.replace("\n", "⏎").replace("\t", "⇥").replace("\u3000", "□")


def _cut(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:14]}…{text[-14:]}"
