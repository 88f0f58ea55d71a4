"""What each kind of evidence weighs, in nats: numbers fitted on pages whose print is known."""

from functools import lru_cache

from hongtou.lexicon import read_table


@lru_cache
def weights() -> dict[str, float]:
    """Weights by name: ``weights()["look-alike"]``; see ``lexicon/repair_weights.csv``."""
    return {row["name"]: float(row["weight"]) for row in read_table("repair_weights")}
