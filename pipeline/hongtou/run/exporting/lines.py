"""JSON lines: one document a line, with a list of rows for each table."""

import json
from collections.abc import Iterable
from typing import TextIO

from hongtou.query import KnowledgeBase
from hongtou.query.whole import Row, WholeDocument
from hongtou.run.exporting.options import Options

__all__ = ["write_lines"]


def write_lines(
    _kb: KnowledgeBase, wholes: Iterable[WholeDocument], file: TextIO, _options: Options
) -> int:
    """One document a line; items stand in their obligation."""
    many = 0
    for whole in wholes:
        many += 1
        items: dict[object, list[Row]] = {}
        for item in whole.tables["obligation_items"]:
            items.setdefault(item["obligation_id"], []).append(item)
        said: dict[str, object] = {**whole.document, "file": whole.file, "text": whole.text}
        for table, rows in whole.tables.items():
            if table == "obligations":
                said[table] = [
                    {**row, "items": items.get(row["obligation_id"], [])} for row in rows
                ]
            elif table != "obligation_items":
                said[table] = rows
        file.write(json.dumps(said, ensure_ascii=False) + "\n")
    return many
