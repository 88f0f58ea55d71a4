"""Which papers ask for different numbers on the same thing (对比): same, tighter, looser."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

from hongtou.notation.document_numbers import number_key, read_document_number
from hongtou.query.bounds import bounds_of, is_ban, within
from hongtou.query.filters import fold
from hongtou.query.measures import LONGEST, THIS, Likeness, Limit, likeness, limit_of, same_bearer
from hongtou.query.results import Amount, DocumentRef, Duty

__all__ = ["Comparison", "Verdict", "compare_duties"]

Verdict = Literal["same", "tighter", "looser", "different", "apart"]

# Kernels that may be alike share a run of this many characters.
RUN: Final = 3
# So many runs for each character of both kernels: of limits that share half of their characters
# in blocks of two or more, most share twice as many.
RUNS: Final = 0.1
# A run that stands in more limits is a phrase of the trade, and pairs by other runs as well.
COMMON: Final = 200

# Limits on one thing share this much of their characters. Others are shown, not compared, where
# they share as much, or so many characters beside the number.
ALIKE: Final = 0.5
BESIDE: Final = 2

# Characters that limits share word for word, so that only the name of the bearer has changed:
# 同业拆借中心 and 交易平台 report the same each quarter.
WORD_FOR_WORD: Final = 8

# Matter that two limits must share, in characters without generic words (受理, 申请, 决定).
SHARED: Final = 4

# SQLite takes 32,766 values in one statement since 3.32; a third of it leaves room.
BATCH: Final = 10_000


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two limits on one measure in two papers: how the newer one stands to the older one.

    ``verdict`` is ``same``, ``tighter``, ``looser``, ``different`` (neither is inside the other)
    or ``apart``: alike in words, but with other conditions or another scope.
    """

    verdict: Verdict
    measure: str  # the words that both share
    newer: Duty
    newer_amount: Amount
    older: Duty
    older_amount: Amount
    reason: str  # in Chinese, what the verdict rests on
    dated: bool  # whether it is known which paper is newer


def compare_duties(
    connection: sqlite3.Connection, duties: Sequence[Duty], *, every: bool = False
) -> tuple[Comparison, ...]:
    """All pairs of limits on one measure in different papers, the newest first.

    Copies of one paper are not compared with each other. ``every`` adds what is ``apart``.
    """
    limits = _limits(connection, duties)
    copies = _copy_groups(limits)
    found: dict[tuple[object, ...], Comparison] = {}
    for one, other in _candidates(limits, every):
        first, second = (copies[limit.duty.document.document_id] for limit in (one, other))
        if first == second:
            continue
        if (pair := _compare(*_newer_first(one, other))) is None:
            continue
        if pair.verdict == "apart" and not every:
            continue
        # What copies of a paper say once more is no further pair.
        said = (first, second, pair.newer.quote, pair.newer_amount.text, pair.older.quote,
                pair.older_amount.text)  # fmt: skip
        found.setdefault(said, pair)
    return tuple(sorted(found.values(), key=_order))


def _order(pair: Comparison) -> tuple[object, ...]:
    """Newest papers first; inside a paper as printed."""
    newer, older = pair.newer, pair.older
    return (_backwards(_age(newer.document)), newer.document.document_id, newer.start,
            pair.newer_amount.quantity_id, _backwards(_age(older.document)),
            older.document.document_id, older.start, pair.older_amount.quantity_id)  # fmt: skip


def _backwards(day: str | None) -> tuple[int, ...]:
    """A key that sorts later days first, and papers without a day last."""
    return tuple(-ord(character) for character in day) if day else (0,)


def _age(document: DocumentRef) -> str | None:
    """The day of the paper, else the year of its number."""
    number = read_document_number(document.number) if document.number else None
    return document.date or (str(number.year) if number and number.year else None)


def _newer_first(one: Limit, other: Limit) -> tuple[Limit, Limit]:
    def age(limit: Limit) -> tuple[str, str]:
        return _age(limit.duty.document) or "", limit.duty.document.document_id

    return (one, other) if age(one) >= age(other) else (other, one)


def _compare(newer: Limit, older: Limit) -> Comparison | None:
    if newer.key != older.key:
        return None
    alike = likeness(newer, older)
    verdict, reason = _apart(newer, older, alike) or _verdict(newer, older)
    if verdict == "apart" and alike.share < ALIKE and len(alike.beside) < BESIDE:
        return None
    days = [_age(limit.duty.document) for limit in (newer, older)]
    dated = None not in days and days[0] != days[1]
    return Comparison(
        verdict, alike.shared, newer.duty, newer.amount, older.duty, older.amount, reason, dated
    )


def _apart(newer: Limit, older: Limit, alike: Likeness) -> tuple[Verdict, str] | None:
    """Why the two may not be compared, ``None`` if they may.

    What only one side says must be known to the other: Ⅲ类户账户余额 and 账户余额 are one thing
    where the second stands in an article about Ⅲ类户. Where both sides say something of their
    own, 甲类成员 and 乙类成员, they speak of two things.
    """
    word_for_word = not alike.ours and not alike.theirs and alike.matter >= WORD_FOR_WORD
    if not word_for_word and not same_bearer(newer, older):
        return "apart", f"责任主体不同：{_bearer(newer)}／{_bearer(older)}"
    if newer.scope != older.scope:
        return "apart", "适用的数量范围不同"
    if alike.ours and alike.theirs:
        return "apart", f"条件不同：{'、'.join(alike.ours)}／{'、'.join(alike.theirs)}"
    rest, silent = (alike.ours, older) if alike.ours else (alike.theirs, newer)
    if unknown := [part for part in rest if part not in silent.around]:
        return "apart", f"条件不同：一方另有“{'、'.join(unknown)}”"
    if alike.matter < SHARED or alike.share < ALIKE:
        return "apart", "共同的字词太少，看不出是否同一事项"
    return None


def _bearer(limit: Limit) -> str:
    return limit.duty.bearer or "未写明"


def _verdict(newer: Limit, older: Limit) -> tuple[Verdict, str]:
    """How the number of the newer paper stands to that of the older one."""
    new, old = bounds_of(newer.amount), bounds_of(older.amount)
    if new == old:
        return "same", "数值相同"
    if new is None or old is None or newer.sense != older.sense or newer.sense == "exact":
        return "different", "要求的方式不同"
    inside = within(new, old), within(old, new)
    if inside == (True, False):
        verdict: Verdict = "tighter"
    elif inside == (False, True):
        verdict = "looser"
    else:
        return "different", "互不包含"
    if all(is_ban(limit.duty.force, limit.amount) for limit in (newer, older)):
        # 2年内不得申请: the longer the ban, the tighter.
        verdict = "looser" if verdict == "tighter" else "tighter"
    return verdict, {"tighter": "前者更严", "looser": "前者更宽"}[verdict]


def _candidates(limits: Sequence[Limit], every: bool) -> Iterator[tuple[Limit, Limit]]:
    """Pairs of different papers whose kernels have enough in common, each once, in order.

    Runs of three characters are counted, which is a hundred times as fast as a comparison; with
    ``every`` one run at the number itself is enough.
    """
    runs: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, limit in enumerate(limits):
        for at in {limit.kernel[i : i + RUN] for i in range(len(limit.kernel) - RUN + 1)}:
            runs[limit.key, at].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for (_, run), members in runs.items():
        if 1 < len(members) <= COMMON:
            weight = LONGEST if every and THIS in str(run) else 1
            for pair in combinations(members, 2):
                shared[pair] += weight
    for (first, second), count in sorted(shared.items()):
        one, other = limits[first], limits[second]
        enough = count >= RUNS * (len(one.kernel) + len(other.kernel))
        if enough and one.duty.document.document_id != other.duty.document.document_id:
            yield one, other


def _limits(connection: sqlite3.Connection, duties: Iterable[Duty]) -> list[Limit]:
    wanted = [duty for duty in duties if duty.segment_id and _limits_of(duty)]
    articles = _articles(connection, list(dict.fromkeys(duty.segment_id for duty in wanted
                                                        if duty.segment_id)))  # fmt: skip
    return [
        limit_of(duty, amount, *articles[duty.segment_id or ""])
        for duty in wanted
        for amount in _limits_of(duty)
    ]


def _limits_of(duty: Duty) -> list[Amount]:
    return [amount for amount in duty.quantities if amount.role == "limit"]


def _articles(connection: sqlite3.Connection, ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """Text of each article with its parent's own words, and the headings over it."""
    found: dict[str, tuple[str, str]] = {}
    for at in range(0, len(ids), BATCH):
        batch = ids[at : at + BATCH]
        rows = connection.execute(
            "WITH RECURSIVE over(segment_id, parent_id, heading, own, depth) AS ("
            " SELECT segment_id, parent_id, heading, text, 0 FROM segments WHERE segment_id IN"
            f" ({','.join('?' * len(batch))})"
            ") SELECT o.segment_id, o.own, p.heading AS above, substr(p.text, 1, p.own_end -"
            " p.start) AS said, g.heading AS top, o.heading FROM over o"
            " LEFT JOIN segments p ON p.segment_id = o.parent_id"
            " LEFT JOIN segments g ON g.segment_id = p.parent_id",
            batch,
        )
        for row in rows:
            headings = " ".join(filter(None, (row["top"], row["above"], row["said"],
                                              row["heading"])))  # fmt: skip
            found[row["segment_id"]] = row["own"], headings
    return found


def _copy_groups(limits: Sequence[Limit]) -> dict[str, object]:
    """What stands for the paper of each document: equal for its copies.

    Copies have one number, or one title and no different numbers or dates; a regulation that was
    issued anew has one title and two dates.
    """
    groups: dict[str, object] = {}
    titled: dict[str, list[DocumentRef]] = defaultdict(list)
    documents = {limit.duty.document.document_id: limit.duty.document for limit in limits}
    for document in documents.values():
        key: object = number_key(document.number) if document.number else document.document_id
        title = "".join(fold(document.title or "").split())
        for other in titled[title] if title else ():
            if not _differ(document.number, other.number) and not _differ(
                document.date, other.date
            ):
                key = groups[other.document_id]
                break
        groups[document.document_id] = key
        titled[title].append(document)
    return groups


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and one != other)
