"""One token a character, as spaCy makes them for Chinese, in linear time.

spaCy aligns words with the text by cutting off what it has read, once for every character: 20 s
for a text of 400,000 characters. This module imports spaCy and is imported where a pipeline is
built.
"""

import re
from typing import Final

from spacy.lang.zh import ChineseTokenizer, Segmenter
from spacy.tokens import Doc
from spacy.vocab import Vocab

# A character with the one blank behind it that spaCy keeps as ``whitespace_``, else a whole run.
_TOKEN: Final = re.compile(r"(\S)( ?)|(\s+)")


class CharacterTokenizer(ChineseTokenizer):  # a class: pipelines are pickled and written to disk
    """The tokens of spaCy's segmenter ``char``: 关于 做好 -> 关 / 于␣ / 做 / 好."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__(vocab, segmenter=Segmenter.char)

    def __call__(self, text: str) -> Doc:
        """The ``Doc`` of a text; ``doc.text`` is the text."""
        words, spaces = [], []
        for character, blank, run in _TOKEN.findall(text):
            words.append(character or run)
            spaces.append(bool(blank))
        return Doc(self.vocab, words=words, spaces=spaces)
