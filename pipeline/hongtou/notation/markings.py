"""密级 (GB/T 9704—2012, 7.2.2; 《国家秘密定密管理规定》): whether a paper is marked as classified.

Read from the raw text, before any other room, and generously: a paper quarantined for nothing can
be released, one stored by mistake cannot be called back.
"""

import re
import unicodedata
from typing import Final

# Traditional and variant forms of the three words.
_FORMS: Final = str.maketrans("機絕祕宻", "机绝秘密")
_RESIDUE: Final = re.compile(r"[\s#*_`>|]+")
_WORD: Final = "(?:绝密|机密|秘密)"
_STAR: Final = "[★☆▲△●○◆✩✭⋆*]"
_PERIOD: Final = r"(?:[\d一二三四五六七八九十]{1,3}(?:年|个月)|长期|启封前)"
_MARKING: Final = re.compile(rf"{_WORD}级?{_STAR}?{_PERIOD}?")
# 机密★1年 in a header line, wherever it stands in the line.
_STARRED: Final = re.compile(rf"{_WORD}级?{_STAR}")
_ALONE: Final = re.compile(rf"[【\[(（「〔]?{_WORD}级?[】\])）」〕]?(?:{_STAR}|{_PERIOD})*$")
_LABELLED: Final = re.compile(rf"密级(?:和保密期限)?[:：]{_WORD}")
_IN_TITLE: Final = re.compile(rf"[【\[(（〔]{_WORD}(?:{_STAR}?{_PERIOD})?[】\])）〕]$")
# What may stand beside the marking in one line of a header.
_BESIDE: Final = re.compile(
    rf"{_STAR}|{_PERIOD}|特急|加急|特提|平急|No\.?\d+|№\d+|\d{{6}}|份号[:：]?\d*|签发人[:：]\S{{2,4}}"
    r"|[\u4e00-\u9fff]{2,12}[〔\[(（【]\d{4}[〕\])）】]第?\d+号?"
)
_HEADS: Final = re.compile(r"文件$|[〔\[(（【]\d{4}[〕\])）】]第?\d+号?$|^附件|令$|公告$")
_HEADER_LINES: Final = 15  # header and title of a joint notice, blank lines left out
_BEFORE_HEAD: Final = 8


def find_marking(text: str) -> str | None:
    """The words that mark the paper as classified, without spaces: ``"机密★1年"``.

    Looks at the head of the text and at the heads of papers bound in with it. 商业秘密 and
    sentences about 国家秘密 are no markings.
    """
    lines = [line for line in map(_bare, text.splitlines()) if line]
    for index, line in enumerate(lines):
        marking = _MARKING.search(line)
        if marking is None:
            continue
        following = lines[index + 1 : index + 1 + _BEFORE_HEAD]
        head = index < _HEADER_LINES or any(_HEADS.search(after) for after in following)
        if _marks(line, head=head):
            return marking[0]  # no more of the line: it may be a title
    return None


def _bare(line: str) -> str:
    starless = unicodedata.normalize("NFKC", line).translate(_FORMS)
    return _RESIDUE.sub("", starless)


def _marks(line: str, *, head: bool) -> bool:
    if re.match(rf"(?:{_BESIDE.pattern})*{_WORD}级?{_STAR}", line):
        return True
    if not head or len(line) > 120:
        return False
    if _ALONE.match(line) or _LABELLED.search(line) or _IN_TITLE.search(line):
        return True
    if len(line) <= 60 and _STARRED.search(line) and "," not in line:
        return True
    rest = _BESIDE.sub("", re.sub(f"{_WORD}级?", "", line))
    return not rest
