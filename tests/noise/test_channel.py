"""The stand-in for recognisers: what it draws, and what it never does."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.lexicon.confusions import confusions, misread_shares, sign_confusions
from tests.noise.channel import Channel, Misread, Rates, written
from tests.noise.counting import normal

LINE = "各县（市、区）人民政府要认真贯彻落实，加大对小微企业的信贷支持力度"


def test_same_seed_same_misreads() -> None:
    first, second = (Channel(7, Rates(0.2)) for _ in range(2))
    assert [first.read(LINE) for _ in range(20)] == [second.read(LINE) for _ in range(20)]
    assert Channel(8, Rates(0.2)).read(LINE * 5) != Channel(7, Rates(0.2)).read(LINE * 5)


def test_rates_are_kept() -> None:
    text = LINE * 300
    found = Channel(1, Rates(substituted=0.05, dropped=0.01, added=0.02)).misreads(text)
    kinds = Counter(
        "added" if m.start == m.end else "dropped" if not m.after else "substituted" for m in found
    )
    shares = {kind: times / len(text) for kind, times in kinds.items()}
    assert shares == pytest.approx({"substituted": 0.05, "dropped": 0.01, "added": 0.02}, rel=0.25)


def test_what_was_counted_is_drawn_most() -> None:
    """贷 is read as 货 more often than as anything else, in the table as in what is drawn."""
    channel = Channel(1, Rates(substituted=1.0))
    drawn = Counter(channel.read("贷") for _ in range(500))
    assert drawn.most_common(1)[0][0] == max(misread_shares()["贷"].items(), key=lambda i: i[1])[0]
    assert "贷" not in drawn


@given(st.text(max_size=60), st.integers(0, 2**32))
def test_misreads_are_sorted_disjoint_and_spare_blanks(text: str, seed: int) -> None:
    found = Channel(seed, Rates(0.3, 0.1, 0.1)).misreads(text)
    ends = [0]
    for misread in found:
        assert ends[-1] <= misread.start <= misread.end <= len(text)
        assert not text[misread.start : misread.end].isspace()
        ends.append(misread.end)


def test_written() -> None:
    misreads = [Misread(0, 1, "美"), Misread(2, 2, "·"), Misread(3, 4, "")]
    assert written("关于印发", misreads) == "美于·印"


@given(st.lists(st.text("甲乙丙丁戊己", min_size=1, max_size=30), min_size=1, max_size=9),
       st.integers(0, 2**32))  # fmt: skip
def test_torn_lines_lose_only_what_is_told(lines: list[str], seed: int) -> None:
    torn = Channel(seed).tear(lines)
    gone = Counter("".join(lines[n][start:end] for n, start, end in torn.lost))
    assert Counter("".join(torn.lines)) + gone == Counter("".join(lines))
    assert all(torn.lines)


def test_confusions_are_apart_from_signs() -> None:
    """Both tables speak of characters in NFKC that differ, and only one of numbers."""
    assert "贷" in confusions()["货"] and "关" not in confusions().get("关", {})
    for table in (confusions(), sign_confusions()):
        for read, printed in table.items():
            assert read not in printed and all(count > 0 for count in printed.values())
            assert normal(read) == read
    assert not any(read in "0123456789一-—〔" and read != "一" for read in confusions())
    assert all(0 < share <= 1 for row in misread_shares().values() for share in row.values())
