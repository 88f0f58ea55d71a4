"""``hongtou review``: what waits for an answer, and one item with all that speaks for it."""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from hongtou.cli.chinese import Command, Group
from hongtou.cli.decided import conflicts, decisions, export, habits, import_
from hongtou.cli.deciding import accept, edit, reject, undo
from hongtou.cli.ingesting import folder_beside
from hongtou.cli.ledger import EVIDENCE, STATES
from hongtou.cli.options import MOST, db_option, json_option, pictures_option
from hongtou.cli.screen import echo, echo_json, grid, short, table

if TYPE_CHECKING:
    from hongtou.query.review import ReviewItem

__all__ = ["review"]

KINDS: Final = {"proposal": "提议", "finding": "疑点", "applied": "已改"}
TOUCHES: Final = {"number": "数字", "name": "名称", "wording": "文字"}
ANSWERS: Final = {"open": "待核", "answered": "已核"}
SHOWN: Final = 20
LONG: Final = 24  # characters of a quote in the list
DIGITS: Final = 6  # of an id, where no other one in the list begins so


@click.group(
    cls=Group,
    epilog="示例：hongtou review list，然后 hongtou review show 编号、hongtou review accept 编号",
)
def review() -> None:
    """审核：逐条确认、驳回、改定系统的提议和疑点；决定永久有效，重新入库后自动重放。"""


@click.command("list", cls=Command)
@click.argument("document", metavar="[文件]", required=False)
@click.option("--file", metavar="名称", help="只看文件名或路径含此文字的文件。")
@click.option(
    "--kind",
    type=click.Choice([*KINDS, *KINDS.values()]),
    metavar="类别",
    help="只看 proposal 提议、finding 疑点，或 applied 已改但没有十分把握的；默认前两类。",
)
@click.option(
    "--limit", type=click.IntRange(1, MOST), metavar="条",
    help=f"最多列出多少条；默认 {SHOWN}，--json 时全部。",
)  # fmt: skip
@db_option
@json_option
def list_(
    document: str | None, file: str | None, kind: str | None, limit: int | None, db: Path,
    as_json: bool,
) -> None:  # fmt: skip
    """待审清单：按可能的损失排列，先数字，后名称，再文字。

    示例：hongtou review list 赣银保监发〔2021〕2号 --kind 提议 --limit 50
    """
    from hongtou.query import open_knowledge_base

    names = {label: name for name, label in KINDS.items()}
    kinds = ("proposal", "finding") if kind is None else (names.get(kind, kind),)
    with open_knowledge_base(db) as kb:
        found = kb.review(document, file=file, kinds=kinds)  # type: ignore[arg-type]
        stuck = len(kb.decisions(conflicts=True))
    if as_json:
        echo_json([_plain(item) for item in found[:limit]])
        return
    if not found:
        echo("没有待审的提议和疑点。")
    else:
        _show_list(found, limit or SHOWN)
    if stuck:
        echo(f"另有 {stuck} 个决定对不上现在的文字：hongtou review conflicts")


def _show_list(found: "Sequence[ReviewItem]", limit: int) -> None:
    shown = found[:limit]
    counted = Counter(item.kind for item in found)
    parts = "，".join(f"{KINDS[kind]} {number}" for kind, number in sorted(counted.items()))
    ids = _short_ids([item.item_id for item in found])
    rows: list[tuple[Any, ...]] = [
        (ids[item.item_id], TOUCHES[item.touches], _where(item), marked(item, most=LONG),
         _sure(item) or "—", item.reason or item.name)
        for item in shown
    ]  # fmt: skip
    more = f"，先列 {len(shown)} 处" if len(shown) < len(found) else ""
    title = f"待审 {len(found)} 处（{parts}）{more}"
    columns: tuple[str, ...] = ("编号", "涉及", "所在", "内容", "把握", "理由")
    if len({item.document for item in found}) == 1:
        title += f"：{_where(found[0], long=True)}"
        rows = [(*row[:2], *row[3:]) for row in rows]
        columns = (*columns[:2], *columns[3:])
    echo(table(title, columns, rows))
    first = next((item for item in shown if item.kind == "proposal"), shown[0])
    number = ids[first.item_id]
    echo(
        f"详情：hongtou review show {number}    确认：hongtou review accept {number}\n"
        f"驳回：hongtou review reject {number}  改定：hongtou review edit {number} 正确文字"
    )


@click.command(cls=Command)
@click.argument("item_id", metavar="编号")
@click.option("--no-image", is_flag=True, help="不取页面图像。")
@pictures_option
@db_option
@json_option
def show(item_id: str, no_image: bool, extracted: Path | None, db: Path, as_json: bool) -> None:
    """一处提议或疑点：所在语句、改前改后、依据、页面截图和可用命令。

    示例：hongtou review show 3f9a0c
    """
    from hongtou.query import open_knowledge_base

    with open_knowledge_base(db) as kb:
        item = kb.review_item(item_id)
    image, trouble = (None, "") if no_image else _image(item, db, extracted or folder_beside(db))
    if as_json:
        echo_json({**_plain(item), "image": None if image is None else str(image)})
        return
    _show_item(item, image, trouble)


def _image(item: "ReviewItem", db: Path, extracted: Path) -> tuple[Path | None, str]:
    """The crop, or why there is none; a paper that has moved must not hide the rest."""
    if item.page is None or item.box is None or item.document is None:
        return None, ""
    from hongtou.errors import HongtouError
    from hongtou.run import crop_image

    try:
        return crop_image(
            db, item.document.document_id, item.page, item.box, name=item.item_id,
            file_sha256=item.file_sha256, extracted=extracted,
        ), ""  # fmt: skip
    except HongtouError as error:
        return None, str(error)


def _show_item(item: "ReviewItem", image: Path | None, trouble: str) -> None:
    state = STATES.get(item.state, ANSWERS.get(item.state, item.state))
    rows: list[tuple[str, Any]] = [
        ("编号", f"{item.item_id}  {KINDS[item.kind]}（{state}）  涉及{TOUCHES[item.touches]}"),
        ("所在", _where(item, long=True)),
        ("原文", marked(item)),
        ("理由" if item.after is not None else "疑点", item.reason or item.name),
        ("规则", item.name if item.after is not None else item.subject),
        ("把握", _sure(item)),
    ]
    told = sorted(item.evidence, key=lambda e: -abs(e.weight))
    for number, one in enumerate(told):
        label = EVIDENCE.get(one.kind, one.kind)
        rows.append(("" if number else "依据", f"{label} {one.weight:+.1f}  {one.note}"))
    if item.page is not None and item.box is not None:
        edges = (item.box.x0, item.box.top, item.box.x1, item.box.bottom)
        placed = "、".join(
            f"{name}{edge:.0f}" for name, edge in zip("左上右下", edges, strict=True)
        )
        rows.append(("页面", f"第{item.page}页 {placed}（点，1/72 英寸）"))
    rows += [("截图", image), ("截图", trouble)]
    echo(grid(rows), "")
    echo(_commands(item))


def _commands(item: "ReviewItem") -> str:
    """What can be typed next."""
    number = item.item_id
    if item.state in ("accepted", "rejected", "answered"):
        return f"已有决定。撤回：hongtou review undo {number}"
    if item.kind == "finding":
        lines = [
            f"已核对，无误：hongtou review accept {number} --reason 对照原件",
            f"不是问题：    hongtou review reject {number}",
            f"写出正确文字：hongtou review edit {number} 正确文字",
        ]
    else:
        lines = [
            f"确认：hongtou review accept {number}",
            f"驳回：hongtou review reject {number} --reason 理由",
            f"改定：hongtou review edit {number} 正确文字",
            f"同样的一并确认：hongtou review accept {number} --like",
        ]
    return "\n".join(lines)


def marked(item: "ReviewItem", *, most: int = MOST) -> str:
    """The place in its line: ``服务质量【捉→提】升``, for a finding ``【…】``."""
    before = short(_visible(item.before), most)
    if item.after is None:
        return f"{item.left}【{before}】{item.right}" if before else "（整份文件）"
    after = short(_visible(item.after), most)
    return f"{item.left}【{before or '（无）'}→{after or '（删）'}】{item.right}"


def _where(item: "ReviewItem", *, long: bool = False) -> str:
    name = item.document.name if item.document else item.file
    page = f" 第{item.page}页" if item.page else ""
    if long:
        title = item.document.title if item.document and item.document.title else ""
        file = f"（{item.file}）" if item.file != name else ""
        return f"{name} {title if title != name else ''}{file}{page}"
    return f"{short(name, 17)}{page}"


def _sure(item: "ReviewItem") -> str:
    if item.confidence is None or item.confidence >= 1:
        return ""
    return f"{min(item.confidence, 0.999) * 100:.0f}%"


def _visible(text: str) -> str:
    return text.replace("\n", "⏎").replace("\u3000", "□")


def _short_ids(ids: Sequence[str]) -> dict[str, str]:
    """The beginnings of ids that tell them apart in this list."""
    counted = Counter(one[:DIGITS] for one in set(ids))
    return {one: one[:DIGITS] if counted[one[:DIGITS]] == 1 else one for one in ids}


def _plain(item: "ReviewItem") -> dict[str, Any]:
    return dataclasses.asdict(item)


for command in (list_, show, accept, reject, edit, undo, decisions, conflicts, habits, export,
                import_):  # fmt: skip
    review.add_command(command)
