"""The words, numbers, texts and marks of a program in any language, without its comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

Kind = Literal["number", "text", "word", "mark"]


class Token(NamedTuple):
    """A piece of a program.

    `kind`: a `number` of four digits, bare or in quotes; a `text` in quotes; a `word`, which is any other run of
    letters and digits; or a `mark`. `value`: what it says: of a text without the quotes and escapes. `start`, `end`:
    where it stands in the program, in characters.
    """

    kind: Kind
    value: str
    start: int
    end: int


_SLASHES: Final = r"//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)"
_HASHES: Final = r"\#[^\n]*"
_DASHES: Final = r"--[^\n]*|/\*[\s\S]*?(?:\*/|\Z)"
_TAGS: Final = r"<!--[\s\S]*?(?:-->|\Z)"

COMMENTS: Final = {
    **dict.fromkeys(
        "bsl c cc cpp cs dart go groovy h hpp java js json jsx kt kts mjs cjs rs scala swift ts tsx".split(), _SLASHES
    ),
    **dict.fromkeys("py rb sh pl r toml ini conf ex exs tf yaml yml".split(), _HASHES),
    **dict.fromkeys("sql lua hs".split(), _DASHES),
    **dict.fromkeys("html htm xml".split(), _TAGS),
    "php": f"{_SLASHES}|{_HASHES}",
    "vue": f"{_SLASHES}|{_TAGS}",
}
"""How comments look, by the ending of a file's name."""

_STRINGS: Final = r"""
    \"\"\"(?P<three>[\s\S]*?)\"\"\" | '''(?P<apostrophes>[\s\S]*?)'''
  | "(?P<double>(?:""|[^"\\\n]|\\.)*)" | '(?P<single>(?:''|[^'\\\n]|\\.)*)' | `(?P<back>(?:[^`\\]|\\[\s\S])*)`
"""
_REST: Final = r"(?P<word>[\w$@]+(?:\.\d[\w.]*)?) | (?P<mark>=>|->|:=|::|\?\?|\|\||===?|!==?|[^\s\w])"
_NUMBER: Final = re.compile(r"[0-9]{4}")
_ESCAPE: Final = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([\s\S]))")
_DOUBLED: Final = {"double": '"', "single": "'"}
_MEANT: Final = {"n": " ", "r": " ", "t": " ", **{letter: letter for letter in "\\'\"`$/{}"}}
"""What stands for a letter behind a backslash; before any other it stands for itself, in most languages."""


def tokens(program: str, ending: str = "") -> list[Token]:
    r"""The tokens of a program, in order.

    `program`: its text. It need not be whole, nor correct. `ending`: the ending of its name, such as `php`, which tells
    how comments look.

    Examples
    --------
    >>> [token.value for token in tokens("1000 => 'It\\'s \"done\"', // 1001", "php")]
    ['1000', '=>', 'It\'s "done"', ',']
    """
    comment = f"(?P<comment>{COMMENTS[ending]}) |" if ending in COMMENTS else ""
    pattern = re.compile(f"{comment} {_STRINGS} | {_REST}", re.VERBOSE)
    return list(_tokens(pattern, program))


def _tokens(pattern: re.Pattern[str], program: str) -> Iterator[Token]:
    for match in pattern.finditer(program):
        group = match.lastgroup
        if group == "comment":
            continue
        value = match[group] if group else ""
        if group == "mark":
            yield Token("mark", value, *match.span())
        elif _NUMBER.fullmatch(value):
            yield Token("number", value, *match.span())
        elif group == "word":
            yield Token("word", value, *match.span())
        else:
            # Twice the quote within a text is the quote itself, in SQL and in C#; it stands in no text elsewhere.
            quote = _DOUBLED.get(group or "", "")
            yield Token("text", unescaped(value.replace(2 * quote, quote) if quote else value), *match.span())


def unescaped(text: str) -> str:
    r"""What a text in quotes says, in any of the languages.

    Examples
    --------
    >>> unescaped(r'\u0421\u0447\u0435\u0442 \"closed\"\nin \x41')
    'Счет "closed" in A'
    """
    meant = _ESCAPE.sub(_meant, text)
    # Languages of 16-bit characters write two escapes for one letter; half of one is none.
    return meant.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _meant(escape: re.Match[str]) -> str:
    number = escape[1] or escape[2] or escape[3]
    if number is None:
        return _MEANT.get(escape[4], escape[0])
    return chr(int(number, 16)) if int(number, 16) <= 0x10FFFF else escape[0]
