"""Chains that a press made, read by the program and compared with what is true of them.

    python -m benchmarks.made_chains [--chains 1000] [--orders 100] [--seed 1] [--shown 20]

``tests/chain_press`` writes the papers; a real ingest reads them; the table says how much of the
truth was found. With ``--orders`` a smaller set is taken in again in other orders and portions:
the content of the knowledge base must be the same each time.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Final

from tests.chain_press import Chain, press_chains
from tests.chain_press.judging import judge
from tests.chain_press.scoring import Names, Tally, score_edges, score_gaps, score_numbers

import hongtou
from hongtou.run import ingest
from hongtou.store import open_readonly
from hongtou.store.content import content_of

# What the papers must show: precision, recall.
EDGES: Final = (0.99, 0.97)
ALIGNED: Final = 0.95
MOVED: Final = 0.97
ORDERED_CHAINS: Final = 4  # of which one knowledge base is made in many orders


def score(chains: Sequence[Chain], folder: Path) -> dict[str, Tally]:
    """Write the chains, take them in, compare."""
    texts = folder / "texts"
    texts.mkdir()
    for chain in chains:
        chain.write(texts)
    db = folder / "made.db"
    begin, cpu = time.perf_counter(), time.process_time()
    report = ingest([texts], db=db, extracted=None)
    print(
        f"{len(chains)} chains, {len(report.outcomes)} files: ingest "
        f"{time.perf_counter() - begin:.0f} s, {time.process_time() - cpu:.0f} CPU s"
    )
    with hongtou.open(db) as kb:
        names = Names(kb, chains)
        judged = judge(kb, names, chains)
        return {
            "own numbers": score_numbers(names),
            **score_edges(kb, names, chains),
            "missing children": score_gaps(kb, names, chains),
            "clauses aligned": judged.alignment,
            "verdicts": judged.verdicts,
            "directions of numbers": judged.directions,
        }


def same_in_every_order(chains: Sequence[Chain], orders: int, folder: Path) -> int:
    """How many of ``orders`` give the content that the first order gives."""
    texts = folder / "ordered"
    texts.mkdir()
    paths = [path for chain in chains for path in chain.write(texts)]
    first, same = None, 0
    for order in range(orders):
        chance = Random(order)
        chance.shuffle(paths)
        db = folder / f"order{order}.db"
        for portion in _portions(chance, paths):
            ingest(portion, db=db, extracted=None)
        connection = open_readonly(db)
        content = content_of(connection)
        connection.close()
        first = first or content
        if content == first:
            same += 1
        else:
            other = [table for table, rows in content.items() if rows != first.get(table)]
            print(f"order {order} differs in {', '.join(other)}")
        db.unlink()
    return same


def _portions(chance: Random, paths: list[Path]) -> list[list[Path]]:
    """The paths in one to four portions, so that links are made anew in between."""
    cuts = sorted(chance.sample(range(1, len(paths)), chance.randint(0, min(3, len(paths) - 1))))
    return [paths[a:b] for a, b in zip([0, *cuts], [*cuts, len(paths)], strict=True)]


def goals(tallies: dict[str, Tally]) -> bool:
    """Print what was to be shown, and whether it was."""
    edges, moved = tallies["edges"], tallies["directions of numbers"]
    shown = {
        f"precision of edges ≥ {EDGES[0]}": edges.precision >= EDGES[0],
        f"recall of edges ≥ {EDGES[1]}": edges.recall >= EDGES[1],
        f"F1 of alignment ≥ {ALIGNED}": tallies["clauses aligned"].f1 >= ALIGNED,
        f"directions of numbers ≥ {MOVED}": min(moved.precision, moved.recall) >= MOVED,
    }
    for what, met in shown.items():
        print(f"{'met' if met else 'NOT MET':8} {what}")
    return all(shown.values())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--chains", type=int, default=1000)
    parser.add_argument("--orders", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shown", type=int, default=20, help="misses of each kind")
    options = parser.parse_args()
    chains = list(press_chains(options.chains, seed=options.seed))
    with tempfile.TemporaryDirectory() as folder:
        tallies = score(chains, Path(folder))
        print("| | precision | recall | F1 | right | wrong | missed |\n|---|" + "---|" * 6)
        for name, tally in tallies.items():
            print(tally.row(name))
        for name, tally in tallies.items():
            for kind, lines in (("wrong", tally.wrong), ("missed", tally.missed)):
                print(f"\n{name}, {kind}: {len(lines)}")
                for line in lines[: options.shown]:
                    print(f"  {line}")
        edges = tallies["edges"]
        met = edges.precision >= EDGES[0] and edges.recall >= EDGES[1]
        print(
            f"{'met' if met else 'NOT MET'}: precision of edges ≥ {EDGES[0]}, recall ≥ {EDGES[1]}"
        )
        if options.orders:
            same = same_in_every_order(chains[:ORDERED_CHAINS], options.orders, Path(folder))
            print(f"{same} of {options.orders} orders give one knowledge base")
            met = met and same == options.orders
    sys.exit(not met)


if __name__ == "__main__":
    main()
