"""click in Chinese: headings of the help, and what is wrong with a command that was typed."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, Final

import click

__all__ = ["Command", "Group", "usage_message"]

HELP: Final = "显示本帮助。"


class Command(click.Command):
    """A command whose help has Chinese headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of options."""
        _write_rows("选项", _option_rows(self, ctx), formatter)


class Group(click.Group):
    """A group of commands whose help has Chinese headings; keeps the order of definition."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order in which an officer meets them."""
        return list(self.commands)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the tables of commands and of options."""
        rows = [(name, command.get_short_help_str(100)) for name, command in self.commands.items()]
        _write_rows("命令", rows, formatter)
        _write_rows("选项", _option_rows(self, ctx), formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; an unknown one is answered with what comes near."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            near = get_close_matches(args[0], self.commands, n=1, cutoff=0.5)
            hint = f"；可能想用 {near[0]}" if near else f"；可用：{'、'.join(self.commands)}"
            ctx.fail(f"没有命令 {args[0]}{hint}")
        return super().resolve_command(ctx, args)


def usage_message(error: click.UsageError) -> str:
    """One Chinese line for what is wrong with a command that was typed."""
    if isinstance(error, click.NoSuchOption):
        near = f"；可能想用 {'、'.join(error.possibilities)}" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.MissingParameter):
        return f"缺少{_name_of(error.param)}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 需要一个值"
    if isinstance(error, click.BadParameter):
        wanted = _wanted(error.param.type if error.param else None)
        return f"{_name_of(error.param)} 的值不合要求：{wanted or error.message}"
    message = error.format_message()
    extra = message.removeprefix("Got unexpected extra argument").lstrip("s ")
    return f"多余的参数 {extra}" if extra != message else message


def _name_of(param: click.Parameter | None) -> str:
    if param is None:
        return "参数"
    kind = "参数" if isinstance(param, click.Argument) else "选项"
    return f"{kind} {param.opts[0] if kind == '选项' else param.human_readable_name}"


def _wanted(kind: Any) -> str:
    if isinstance(kind, click.Choice):
        return "只能是 " + "、".join(map(str, kind.choices)) + " 之一"
    if isinstance(kind, click.types.IntParamType):
        low, high = getattr(kind, "min", None), getattr(kind, "max", None)
        least = f"，不小于 {low}" if low is not None else ""
        return "需要整数" + least + (f"，不大于 {high}" if high is not None else "")
    return "需要数字" if isinstance(kind, click.types.FloatParamType) else ""


def _write_usage(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    pieces = [piece.replace("[OPTIONS]", "[选项]") for piece in command.collect_usage_pieces(ctx)]
    words = " ".join(pieces).replace("COMMAND [ARGS]...", "命令 [参数]…")
    formatter.write_usage(ctx.command_path, words, prefix="用法：")


def _option_rows(command: click.Command, ctx: click.Context) -> Iterable[tuple[str, str]]:
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record is not None and isinstance(param, click.Option):
            yield record[0], HELP if "--help" in param.opts else param.help or ""


def _write_rows(
    heading: str, rows: Iterable[tuple[str, str]], formatter: click.HelpFormatter
) -> None:
    # click counts a 汉字 as one column, so its own table would be crooked.
    written = list(rows)
    width = max((_columns(name) for name, _ in written), default=0)
    formatter.write(f"\n{heading}：\n")
    for name, words in written:
        formatter.write(f"  {name}{' ' * (width - _columns(name))}  {words}\n")


def _columns(text: str) -> int:
    """Width on a terminal, where a 汉字 takes two columns."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
