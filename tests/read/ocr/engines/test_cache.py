"""Folders that are made once in the user's cache."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hongtou.errors import EngineError
from hongtou.read.ocr.engines.cache import cache_folder, kept_folder

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="names of Linux")


@linux_only
def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "hongtou"
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    assert cache_folder() == Path.home() / ".cache" / "hongtou"


@linux_only
def test_it_appears_whole_whoever_makes_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    network = tmp_path / "network.onnx"
    network.write_bytes(bytes(1_000_000))

    def make(_: int) -> int:
        folder = kept_folder("made", {"inference.onnx": network, "inference.yml": "字"})
        assert (folder / "inference.yml").read_text("utf-8") == "字"
        return (folder / "inference.onnx").stat().st_size

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(make, range(16))) == {1_000_000}
    assert [path.name for path in (tmp_path / "cache" / "hongtou").iterdir()] == ["made"]


@linux_only
def test_no_place_to_write(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    with pytest.raises(EngineError, match=r"无法写入模型缓存.*请检查磁盘空间和权限"):
        kept_folder("made", {"inference.yml": "字"})
