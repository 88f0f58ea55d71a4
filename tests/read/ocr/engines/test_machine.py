"""Processors that a recogniser may use."""

import os
from pathlib import Path

import pytest

from hongtou.read.ocr.engines import machine


@pytest.fixture(autouse=True)
def eight_processors(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    monkeypatch.setattr(machine, "QUOTA_V2", tmp_path / "cpu.max")
    monkeypatch.setattr(machine, "QUOTA_V1", tmp_path / "quota")
    monkeypatch.setattr(machine, "PERIOD_V1", tmp_path / "period")


@pytest.mark.parametrize(
    ("quota", "expected"),
    [("max 100000", 8), ("200000 100000", 2), ("150000 100000", 2), ("1000 100000", 1),
     ("900000 100000", 8), ("broken", 8), ("100000 0", 8)],
)  # fmt: skip
def test_quota_of_a_container(tmp_path: Path, quota: str, expected: int) -> None:
    (tmp_path / "cpu.max").write_text(quota)
    assert machine.usable_processors() == expected


def test_quota_of_an_old_container(tmp_path: Path) -> None:
    (tmp_path / "quota").write_text("300000\n")
    (tmp_path / "period").write_text("100000\n")
    assert machine.usable_processors() == 3
    (tmp_path / "quota").write_text("-1\n")
    assert machine.usable_processors() == 8


@pytest.mark.parametrize(("wish", "expected"), [("1", 1), ("64", 8), ("0", 8), ("many", 8)])
def test_wish(monkeypatch: pytest.MonkeyPatch, wish: str, expected: int) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", wish)
    assert machine.usable_processors() == expected


def test_without_affinity(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    assert machine.usable_processors() == 4
