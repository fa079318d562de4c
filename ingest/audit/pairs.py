"""The pairs of a number and a text in a program: how any language writes that one stands for the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ingest.audit.entries import Entry
from ingest.audit.tokens import Token

_FARTHEST: Final = 16
"""How many tokens may stand between a number and its text."""

_MOST_CODES: Final = 50
"""How many codes may have one text."""

_DEEPEST: Final = 16
"""How many brackets around a number are looked at, the innermost."""

_JOINS: Final = {"+", ".", "||", "&"}
"""What makes one text of two. Texts with nothing between them are one too."""

_KEYED: Final = {":", "=>", "="}
_KEYWORDS: Final = {
    **{word: word for word in ("return", "then", "to", "case")},
    "возврат": "return",  # 1C is written in Russian
    "тогда": "then",
}

# A link is what stands between a number and its text, tokens apart by spaces, w for any word and any key in quotes.
_NAME: Final = r"w(?: (?:\.|::|->) w)*"
_CALL: Final = rf"(?: (?:w )?{_NAME} \()?(?: w)?"  # _("…"), new Text("…"), u"…", echo "…"
_WRAPPED: Final = (
    r"(?: \{)?(?: return)?"
    rf"(?: {_NAME} =)?"  # case 1000: text = "…"
    r"(?: [{\[(])?"
    rf"(?: {_NAME} (?:=>|:|=))?"  # 1000: {text: "…"}
    rf"{_CALL}"
)
_LINKS: Final = (
    # After which token, or any where there is none; and the link.
    (None, re.compile(rf"(?:=>|->|:|=|:=|then|to){_WRAPPED}")),
    ({"["}, re.compile(rf"\] (?:=>|:|=){_WRAPPED}")),
    ({"(", "[", "{", ",", "select"}, re.compile(rf",{_CALL}")),
    (_KEYED, re.compile(rf", w (?:=>|:|=){_CALL}")),
    ({"==", "===", "eq"}, re.compile(rf"(?:\) )*(?:[{{:] )?return{_CALL}")),
)
_PUTTING: Final = {"add", "insert", "put", "set", "вставить"}
_SAYING: Final = {"description", "message", "text", "title"}
_CONSTANT: Final = re.compile(r"[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*")
_NEVER_AFTER: Final = {"-", "?", "/", "*", "%", "<", ">"}
_AMONG: Final = re.compile(r",|\||: case")
"""Between the codes of one text: `case 1000: case 1001:`, `1000, 1001 =>`."""


class Pair(NamedTuple):
    """An entry, and where in the program it stands.

    Parameters
    ----------
    entry
        The entry.
    brackets
        The brackets that are open at its number, the innermost last, each by the place of its token.
    owner
        What a line names that stands for the whole list: `$code` of `$code[1000] = "…"`, or a table of SQL.
    place, last
        The places of the number and of the text among the tokens.
    """

    entry: Entry
    brackets: tuple[int, ...]
    owner: str
    place: int
    last: int


def pairs(found: Sequence[Token]) -> Iterator[Pair]:
    """The pairs in a sequence of tokens, in order."""
    brackets: list[int] = []
    table = ""
    waiting: list[int] = []
    for place, token in enumerate(found):
        if token.kind == "mark":
            _follow(brackets, place, token.value)
        elif token.kind == "word" and token.value.casefold() == "into":
            table = next((other.value for other in found[place + 1 : place + 2]), "")
        elif token.kind == "number":
            link, at = _link(found, place)
            if at is None:
                waiting = [*waiting[-_MOST_CODES:], place] if _AMONG.fullmatch(link) else []
                continue
            text, last = _text(found, _meaning(found, at))
            owner = _owner(found, place) or table
            for number in [*waiting, place]:
                entry = Entry(int(found[number].value), text, found[number].start, found[last].end)
                yield Pair(entry, tuple(brackets[-_DEEPEST:]), owner, number, last)
            waiting = []


def _follow(brackets: list[int], place: int, mark: str) -> None:
    if mark in {"(", "[", "{"}:
        brackets.append(place)
    elif mark in {")", "]", "}"} and brackets:
        brackets.pop()


def _link(found: Sequence[Token], place: int) -> tuple[str, int | None]:
    """What stands between a number and the next text or number, and the place of the text if that is of the number."""
    parts: list[str] = []
    for at in range(place + 1, min(place + _FARTHEST, len(found))):
        token = found[at]
        if token.kind == "number":
            return " ".join(parts), None
        if token.kind == "text" and not _is_key(found, at):
            link = " ".join(parts)
            return link, at if _is_link(link, found[place - 1].value.casefold() if place else "") else None
        parts.append(_symbol(token))
    return "", None


def _meaning(found: Sequence[Token], at: int) -> int:
    """The place of the text that says something: not `ENDED` in `code: 1100, key: "ENDED", text: "…"`."""
    while _CONSTANT.fullmatch(found[at].value) and _mark(found, at + 1) == "," and not _is_said(found, at):
        then = at + 4 if _mark(found, at + 3) in _KEYED else at + 2
        if then >= len(found) or found[then].kind != "text" or _is_key(found, then):
            break
        at = then
    return at


def _is_said(found: Sequence[Token], at: int) -> bool:
    """Whether the key of a text says that it is one."""
    return _mark(found, at - 1) in _KEYED and found[at - 2].value.casefold() in _SAYING


def _is_key(found: Sequence[Token], at: int) -> bool:
    return _mark(found, at + 1) in _KEYED


def _mark(found: Sequence[Token], at: int) -> str:
    """The mark at a place; empty if something else stands there."""
    return found[at].value if 0 <= at < len(found) and found[at].kind == "mark" else ""


def _symbol(token: Token) -> str:
    if token.kind == "mark":
        return token.value
    word = token.value.casefold()
    return _KEYWORDS.get(word, "w") if token.kind == "word" else "w"


def _is_link(link: str, before: str) -> bool:
    if before in _NEVER_AFTER:
        return False
    return any(pattern.fullmatch(link) and (after is None or before in after) for after, pattern in _LINKS)


def _text(found: Sequence[Token], at: int) -> tuple[str, int]:
    """The text that begins at a place, in as many literals as it is written in, and the place of the last."""
    text = found[at].value
    while True:
        step = 2 if _mark(found, at + 1) in _JOINS else 1
        if at + step >= len(found) or found[at + step].kind != "text" or _is_key(found, at + step):
            return " ".join(text.split()), at
        text += found[at + step].value
        at += step


def _owner(found: Sequence[Token], place: int) -> str:
    """The name of `name[1000] = …` and of `name.put(1000, …)`."""
    is_index = _mark(found, place - 1) == "[" and _mark(found, place + 1) == "]"
    if is_index and place > 1 and found[place - 2].kind == "word":
        return found[place - 2].value
    is_call = _mark(found, place - 1) == "(" and _mark(found, place - 3) == "."
    return found[place - 4].value if is_call and place > 3 and found[place - 2].value.casefold() in _PUTTING else ""
