"""``hongtou reuse``: which papers share passages, and which passages."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hongtou.cli.chinese import Command
from hongtou.cli.options import MOST, db_option, json_option
from hongtou.cli.screen import echo, echo_json, highlighted, short, table
from hongtou.model.labels import RELATIONS

if TYPE_CHECKING:
    from rich.console import RenderableType

    from hongtou.query.results import DocumentRef
    from hongtou.query.reuse.results import Quote, Reuse, SharedPassage

__all__ = ["reuse"]

# Passages of each paper that a list shows, the longest; a question about two papers shows all.
SHOWN: Final = 3
# Characters of a quote that a list shows.
QUOTED: Final = 160


@click.command(cls=Command)
@click.argument("document", metavar="[文件]", required=False)
@click.argument("other", metavar="[另一文件]", required=False)
@click.option(
    "--min-share", type=click.FloatRange(0, 100), default=5.0, metavar="百分比",
    help="只列至少占其中一份正文百分之几的，默认 5。",
)  # fmt: skip
@click.option(
    "--limit", type=click.IntRange(1, MOST), default=20, metavar="份", help="最多几份，默认 20。"
)
@click.option("--all", "every", is_flag=True, help="全库：文字相同最多而互不引用的文件，成对列出。")
@click.option("--linked", is_flag=True, help="与 --all 同用：互相引用的也列出。")
@db_option
@json_option
def reuse(
    document: str | None, other: str | None, min_share: float, limit: int, every: bool,
    linked: bool, db: Path, as_json: bool,
) -> None:  # fmt: skip
    """文字沿用：哪些文件有成段相同的文字，各占多少，原文并列。

    只给一份文件时，列出与它有相同文字的文件；给两份时，列出两者全部相同的段落。许多文件都有的套语
    不计。相同文字是有渊源的线索，不是证明：日期只说明先后。

    示例：hongtou reuse 赣银保监发[2021]2号，hongtou reuse --all
    """
    from hongtou.query import open_knowledge_base

    if every == (document is not None):
        raise click.UsageError("请给出一份或两份文件，或者用 --all 查全库，不能都给或都不给")
    with open_knowledge_base(db) as kb:
        if document is None:
            found = kb.reuse_pairs(min_share=min_share / 100, limit=limit, linked=linked)
        elif other is None:
            found = kb.reuse(document, min_share=min_share / 100, limit=limit)
        else:
            found = (kb.shared_passages(document, other),)
    if as_json:
        echo_json([
            {**asdict(pair), "share": pair.share, "lag_days": pair.lag_days, "order": pair.order}
            for pair in found
        ])  # fmt: skip
        return
    if other is not None:
        _show_pair(found[0])
    elif found:
        echo(_overview(found, pairs=every))
        for number, pair in enumerate(found, 1):
            _show(number, pair, pairs=every)
    if not any(pair.passages for pair in found):
        click.echo("没有找到成段相同的文字", err=True)


def _overview(found: "Sequence[Reuse]", *, pairs: bool) -> "RenderableType":
    rows = []
    for number, pair in enumerate(found, 1):
        names = (_name(pair.one), _name(pair.other)) if pairs else (_name(pair.other),)
        dates = (pair.one.date, pair.other.date) if pairs else (pair.other.date,)
        shares = f"{pair.share_one:.0%}", f"{pair.share_other:.0%}"
        kind = "副本" if pair.kind == "copy" else _ties(pair)
        rows.append((number, *shares, pair.shared_one, "\n".join(names),
                     "\n".join(date or "—" for date in dates), kind))  # fmt: skip
    if pairs:
        return table(
            "文字相同的文件", ("", "占前者", "占后者", "字数", "文件", "日期", "引用"), rows
        )
    title = f"与{found[0].one.name}文字相同的文件"
    return table(title, ("", "占本文", "占该文", "字数", "文件", "日期", "引用"), rows)


def _show(number: int, pair: "Reuse", *, pairs: bool) -> None:
    from rich.text import Text

    name = f"{_name(pair.one)}  ↔  {_name(pair.other)}" if pairs else _name(pair.other)
    echo("", Text(f"{number}. {name}", style="bold"), f"   {pair.order}")
    _show_ties(pair)
    telling = [passage for passage in pair.passages if not passage.common]
    if pair.kind == "copy":
        return
    longest = sorted(telling, key=lambda passage: -passage.length)[:SHOWN]
    for passage in sorted(longest, key=lambda passage: passage.one.start):
        _show_passage(passage, whole=False)
    if len(telling) > SHOWN:
        echo(f"   另有 {len(telling) - SHOWN} 段；用 hongtou reuse 加两份文件看全部")


def _show_pair(pair: "Reuse") -> None:
    from rich.text import Text

    for label, ref, share in (
        ("甲", pair.one, pair.share_one), ("乙", pair.other, pair.share_other),
    ):  # fmt: skip
        echo(f"{label}  {_name(ref)}  {ref.date or '日期不详'}  {share:.1%} 与另一份相同")
    echo(Text(pair.order, style="bold"))
    _show_ties(pair)
    for passage in pair.passages:
        _show_passage(passage, whole=True)


def _show_ties(pair: "Reuse") -> None:
    for link in pair.links[:SHOWN]:
        citing = pair.one if link.by == "one" else pair.other
        relation = RELATIONS.get(link.relation, link.relation)
        echo(f"   引用：{citing.name} {relation} {short(link.quote, 60)}")
    if pair.kind == "reuse" and not pair.links:
        echo("   两份文件之间没有引用")
    if pair.sources and pair.kind == "reuse":
        names = "、".join(dict.fromkeys(ref.name for ref in pair.sources))
        echo(f"   都引用了：{short(names, 80)}")
    if pair.copies:
        echo(f"   该文另有副本：{'、'.join(ref.file or ref.document_id for ref in pair.copies)}")


def _show_passage(passage: "SharedPassage", *, whole: bool) -> None:
    held = f"，{passage.holders} 份文件都有" if passage.holders > 2 else ""
    formula = "（套语，不计）" if passage.common else ""
    unlike = f"，{len(passage.differences)} 处不同" if passage.differences else ""
    echo(f"   · {passage.length} 字{unlike}{held}{formula}")
    for label, quote, spans in (
        ("甲", passage.one, [difference.one for difference in passage.differences]),
        ("乙", passage.other, [difference.other for difference in passage.differences]),
    ):
        text = quote.text if whole else quote.text[:QUOTED]
        shown = text + ("…" if len(text) < len(quote.text) else "")
        marks = [(start, min(end, len(text))) for start, end in spans if start < len(text)]
        echo(f"     {label} {_place(quote)}".rstrip())
        if label == "乙" and quote.text == passage.one.text:
            echo("        （与甲逐字相同）")
            continue
        echo(highlighted(shown.replace("\n", "⏎"), marks, indent=8))


def _place(quote: "Quote") -> str:
    page = f"第 {quote.page} 页" if quote.page and quote.box else ""
    return "  ".join(filter(None, ("、".join(quote.paths), page)))


def _ties(pair: "Reuse") -> str:
    relations = dict.fromkeys(RELATIONS.get(link.relation, link.relation) for link in pair.links)
    return "、".join(relations) or "无"


def _name(ref: "DocumentRef") -> str:
    """Number and title, as far as they fit: ``银发〔2021〕63号《关于…的通知》``."""
    title = f"《{short(ref.title, 40)}》" if ref.title else ""
    return f"{ref.number or ''}{title}" or ref.document_id
