"""Questions about lineage: where a paper comes from, where it goes, what changes on the way."""

from typing import Unpack

from hongtou.query.chains.chain import Chain, ChainWords, read_chain
from hongtou.query.questions import Questions

__all__ = ["LineageQuestions"]


class LineageQuestions(Questions):
    """Questions of those who follow papers from centre to county."""

    def chain(self, document: str, **how: Unpack[ChainWords]) -> Chain:
        """What the document passes on and who passes it on, with lags, ghosts and gaps.

        Papers straight above and below that only implement (落实) one another are shown too,
        as weaker links; ``also=()`` leaves them out, ``also=("implements", "cites")`` adds more.
        ``direction="up"`` or ``"down"``, ``depth`` in generations and ``limit`` in children of
        one paper narrow the view; see ``ChainWords``.

        Raises:
            LookupFailedError: If no document answers to ``document``.
            AmbiguousError: If several do.
            NotationError: If an argument is none of those allowed.
        """
        return read_chain(self.connection, self.resolve(document), **how)
