"""What can be read on this machine: formats, recognisers with their weights, LibreOffice."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hongtou.cli.screen import grid, table

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["reading_parts", "reading_state"]


def reading_state(weights: Path | None) -> dict[str, Any]:
    """For ``--json``: formats by name, recognition, LibreOffice, reader processes.

    Args:
        weights: A folder with models of the user's own, to be looked at as well.
    """
    from hongtou.read import readable
    from hongtou.read.ocr.engines import WAY_OUT, describe_engines
    from hongtou.read.office.libreoffice import HOW_TO_GET, find_libreoffice
    from hongtou.run.workers import Bounds, default_workers

    program = find_libreoffice()
    recognition = describe_engines(weights)
    return {
        "formats": [*readable(), "ZIP 压缩包"],
        "recognition": {**dataclasses.asdict(recognition), "chosen": recognition.chosen},
        "recognition_install": None if recognition.chosen else WAY_OUT,
        "libreoffice": None if program is None else str(program),
        "libreoffice_install": None if program else HOW_TO_GET,
        "workers": default_workers(),
        "memory_each": Bounds().most_memory,
    }


def reading_parts(state: dict[str, Any]) -> "list[RenderableType]":
    """The same for people."""
    found, program = state["recognition"], state["libreoffice"]
    engines = [
        (engine["name"] + "（auto 取用）" * engine["chosen"], "否" if engine["missing"] else "是",
         "、".join(engine["missing"]) or "—")
        for engine in found["engines"]
    ]  # fmt: skip
    weights = [
        f"{w['name']}（{w['characters']} 字，检测 {w['detector_sha256']}，"
        f"识别 {w['recogniser_sha256']}）"
        for w in found["weights"]
    ]
    memory = f"{state['memory_each'] / 1e9:.1f} GB"
    return [
        table("文字识别引擎", ("引擎", "可用", "缺"), engines),
        grid((
            ("识别", state["recognition_install"]),
            ("运行于", " ".join(filter(None, (found["runtime"], found["device"])))),
            ("识别模型", "；".join((*weights, "自备模型用 --weights 目录"))),
            ("有问题", "；".join(found["problems"])),
            ("LibreOffice", f"{program}（读 .doc、.wps、.rtf）" if program
             else state["libreoffice_install"]),
            ("可读格式", "、".join(state["formats"])),
            ("读取进程", f"{state['workers']} 个，每个至多用 {memory} 内存"),
        )),
        "",
    ]  # fmt: skip
