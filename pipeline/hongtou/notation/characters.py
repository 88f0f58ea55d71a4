"""Classes of characters that rules speak about, as bodies of regular-expression sets.

Source: Unicode 15.1 blocks; GB/T 15834—2011 (punctuation).
"""

from typing import Final

# 汉字, with 〇 (a numeral that Unicode files under punctuation) and 々.
HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\u3005\U00020000-\U000323af"

# Full-width marks of GB/T 15834—2011. The dash and the ellipsis belong to it as pairs.
MARKS: Final = "，。；：？！、（）《》〈〉“”‘’〔〕【】「」『』—…·～％"

# Marks that end a sentence or a lead-in (GB/T 15834—2011, 4.1 and 4.7, 4.8).
SENTENCE_ENDS: Final = "。！？；："

CLOSERS: Final = "”’）》〉】〕』」"
