"""Questions about lineage: where a paper comes from, where it goes, what changes on the way."""

from hongtou.query.chains.chain import Chain, read_chain
from hongtou.query.questions import Questions

__all__ = ["LineageQuestions"]


class LineageQuestions(Questions):
    """Questions of those who follow papers from centre to county."""

    def chain(self, document: str) -> Chain:
        """What the document passes on and who passes it on, with lags and ghosts."""
        return read_chain(self.connection, self.resolve(document))
