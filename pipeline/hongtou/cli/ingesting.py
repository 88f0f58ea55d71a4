"""``hongtou ingest``: files and folders into the knowledge base."""

import dataclasses
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from hongtou.cli.chinese import Command
from hongtou.cli.options import DEFAULT_DB, db_option, json_option, reading_options
from hongtou.cli.screen import echo, echo_json, grid, table
from hongtou.errors import StoreError

if TYPE_CHECKING:
    from hongtou.query import Summary
    from hongtou.run import IngestReport, Progress

__all__ = ["folder_beside", "ingest"]

STATUSES: Final = {
    "done": "完成", "failed": "失败", "quarantined": "隔离", "unchanged": "未变",
    "duplicate": "重复",
}  # fmt: skip

# Longer batches show only what needs a look.
SHOWN: Final = 40


@click.command(cls=Command)
@click.argument("paths", metavar="路径…", nargs=-1, required=True)
@click.option(
    "--extracted",
    type=click.Path(path_type=Path),
    metavar="目录",
    help="各步骤中间结果（JSON）的目录；默认在知识库旁边。",
)
@click.option("--force", is_flag=True, help="没有变化的文件也重新处理。")
@click.option(
    "--from-room",
    metavar="步骤",
    type=click.Choice(["read", "clean", "split", "segment", "tag"]),
    help="用中间结果，只重做这一步及以后：read、clean、split、segment、tag。",
)
@reading_options
@click.option(
    "--lexicon",
    type=click.Path(path_type=Path),
    metavar="目录",
    help="自备词表和句式的目录；默认取环境变量 HONGTOU_LEXICON。",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    metavar="个",
    help="同时读取的进程数；默认每两个处理器核一个。",
)
@click.option(
    "--on",
    type=click.Choice(["local"]),
    default="local",
    metavar="处",
    help="在哪里读取：local 本机（默认）。",
)
@db_option
@json_option
def ingest(
    paths: tuple[str, ...], extracted: Path | None, force: bool, from_room: Any, ocr: Any,
    engine: str, weights: Path | None, lexicon: Path | None, workers: int | None, on: str, db: Path,
    as_json: bool,
) -> int:  # fmt: skip
    """把文件、目录和压缩包（zip）读入知识库；没有变化的跳过，一份失败不影响其余。

    退出码：0 全部完成，2 部分失败，3 全部失败或知识库无法写入。

    示例：hongtou ingest corpus 新收文件.pdf 扫描件.zip --ocr auto
    """
    from hongtou.query import open_knowledge_base
    from hongtou.read import ReadOptions
    from hongtou.run import ingest as run_ingest

    _require_folder(db)
    _require_engine(engine, weights)
    _take_lexicon(lexicon)
    with _progress(shown=not as_json) as on_progress:
        report = run_ingest(
            paths, db=db, extracted=extracted or folder_beside(db), on_progress=on_progress,
            force=force, from_room=from_room, workers=workers,
            options=ReadOptions(ocr=ocr, engine=engine, weights=weights),
        )  # fmt: skip
    with open_knowledge_base(db) as kb:
        summary = kb.summary()
        example = _example(kb.connection)
    if as_json:
        echo_json({**dataclasses.asdict(report), "exit_code": report.exit_code,
                   "summary": summary})  # fmt: skip
    else:
        _show_outcomes(report)
        if summary.documents:
            _show_summary(summary, db)
            _show_next(example, summary, db)
    return report.exit_code


def _require_folder(db: Path) -> None:
    """Refuse a mistyped ``--db``: no folder is made for it but ``extracted/`` in one that exists.

    Raises:
        StoreError: If the folder of ``db`` does not exist.
    """
    own = db.parent.name == DEFAULT_DB.parent.name and db.parent.parent.is_dir()
    if not own and not db.parent.exists():
        raise StoreError(f"{db}：目录不存在：{db.parent}；请先建立该目录，或改正 --db")


def _require_engine(engine: str, weights: Path | None) -> None:
    """Refuse a mistyped ``--engine`` or ``--weights`` before any file fails because of it."""
    if engine != "auto":
        from hongtou.read.ocr.engines import NAMES

        if engine not in NAMES:
            known = "、".join(("auto", *NAMES))
            raise click.UsageError(f"选项 --engine 的值不合要求：只能是 {known} 之一")
    if weights is not None and not weights.is_dir():
        raise click.UsageError(f"选项 --weights 的值不合要求：没有目录 {weights}")


def _take_lexicon(folder: Path | None) -> None:
    """Name the user's lists to all rooms and reader processes, and refuse broken ones at once.

    Raises:
        LexiconError: For the first mistake in them, with file, line and the way out.
    """
    from hongtou.lexicon import ENVIRONMENT, check_own_lists
    from hongtou.tag import check_own_patterns

    if folder is not None:
        os.environ[ENVIRONMENT] = str(folder.resolve())
    if check_own_lists():
        check_own_patterns()


def folder_beside(db: Path) -> Path:
    """``extracted/`` for ``extracted/hongtou.db``, else a folder named after the file."""
    return db.parent if db.parent.name == DEFAULT_DB.parent.name else db.with_suffix(".extracted")


@contextmanager
def _progress(*, shown: bool) -> "Iterator[Callable[[Progress], None] | None]":
    """A bar with remaining time on standard error, if a person is looking."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.fields[phase]}"), BarColumn(), MofNCompleteColumn(), TextColumn("剩余"),
        TimeRemainingColumn(), TextColumn("{task.description}"),
    )  # fmt: skip
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        taking = bar.add_task("", total=None, phase="读入")
        settling = bar.add_task("", total=None, phase="互校", visible=False)
        shares: dict[str, float] = {}  # of files under way: what part of their pages is read

        def advance(progress: "Progress") -> None:
            if progress.settled is not None:  # the second phase, with a remaining time of its own
                bar.update(settling, completed=progress.done, total=progress.total, visible=True,
                           description=_name(progress.settled))  # fmt: skip
                return
            words = ""
            if (reading := progress.reading) is not None:
                words = f"{_name(reading.path)} 第 {reading.page}/{reading.pages} 页"
                shares[reading.path] = min(0.99, reading.page / max(1, reading.pages))
            elif progress.outcome is not None:
                words = _name(progress.outcome.path)
                shares.pop(progress.outcome.path, None)
            done = progress.done + sum(shares.values())
            bar.update(taking, completed=done, total=progress.total, description=words)

        yield advance


def _name(path: str) -> str:
    """The name of a file without its folders; a part of an archive keeps the archive's name."""
    return Path(path).name or path


def _show_outcomes(report: "IngestReport") -> None:
    few = len(report.outcomes) <= SHOWN
    rows = [
        (Path(o.path).name or o.path, STATUSES[o.status], o.message)
        for o in report.outcomes
        if few or o.status in ("failed", "quarantined")
    ]
    counts = [
        f"{label} {report.count(status)}"  # type: ignore[arg-type]
        for status, label in STATUSES.items()
        if report.count(status)  # type: ignore[arg-type]
    ]
    title = f"本次 {len(report.outcomes)} 份：" + "，".join(counts)
    echo(table(title, ("文件", "结果", "说明"), rows) if rows else f"{title}\n")
    if report.skipped:
        names = "、".join(Path(name).name for name in report.skipped[:5])
        more = f" 等 {len(report.skipped)} 份" if len(report.skipped) > 5 else ""
        echo(f"不是公文，略过：{names}{more}", "")


def _show_summary(summary: "Summary", db: Path) -> None:
    span = f"{summary.oldest} 至 {summary.newest}" if summary.oldest else None
    corrections = (
        f"字词 {summary.corrections} 处，空白、标点与版式 {summary.corrections_of_form} 处"
    )
    if summary.corrections_proposed:
        corrections += f"，另有 {summary.corrections_proposed} 处待定"
    findings = f"{summary.findings_open} 处"
    if summary.damaged:
        findings += f"，其中文字残缺 {summary.damaged} 处"
    if summary.findings > summary.findings_open:
        findings += f"；另有 {summary.findings - summary.findings_open} 处已审校"
    echo(
        f"知识库 {db}",
        grid(
            (
                ("  公文", f"{summary.documents} 份，{summary.segments} 个条款和段落"),
                ("  日期", span),
                ("  转发链", f"{summary.chains} 条"),
                ("  引用", f"{summary.citations} 处，找到原文 {summary.citations_resolved} 处，"
                           f"引到未入库文件 {summary.ghosts} 份"),
                ("  义务", f"{summary.obligations} 条"),
                ("  数量", f"{summary.quantities} 个"),
                ("  期限", f"{summary.deadlines} 个"),
                ("  勘误", corrections),
                ("  待核", findings),
                ("  审校", _conflicts(summary)),
            )
        ),
    )  # fmt: skip


def _conflicts(summary: "Summary") -> str | None:
    many = summary.conflicts
    return f"{many} 个决定与现在的文字对不上，未丢失，待重新决定" if many else None


def _show_next(example: str | None, summary: "Summary", db: Path) -> None:
    option = "" if db == DEFAULT_DB else f" --db {db}"
    echo("", "接下来可以试试：")
    if summary.corrections_proposed or summary.findings_open or summary.conflicts:
        echo(f"  hongtou review list{option}    # 逐处审校待定的改动和待核之处，影响大的在前")
    for command in ("search 贷款", "obligations --force 不得"):
        echo(f"  hongtou {command}{option}")
    if example:
        echo(f"  hongtou chain {example}{option}", f"  hongtou show {example}{option}")


def _example(connection: Any) -> str | None:
    """A numbered paper that passes another one on, else any numbered paper."""
    row = connection.execute(
        "SELECT d.document_number FROM documents d LEFT JOIN citations c"
        " ON c.document_id = d.document_id AND c.status = 'resolved'"
        " AND c.relation IN ('forwards', 'relays', 'issues')"
        " WHERE d.document_number IS NOT NULL AND d.role <> 'ghost'"
        " ORDER BY c.citation_id IS NULL, d.document_id LIMIT 1"
    ).fetchone()
    return row["document_number"] if row else None
