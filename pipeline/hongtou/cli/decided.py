"""``hongtou review decisions``, ``conflicts``, ``habits``, ``export``, ``import``."""

import dataclasses
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hongtou.cli.chinese import Command
from hongtou.cli.deciding import VERDICTS, reviewer_of
from hongtou.cli.ingesting import folder_beside
from hongtou.cli.options import MOST, db_option, json_option
from hongtou.cli.screen import echo, echo_json, short, table

if TYPE_CHECKING:
    from hongtou.model import Decision
    from hongtou.query.decided import DecisionRow

__all__ = ["conflicts", "decisions", "export", "habits", "import_"]

OUTCOMES: Final = {
    "made": "已照办", "fulfilled": "已是如此", "superseded": "被后来的取代",
    "conflict": "对不上", "withdrawn": "已撤回", "general": "—",
}  # fmt: skip
SHOWN: Final = 50
SHA256: Final = re.compile("([0-9a-f]{64})?")  # of no file: a misreading that is forgotten
DIGITS: Final = 8


@click.command(cls=Command)
@click.option(
    "--limit", type=click.IntRange(1, MOST), default=SHOWN, metavar="条",
    help=f"最多列出多少条，默认 {SHOWN}。",
)  # fmt: skip
@db_option
@json_option
def decisions(limit: int, db: Path, as_json: bool) -> None:
    """已作的决定，新的在前，各自生效与否。

    示例：hongtou review decisions --limit 100
    """
    from hongtou.query import open_knowledge_base

    with open_knowledge_base(db) as kb:
        found = kb.decisions()
    if as_json:
        echo_json(found[:limit])
    elif not found:
        echo("还没有作过决定。从 hongtou review list 开始。")
    else:
        rows = [(*_row(row), OUTCOMES[row.outcome]) for row in found[:limit]]
        title = f"决定 {len(found)} 个" + (f"，先列 {limit} 个" if limit < len(found) else "")
        echo(table(title, ("编号", "文件", "决定", "内容", "审核", "生效"), rows))
        echo(f"撤回：hongtou review undo {rows[0][0]}")


@click.command(cls=Command)
@db_option
@json_option
def conflicts(db: Path, as_json: bool) -> None:
    """对不上的决定：现在的文字里找不到、或有几处、或读法已变；不丢失，也不猜。

    示例：hongtou review conflicts
    """
    from hongtou.query import open_knowledge_base

    with open_knowledge_base(db) as kb:
        found = kb.decisions(conflicts=True)
    if as_json:
        echo_json(found)
    elif not found:
        echo("没有对不上的决定。")
    else:
        rows = [(*_row(row), row.why) for row in found]
        columns = ("编号", "文件", "决定", "内容", "审核", "为什么对不上")
        echo(table(f"对不上的决定 {len(found)} 个", columns, rows))
        echo(
            f"不再需要：hongtou review undo {rows[0][0]}\n"
            "另行改定：hongtou review edit --in 文件 原文 正确文字"
        )


@click.command(cls=Command)
@click.option("--forget", nargs=2, metavar="误 正", help="不再以此为据，如 --forget 捉 提。")
@click.option("--reviewer", metavar="姓名", help="审核人；默认同 accept。")
@click.option("--reason", default="", metavar="理由", help="为什么。")
@db_option
@json_option
def habits(
    forget: tuple[str, str] | None, reviewer: str | None, reason: str, db: Path, as_json: bool
) -> None:
    """学到的误识：确认过的改法成为其他文件的依据；列出次数和出自哪些决定，可以去掉。

    示例：hongtou review habits --forget 捉 提 --reason 原件确有此词
    """
    from hongtou.query import open_knowledge_base

    if forget is not None:
        from hongtou.run.deciding import forget_habit

        done = forget_habit(
            db, *forget, reviewer=reviewer_of(reviewer), reason=reason, extracted=folder_beside(db)
        )
        echo(f"不再以“{forget[0]}”误识为“{forget[1]}”为据。恢复：hongtou review undo "
             f"{done.decision_id[:DIGITS]}")  # fmt: skip
        return
    with open_knowledge_base(db) as kb:
        found = kb.habits()
    if as_json:
        echo_json(found)
    elif not found:
        echo("还没有学到误识；确认或改定之后就有了。")
    else:
        rows = [
            (one.habit.read, one.habit.printed, one.habit.accepted, one.habit.rejected,
             _ids(one.decision_ids), f"已去掉（{one.forgotten_by[:DIGITS]}）"
             if one.forgotten_by else "")
            for one in found
        ]  # fmt: skip
        columns = ("读作", "应为", "确认", "驳回", "出自决定", "")
        echo(table(f"学到的误识 {len(found)} 种", columns, rows))


@click.command(cls=Command)
@click.argument("target", metavar="文件.jsonl", type=click.Path(path_type=Path))
@db_option
@json_option
def export(target: Path, db: Path, as_json: bool) -> None:
    """导出全部有效决定，每行一个（JSONL），知识库丢失后可再导入。

    示例：hongtou review export 决定.jsonl
    """
    from hongtou.query import open_knowledge_base

    with open_knowledge_base(db) as kb:
        found = sorted(kb.decisions(), key=lambda row: row.decision.decided_at)
    lines = [json.dumps(dataclasses.asdict(row.decision), ensure_ascii=False) for row in found]
    target.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    if as_json:
        echo_json({"decisions": len(lines), "file": str(target)})
    else:
        echo(f"已导出 {len(lines)} 个决定：{target}")


@click.command("import", cls=Command)
@click.argument("source", metavar="文件.jsonl", type=click.Path(path_type=Path))
@db_option
@json_option
def import_(source: Path, db: Path, as_json: bool) -> None:
    """导入决定；所在文件已入库的立即重放，未入库的等它入库。

    示例：hongtou review import 决定.jsonl
    """
    from hongtou.run.deciding import take_in

    new = take_in(db, _read(source), extracted=folder_beside(db))
    if as_json:
        echo_json({"new": new})
    else:
        echo(f"已导入 {new} 个新的决定。")


def _read(source: Path) -> "list[Decision]":
    from pydantic import TypeAdapter, ValidationError

    from hongtou.model import Decision

    adapter, found = TypeAdapter(Decision), []
    for number, line in enumerate(source.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            said = f"{source} 第 {number} 行不是 hongtou review export 导出的决定"
            try:
                decision = adapter.validate_json(line)
            except ValidationError as error:
                raise click.ClickException(said) from error
            anchor, file = decision.anchor, decision.file_sha256
            if not (0 <= anchor.position <= 1 and SHA256.fullmatch(file) and decision.reviewer):
                raise click.ClickException(said)
            found.append(decision)
    return found


def _row(row: "DecisionRow") -> tuple[str, str, str, str, str]:
    """Id, file, verdict, place and who decided when and why."""
    decision = row.decision
    anchor, words = decision.anchor, decision.replacement
    verdict = VERDICTS.get(decision.verdict, "不再为据")
    if words is None:
        verdict = "已核" if decision.verdict == "accept" else "误报"
        what = f"{anchor.before[-6:]}【{short(anchor.quote)}】{anchor.after[:6]}"
    else:
        change = f"{short(anchor.quote) or '（无）'}→{short(words) or '（删）'}"
        what = f"{anchor.before[-6:]}【{change}】{anchor.after[:6]}"
    who = f"{decision.reviewer} {decision.decided_at[:10]}"
    file = row.file or (f"{decision.file_sha256[:12]}（不在库中）" if decision.file_sha256 else "")
    return (
        decision.decision_id[:DIGITS], short(file, 17), verdict, what,
        f"{who}：{decision.reason}" if decision.reason else who,
    )  # fmt: skip


def _ids(ids: Sequence[str]) -> str:
    listed = "、".join(one[:DIGITS] for one in ids[:3])
    return f"{listed} 等" if len(ids) > 3 else listed
