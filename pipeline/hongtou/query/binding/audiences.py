"""Whom a paper reaches: its own recipients, and those of the papers that pass it on.

银保监发〔2021〕6号 writes to 各银保监局; 赣银保监发〔2021〕2号 forwards it to
南昌辖内各农村中小金融机构, and what it asks of its recipients is now asked of them too. So it is
where a paper asks to be passed on (请…将本通知转发辖内各村镇银行), held or not who did.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from hongtou.query.binding.institutions import Binding, binding
from hongtou.query.chains.chain import CARRYING, MARKS

__all__ = ["Audience", "audiences_of", "binding_of", "count_binding"]

# 单户小额信贷不得超过10万元: the subject is a thing, so those it is sent to see to it.
NOBODY_NAMED: Final = "未写明主体"
ASKED: Final = "文中要求转发"

# A carrier names its main recipients in rank; a circle of carriers ends at a paper seen before.
CARRIERS: Final = f"""
SELECT DISTINCT c.target_document_id AS carried, d.document_id AS carrier,
  coalesce(d.document_number, d.title, d.document_id) AS name,
  coalesce(d.document_date, d.print_date, '9999') AS day
FROM citations c JOIN documents d ON d.document_id = c.document_id
WHERE c.relation IN ({MARKS}) AND c.target_document_id IS NOT NULL
  AND c.target_document_id <> c.document_id
ORDER BY carried, day, carrier
"""
RECIPIENTS: Final = """
SELECT document_id, group_concat(name, '、') AS names FROM
  (SELECT document_id, name FROM parties WHERE role = 'main_recipient' ORDER BY document_id, rank)
GROUP BY document_id
"""
REQUESTS: Final = """
SELECT document_id, recipient FROM forwarding_requests
WHERE recipient IS NOT NULL ORDER BY document_id, start
"""


@dataclass(frozen=True, slots=True)
class Relay:
    """One way on which a paper is passed on, and to whom."""

    note: str  # 经赣银保监发〔2021〕2号转发, 文中要求转发
    recipients: str  # joined by 、, as a bearer is


@dataclass(frozen=True, slots=True)
class Audience:
    """Who gets a paper."""

    recipients: str | None = None  # its own, joined by 、
    relays: tuple[Relay, ...] = ()  # directly or through others, nearest first


def audiences_of(connection: sqlite3.Connection) -> Mapping[str, Audience]:
    """The audience of every document that is written or passed on to somebody."""
    above: dict[str, list[tuple[str, str]]] = {}
    for row in connection.execute(CARRIERS, CARRYING):
        above.setdefault(row["carried"], []).append((row["carrier"], row["name"]))
    recipients: dict[str, str] = dict(connection.execute(RECIPIENTS).fetchall())
    asked: dict[str, list[Relay]] = {}
    for document, to in connection.execute(REQUESTS):
        asked.setdefault(document, []).append(Relay(ASKED, to))
    return {
        document: Audience(
            recipients.get(document),
            (*asked.get(document, ()), *_relays(document, above, recipients)),
        )
        for document in {*above, *recipients, *asked}
    }


def _relays(
    carried: str, above: Mapping[str, list[tuple[str, str]]], recipients: Mapping[str, str]
) -> Iterator[Relay]:
    seen, todo = {carried}, [carried]
    while todo:
        for carrier, name in above.get(todo.pop(0), ()):
            if carrier not in seen:
                seen.add(carrier)
                todo.append(carrier)
                if carrier in recipients:
                    yield Relay(f"经{name}转发", recipients[carrier])


def binding_of(
    row: sqlite3.Row, institution: str, audiences: Mapping[str, Audience]
) -> Binding | None:
    """How an obligation binds an institution, also where its paper came by way of another.

    What names nobody binds whom the paper is sent to, and says so (未写明主体).

    Args:
        row: bearer, bearer_source, exception, text, document_id and title of an obligation.
        institution: A class, one institution or an authority.
        audiences: What ``audiences_of`` found.
    """
    bearer, notes = row["bearer"], tuple[str, ...]()
    audience = audiences.get(row["document_id"], Audience())
    if bearer is None:
        bearer, notes = audience.recipients, (NOBODY_NAMED,)
    way = _through(row, institution, bearer, notes)
    if way is not None or (row["bearer"] and row["bearer_source"] != "recipients"):
        return way
    for relay in audience.relays:
        way = _through(row, institution, relay.recipients, (*notes, relay.note))
        if way is not None:
            return way
    return None


def _through(
    row: sqlite3.Row, institution: str, bearer: str | None, notes: tuple[str, ...]
) -> Binding | None:
    way = binding(
        bearer, institution, exception=row["exception"], text=row["text"], title=row["title"]
    )
    if way is None or not notes:
        return way
    return replace(way, bound_as="、".join(filter(None, (way.bound_as, *notes))))


def count_binding(connection: sqlite3.Connection, institution: str) -> int:
    """How many obligations bind an institution."""
    audiences = audiences_of(connection)
    rows = connection.execute(
        "SELECT o.bearer, o.bearer_source, o.exception, o.text, o.document_id, d.title"
        " FROM obligations o JOIN documents d ON d.document_id = o.document_id"
    )
    return sum(binding_of(row, institution, audiences) is not None for row in rows)
