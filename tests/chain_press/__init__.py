"""A press for chains: invented papers from ministry to village, with the truth about them.

    from tests.chain_press import press_chains
    for chain in press_chains(60, seed=1):
        chain.write(folder)        # plain text, one file a paper (or a paper with what it encloses)
        chain.edges, chain.gaps, chain.comparisons   # what is true of it

``python -m tests.chain_press FOLDER --chains 10`` writes the texts and ``truth.json``;
``tests.chain_press.scoring`` compares a knowledge base made of them with the truth. The same seed
gives the same papers. Places exist; papers, numbers and wishes do not. Nothing here looks at how
the program reads: forms follow the Regulations on Official Papers and GB/T 9704—2012.
"""

from tests.chain_press.pressing import press_chains
from tests.chain_press.truth import Chain, Comparison, Edge, Gap, Pair, Paper

__all__ = ["Chain", "Comparison", "Edge", "Gap", "Pair", "Paper", "press_chains"]
