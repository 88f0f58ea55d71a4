"""Labels inside a paragraph: 一是…二是…, and lists such as ：（1）…；（2）….

They count only as a run: from 1 (or on from the line before), each one more than the last, at
least two of them, each behind a mark that ends a clause.
"""

import re
from typing import Final

from hongtou.notation.labels import Label, LabelKind, read_inline_label, read_label

_CANDIDATE: Final = re.compile(
    r"(?:^|(?<=[。；：，！”]))(?=[一二三四五六七八九十]{1,3}[是要])"
    r"|(?<=[。；：，！])(?=（[一二三四五六七八九十]{1,3}）|（\d{1,2}）|[①-⑳]|\d{1,2}[.．](?!\d))"
    # "一、银行结算账户的开立（一）基本存款账户": a heading glued to the first label below it.
    r"|(?<=[^。；：，！、第条款的至和及或与（）\d])(?=（[一二三四五六七八九十]{1,3}）(?![项款目至、]))"
)
_KINDS: Final[tuple[LabelKind, ...]] = ("inline", "han_paren", "arabic", "arabic_paren", "circled")


def find_inline_labels(
    line: str, start: int, last: dict[LabelKind, int]
) -> list[tuple[int, Label]]:
    """Positions in ``line`` from ``start`` on, with their labels, all of one kind.

    ``last`` holds the last number of each kind above, so that a list may go on here.
    """
    by_kind: dict[LabelKind, list[tuple[int, Label]]] = {}
    for match in _CANDIDATE.finditer(line, start):
        label = read_inline_label(line, match.start()) or read_label(line, match.start())
        if label is None or label.kind not in _KINDS:
            continue
        if match.start() == 0 and label.kind != "inline":
            continue  # the label of the line itself
        run = by_kind.setdefault(label.kind, [])
        expected = run[-1][1].ordinal + 1 if run else 1
        if label.ordinal == expected or (not run and label.ordinal == last.get(label.kind, 0) + 1):
            run.append((match.start(), label))
    runs = [run for run in by_kind.values() if len(run) >= 2 or _heads_list(line, run)]
    return max(runs, key=len, default=[])


def _heads_list(line: str, run: list[tuple[int, Label]]) -> bool:
    """One label is a run where it stands behind a heading without a mark: 开立（一）基本账户."""
    if not run:
        return False
    at, label = run[0]
    glued = line[at - 1] not in "。；：，！" and "。" not in line[:at]
    return label.kind == "han_paren" and glued and read_label(line) is not None
