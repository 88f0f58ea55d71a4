"""Lines of a notice that carry an element of GB/T 9704 by their form alone."""

import re
from dataclasses import dataclass
from typing import Final

from hongtou.lexicon import document_types, organisation_suffixes
from hongtou.model import Span
from hongtou.notation.characters import HAN
from hongtou.notation.labels import read_label

_LINE: Final = re.compile(r"[^\n]+")
_MARK: Final = re.compile(rf"[{HAN}（） 　]{{0,80}}文件(?:[{HAN}（） 　]{{2,30}})?$")
_NUMBER: Final = re.compile(
    rf"（?(?P<code>[{HAN}（）() 　]{{1,60}})?〔(?P<year>\d{{4}})〕第?0*(?P<serial>\d{{1,5}})号?）?"
    r"(?P<rest>（[^\n]{2,120}）?|(?:[ 　]*签发人：[^\n]{2,40})"
    # more 签发人 of a joint paper beside the number (7.2.6)
    r"|[ 　][\u4e00-\u9fff]{2,4}(?:[ 　][\u4e00-\u9fff]{2,4}){0,2})?$"
)
_TEN = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DATE: Final = re.compile(rf"(?:\d{{4}}|[一二][〇○O0零一二三四五六七八九]{{3}})年{_TEN}月{_TEN}日")
_FIGURE_DATE: Final = re.compile(r"(?:19|20)\d{2}([./-])\d{1,2}\1\d{1,2}")
_PRINTING: Final = re.compile(
    rf"{_DATE.pattern}印发?(?:（?共印\d+份）?)?。?(?:（[^）]{{0,20}}）)?$"
)
_IMPRINT: Final = re.compile(
    r"(?:抄送|抄报|内部发送|内部抄送|分送|发送|主题词|(?:信息)?公开属性|信息公开选项|公开方式|联系人|联系电话"
    r"|打字|校对|印数|主送)(?:及电话)?[：:]|（?共印\d+份）?[。]?$"
)
_ATTACHMENT: Final = re.compile(
    r"附[件表录]?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})?(?:(?P<colon>[：:])|$)"
)
_URGENCY: Final = re.compile(r"(?:特急|加急|特提|平急)$")
_CLASSIFICATION: Final = re.compile(
    r"(?:绝密|机密|秘密)(?:[ ]?[★☆*][ ]?[\d一二三四五六七八九十长]{0,4}[年月期]?)?$"
)
_COPY_NUMBER: Final = re.compile(r"(?:№|No\.?)?[ ]?\d{6}$")
_SIGNATORY: Final = re.compile(r"签发人[：:]")
_STAMP: Final = re.compile(r"（(?:印章|公章|盖章|章|代章)）$")
_MAX_CODE: Final = 14  # the longest 机关代字 seen is 国家外汇管理局综合司's, with 9 characters
_STOP: Final = re.compile(r"[。；！？]")
_LEAD_IN: Final = re.compile(
    r"(?:如下|下列|以下|之一|办理|要求|规定|认为|明确|修改为|指出)[^，]{0,6}：$"
)


_RECIPIENT_ENDINGS: Final = (
    "机构", "企业", "单位", "部门", "政府", "省", "市", "区", "县", "兵团", "同志", "网点",
    "股室", "科室", "处室", "司局", "乡镇", "街道", "学校", "医院", "园区", "会员",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the clean text: ``span`` without the line break, and its characters."""

    span: Span
    text: str


def lines_of(text: str, span: Span) -> list[Line]:
    """The non-empty lines of ``text`` inside ``span``."""
    return [
        Line(Span(m.start(), m.end()), m[0]) for m in _LINE.finditer(text, span.start, span.end)
    ]


def is_mark(text: str) -> bool:
    """发文机关标志 (7.2.4): ``"中国人民银行太原中心支行文件"``, or 文件 beside joint names."""
    return _MARK.match(text) is not None


def is_number_line(text: str) -> bool:
    """A line that holds a 发文字号 and no more: ``"忻银发〔2021〕49号"``.

    Orders may name what they issue behind it: ``"…令〔2024〕第6号（…规定）"``.
    """
    match = _NUMBER.match(text)
    if match is None or (match["code"] is None and "第" not in text):
        return False
    code, rest = match["code"] or "", match["rest"]
    order = code.endswith(("令", "公告"))
    if "关于" in code or "的" in code or (len(code) > _MAX_CODE and not order):
        return False  # a title with its number in brackets, as web pages print it
    if code.count("（") != code.count("）"):
        return False  # the last line of such a title
    return rest is None or "签发人" in rest or rest[0] in " 　" or order


def is_date_line(text: str) -> bool:
    """A line that holds a calendar day and no more: ``"2021年5月28日"``, ``"2021.5.28"``."""
    bare = _STAMP.sub("", text).strip("。（） ")
    return _DATE.fullmatch(bare) is not None or _FIGURE_DATE.fullmatch(bare) is not None


def is_printing(text: str) -> bool:
    """印发日期 (7.4.3), with or without 印发机关 before it: ``"…办公室2021年5月25日印发"``."""
    return _PRINTING.search(text) is not None and _STOP.search(text[:-1]) is None


def is_imprint(text: str) -> bool:
    """A labelled line of the 版记 (7.4) or of the practice around it: ``"内部发送：行领导…"``."""
    return _IMPRINT.match(text) is not None


def is_organisation(text: str) -> bool:
    """A line that is one or more names of organisations: ``"江西省财政厅"``."""
    text = _STAMP.sub("", text)
    if not 2 < len(text) <= 60 or re.search(r"[，。；：、《》〔〕\d]", text) or "的" in text:
        return False
    return all(organisation_suffixes().ends_name(part) for part in text.split())


def attachment_label(text: str) -> tuple[str, bool] | None:
    """``("1", False)`` for ``"附件1"``, ``("", True)`` for ``"附件：…"``: number and colon."""
    match = _ATTACHMENT.match(text)
    return (match["number"] or "", match["colon"] is not None) if match else None


def is_urgency(text: str) -> bool:
    """紧急程度 (7.2.3): 特急, 加急; in telegrams 特提, 平急."""
    return _URGENCY.match(text) is not None


def is_classification(text: str) -> bool:
    """密级和保密期限 (7.2.2): 绝密, 机密, 秘密, ``"机密★1年"``."""
    return _CLASSIFICATION.match(text) is not None


def is_copy_number(text: str) -> bool:
    """份号 (7.2.1): six digits."""
    return _COPY_NUMBER.match(text) is not None


def is_signatory(text: str) -> bool:
    """签发人 (7.2.6), on a line of its own."""
    return _SIGNATORY.match(text) is not None


def is_title_end(text: str) -> bool:
    """Whether a title may end here: ``"…工作的通知"``, ``"…管理办法（试行）"``."""
    return document_types().ends_title(text) and _STOP.search(text) is None


def is_salutation(text: str) -> bool:
    """主送机关 (7.3.2): names of recipients up to a colon at the end of the line."""
    if not text.endswith("：") or _STOP.search(text.replace("；", "")) or read_label(text):
        return False
    if _LEAD_IN.search(text) or is_imprint(text) or text.startswith(("附", "现")):
        return False
    return _names_recipients(text[:-1])


def _names_recipients(text: str) -> bool:
    names = [name for name in re.split(r"[，、；]", text) if name]
    suffixes = organisation_suffixes()
    known = [
        name
        for name in names
        if name.startswith(("有关", "辖内", "全"))
        or "各" in name
        or suffixes.ends_name(re.sub(r"（[^（）]*）$", "", name))
        or name.endswith(_RECIPIENT_ENDINGS)
    ]
    return len(known) * 2 >= len(names) > 0
