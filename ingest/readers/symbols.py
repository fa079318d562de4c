"""The signs that Word writes by their places in a font, and not as letters (ECMA-376, part 1, 17.3.3.30)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ingest.readers.numbering import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_NUMBER: Final = re.compile(r"[0-9a-fA-F]{2,4}")
_PRIVATE: Final = range(0xF000, 0xF100)
"""Where Word puts the 256 places of a font of signs."""

_SURROGATES: Final = range(0xD800, 0xE000)
_LOW: Final = (
    "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\N{OVERLINE}αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"  # noqa: RUF001
)
_HIGH: Final = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…│─↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"  # noqa: RUF001
_SYMBOL: Final = {0x21 + place: sign for place, sign in enumerate(_LOW)} | {
    0xA0 + place: sign for place, sign in enumerate(_HIGH)
}
"""The encoding of the font Symbol, as Adobe gives it; its brackets in parts apart."""


def sign_of(element: _Element) -> str | None:
    """The letter that a sign of a font stands for; None where it is a picture of that font, such as a tick."""
    said = element.get(W + "char", "")
    number = int(said, 16) if _NUMBER.fullmatch(said) else 0
    is_private = number in _PRIVATE
    if element.get(W + "font", "").casefold() == "symbol":
        return _SYMBOL.get(number & 0xFF if is_private else number)
    return None if is_private or number in _SURROGATES or number < ord(" ") else chr(number)
