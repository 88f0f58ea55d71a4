"""Questions of reviewers: what is in doubt, and what has been decided."""

from collections.abc import Iterable

from hongtou.query.decided import (
    DecisionRow,
    Lesson,
    decisions_at,
    decisions_held,
    find_decision,
    lessons,
)
from hongtou.query.filters import check_limit
from hongtou.query.questions import Questions
from hongtou.query.review import (
    ItemKind,
    ReviewItem,
    WordsPlace,
    find_item,
    find_items,
    find_words,
)

__all__ = ["ReviewQuestions"]


class ReviewQuestions(Questions):
    """Questions of those who decide what clean was not sure of."""

    def review(
        self,
        document: str | None = None,
        *,
        file: str | None = None,
        kinds: Iterable[ItemKind] = ("proposal", "finding"),
        limit: int | None = None,
    ) -> tuple[ReviewItem, ...]:
        """What waits for a reviewer, the greatest expected damage first.

        Raises:
            LookupFailedError: If no document answers to ``document``.
            AmbiguousError: If several do.
            NotationError: If ``limit`` is out of range.
        """
        check_limit(limit)
        meant = None if document is None else self.resolve(document)
        return find_items(
            self.connection, self._places, document=meant, file=file, kinds=kinds, limit=limit
        )

    def review_item(self, item_id: str) -> ReviewItem:
        """One proposal, correction or finding by the beginning of its id; decided or not.

        Raises:
            LookupFailedError: If there is none.
            AmbiguousError: If there are several.
        """
        return find_item(self.connection, self._places, item_id)

    def decisions(self, *, conflicts: bool = False) -> tuple[DecisionRow, ...]:
        """What reviewers decided, the latest first; or only what no longer fits."""
        return decisions_held(self.connection, conflicts=conflicts)

    def decision(self, decision_id: str) -> DecisionRow:
        """One decision by the beginning of its id, taken back or not.

        Raises:
            LookupFailedError: If there is none.
            AmbiguousError: If there are several.
        """
        return find_decision(self.connection, decision_id)

    def decisions_on(self, item: ReviewItem) -> tuple[DecisionRow, ...]:
        """The decisions that hold on a proposal, correction or finding, the latest first."""
        return decisions_at(self.connection, item)

    def find_words(self, document: str, words: str) -> tuple[WordsPlace, ...]:
        """Where ``words`` stand in the clean text of a document, in order.

        Raises:
            LookupFailedError: If no document answers to ``document``.
            AmbiguousError: If several do.
        """
        return find_words(self.connection, self.resolve(document), words)

    def habits(self) -> tuple[Lesson, ...]:
        """Misreadings that reviewers confirmed or denied, with their decisions."""
        return lessons(self.connection)
