"""score: how well the knowledge base agrees with hand-read truth."""

from hongtou.score.gold import read_gold
from hongtou.score.scoring import score
from hongtou.score.verdicts import Check, Report, Score

__all__ = ["Check", "Report", "Score", "read_gold", "score"]
