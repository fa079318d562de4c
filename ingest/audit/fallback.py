"""What becomes of a code that a list has not: what the program around the list says of that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from ingest.audit.entries import Group
from ingest.audit.tokens import Token

Places = Mapping[str, Sequence[int]]
Fate = Literal["error", "empty", "text", "class", "not seen"]


class Unknown(NamedTuple):
    """What becomes of an unknown code.

    `fate`: an `error`; an `empty` text or none; a `text` of its own; what is known of its `class`, as the document asks
    for; or `not seen` in the file. `text`: that text of its own.
    """

    fate: Fate
    text: str | None = None


NOT_SEEN: Final = Unknown("not seen")

_BEFORE: Final = 40
_AFTER: Final = 80
"""How many tokens around the use of a list are looked at, within one function."""

_MOST_USES: Final = 10
_BOUNDARIES: Final = frozenset(
    "class def export fn fun func function private protected public static sub Функция".split()
)
_ASKING: Final = {"case", "when", "==", "==="}
_BRANCHING: Final = {"then", "тогда"}
_NEXT: Final = {";", "}", "_", "break", "case", "default", "else", "return"}
_RAISING: Final = {"cs", "py", "rs", "swift"}
"""Where a map that is asked by `[…]` for what it has not is an error; elsewhere that gives nothing, or is undefined."""
_DATA: Final = frozenset("json toml xml sql csv".split())

# A function as one text: tokens apart by spaces, a text as its place in quotes, an empty one as "", zeros alone as "0".
_NOTHING: Final = r"(?:null|Неопределено|None|nil|undefined|[sS]tring \. Empty)\b"
_ANSWER: Final = rf'(?:"(?P<text>#\d+)?"|{_NOTHING})'
_CLASS: Final = re.compile(
    r"/ (\S+) \) ?\* \1\b|/ (\S+) \* \2\b|% (?:10|100|1000)\b|/ / (?:10|100|1000)\b"
    r"|\b10 , 100 , 1000\b|\b1000 , 100 , 10\b"
    r"|\bintdiv \( \S+ , (?:10|100|1000)\b|\b(?:floor|trunc|int|parseInt) \( [^;]{0,40}/ (?:10|100|1000)\b"
    r'|\b(?:substr|slice|substring|Substring|mb_substr|padEnd|ljust|str_pad|PadRight)\b[^;]{0,60}"0"'
    r'|\[ : (?:\d|-) [^;]{0,20}"0"'
)
_DIRECT: Final = re.compile(
    rf"(?:\?\?|\|\||\? :|\bor\b|\belse\b) {_ANSWER}"
    rf"|\? (?:(?!\? |;).){{1,200}}? : {_ANSWER.replace('text', 'other')}"
    rf"|\b(?:get|fetch|getOrDefault|GetValueOrDefault|getOrElse) \( "
    rf"[^;()\"]*, {_ANSWER.replace('text', 'default')}"
    rf"|\bunwrap_or \( {_ANSWER.replace('text', 'instead')}"
)
_ERROR: Final = re.compile(
    r"\b(?:throw|raise|panic|die|abort|exit|bail|unreachable|trigger_error|ВызватьИсключение)\b|\bErr \("
    r'|(?:(?:""|nil) , )?\b(?:errors \. New|fmt \. Errorf)\b'
)
_RETURNED: Final = re.compile(rf"\breturn {_ANSWER}")
_ASKED: Final = re.compile(rf"(?P<error>{_ERROR.pattern})|{_ANSWER}")
_GOT: Final = re.compile(r"^\S+ (?:\) )?\. get \(")
_INDEXED: Final = re.compile(r"^\S+ (?:as [^;]{1,60} )?(?:\) )?\[")


def places_of_words(found: Sequence[Token]) -> Places:
    """Where each word of a program stands among its tokens."""
    places: dict[str, list[int]] = {}
    for at, token in enumerate(found):
        if token.kind == "word":
            places.setdefault(token.value, []).append(at)
    return places


def fate_of_unknown(found: Sequence[Token], places: Places, group: Group, ending: str) -> Unknown:
    """What becomes of a code that a list has not, as far as the same file says it.

    `found`, `places`: the tokens of the program, and where each word stands. `group`: the list in it. `ending`: the
    ending of the file's name: languages do differently with what a map has not.
    """
    if group.first is None or group.last is None or ending in _DATA:
        return NOT_SEEN
    head = _head(found, group)
    before, behind = (found[group.first + step].value.casefold() for step in (-1, 1))
    if head & {"match", "switch"} or before in _ASKING or behind in _BRANCHING:
        return _of_branches(found, group.last, may_fail="match" in head and ending == "php")
    uses = list(_uses(found, group, places))
    if any(_CLASS.search(_shown(found, start, end)) for start, _, end in uses):
        return Unknown("class")
    verdicts = (_of_use(found, use, end, ending) for _, use, end in uses)
    return next((verdict for verdict in verdicts if verdict is not NOT_SEEN), NOT_SEEN)


def _head(found: Sequence[Token], group: Group) -> set[str]:
    """What stands before the bracket around a list."""
    if not group.brackets:
        return set()
    return {token.value for token in found[max(group.brackets[-1] - 8, 0) : group.brackets[-1]]}


def _of_branches(found: Sequence[Token], last: int, *, may_fail: bool) -> Unknown:
    """What comes after the last branch: a default, or what the function gives in the end; else it may be an error."""
    # What stands behind the text of the last branch is of that branch.
    after = range(last + 1, len(found))
    start = next((at for at in after if found[at].value.casefold() in _NEXT), len(found))
    rest = _shown(found, start, _until(found, start))
    if _CLASS.search(rest):
        return Unknown("class")
    answer = _ASKED.search(rest)
    if answer is None:
        return Unknown("error") if may_fail else NOT_SEEN
    return Unknown("error") if answer["error"] else _answer(found, answer["text"])


def _uses(found: Sequence[Token], group: Group, places: Places) -> Iterator[tuple[int, int, int]]:
    """Where a list is named besides where it is made: from where to where, and where between, one function is."""
    assert group.first is not None
    assert group.last is not None
    named = places.get((group.name or "").rsplit("::", 1)[-1], ())
    before = [at for at in named if at < group.first]
    after = [at for at in named if at > group.last]
    # The last of those before is where it is made.
    for at in (*before[:-1], *after)[:_MOST_USES]:
        start = _since(found, at) if at < group.first else max(_since(found, at), group.last + 1)
        end = _until(found, at)
        yield start, at, min(end, group.first) if at < group.first else end


def _since(found: Sequence[Token], at: int) -> int:
    for place in range(at - 1, max(at - _BEFORE, 0), -1):
        if found[place].kind == "word" and found[place].value in _BOUNDARIES:
            return place
    return max(at - _BEFORE, 0)


def _until(found: Sequence[Token], at: int) -> int:
    for place in range(at + 1, min(at + _AFTER, len(found))):
        if found[place].kind == "word" and found[place].value in _BOUNDARIES:
            return place
    return min(at + _AFTER, len(found))


def _of_use(found: Sequence[Token], use: int, end: int, ending: str) -> Unknown:
    rest = _shown(found, use, end)
    direct = _DIRECT.search(rest)
    if direct is not None:
        return _answer(found, next(filter(None, direct.groups()), None))
    if _ERROR.search(rest):
        return Unknown("error")
    if returned := _RETURNED.search(rest):
        return _answer(found, returned["text"])
    if _GOT.match(rest):
        return Unknown("empty")
    if _INDEXED.match(rest):
        return Unknown("error" if ending in _RAISING else "empty")
    return NOT_SEEN


def _answer(found: Sequence[Token], place: str | None) -> Unknown:
    if place is None:
        return Unknown("empty")
    return Unknown("text", " ".join(found[int(place.removeprefix("#"))].value.split()))


def _shown(found: Sequence[Token], start: int, end: int) -> str:
    return " ".join(_symbol(found[at], at) for at in range(start, end))


def _symbol(token: Token, at: int) -> str:
    if token.kind != "text":
        return token.value
    if not token.value.strip():
        return '""'
    return '"0"' if not token.value.strip("0") else f'"#{at}"'
