"""Obligations with every slot, in a knowledge base, for tests of the register's files."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.query.shelf import make_shelf

CHILD = "aaaaaaaaaaaa-0"
SIBLING = "bbbbbbbbbbbb-0"


def make_full_shelf(path: Path, source: Path | None = None) -> Path:
    """The shelf of ``tests.query`` with exceptions, items, terms, recurrences, an expiry."""
    make_shelf(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(f"""
            UPDATE obligations SET object = '展期情况', exception = '特殊情况除外',
              condition = '对=小额贷款' WHERE obligation_id = '{CHILD}#o1';
            UPDATE quantities SET measure = '单户贷款', per = '户', dimension = 'money';
            UPDATE documents SET effective_date = '2021-04-01', expiry_date = '2023-12-31'
              WHERE document_id = '{CHILD}';
            INSERT INTO obligation_items VALUES
              ('{CHILD}#o1', 1, '{CHILD}#一', '（一）', '展期户数；', 0, 5),
              ('{CHILD}#o1', 2, '{CHILD}#一', '（二）', '展期金额。', 5, 10);
            INSERT INTO deadlines (deadline_id, document_id, segment_id, obligation_id, text, start,
              end, date, precision, event, count, count_unit) VALUES
              ('{SIBLING}#d1', '{SIBLING}', '{SIBLING}#（一）', '{SIBLING}#o1',
               '收到申请后5个工作日内', 0, 11, NULL, 'day', '收到申请', 5, '个工作日');
            INSERT INTO quantities (quantity_id, document_id, segment_id, obligation_id, text,
              start, end, role, operator, value, value_upper, unit, base_value, base_upper,
              base_unit, baseline, dimension) VALUES
              ('{CHILD}#q2', '{CHILD}', '{CHILD}#二', '{CHILD}#o3', '3至6个月', 1, 2, 'limit',
               'range', 3, 6, '个月', 3, 6, '个月', NULL, 'time'),
              ('{CHILD}#q3', '{CHILD}', '{CHILD}#二', '{CHILD}#o3', '不高于5‰', 1, 2, 'limit',
               '<=', 5, NULL, '‰', 0.5, NULL, '%', '贷款余额', 'share'),
              ('{CHILD}#q4', '{CHILD}', '{CHILD}#二', '{CHILD}#o3', '1年以下', 1, 2, 'scope',
               '<=', 1, NULL, '年', 12, NULL, '个月', NULL, 'time');
        """)
        if source:
            source.write_text("原件", "utf-8")
            connection.execute(
                "UPDATE files SET path = ? WHERE sha256 = ?", (str(source), "a" * 64)
            )
    return path
