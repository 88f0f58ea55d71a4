"""Contact data of a document, and texts without it: 联系人：张三　电话：010-66190000.

Names and numbers are replaced by as many ＊, so that every offset stays what it is.
"""

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["ContactMask", "contact_mask"]

MASK: Final = "＊"

# 联系人及联系方式：张三、李四; names of two characters are printed with a wide space: 杨　青.
_NAME: Final = (
    r"(?!联系|电话|传真|手机|邮箱|电子|附件|地址|单位|部门|姓名|职务|信息)[\u4e00-\u9fff]"
    r"(?:[ \u3000]{0,4}(?!联系|电话|传真|手机|邮箱|电子|附件|打字|校对|共印)[\u4e00-\u9fff]){1,3}"
)
_NAMED: Final = re.compile(
    r"(?:联系人|经办人|打字|校对)[^\n，。；：:|]{0,8}[：:][ \u3000]*"
    r"(?:(?:(?!打字|校对|联系|电话)[^\n，。；：:|]){2,20}[：:][ \u3000]*)?"  # 某司：
    rf"({_NAME}(?:[、，][ \u3000]*{_NAME})*)"
)
_ONE_NAME: Final = re.compile(_NAME)
_BEHIND_NUMBER: Final = re.compile(rf"(?<=\d)[ \u3000]*({_NAME})(?=[ \u3000]*\d{{7}})")
_SPOKEN: Final = re.compile(r"(?:电\s*话|传\s*真|手\s*机|联系方式|联系人|热线|邮箱)[^。\n]{0,60}")
_NUMBER: Final = re.compile(
    r"(?<![\d.])(?:0\d{2,3}[-—–－― ]{0,3})?[1-9]\d{6,7}(?![\d.万亿元户人%])"
)
# Anywhere: mobile numbers, numbers with an area code, addresses.
_ANYWHERE: Final = re.compile(
    r"(?<![\d.])1[3-9]\d{9}(?![\d.])|(?<![\d.])0\d{2,3}[-—–－―]{1,2}[1-9]\d{6,7}(?![\d.])"
    r"|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}"
)
# A shorter string would blot out half the paper.
_SHORTEST: Final = 2


class ContactMask:
    """The contact data of one document, as strings that are blotted out wherever they stand."""

    def __init__(self, secrets: Iterable[str]) -> None:
        ordered = sorted({s for s in secrets if len(s) >= _SHORTEST}, key=lambda s: (-len(s), s))
        # 2215 as an extension must not blot out 12215万元.
        pieces = (rf"(?<!\d){re.escape(s)}(?!\d)" if s.isdigit() else re.escape(s) for s in ordered)
        self._pattern = re.compile("|".join(pieces)) if ordered else None

    def of(self, text: str) -> str:
        """``text`` of the same length without contact data."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda match: MASK * (match.end() - match.start()), text)


def contact_mask(texts: Iterable[str], values: Iterable[str]) -> ContactMask:
    """The mask for a document.

    Args:
        texts: What the paper says, imprint included; names and numbers are looked for in it.
        values: What is known as contact data already: columns contact and contact_phone.
    """
    secrets: set[str] = set()
    for value in values:
        secrets |= {value, *re.split(r"[、，,；;/\s]+", value)}
    for text in texts:
        for match in _NAMED.finditer(text):
            secrets.update(_ONE_NAME.findall(match[1]))
        for match in _SPOKEN.finditer(text):
            secrets.update(_NUMBER.findall(match[0]))
            secrets.update(_BEHIND_NUMBER.findall(match[0]))
        secrets.update(_ANYWHERE.findall(text))
    return ContactMask(secrets)
