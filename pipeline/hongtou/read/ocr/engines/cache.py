"""A folder of the user's for what is made once: model folders as a library wants them."""

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from hongtou.errors import EngineError

__all__ = ["cache_folder", "kept_folder"]

NAME: Final = "hongtou"


def cache_folder() -> Path:
    """Where this system keeps what can be made again: ``~/.cache/hongtou``, or as it has it."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / NAME


def kept_folder(name: str, files: Mapping[str, Path | str]) -> Path:
    """The folder ``name`` in the cache with these files: a path is copied, a text is written.

    It appears whole or not at all, whoever else makes it at the same time.

    Raises:
        EngineError: If it cannot be written.
    """
    folder = cache_folder() / name
    if folder.is_dir():
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{name}-") as draft:
            inner = Path(draft) / name
            inner.mkdir()
            for file, content in files.items():
                if isinstance(content, Path):
                    shutil.copyfile(content, inner / file)
                else:
                    (inner / file).write_text(content, "utf-8")
            _publish(inner, folder)
    except OSError as error:
        reason = error.strerror or error
        raise EngineError(
            f"{folder}：无法写入模型缓存（{reason}）；请检查磁盘空间和权限"
        ) from error
    return folder


def _publish(draft: Path, folder: Path) -> None:
    try:
        draft.rename(folder)
    except OSError:
        if not folder.is_dir():  # else another process was first, with the same content
            raise
