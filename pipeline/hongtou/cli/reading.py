"""What can be read on this machine: formats, recognisers with their weights, LibreOffice."""

from typing import TYPE_CHECKING, Any, Final, Literal

from hongtou.cli.screen import grid, table
from hongtou.errors import HongtouError

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["reading_parts", "reading_state"]

SIZES: Final[tuple[Literal["tiny", "small"], ...]] = ("tiny", "small")


def reading_state() -> dict[str, Any]:
    """For ``--json``: formats by name, engines by name, weights, LibreOffice, reader processes."""
    from hongtou.read import READERS
    from hongtou.read.media_types import name_of
    from hongtou.read.office.libreoffice import HOW_TO_GET, find_libreoffice
    from hongtou.run.workers import Bounds, default_workers

    program = find_libreoffice()
    names = {"text/plain": "纯文本"}
    formats = dict.fromkeys(names.get(kind) or name_of(kind) for kind in READERS)
    return {
        "formats": [*formats, "ZIP 压缩包"],
        "engines": _engines(),
        "weights": _weights(),
        "libreoffice": None if program is None else str(program),
        "libreoffice_install": None if program else HOW_TO_GET,
        "workers": default_workers(),
        "memory_each": Bounds().most_memory,
    }


def reading_parts(state: dict[str, Any]) -> "list[RenderableType]":
    """The same for people."""
    engines = [
        (e["name"] + "（auto 取用）" * e["auto"], "是" if e["installed"] else "否",
         "、".join(e["missing"]) or "—", e["install"] or "")
        for e in state["engines"]
    ]  # fmt: skip
    weights = [
        f"{w['name']}（检测 {w['detector']}，识别 {w['recogniser']}）" if w["name"]
        else f"{w['size']} 没有"
        for w in state["weights"]
    ]  # fmt: skip
    program = state["libreoffice"]
    office = f"{program}（用于 .doc、.wps、.rtf）" if program else state["libreoffice_install"]
    processes = f"{state['workers']} 个，每个至多 {state['memory_each'] / 1e9:.1f} GB 内存"
    return [
        table("文字识别引擎", ("引擎", "可用", "缺", "安装方法"), engines),
        grid((
            ("识别模型", "；".join((*weights, "自备模型用 --weights 目录"))),
            ("LibreOffice", office),
            ("可读格式", "、".join(state["formats"])),
            ("读取进程", processes),
        )),
        "",
    ]  # fmt: skip


def _engines() -> list[dict[str, Any]]:
    """Every recogniser, and which of them ``auto`` takes; nothing of them is loaded."""
    from hongtou.read.ocr.engines import AUTO, ENGINES, WAY_OUT, missing_parts

    missing = {name: missing_parts(name) for name in ENGINES}
    taken = next((name for name in AUTO if not missing[name]), None)
    return [
        {"name": name, "installed": not parts, "auto": name == taken, "missing": list(parts),
         "install": WAY_OUT.removeprefix("请运行 ") if parts else None}
        for name, parts in missing.items()
    ]  # fmt: skip


def _weights() -> list[dict[str, Any]]:
    """The models that come with packages, each with the first digits of both files' SHA-256."""
    from hongtou.read.ocr.engines.weights import find_shipped

    rows: list[dict[str, Any]] = []
    for size in SIZES:
        try:
            held = find_shipped(size)
            detector, recogniser = (None, None) if held is None else held.digests
        except (HongtouError, OSError) as error:
            rows.append({"size": size, "name": None, "problem": str(error)})
            continue
        name = None if held is None else held.name
        rows.append({"size": size, "name": name, "detector": detector, "recogniser": recogniser})
    return rows
