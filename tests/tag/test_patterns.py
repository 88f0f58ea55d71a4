"""The user's own patterns: expressions with named groups, token patterns of spaCy, false finds."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hongtou.clean import clean
from hongtou.errors import LexiconError
from hongtou.lexicon import ENVIRONMENT, read_patterns
from hongtou.model import Obligation
from hongtou.segment import segment
from hongtou.split import split
from hongtou.tag import check_own_patterns, tag
from hongtou.tag.patterns import _LONGEST
from tests.support import outline_of, transcript_of

HEAD = "name,kind,force,regex,source\n"
CEILING = (
    '限额,obligation,must,"(?P<bearer>各支行)对(?P<object>[^，。]{2,20}?)实行(?P<action>限额管理)'
    '(?:，(?P<condition>[^，。]{2,20}的情形)除外)?",内控手册\n'
)


def token_pattern(**said: Any) -> str:
    return json.dumps({"source": "内控手册", **said}, ensure_ascii=False) + "\n"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))

    def write(expressions: str = "", tokens: str = "") -> None:
        if expressions:
            (tmp_path / "patterns.csv").write_text(HEAD + expressions, "utf-8")
        if tokens:
            (tmp_path / "patterns.jsonl").write_text(tokens, "utf-8")

    return write


def found(text: str) -> list[Obligation]:
    return list(tag(outline_of(text)).obligations)


def test_named_groups_say_the_parts(own: Callable[..., None]) -> None:
    own(CEILING)
    (duty,) = found("各支行对单户贷款实行限额管理。")
    assert duty.found_by == "pattern:限额" and duty.force == "must"
    assert (duty.bearer, duty.bearer_source) == ("各支行", "explicit")
    assert (duty.object, duty.action) == ("单户贷款", "限额管理")
    assert duty.bearer_span is not None and duty.bearer_span.length == 3


def test_an_article_that_is_all_heading_is_looked_at(own: Callable[..., None]) -> None:
    own(CEILING, token_pattern(
        id="在岗", label="obligation", force="must",
        pattern=[{"LIKE_NUM": True}, {"TEXT": "人在岗"}],
    ))  # fmt: skip
    paper = (
        "某局关于柜面的通知\n各支行：\n一、各支行对单户贷款实行限额管理。余额上旬核对。\n"
        "二、营业期间，柜面二人在岗。\n"
    )
    bundle = split(clean(transcript_of(paper)))
    tagged = tag(segment(bundle, bundle.documents[0]))
    assert tagged.outline.segments[0].heading is not None
    assert [(o.found_by, o.bearer_source, o.span.of(tagged.outline.text))
            for o in tagged.obligations] == [
        ("pattern:限额", "explicit", "各支行对单户贷款实行限额管理"),
        ("pattern:在岗", "recipients", "柜面二人在岗"),
    ]  # fmt: skip
    assert [tagged.outline.segments[o.segment].path for o in tagged.obligations] == ["一", "二"]


def test_what_groups_do_not_say_is_read_as_in_any_duty(own: Callable[..., None]) -> None:
    own("封存,obligation,must,原件封存,甲\n")
    duties = found("各支行应当留存凭证。客户销户时，原件封存满两年。")
    duty = next(o for o in duties if o.found_by == "pattern:封存")
    assert (duty.bearer, duty.bearer_source) == ("各支行", "inherited")
    assert duty.action == "原件封存满两年"


def test_a_quantity_finds_the_obligation_of_a_pattern(own: Callable[..., None]) -> None:
    own('封顶,obligation,must_not,"以\\d+万元为顶",甲\n')
    tagged = tag(outline_of("单户贷款以30万元为顶。"))
    assert [o.found_by for o in tagged.obligations] == ["pattern:封顶"]
    assert [q.obligation for q in tagged.quantities] == [0]


def test_what_is_found_already_is_not_found_twice(own: Callable[..., None]) -> None:
    own("报送,obligation,must,按月报送,甲\n禁止,obligation,must_not,按月报送,甲\n")
    duties = found("各支行应当按月报送台账。")
    assert sorted((o.force, o.found_by.partition(":")[0]) for o in duties) == [
        ("must", "force-word"), ("must_not", "pattern"),
    ]  # fmt: skip


def test_kind_none_takes_a_false_obligation_away(own: Callable[..., None]) -> None:
    text = "各支行应当按月报送台账。各支行应当留存凭证。"
    own("口号,none,,报送台账,甲\n")
    assert ["凭证" in o.span.of(text) for o in found(text)] == [True]


def test_token_patterns_of_spacy(own: Callable[..., None]) -> None:
    own(tokens=token_pattern(
        id="几人", label="obligation", force="must",
        pattern=[{"IS_DIGIT": True, "OP": "+"}, {"TEXT": "人"}, {"TEXT": "在岗"}],
    ))  # fmt: skip
    text = "营业期间，柜面2人在岗。营业期间，柜面有人在岗。"
    (duty,) = found(text)
    assert duty.span.of(text) == "柜面2人在岗"
    assert duty.action == "2人在岗" and duty.found_by == "pattern:几人"


def test_a_token_pattern_may_be_a_phrase_and_may_take_away(own: Callable[..., None]) -> None:
    own(tokens=token_pattern(id="口号", label="none", pattern="报送台账"))
    assert not found("各支行应当按月报送台账。")


def test_token_patterns_run_only_where_their_anchor_stands(
    own: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    own(tokens=token_pattern(id="在岗", label="none", pattern=[{"TEXT": "在岗"}, {"OP": "?"}]))
    assert read_patterns()[0].anchor == "在岗"
    import spacy.tokens

    made: list[int] = []
    real = spacy.tokens.Doc

    def counted(*arguments: Any, **named: Any) -> Any:
        made.append(1)
        return real(*arguments, **named)

    outline = outline_of("各支行应当留存凭证。\n" * 50)
    tag(outline)
    monkeypatch.setattr(spacy.tokens, "Doc", counted)
    tag(outline)
    assert not made
    tag(outline_of("各支行应当双人在岗。"))
    assert made == [1]


@pytest.mark.parametrize(("expressions", "tokens", "said"), [
    ("甲,none,,(甲,乙\n", "", "正则表达式有误"),
    ("甲,none,,甲*,乙\n", "", "空白"),
    ("甲,none,,(?P<who>甲),乙\n", "", "who"),
    ("甲,none,,甲,乙\n甲,none,,乙,乙\n", "", "第 3 行"),
    ("", "{坏\n", "不是 JSON"),
    ("", "[]\n", "每行须是"),
    ("", token_pattern(id="甲", label="none", pattern=[{"IS_DIGIT": True}]), "写明的字"),
    ("", token_pattern(id="甲", label="none", pattern=[{"TEXT": "限额", "OP": "?"}]), "逐字"),
    ("", token_pattern(id="甲", label="none", pattern=[{"TEXT": "限"}, {"XX": 1}]), "spaCy"),
    ("", token_pattern(id="甲", label="none", pattern=[{"TEXT": "限"}, {"TEXT": {"REGEX": "("}}]),
     "spaCy"),
    ("", token_pattern(id="甲", label="duty", pattern="限额"), "duty"),
    ("", token_pattern(id="甲", label="obligation", pattern="限额"), "force"),
    ("", token_pattern(id="甲", label="none", pattern="限额", ents=1), "ents"),
    ("", token_pattern(id="甲", label="none", pattern=[]), "pattern"),
    ("", token_pattern(id="甲", label="none", pattern=[{"TEXT": "限"}, {"OP": "{0,301}"}]), "300"),
    ("", token_pattern(id="甲", label="none", pattern=[{"TEXT": "限"}, {"OP": "**"}]), "OP"),
    ("", token_pattern(id="甲", label="none", pattern=[{"TEXT": "限"}, {"OP": "{3,1}"}]), "OP"),
    ("", token_pattern(id="甲", label="none", pattern=[{"TEXT": "限"}, {"OP": 3}]), "OP"),
])  # fmt: skip
def test_mistakes_are_told_before_any_file_is_read(
    own: Callable[..., None], expressions: str, tokens: str, said: str
) -> None:
    own(expressions, tokens)
    with pytest.raises(LexiconError, match=r"patterns\.(csv|jsonl) 第 \d 行") as caught:
        check_own_patterns()
    assert said in str(caught.value)


def test_an_expression_that_takes_years_is_stopped(
    own: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hongtou.tag.patterns._PATIENCE", 0.2)
    own('甲,none,,"(?=(\\w+)+，)\\w",乙\n')
    begun = time.monotonic()
    with pytest.raises(LexiconError, match="上限"):
        found("应当" + "甲乙" * 500 + "。")
    assert time.monotonic() - begun < 10


def test_hostile_sentences_are_cut(own: Callable[..., None]) -> None:
    own("甲,obligation,must,限额管理,乙\n")
    assert not found("丙" * _LONGEST + "限额管理。")
    assert found("丙" * 100 + "限额管理。")
