"""``hongtou review accept``, ``reject``, ``edit`` and ``undo``: a reviewer's answers."""

import getpass
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from hongtou.cli.chinese import Command
from hongtou.cli.ingesting import folder_beside
from hongtou.cli.options import db_option, json_option
from hongtou.cli.screen import echo, echo_json

if TYPE_CHECKING:
    from hongtou.model import Verdict
    from hongtou.query import KnowledgeBase
    from hongtou.query.review import ReviewItem
    from hongtou.run.deciding import Answer, Told

__all__ = ["accept", "edit", "reject", "reviewer_of", "undo"]

F = TypeVar("F", bound=Callable[..., Any])

SOME_FAILED: Final = 2
NOTHING: Final = 3
VERDICTS: Final = {"accept": "确认", "reject": "驳回", "edit": "改定"}
AROUND: Final = 10  # characters shown beside each of several places


def reviewer_of(given: str | None) -> str:
    """Who decides: as given, else HONGTOU_REVIEWER, else the user who is logged in."""
    name = (given or os.environ.get("HONGTOU_REVIEWER") or "").strip()
    if name:
        return name
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise click.UsageError("不知道审核人是谁；请加 --reviewer 姓名") from error


def decision_options(function: F) -> F:
    """``--reviewer``, ``--reason``, ``--db``, ``--json``."""
    options = (
        click.option(
            "--reviewer", metavar="姓名",
            help="审核人；默认 HONGTOU_REVIEWER，再次为登录用户名。",
        ),
        click.option("--reason", default="", metavar="理由", help="为什么这样决定，如 对照原件。"),
        db_option,
        json_option,
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def many_options(function: F) -> F:
    """``--like``, ``--all-of``, ``--file``, ``--yes``: several answers in one go."""
    options = (
        click.option(
            "--like", is_flag=True, help="原字和改为都与所列编号相同的提议一并处理（先问总数）。"
        ),
        click.option(
            "--all-of", metavar="规则", help="某一规则的全部提议，如 误识的字（先问总数）。"
        ),
        click.option("--file", metavar="名称", help="成批处理时，只限名称含此文字的文件。"),
        click.option("--yes", is_flag=True, help="成批处理时不再询问。"),
    )
    for option in reversed(options):
        function = option(function)
    return function


@click.command(cls=Command)
@click.argument("ids", metavar="编号…", nargs=-1)
@many_options
@decision_options
def accept(
    ids: tuple[str, ...], like: bool, all_of: str | None, file: str | None, yes: bool,
    reviewer: str | None, reason: str, db: Path, as_json: bool,
) -> int:  # fmt: skip
    """确认：提议的改法成立；已改的不再存疑；疑点已核对无误。

    示例：hongtou review accept 3f9a0c 81b2d4 --reason 对照原件
    """
    return _answer_many("accept", ids, like, all_of, file, yes, reviewer, reason, db, as_json)


@click.command(cls=Command)
@click.argument("ids", metavar="编号…", nargs=-1)
@many_options
@decision_options
def reject(
    ids: tuple[str, ...], like: bool, all_of: str | None, file: str | None, yes: bool,
    reviewer: str | None, reason: str, db: Path, as_json: bool,
) -> int:  # fmt: skip
    """驳回：提议不成立，以后不再提；已改的恢复原字；疑点属误报。

    示例：hongtou review reject 3f9a0c --reason 原件如此
    """
    return _answer_many("reject", ids, like, all_of, file, yes, reviewer, reason, db, as_json)


@click.command(cls=Command)
@click.argument("item_id", metavar="编号|原文")
@click.argument("words", metavar="正确文字")
@click.option("--in", "document", metavar="文件", help="没有提议的地方：在这份文件里找这段原文。")
@click.option(
    "--nth", type=click.IntRange(1, 1_000_000), metavar="N", help="原文出现多次时，改第几处。"
)
@decision_options
def edit(
    item_id: str, words: str, document: str | None, nth: int | None, reviewer: str | None,
    reason: str, db: Path, as_json: bool,
) -> int:  # fmt: skip
    """改定：这一处以审核人写的文字为准；没有提议的地方也可以改。

    示例：hongtou review edit 3f9a0c 潢川，或 hongtou review edit --in 忻银发〔2021〕49号 捉升 提升
    """
    from hongtou.query import open_knowledge_base
    from hongtou.run.deciding import Answer

    with open_knowledge_base(db) as kb:
        if document is not None:
            answer = _at_quote(kb, document, item_id, words, nth)
        else:
            item = kb.review_item(item_id)
            _refuse_decided(item)
            if item.kind == "finding" and item.start is None:
                raise click.UsageError(f"编号 {item_id} 是关于整份文件的疑点，没有可改的文字")
            answer = Answer("edit", item.file_sha256, item.item_id, words=words)
    return _decide("edit", [answer], [], reviewer, reason, db, as_json)


@click.command(cls=Command)
@click.argument("ids", metavar="编号…", nargs=-1, required=True)
@click.option("--reviewer", metavar="姓名", help="撤回人；默认同 accept。")
@db_option
@json_option
def undo(ids: tuple[str, ...], reviewer: str | None, db: Path, as_json: bool) -> int:
    """撤回决定：如同没有作过；记录保留。编号可以是决定的，也可以是那一处的。

    示例：hongtou review undo 7c01d2
    """
    from hongtou.query import open_knowledge_base
    from hongtou.run.deciding import withdraw

    with open_knowledge_base(db) as kb:
        found = [number for one in ids for number in _decisions_of(kb, one)]
    gone = withdraw(
        db, list(dict.fromkeys(found)), reviewer=reviewer_of(reviewer), extracted=folder_beside(db)
    )
    if as_json:
        echo_json(gone)
    else:
        echo(f"已撤回 {len(gone)} 个决定，相关文件已重新整理。")
    return 0


def _decisions_of(kb: "KnowledgeBase", number: str) -> list[str]:
    """The decision with this id, or those on the item with this id."""
    from hongtou.errors import AmbiguousError, LookupFailedError

    try:
        return [kb.decision(number).decision.decision_id]
    except AmbiguousError:
        raise
    except LookupFailedError:
        item = kb.review_item(number)
    found = kb.decisions_on(item)
    if not found:
        raise LookupFailedError(f"编号 {number} 没有决定可撤回")
    return [row.decision.decision_id for row in found]


def _answer_many(
    verdict: "Verdict", ids: tuple[str, ...], like: bool, all_of: str | None, file: str | None,
    yes: bool, reviewer: str | None, reason: str, db: Path, as_json: bool,
) -> int:  # fmt: skip
    from hongtou.query import open_knowledge_base
    from hongtou.run.deciding import Answer

    if not ids and all_of is None:
        raise click.UsageError("没有说明是哪一处；请给出编号，或用 --all-of 规则")
    if like and not ids:
        raise click.UsageError("--like 需要至少一个编号")
    with open_knowledge_base(db) as kb:
        items, problems = _named(kb, ids)
        if like or all_of is not None:
            items = _gathered(kb, items, like, all_of, file)
            _ask(verdict, items, yes)
    answers = [Answer(verdict, item.file_sha256, item.item_id) for item in items]
    return _decide(verdict, answers, problems, reviewer, reason, db, as_json)


def _named(kb: "KnowledgeBase", ids: Sequence[str]) -> "tuple[list[ReviewItem], list[str]]":
    """Items by their ids, each once, and what is wrong with the other ids."""
    from hongtou.errors import LookupFailedError

    items: dict[str, ReviewItem] = {}
    problems: list[str] = []
    for one in ids:
        try:
            item = kb.review_item(one)
            _refuse_decided(item)
            items[item.item_id] = item
        except (LookupFailedError, click.UsageError) as error:
            problems.append(str(error))
    return list(items.values()), problems


def _refuse_decided(item: "ReviewItem") -> None:
    if item.state in ("accepted", "rejected", "answered"):
        said = {"accepted": "已确认", "rejected": "已驳回", "answered": "已核"}[item.state]
        raise click.UsageError(
            f"编号 {item.item_id} {said}；如要改变，先撤回：hongtou review undo {item.item_id}"
        )


def _gathered(
    kb: "KnowledgeBase", items: "list[ReviewItem]", like: bool, all_of: str | None,
    file: str | None,
) -> "list[ReviewItem]":  # fmt: skip
    """The items with all proposals that say the same, or that a rule makes."""
    pairs = {(item.before, item.after) for item in items if item.after is not None}
    found = {item.item_id: item for item in items}
    for item in kb.review(file=file, kinds=("proposal",)):
        alike = like and (item.before, item.after) in pairs
        if alike or (all_of is not None and all_of in (*item.subject.split("+"), item.name)):
            found.setdefault(item.item_id, item)
    return list(found.values())


def _ask(verdict: str, items: "Sequence[ReviewItem]", yes: bool) -> None:
    if yes or not items:
        return
    files = len({item.file_sha256 for item in items})
    question = f"{VERDICTS[verdict]} {len(items)} 处（{files} 份文件），继续吗"
    if not sys.stdin.isatty():
        raise click.UsageError(f"{question}？请加 --yes")
    click.confirm(question, abort=True)


def _decide(
    verdict: str, answers: "Sequence[Answer]", problems: Sequence[str], reviewer: str | None,
    reason: str, db: Path, as_json: bool,
) -> int:  # fmt: skip
    from hongtou.run.deciding import decide

    told: tuple[Told, ...] = ()
    if answers:
        told = decide(
            db, answers, reviewer=reviewer_of(reviewer), reason=reason, extracted=folder_beside(db)
        )
    if as_json:
        echo_json({"decisions": told, "problems": problems})
    else:
        _show_told(verdict, told)
        for problem in problems:
            click.echo(f"错误：{problem}", err=True)
        if not told and not problems:
            echo("没有符合的提议。")
    if not told:
        return NOTHING if problems else 0
    return SOME_FAILED if problems or any(t.outcome == "conflict" for t in told) else 0


def _show_told(verdict: str, told: "Sequence[Told]") -> None:
    if not told:
        return
    stuck = [one for one in told if one.outcome == "conflict"]
    files = len({one.decision.file_sha256 for one in told})
    echo(f"已{VERDICTS[verdict]} {len(told) - len(stuck)} 处，{files} 份文件已重新整理。")
    for one in stuck:
        anchor = one.decision.anchor
        echo(f"  未能生效：…{anchor.before[-AROUND:]}【{anchor.quote}】：{one.why}")
    if len(told) == 1:
        echo(f"撤回：hongtou review undo {told[0].decision.decision_id[:8]}")
    else:
        echo("全部决定：hongtou review decisions")


def _at_quote(
    kb: "KnowledgeBase", document: str, quote: str, words: str, nth: int | None
) -> "Answer":
    """An edit of a stretch of a document's clean text that no rule has doubted."""
    from hongtou.errors import AmbiguousError, LookupFailedError
    from hongtou.run.deciding import Answer

    places = kb.find_words(document, quote)
    if not places:
        raise LookupFailedError(f"{document} 里没有“{quote}”；请照清洗后的文字输入")
    if nth is None and len(places) > 1:
        listed = "\n".join(
            f"  {n}  …{p.left[-AROUND:]}【{quote}】{p.right[:AROUND]}…"
            for n, p in enumerate(places[:20], start=1)
        )
        raise AmbiguousError(f"“{quote}”出现 {len(places)} 次，请加 --nth 说明第几处：\n{listed}")
    if nth is not None and nth > len(places):
        raise click.UsageError(f"“{quote}”只出现 {len(places)} 次")
    place = places[(nth or 1) - 1]
    return Answer("edit", place.file_sha256, span=place.span, words=words)
