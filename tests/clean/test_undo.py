"""The undo law through the whole of ``clean``, on notices with everything wrong with them.

``python -m tests.clean.test_undo 10000`` checks as many; the suite checks some.
"""

import sys
import time
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from hongtou.clean import clean
from tests.clean.laws import (
    check_bridge,
    check_ledger,
    check_names,
    check_undo,
    check_undo_of_all,
)
from tests.clean.notices import noisy_transcript


def check(seed: int) -> int:
    """Hold all laws on the notice of a seed; how many corrections it took."""
    text, random = clean(noisy_transcript(seed)), Random(seed)
    check_ledger(text)
    check_names(text)
    check_undo(text)
    check_bridge(text, random, times=20)
    if seed % 8 == 0:
        check_undo_of_all(text, random)
    return len(text.corrections)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_undo_law(seed: int) -> None:
    check(seed)


def main(times: int) -> None:
    """Hold the laws on the notices of seeds 0, 1, 2, …"""
    start = time.process_time()
    made = [check(seed) for seed in range(times)]
    seconds = time.process_time() - start
    written = f"{times:,} notices, {sum(made):,} corrections, {seconds:.1f} CPU s: the law holds\n"
    sys.stdout.write(written)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
