"""How a paper hangs together with others: above, below, beside it in one chain."""
