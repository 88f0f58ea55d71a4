"""What people see on a terminal."""

import pytest

from hongtou.cli.screen import echo, table


@pytest.mark.parametrize("name", ["\x1b[31m红.txt", "铃\x07.txt", "\u202etxt.exe", "\x9b2J.txt"])
def test_names_give_no_orders_to_the_terminal(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    echo(table("本次", ("文件",), [(name,), ("通知　一.txt",)]))
    shown = capsys.readouterr().out
    assert not set(shown) & set("\x1b\x07\u202e\x9b")
    assert "�" in shown and "通知　一.txt" in shown
