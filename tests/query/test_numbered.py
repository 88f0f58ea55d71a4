"""A document number in any spelling finds the paper itself, then the articles that cite it."""

import pytest

from hongtou import KnowledgeBase
from hongtou.query.documents import number_in

SPELLINGS = [
    "信银发〔2021〕2号", "信银发[2021]2号", "信银发(2021)2号", "信银发（2021）第02号",
    "信银发【2021】2", "信银发 2021 2号", "信银发2021年2号", "信银发 2021年 第2号",
    "信银发\uff3b\uff12\uff10\uff12\uff11\uff3d\uff12号", "根据信银发﹝2021﹞2号",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_the_paper_itself(kb: KnowledgeBase, spelling: str) -> None:
    first, *_ = kb.search(spelling)
    assert (first.kind, first.document.number) == ("title", "信银发〔2021〕2号")
    assert kb.search(spelling) == kb.search(SPELLINGS[0])


@pytest.mark.parametrize("spelling", SPELLINGS[:-1])
def test_it_can_be_shown_under_every_spelling(kb: KnowledgeBase, spelling: str) -> None:
    assert kb.resolve(spelling).number == "信银发〔2021〕2号"


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("银发[2021]63号 再贷款", "银发〔2021〕63号", "再贷款"),
        ("再贷款 银发 2021 63号 贴息", "银发〔2021〕63号", "再贷款 贴息"),
        ("人民银行令[2003]第5号", "人民银行令〔2003〕第5号", ""),
        (
            "《关于做好展期工作的通知》（银发〔2021〕63号）",
            "银发〔2021〕63号",
            "关于做好展期工作的通知",
        ),
        # look-alikes: years and counts that are no number of a paper
        ("展期 2021 50户", None, None),
        ("2021年12月", None, None),
        ("小微企业（2021）10户", None, None),
        ("展期 63号", None, None),
        ("", None, None),
    ],
)
def test_number_in(text: str, number: str | None, rest: str | None) -> None:
    found = number_in(text)
    assert (found[0].normal if found else None) == number
    assert (found[1] if found else None) == rest


def test_words_beside_it_narrow_what_it_says(kb: KnowledgeBase) -> None:
    found = [(hit.kind, hit.path) for hit in kb.search("信银发[2021]2号 贴息")]
    assert found == [("title", ""), ("article", "二")]


def test_filters_narrow_what_it_says(kb: KnowledgeBase) -> None:
    found = [hit.quote for hit in kb.search("信银发 2021 2号", force="must_not")]
    assert found == ["单户贷款不得超过10万元"]
    assert kb.search("信银发 2021 2号", year=2003) == ()


def test_who_is_only_cited_is_found_with_who_cites_it(kb: KnowledgeBase) -> None:
    (ghost,) = kb.search("赣银监发(2016)5号")
    assert ghost.document.role == "ghost"
    # The paper that nobody knows is looked for as words.
    assert kb.search("赣银监发(2016)6号") == ()
