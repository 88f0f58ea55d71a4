"""Options that several commands share."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from hongtou.model.labels import FORCES

__all__ = [
    "DEFAULT_DB",
    "MOST",
    "db_option",
    "filter_options",
    "json_option",
    "pictures_option",
    "reading_options",
    "sort_option",
    "words_argument",
]

# More than any knowledge base holds, and few enough for SQLite.
MOST: Final = 1_000_000_000

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_DB: Final = Path("extracted/hongtou.db")

# Orders of the register, as query.duties has them: that module is not loaded for --help.
ORDERS: Final = {"newest": "最新文件在前", "oldest": "最早文件在前", "due": "最早到期在前",
                 "bearer": "按责任主体"}  # fmt: skip


def words_argument(*, required: bool) -> Callable[[F], F]:
    """What to look for: ``单户 贷款`` is two words, with or without quotes around them."""
    return click.argument(
        "text", metavar="文字" if required else "[文字]", nargs=-1, required=required,
        callback=lambda _context, _option, words: " ".join(words),
    )  # fmt: skip


def db_option(function: F) -> F:
    """``--db``: the knowledge base, else HONGTOU_DB, else extracted/hongtou.db."""
    return click.option(
        "--db",
        type=click.Path(path_type=Path),
        envvar="HONGTOU_DB",
        default=DEFAULT_DB,
        metavar="文件",
        help="知识库文件；默认 extracted/hongtou.db，或环境变量 HONGTOU_DB。",
    )(function)


def pictures_option(function: F) -> F:
    """``--extracted``: where pictures of pages are kept."""
    return click.option(
        "--extracted",
        type=click.Path(path_type=Path),
        metavar="目录",
        help="存放页面图像的目录；默认在知识库旁边。",
    )(function)


def json_option(function: F) -> F:
    """``--json``: for machines."""
    return click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序使用。")(function)


def reading_options(function: F) -> F:
    """``--ocr``, ``--engine`` and ``--weights``: how paper is read."""
    options = (
        click.option(
            "--ocr",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            metavar="方式",
            help="文字识别：auto 没有可信文字层的页才识别（默认）、always 每页、never 从不。",
        ),
        click.option(
            "--engine",
            default="auto",
            metavar="引擎",
            help="识别引擎：auto 取已安装中最好的（默认），或 hongtou doctor 列出的名称。",
        ),
        click.option(
            "--weights",
            type=click.Path(path_type=Path),
            metavar="目录",
            help="自备识别模型的目录；默认用随包安装的模型。",
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


def filter_options(function: F) -> F:
    """The filters of ``search`` and ``obligations``, in the order of the contract."""
    for option in reversed((*_duty_options(), *_time_options(), *_paper_options())):
        function = option(function)
    return function


def _duty_options() -> tuple[Callable[[F], F], ...]:
    """Who owes what, and how much."""
    return (
        click.option("--authority", metavar="机关", help="发文机关（名称的一部分）或机关代字。"),
        click.option(
            "--year", type=click.IntRange(1, 9999), metavar="年", help="文号或成文日期的年份。"
        ),
        click.option("--type", "type", metavar="文种", help="文种，如 通知、意见、办法。"),
        click.option("--bearer", metavar="主体", help="责任主体（名称的一部分）。"),
        click.option(
            "--force",
            type=click.Choice([*FORCES, *FORCES.values()]),
            callback=_force,
            metavar="约束力",
            help="must 应当、must_not 不得、should 原则上、strive 力争、encourage 鼓励、may 可以。",
        ),
        click.option(
            "--unit", metavar="单位",
            help="含该单位的数量，可换算的也算在内（年与个月、%与‰），如 元、万元、%、户。",
        ),
        click.option(
            "--min", "min", type=float, callback=_finite, metavar="数",
            help="数量不小于（按 --unit 计），如“不得超过10万元”即 10 万元；区间有交集即可。",
        ),
        click.option(
            "--max", "max", type=float, callback=_finite, metavar="数",
            help="数量不大于（按 --unit 计）。",
        ),
    )  # fmt: skip


def _time_options() -> tuple[Callable[[F], F], ...]:
    """By when, and how often."""
    return (
        click.option(
            "--due-before", callback=_day, metavar="日期",
            help="期限在该日（含）以前，如 2021-12-31、2021-12、2021。",
        ),
        click.option(
            "--due-after", callback=_day, metavar="日期", help="期限在该日（含）以后。"
        ),
        click.option(
            "--recurring/--not-recurring", default=None, help="定期要做的（按月、每年…）；或反之。"
        ),
    )  # fmt: skip


def _paper_options() -> tuple[Callable[[F], F], ...]:
    """Where and when the paper holds."""
    return (
        click.option(
            "--region", metavar="地名",
            help="在该地有效的：当地、上级地方和全国的文件，如 南昌；由近及远。",
        ),
        click.option(
            "--issued-in", metavar="地名", help="该地及其下辖各地机关发的文件，如 江西。"
        ),
        click.option(
            "--in-force/--not-in-force", default=None,
            help="只看未见废止、未失效、已施行的文件；或反之。只以库中文件为据。",
        ),
        click.option(
            "--on", callback=_day, metavar="日期", help="效力以该日为准，默认今天；可只给本项。"
        ),
    )  # fmt: skip


def sort_option(function: F) -> F:
    """``--sort``: the order of the register."""
    return click.option(
        "--sort",
        type=click.Choice(list(ORDERS)),
        default="newest",
        metavar="次序",
        help="、".join(f"{name} {label}" for name, label in ORDERS.items()) + "；默认 newest。",
    )(function)


def _force(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    names = {label: name for name, label in FORCES.items()}
    return names.get(value, value) if value is not None else None


def _finite(context: click.Context, option: click.Parameter, value: float | None) -> float | None:
    """A number that can be compared: Python also reads nan and inf as numbers."""
    if value is not None and not math.isfinite(value):
        raise click.BadParameter("需要数字", context, option)
    return value


def _day(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """A day, month or year as ISO 8601 writes it; a month or a year counts to its end.

    2021年6月30日 is read as well, and digits of full width, as keyboards give them.
    """
    if value is None:
        return None
    import unicodedata
    from datetime import date

    plain = unicodedata.normalize("NFKC", value).strip()
    if "年" in plain:
        plain = plain.replace("年", "-").replace("月", "-").removesuffix("日").removesuffix("-")
    parts = plain.replace("/", "-").split("-")
    try:
        numbers = [*map(int, parts), 1, 1][:3]
        date(*numbers)
        if numbers[0] < 1949:
            raise ValueError(value)
    except (ValueError, TypeError) as error:
        raise click.BadParameter("需要日期，如 2021-12-31", context, option) from error
    return "-".join(f"{number:02d}" for number in numbers[: len(parts)])
