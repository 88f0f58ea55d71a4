"""The lists beside this module: rows as dictionaries, read once."""

import csv
from functools import cache
from pathlib import Path

LISTS = Path(__file__).with_name("lists")


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    with (LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def phrases(kind: str) -> tuple[str, ...]:
    return tuple(row["text"] for row in rows("phrases") if row["kind"] == kind)
