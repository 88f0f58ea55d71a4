"""Contact data of a file, and texts without it: 联系人：张三　电话：010-66190000.

Names and numbers are replaced by as many ＊, so that every offset stays what it is. Papers in one
file share their contacts: 张三 of the notice is nobody else in the regulation that it carries.
"""

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table

__all__ = ["ContactMask", "FileMasks", "contact_mask"]

MASK: Final = "＊"

# What may follow a name: 张三、李四　联系电话, 王五66190000, 赵六中国人民银行 (a lost line end).
_BEHIND_NAME: Final = (
    r"(?=[ \u3000]*(?:$|[^\u4e00-\u9fff]|联系|电话|传真|手机|邮箱|电子|附件|地址|打字|校对|中国))"
)
# 联系人及联系方式：某司：张三; 经办人（签字）：.
_LABEL: Final = (
    r"(?:联系人|经办人|打字|校对)[^\n，。；：:|]{0,8}[：:][ \u3000]*"
    r"(?:(?:(?!打字|校对|联系|电话)[^\n，。；：:|]){2,20}[：:][ \u3000]*)?"
)
_SPOKEN: Final = re.compile(r"(?:电\s*话|传\s*真|手\s*机|联系方式|联系人|热线|邮箱)[^。\n]{0,60}")
_NUMBER: Final = re.compile(
    r"(?<![\d.])(?:0\d{2,3}[-—–－― ]{0,3})?[1-9]\d{6,7}(?![\d.万亿元户人%])"
)
# Anywhere: mobile numbers, numbers with an area code, addresses.
_ANYWHERE: Final = re.compile(
    r"(?<![\d.])1[3-9]\d{9}(?![\d.])|(?<![\d.])0\d{2,3}[-—–－―]{1,2}[1-9]\d{6,7}(?![\d.])"
)
_NUMBERED: Final = re.compile(r"电话|手机|\d{7}|0\d{2,3}[-—–－―]")
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}")
# 0990-6123457 is 6123457 to those who sit in the same town.
_LOCAL: Final = re.compile(r"0\d{2,3}[-—–－― ]{0,3}([1-9]\d{6,7})")
# 由支付司（电话：…）解释: offices begin like names, 支 and 付 are surnames.
_OFFICE_ENDS: Final = "司局处科部室行院所办会社队组股站厅委校店心"
# What a file tells as contact data, whichever of its papers it is in.
_KNOWN: Final = """
SELECT contact AS value FROM documents WHERE file_sha256 = ?1
UNION SELECT contact_phone FROM documents WHERE file_sha256 = ?1
UNION SELECT m.value FROM metadata m JOIN documents d USING (document_id)
  WHERE d.file_sha256 = ?1 AND m.field LIKE 'contact%'
UNION SELECT m.text FROM metadata m JOIN documents d USING (document_id)
  WHERE d.file_sha256 = ?1 AND m.field LIKE 'contact%'
"""
# A shorter string would blot out half the paper.
_SHORTEST: Final = 2


class ContactMask:
    """The contact data of one file, as strings that are blotted out wherever they stand."""

    def __init__(self, secrets: Iterable[str]) -> None:
        ordered = sorted({s for s in secrets if len(s) >= _SHORTEST}, key=lambda s: (-len(s), s))
        # 2215 as an extension must not blot out 12215万元.
        pieces = (rf"(?<!\d){re.escape(s)}(?!\d)" if s.isdigit() else re.escape(s) for s in ordered)
        self._pattern = re.compile("|".join(pieces)) if ordered else None

    def __bool__(self) -> bool:
        """Whether there is anything to blot out."""
        return self._pattern is not None

    def of(self, text: str) -> str:
        """``text`` of the same length without contact data."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda match: MASK * (match.end() - match.start()), text)


@dataclass(frozen=True)
class _Names:
    """How names of persons are printed, by the surnames that there are."""

    labelled: re.Pattern[str]  # 联系人：张三、李四
    one: re.Pattern[str]
    between: re.Pattern[str]  # 66190001何正66190002
    ahead: re.Pattern[str]  # 某司：李大明电话：
    bracketed: re.Pattern[str]  # 由李大明（电话：


@lru_cache
def _names() -> _Names:
    surnames = sorted((row["surname"] for row in read_table("surnames")), key=len, reverse=True)
    # 人民银行 is no name: 人 is no surname. Two characters stand apart in print: 杨　青.
    name = (
        rf"(?:{'|'.join(surnames)})(?:[ \u3000]{{0,4}}"
        rf"(?!联系|电话|传真|手机|邮箱|电子|附件|地址|打字|校对)[\u4e00-\u9fff]){{1,2}}{_BEHIND_NAME}"
    )
    return _Names(
        re.compile(rf"{_LABEL}({name}(?:[、，][ \u3000]*{name})*)", re.M),
        re.compile(name, re.M),
        re.compile(rf"(?<=\d)[ \u3000]*({name})(?=[ \u3000]*\d{{7}})"),
        re.compile(
            rf"[：:、，；][ \u3000]*({name})(?=[ \u3000]*(?:(?:联系)?电话[：:]|\d{{7}}))", re.M
        ),
        re.compile(
            rf"[由向与和请找][ \u3000]*({name})(?<![{_OFFICE_ENDS}])[ \u3000]*[（(]"
            r"(?=[ \u3000]*(?:(?:联系)?(?:电话|手机)|0\d{2,3}[-—–－―]|1[3-9]\d{9}|[1-9]\d{6,7}))",
            re.M,
        ),
    )


def contact_mask(texts: Iterable[str], values: Iterable[str]) -> ContactMask:
    """The mask of a file.

    Args:
        texts: What its papers say; names and numbers are looked for in it.
        values: What is known as contact data already: columns contact and contact_phone.
    """
    names = _names()
    secrets: set[str] = set()
    for value in values:
        secrets |= {value, *re.split(r"[、，,；;/\s]+", value)}
    for text in texts:
        for match in names.labelled.finditer(text):
            secrets.update(names.one.findall(match[1]))
        for match in _SPOKEN.finditer(text):
            secrets.update(_NUMBER.findall(match[0]))
            secrets.update(names.between.findall(match[0]))
        secrets.update(_ANYWHERE.findall(text))
        if _NUMBERED.search(text):  # most papers have no number, and names are slow to look for
            secrets.update(names.ahead.findall(text))
            secrets.update(names.bracketed.findall(text))
        if "@" in text:  # each word would be tried as the beginning of an address
            secrets.update(_ADDRESS.findall(text))
    secrets |= {local[1] for local in map(_LOCAL.fullmatch, secrets) if local}
    return ContactMask(secrets)


class FileMasks:
    """The masks of the files of a knowledge base; the last is kept, as papers come by file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._last: tuple[str | None, ContactMask] = (None, ContactMask(()))

    def of(self, file_sha256: str | None) -> ContactMask:
        """The mask for all papers of a file; a paper that is only cited (None) has none."""
        if file_sha256 is None:
            return ContactMask(())
        if self._last[0] != file_sha256:
            known = self._connection.execute(_KNOWN, (file_sha256,)).fetchall()
            texts = self._connection.execute(
                "SELECT clean FROM texts WHERE file_sha256 = ?", (file_sha256,)
            ).fetchall()
            mask = contact_mask((row[0] for row in texts), (row[0] for row in known if row[0]))
            self._last = file_sha256, mask
        return self._last[1]
