"""Repair of misread characters: what may have been printed, what speaks for it, what is certain."""

from hongtou.clean.repair.candidate import Candidate, Scene
from hongtou.clean.repair.score import judge

__all__ = ["Candidate", "Scene", "judge"]
