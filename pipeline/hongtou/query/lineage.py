"""Questions about lineage: where a paper comes from, where it goes, what changes on the way."""

from collections.abc import Sequence
from datetime import date
from typing import Unpack

from hongtou.model import Citation
from hongtou.query.authorities import AuthorityCard, find_authorities, held_codes
from hongtou.query.chains.chain import Chain, ChainWords, read_chain
from hongtou.query.chains.parts import Unanswered
from hongtou.query.chains.unanswered import read_unanswered
from hongtou.query.differing.difference import Diff, read_diff
from hongtou.query.questions import Questions
from hongtou.query.reuse.pairs import read_pairs
from hongtou.query.reuse.results import Reuse
from hongtou.query.reuse.reuse import read_reuse, read_sharers
from hongtou.query.verifying.results import Verification
from hongtou.query.verifying.verify import check_citations

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

    def unanswered(self, *, limit: int | None = 50) -> tuple[Unanswered, ...]:
        """All wishes to pass a paper on that somebody who was asked is not known to have followed.

        The newest papers first; ``by`` names those of whom no paper is held.
        """
        return read_unanswered(self.connection, limit)

    def authorities(self, name: str = "") -> tuple[AuthorityCard, ...]:
        """Whose a code is (忻银发), what codes an authority writes (银保监会); all held if empty.

        A code that several places write gives a card for each.

        Raises:
            LookupFailedError: If neither the registry nor the papers held know it.
        """
        if not name.strip():
            return held_codes(self.connection)
        return find_authorities(self.connection, name)

    def shared_passages(self, one: str, other: str) -> Reuse:
        """The passages that two papers share, with their places in both.

        Raises:
            LookupFailedError: If one of them is not held, or both are the same paper.
            AmbiguousError: If several papers answer to one name.
        """
        return read_reuse(self.connection, self._places, self.resolve(one), self.resolve(other))

    def reuse(
        self, document: str, *, min_share: float = 0.05, limit: int | None = 20
    ) -> tuple[Reuse, ...]:
        """The papers that share passages with the document, the largest share first.

        ``min_share`` is the least part (0 to 1) of one of both main texts.

        Raises:
            LookupFailedError: If no held document answers to ``document``.
            AmbiguousError: If several do.
        """
        return read_sharers(
            self.connection, self._places, self.resolve(document), min_share=min_share, limit=limit
        )

    def reuse_pairs(
        self, *, min_share: float = 0.05, limit: int = 20, linked: bool = False
    ) -> tuple[Reuse, ...]:
        """The papers of the whole knowledge base that share most and do not cite one another.

        ``linked`` adds those that do.
        """
        return read_pairs(
            self.connection, self._places, min_share=min_share, limit=limit, linked=linked
        )

    def verify(
        self,
        name: str,
        text: str,
        citations: Sequence[Citation],
        *,
        on: date | None = None,
        file_sha256: str | None = None,
    ) -> Verification:
        """Look up the citations of a cleaned text; ``hongtou.verify`` finds and looks up.

        ``on`` is the day for which what is in force is told, today if none is given. A file that
        is held itself (``file_sha256``) is no witness for what it cites.
        """
        day = on or date.today()
        checked = check_citations(self.connection, text, citations, day, file_sha256=file_sha256)
        return Verification(name, text, day.isoformat(), checked)

    def diff(self, child: str, parent: str | None = None) -> Diff:
        """What a paper changed of the one above it, clause by clause, each with its reason.

        Without ``parent`` it is compared with what it forwards, relays or issues, else with what
        it implements, else with the edition that it replaces.

        Raises:
            LookupFailedError: If a paper is not held, or the child names none above it.
            AmbiguousError: If several come into question; the message lists them.
        """
        other = None if parent is None else self.resolve(parent)
        return read_diff(self.connection, self._places, self.resolve(child), other)
