"""The group ``hongtou``, and the one place where errors become a line and an exit code.

Exit codes: 0 done · 1 usage · 2 some files failed · 3 nothing could be done.
"""

import errno
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Final, NoReturn

import click

from hongtou import __version__
from hongtou.cli.ask import search
from hongtou.cli.authorities import authorities
from hongtou.cli.chaining import chain
from hongtou.cli.chinese import Group, usage_message
from hongtou.cli.comparing import compare
from hongtou.cli.differing import diff
from hongtou.cli.doctor import doctor
from hongtou.cli.export import export
from hongtou.cli.ingesting import ingest
from hongtou.cli.institutions import institutions
from hongtou.cli.keywords import keywords
from hongtou.cli.paging import page
from hongtou.cli.register import obligations
from hongtou.cli.reusing import reuse
from hongtou.cli.review import review
from hongtou.cli.scoring import score
from hongtou.cli.show import show
from hongtou.cli.verifying import verify
from hongtou.errors import HongtouError

__all__ = ["hongtou", "main"]

USAGE: Final = 1
NOTHING: Final = 3
INTERRUPTED: Final = 130  # as shells report SIGINT

# What may be wrong with a file that is to be written or read, and the way out.
PROBLEMS: Final = {
    errno.EISDIR: "这是一个目录；请写明文件名",
    errno.ENOENT: "文件或所在目录不存在；请检查路径",
    errno.ENOTDIR: "路径中有一段不是目录；请检查路径",
    errno.EACCES: "没有权限，或文件正由别的程序（如 Excel）打开；请关闭它或换一个位置",
    errno.EROFS: "所在磁盘只读；请换一个位置",
    errno.ENOSPC: "磁盘已满；请腾出空间或换一个位置",
    errno.ENAMETOOLONG: "文件名过长；请改短",
}


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="示例：hongtou ingest corpus，然后 hongtou search 再贷款",
)
@click.version_option(__version__, "--version", message="hongtou %(version)s", help="显示版本。")
def hongtou() -> None:
    """红头：把官方通知变成一个可查询的知识库（一个 SQLite 文件）。"""


COMMANDS: Final = (
    ingest, search, obligations, institutions, authorities, compare, chain, diff, reuse, verify,
    show, keywords, review, page, export, score, doctor,
)  # fmt: skip
for command in COMMANDS:
    hongtou.add_command(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code; never with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = hongtou.main(
            None if arguments is None else list(arguments),
            prog_name="hongtou",
            standalone_mode=False,
        )
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return USAGE
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "hongtou"
        return _fail(f"{usage_message(error)}（用法见 {where} --help）", USAGE)
    except click.ClickException as error:
        return _fail(error.format_message(), NOTHING)
    except HongtouError as error:
        return _fail(str(error), NOTHING)
    except (click.Abort, KeyboardInterrupt):
        return _fail("已中断；已完成的文件不会重做，再次运行即可继续", INTERRUPTED)
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.EINVAL):
            said = PROBLEMS.get(error.errno or 0) or error.strerror or str(error)
            return _fail(f"{error.filename or '文件'}：{said}", NOTHING)
        # The reader of the pipe has seen enough; the interpreter must not try to flush again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    # A defect of the program: one line for the officer, the rest for who sets HONGTOU_DEBUG.
    except Exception as error:
        if os.environ.get("HONGTOU_DEBUG"):
            raise
        said = f"程序缺陷（{type(error).__name__}: {error}）"
        return _fail(f"{said}；请把本行和所用命令报告给维护者", NOTHING)
    return code if isinstance(code, int) else 0


def _fail(message: str, code: int) -> int:
    click.echo(f"错误：{message}", err=True)
    return code
