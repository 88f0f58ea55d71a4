"""Markings of classified papers in all spellings, and words that are none."""

import pytest

from hongtou.notation.markings import find_marking

BODY = "某局文件\n某发〔2021〕1号\n关于做好工作的通知\n各单位：\n一、加强管理。"


@pytest.mark.parametrize(
    "marking",
    [
        "机密★1年", "秘密", "绝密", "机 密", "机　密　★　长期", "秘密★一年",
        "机密★1年 某发〔2021〕1号", "特急  机密★长期", "机密★一年 特急", "No.000123 机密★20年",
        "000012 秘密", "机密▲3年", "機密★長期", "祕密", "【机密】", "（秘密）", "密级：机密",
        "密级:秘密★1年", "机密\n★\n长期", "**机密★1年**", "# 秘密", "机密级",
    ],
)  # fmt: skip
def test_marked(marking: str) -> None:
    assert find_marking(f"{marking}\n{BODY}") is not None
    carrier = "某县文件\n某县发〔2021〕9号\n关于转发的通知\n各单位：\n" + "现转发，请执行。\n" * 20
    assert find_marking(f"{carrier}附件\n{marking}\n{BODY}") is not None


def test_marked_in_the_title() -> None:
    assert find_marking("关于做好某项工作的通知（机密）\n各单位：\n一、加强管理。") is not None


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "关于保护商业秘密的通知\n各单位：\n一、不得泄露国家秘密、商业秘密。",
        "各单位：\n涉及国家秘密的，标注“机密★10年”，由保密部门管理，不得公开。",
        "国家秘密的密级分为绝密、机密、秘密三级。",
        "关于做好工作的通知\n密级：无\n各单位：",
        "一、保守秘密\n各单位要加强保密管理。",
        "",
    ],
)
def test_not_marked(text: str) -> None:
    assert find_marking(text) is None
