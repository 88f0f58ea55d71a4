"""Headless LibreOffice: old Word files become DOCX, any Word file becomes PDF.

It runs as a program of its own, with a profile of its own in a temporary folder, without macros,
without links, without network, under limits of time, memory and output.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from hongtou.errors import (
    DamagedFileError,
    MissingProgramError,
    OversizeError,
    ReadError,
    ReaderTimeoutError,
)

PROGRAMS: Final = ("soffice", "libreoffice", "soffice.com")
# Where the installers put it when it is not on the PATH.
USUAL_PLACES: Final = {
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    "win32": (
        "{ProgramFiles}/LibreOffice/program/soffice.com",
        "{ProgramFiles(x86)}/LibreOffice/program/soffice.com",
    ),
    "linux": (
        "/usr/lib/libreoffice/program/soffice",
        "/usr/lib64/libreoffice/program/soffice",
        "/opt/libreoffice*/program/soffice",
        "/snap/bin/libreoffice",
    ),
}
HOW_TO_GET: Final = (
    "请安装 LibreOffice（Debian、Ubuntu、麒麟、统信：apt install libreoffice-writer-nogui；"
    "Windows、macOS：从 libreoffice.org 下载安装），或用 Word、WPS 另存为 .docx 后再读入"
)

# A notice takes 1.5 seconds on a slow machine, 41 pages take 1.4 once it is warm.
SECONDS: Final = 150.0
MEMORY: Final = 2 << 30  # bytes, of all its processes; a notice needs 0.2 GB
OUTPUT: Final = 512 << 20  # bytes
_LOOK: Final = 0.05  # seconds between two looks at it
_LOOK_DEEPER: Final = 10  # every so many looks its memory is measured, which takes milliseconds

DOCX: Final = "docx:MS Word 2007 XML"
PDF: Final = "pdf:writer_pdf_Export"

# Macros off and no questions (Office.Common/Security); links are never updated (Writer/Content);
# what the file names outside of itself is blocked, and the proxy leads nowhere (Inet/Settings).
_SETTINGS: Final = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def find_libreoffice() -> Path | None:
    """The program, on the PATH or where installers put it; ``None`` if it is not there."""
    for name in PROGRAMS:
        found = shutil.which(name)
        if found:
            return Path(found)
    for pattern in USUAL_PLACES.get(sys.platform, ()):
        with suppress(KeyError):  # a Windows without a folder for 32-bit programs
            place = Path(pattern.format_map(os.environ))
            matches = sorted(Path(place.anchor).glob(str(place.relative_to(place.anchor))))
            if matches:
                return matches[-1]  # the newest of several versions
    return None


@contextmanager
def converted(
    file: Path, *, suffix: str, target: str = DOCX, shown: str, seconds: float = SECONDS
) -> Iterator[Path]:
    """The file in another format, in a temporary folder that goes with the ``with`` block.

    Args:
        file: What to convert; it is copied, so its name does not matter.
        suffix: What its content is, as LibreOffice expects it: ``.doc``.
        target: ``DOCX`` or ``PDF``.
        shown: What messages call the file.
        seconds: How long it may take.

    Raises:
        MissingProgramError: If LibreOffice is not installed; the message says how to get it.
        ReaderTimeoutError: If it took too long.
        OversizeError: If it took too much memory or wrote too much.
        DamagedFileError: If it could not open the file.
    """
    program = find_libreoffice()
    if program is None:
        raise MissingProgramError(f"{shown}：读取 {suffix} 需要 LibreOffice；{HOW_TO_GET}")
    with tempfile.TemporaryDirectory(prefix="hongtou-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        source, output = home / f"notice{suffix}", home / "output"
        output.mkdir()
        try:
            shutil.copyfile(file, source)
        except OSError as error:
            raise ReadError(f"{shown}：读不出来（{error.strerror}）；请检查文件和磁盘") from error
        _write_profile(home / "profile")
        _run(_command(program, home, source, target), home, shown, seconds)
        result = output / f"notice.{target.partition(':')[0]}"
        if not result.is_file():
            raise DamagedFileError(
                f"{shown}：LibreOffice 打不开它，可能已损坏或有密码；"
                "请用原来的软件打开检查，另存为 .docx 后再读入"
            )
        yield result


def _command(program: Path, home: Path, source: Path, target: str) -> list[str]:
    return [
        str(program), f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless",
        "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
        "--convert-to", target, "--outdir", str(home / "output"), str(source),
    ]  # fmt: skip


def _write_profile(profile: Path) -> None:
    """A fresh profile with the settings above."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">' + items + "</oor:items>\n",
        "utf-8",
    )


def _run(command: list[str], home: Path, shown: str, seconds: float) -> None:
    """Run to the end, or end it with all that it started when a limit is broken."""
    places = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(home))
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | places | {"SAL_USE_VCLPLUGIN": "svp"},
            cwd=home,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise MissingProgramError(
            f"{shown}：LibreOffice（{command[0]}）无法启动（{error.strerror}）；{HOW_TO_GET}"
        ) from error
    try:
        _watch(process, home, shown, seconds)
    finally:
        _end(process)


def _watch(process: subprocess.Popen[bytes], home: Path, shown: str, seconds: float) -> None:
    begun, looks = time.monotonic(), 0
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK)
            return
        looks += 1
        if time.monotonic() - begun > seconds:
            raise ReaderTimeoutError(
                f"{shown}：LibreOffice 转换超过 {seconds:.0f} 秒，已停止；"
                "请用 Word、WPS 另存为 .docx 后再读入"
            )
        if looks % _LOOK_DEEPER == 0 and (_memory(process) > MEMORY or _size(home) > OUTPUT):
            raise OversizeError(
                f"{shown}：LibreOffice 转换时占用过大，已停止；"
                "请核对文件来源，或用 Word、WPS 另存为 .docx 后再读入"
            )


def _memory(process: subprocess.Popen[bytes]) -> int:
    import psutil

    total = 0
    with suppress(psutil.Error):
        own = psutil.Process(process.pid)
        for member in (own, *own.children(recursive=True)):
            with suppress(psutil.Error):
                total += member.memory_info().rss
    return total


def _size(folder: Path) -> int:
    """Bytes in a folder whose files come and go meanwhile, which ``os.walk`` does not mind."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += (Path(place) / name).lstat().st_size
    return total


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and its children; the starter alone would leave soffice.bin behind."""
    import psutil

    if process.poll() is not None:
        return
    with suppress(psutil.Error):
        for child in psutil.Process(process.pid).children(recursive=True):
            with suppress(psutil.Error):
                child.kill()
    with suppress(OSError):
        process.kill()
    process.wait()
