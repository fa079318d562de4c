"""The short words of Russian and of English, and what a narrow column breaks off a word."""

from __future__ import annotations

import re
from typing import Final

SHORT_WORDS: Final = frozenset(
    "а б в ж и к о с у я во да до ее ей за из им их ко кг км ли мб мм мс мы на не ни но ну об он от по см со та те то"
    " ту ты вы шт её ил бы же".split()
)
"""Words of one and of two letters: the dictionary knows every letter, and «ия»."""

PARTICIPLE: Final = re.compile(r"(?:[аяе]н|[яы]т)$")
ENDINGS: Final = frozenset("аоы")
"""What a narrow column broke off «просрочена», and no program parts by a blank: a comma stands before «а»."""

SHORT_ENGLISH: Final = frozenset(
    "a all an and any are as at be but by can do for has id if in is it no not of off on one or out so the to two up"
    " use was you".split()
)
