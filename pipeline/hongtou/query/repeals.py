"""What held papers say about the end of other papers: 《A》同时废止, 《A》第三条废止 (a part).

The day of the end stands behind the paper (《A》自2022年1月1日起废止) or ahead of it
(自2022年1月1日起，《A》予以废止); where neither is said, it is the day of the paper that speaks.
"""

import re
import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from hongtou.notation.dates import find_dates

__all__ = [
    "AHEAD",
    "BEHIND",
    "HOLDS",
    "SPOKEN",
    "Repeal",
    "out_of_force",
    "prepare",
    "quoted",
    "read_repeal",
]

# 《A》第三条、第五条同时废止; 《A》中有关罚款的规定废止: the rest of A stays.
_PART: Final = re.compile(
    r"\s*(?:[（(][^（）()]{0,60}[）)]\s*)?的?"
    r"(?:中|里|第[一二三四五六七八九十百零〇\d]+[编章节条款项]|(?:有关|相关|关于|部分|附件|附表))"
)
_PART_OF_LIST: Final = re.compile(
    r"(?:有关|相关|部分)(?:规定|条款|内容)|第[一二三四五六七八九十百零〇\d]+[章节条款项]"
)
# 在签署过渡期结束后废止: nobody can tell the day.
_LATER: Final = re.compile(r"(?:结束|期满|届满|到期|完成)(?:之?日)?(?:后|起|时)[^，。；]{0,8}$")
_REPEAL: Final = re.compile("废止|停止(?:执行|施行|使用)|失效|代替|取代")
_NAMES: Final = re.compile(r"《[^《》]*》|[（(][^（）()]*[）)]")
_SENTENCE_END: Final = re.compile(r"[。；\n]")
_SHOWN: Final = 40  # characters behind a mention that are quoted whole
_REACH: Final = 240  # characters on each side in which its sentence says what becomes of it
# 自2009年1月1日起施行的《A》同时废止: the day on which A itself began.
_BEGAN: Final = re.compile(r"起[^，。；]{0,8}(?:施行|实施|执行|试行|实行|生效|适用|印发|发布)的")
_LIST_MARKS: Final = " \u3000，、和及与"  # between the words ahead and the papers of a list

# Words of other papers about a paper, its copies of the same number, and what it issues itself:
# 《关于印发〈A办法〉的通知》 repealed takes the A办法 along, a paper that was only forwarded stays.
# A paper does not repeal what stands in its own file, nor what is younger than itself.
_DAY_OF: Final = "coalesce({0}.document_date, {0}.print_date, {0}.effective_date)"
SPOKEN: Final = f"""
FROM citations c
JOIN documents o ON o.document_id = c.target_document_id
JOIN documents a ON a.document_id = o.document_id OR a.document_number = o.document_number
  OR (a.parent_id = o.document_id AND EXISTS (SELECT 1 FROM citations i WHERE
    i.document_id = o.document_id AND i.target_document_id = a.document_id
    AND i.relation = 'issues'))
JOIN documents r ON r.document_id = c.document_id
LEFT JOIN documents k ON k.document_id = r.parent_id
JOIN texts t ON t.file_sha256 = r.file_sha256
WHERE c.status IN ('resolved', 'ghost') AND r.file_sha256 IS NOT a.file_sha256
  AND coalesce({_DAY_OF.format("a")} < {_DAY_OF.format("r")}, 1)
"""
# The day from which a speaking paper holds; an enclosed one may have the day of its carrier.
HOLDS: Final = (
    "coalesce(r.effective_date, r.document_date, r.print_date, k.effective_date,"
    " k.document_date, k.print_date)"
)
BEHIND: Final = f"substr(t.clean, c.end + 1, {_REACH})"
AHEAD: Final = f"substr(t.clean, max(1, c.start - {_REACH - 1}), min(c.start, {_REACH}))"


@dataclass(frozen=True, slots=True)
class Repeal:
    """What a mention does to the paper that it names."""

    kind: Literal["whole", "part", "later"]  # later: on an event whose day nobody can tell
    day: str | None = None  # ISO, where the words name it: 自2025年1月1日起废止


def read_repeal(behind: str, ahead: str = "") -> Repeal:
    """Read the words around a mention: ``第三条同时废止`` repeals a part of it.

    Args:
        behind: The text behind the mention; what is beyond its sentence is not read.
        ahead: The text ahead of it, likewise: ``自2022年1月1日起，`` names the day.
    """
    sentence = _SENTENCE_END.split(behind, maxsplit=1)[0]
    if _PART.match(sentence):
        return Repeal("part")
    act = _REPEAL.search(sentence)
    said = _NAMES.sub("", sentence[: act.start()] if act else "")
    if _PART_OF_LIST.search(said):
        return Repeal("part")
    before = _NAMES.sub("", _SENTENCE_END.split(ahead)[-1])
    if _LATER.search(said) or _LATER.search(before.rstrip(_LIST_MARKS)):
        return Repeal("later")
    return Repeal("whole", _begins(said) or _begins(before))


def _begins(said: str) -> str | None:
    """The last day from which something holds: ``自2022年1月1日起`` -> ``2022-01-01``."""
    behind = ((said[span.end :], day) for span, day in find_dates(said))
    named = [day for rest, day in behind if rest.startswith("起") and not _BEGAN.match(rest)]
    return named[-1].isoformat() if named else None


def quoted(ahead: str, mention: str, behind: str) -> str:
    """The sentence around a mention, other papers of its list left out: 《甲》……同时废止."""
    before = re.split("(?<=[》）])、", _SENTENCE_END.split(ahead[-_SHOWN:])[-1])[-1]
    after = _SENTENCE_END.split(behind, maxsplit=1)[0]
    act = _REPEAL.search(after)
    if act is not None and act.end() > _SHOWN:
        return f"{before}{mention}……{after[max(0, act.start() - 2) : act.end()]}".strip()
    return f"{before}{mention}{after[:_SHOWN]}".strip()


def carrier_of(name: str) -> str:
    """SQL that joins as ``p`` the notice that issues the document ``name`` in its own file.

    What it only forwards (转发) has days of its own, known or not.
    """
    return (
        f"LEFT JOIN documents p ON p.document_id = {name}.parent_id AND EXISTS (SELECT 1"
        " FROM citations i WHERE i.document_id = p.document_id AND i.relation = 'issues'"
        f" AND i.target_document_id = {name}.document_id)"
    )


def prepare(connection: sqlite3.Connection) -> None:
    """Teach the connection ``repeal_day``, which the condition of ``out_of_force`` asks."""
    connection.create_function("repeal_day", 3, _repeal_day, deterministic=True)


def out_of_force(on: date) -> tuple[str, tuple[str, ...]]:
    """SQL and values that list the documents that are known not to be in force on a day.

    A paper of 2021 did not hold in 2012, whether or not it says since when it holds.
    """
    day = on.isoformat()
    sql = (
        "SELECT e.document_id FROM documents e"
        f" {carrier_of('e')}"
        " WHERE coalesce(e.effective_date, p.effective_date, e.document_date, e.print_date,"
        " p.document_date, p.print_date) > ?"
        " OR coalesce(e.expiry_date, p.expiry_date) < ?"
        f" UNION ALL SELECT a.document_id {SPOKEN}"
        f" AND c.relation = 'repeals' AND repeal_day({BEHIND}, {AHEAD}, {HOLDS}) <= ?"
    )
    return sql, (day, day, day)


def _repeal_day(behind: str | None, ahead: str | None, holds: str | None) -> str | None:
    """From when the whole paper is repealed; ``""`` where no day is known, NULL where it is not."""
    repeal = read_repeal(behind or "", ahead or "")
    return (repeal.day or holds or "") if repeal.kind == "whole" else None
