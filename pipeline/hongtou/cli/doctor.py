"""``hongtou doctor``: what is installed, what is missing and how to get it; never fails."""

import platform
import re
import sqlite3
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import click

from hongtou import __version__
from hongtou.cli.chinese import Command
from hongtou.cli.options import db_option, json_option
from hongtou.cli.reading import reading_parts, reading_state
from hongtou.cli.screen import echo, echo_json, grid, table
from hongtou.errors import HongtouError

__all__ = ["doctor"]

# What each extra adds, in the words of an officer.
EXTRAS: Final = {
    "ocr": "扫描件识别",
    "web": "网页工作台",
    "cluster": "多机批处理",
}
# "rapidocr>=3.10; extra == 'ocr'"
REQUIREMENT: Final = re.compile(r"^([A-Za-z0-9._-]+)[^;]*(?:;.*extra\s*==\s*['\"](\w+)['\"])?")


@click.command(cls=Command)
@click.option(
    "--weights",
    type=click.Path(path_type=Path),
    metavar="目录",
    help="一并检查自备的识别模型。",
)
@db_option
@json_option
def doctor(weights: Path | None, db: Path, as_json: bool) -> None:
    """检查安装：版本、可选功能及其安装方法、可读格式、识别引擎与模型、知识库状态。

    示例：hongtou doctor
    """
    found: dict[str, Any] = {
        "hongtou": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "sqlite": _sqlite(),
        "packages": dict(_packages(None)),
        "extras": [_extra(name) for name in EXTRAS],
        "reading": reading_state(weights),
        "database": _database(db),
    }
    if as_json:
        echo_json(found)
        return
    echo(grid((("hongtou", __version__), ("Python", found["python"]),
               ("系统", found["platform"]))), "")  # fmt: skip
    sqlite = _sqlite()
    echo(table("SQLite", ("项目", "结果"),
               [("版本", sqlite["version"]), ("全文检索 FTS5", _yes(sqlite["fts5"]))]))  # fmt: skip
    packages = [(n, v or "未安装；请重新安装 hongtou") for n, v in _packages(None)]
    echo(table("必需的包", ("包", "版本"), packages))
    extras = [(EXTRAS[e["name"]], _yes(e["installed"]), "、".join(e["missing"]) or "—",
               "" if e["installed"] else e["install"]) for e in found["extras"]]  # fmt: skip
    echo(table("可选功能", ("功能", "已装", "缺", "安装方法"), extras))
    echo(*reading_parts(found["reading"]))
    echo(table("知识库", ("项目", "内容"), _database(db).items()))


def _sqlite() -> dict[str, Any]:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text, content='')")
        fts5 = True
    except sqlite3.Error:
        fts5 = False
    finally:
        connection.close()
    return {"version": sqlite3.sqlite_version, "fts5": fts5}


def _packages(extra: str | None) -> Iterator[tuple[str, str | None]]:
    """Names and versions of what hongtou requires, alone or for an extra."""
    try:
        requirements = metadata.requires("hongtou") or []
    except metadata.PackageNotFoundError:
        return
    for requirement in requirements:
        match = REQUIREMENT.match(requirement)
        if match is None or match[2] != extra:
            continue
        try:
            yield match[1], metadata.version(match[1])
        except metadata.PackageNotFoundError:
            yield match[1], None


def _extra(name: str) -> dict[str, Any]:
    packages = dict(_packages(name))
    missing = [package for package, version in packages.items() if version is None]
    return {
        "name": name,
        "installed": not missing,
        "packages": packages,
        "missing": missing,
        "install": f"pip install 'hongtou[{name}]'",
    }


def _database(db: Path) -> dict[str, Any]:
    """State of the knowledge base; what is wrong with it is an answer and not an error."""
    if not db.exists():
        return {"文件": str(db), "状态": "还没有；运行 hongtou ingest 文件或目录 即可建立"}
    try:
        from hongtou.query import open_knowledge_base

        with open_knowledge_base(db) as kb:
            summary = kb.summary()
            check = kb.connection.execute("PRAGMA quick_check").fetchone()[0]
    except (HongtouError, sqlite3.Error, OSError) as error:
        return {"文件": str(db), "状态": f"不可用：{error}"}
    return {
        "文件": str(db),
        "状态": "正常" if check == "ok" else f"有损坏：{check}",
        "大小": f"{db.stat().st_size / 1e6:.1f} MB",
        "来源文件": f"{summary.files} 份，失败 {summary.failed}，隔离 {summary.quarantined}",
        "公文": f"{summary.documents} 份",
        "义务": f"{summary.obligations} 条",
        "待核": f"{summary.findings} 处",
    }


def _yes(value: bool) -> str:
    return "是" if value else "否"
