"""Two editions compared: what changed, and how other numbers are read now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from model import changes
from model.changes import CHANGE_RULES, EXACT, Change, ChangeRule
from model.codebook import CodeBook
from model.records import CodeClass, Edition, Finding, ResultCode
from model.rules import CONFLICTING_CODE, CONFLICTING_TITLE, LABEL_MISPRINT, LABEL_SLIPPED, REPEATED_DESCRIPTION

MISPRINTS: Final = frozenset(
    rule.id for rule in (LABEL_SLIPPED, LABEL_MISPRINT, CONFLICTING_CODE, CONFLICTING_TITLE, REPEATED_DESCRIPTION)
)
"""Findings that are misprints: what is printed is wrong or doubtful, so that a reader had to decide.

Not a code that is printed twice alike, nor an alphabet that nobody sees: nothing hangs on those. A description that was
empty has a kind of change of its own.
"""

_ORDER: Final = {rule: place for place, rule in enumerate(CHANGE_RULES.values())}
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one edition to another: kinds in the order of `CHANGE_RULES`, each in order of codes."""

    old: Edition
    new: Edition
    changes: tuple[Change, ...]

    @property
    def breaking(self) -> tuple[Change, ...]:
        """The changes that can make wrong what was right by the old edition."""
        return tuple(change for change in self.changes if change.is_breaking)


def compare(old: CodeBook, new: CodeBook) -> Comparison:
    """What changed from one edition to another, places in the document apart.

    Examples
    --------
    >>> from model import CodeBook, Edition, PrintedCode
    >>> edition = Edition(name="made-up", sha256="0" * 64, source="none", format="text")
    >>> old = CodeBook.build(edition, [], [PrintedCode(7000, "Busy")])
    >>> new = CodeBook.build(edition, [], [PrintedCode(7000, "Busy!"), PrintedCode(7001, "Very busy")])
    >>> [(change.rule.id, change.subject, change.is_breaking) for change in compare(old, new).changes]
    [('code-added', '7001', False), ('respelled', '7000', False), ('resolution-gained', '7001', False)]
    """
    found = [*_codes(old, new), *_classes(old, new), *_resolutions(old, new), *_repaired(old, new)]
    return Comparison(old.edition, new.edition, tuple(sorted(found, key=_place)))


def _place(change: Change) -> tuple[int, int, str]:
    number = change.pattern.zero_code if change.pattern is not None else change.code or 0
    return _ORDER[change.rule], number, change.subject


def _codes(old: CodeBook, new: CodeBook) -> Iterator[Change]:
    for code, record in old.codes.items():
        if code not in new:
            yield Change(changes.CODE_REMOVED, code, old=record.description)
        else:
            yield from _code(record, new[code])
    for code, record in new.codes.items():
        if code not in old:
            yield Change(changes.CODE_ADDED, code, new=record.description)
    yield from _renumbered(old, new)


def _renumbered(old: CodeBook, new: CodeBook) -> Iterator[Change]:
    """The texts that went from one code to another, each told beside what happened to the two codes.

    A text that several codes had, or have, went nowhere in particular.
    """
    left, came = _moved_texts(old, new), _moved_texts(new, old)
    for text, codes in left.items():
        if len(codes) == len(came.get(text, ())) == 1:
            yield Change(changes.RENUMBERED, codes[0], old=f"{codes[0]:04d}", new=f"{came[text][0]:04d}")


def _moved_texts(book: CodeBook, other: CodeBook) -> dict[tuple[str, ...], list[int]]:
    """The codes of a book with a text that they do not have in another book, by the words of the text."""
    found: dict[tuple[str, ...], list[int]] = {}
    for code, record in book.codes.items():
        words = tuple(_words(record.description or ""))
        there = other.codes.get(code)
        if words and (there is None or words != tuple(_words(there.description or ""))):
            found.setdefault(words, []).append(code)
    return found


def _code(old: ResultCode, new: ResultCode) -> Iterator[Change]:
    if old.description != new.description:
        rule = _rule_of_texts(old.description, new.description)
        yield Change(rule, old.code, old=old.description, new=new.description)
    if (old.class_pattern, old.parent_code) != (new.class_pattern, new.parent_code):
        yield Change(changes.MOVED, old.code, old=_position(old), new=_position(new))


def _rule_of_texts(old: str | None, new: str | None) -> ChangeRule:
    if old is None:
        return changes.DESCRIPTION_GAINED
    if new is None:
        return changes.DESCRIPTION_LOST
    return changes.RESPELLED if _words(old) == _words(new) else changes.REWORDED


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("ё", "е"))


def _position(record: ResultCode) -> str:
    above = "no parent" if record.parent_code is None else f"{record.parent_code:04d}"
    return f"{record.class_pattern or 'no class'} under {above}"


def _classes(old: CodeBook, new: CodeBook) -> Iterator[Change]:
    for pattern, item in old.classes.items():
        if pattern in new.classes:
            yield from _class(item, new.classes[pattern])
        else:
            yield Change(changes.CLASS_REMOVED, item.default_code, pattern, old=item.title)
    for pattern, item in new.classes.items():
        if pattern not in old.classes:
            yield Change(changes.CLASS_ADDED, item.default_code, pattern, new=item.title)


def _class(old: CodeClass, new: CodeClass) -> Iterator[Change]:
    if old.default_code is None and new.default_code is not None:
        yield Change(changes.DEFAULT_GAINED, new.default_code, new.pattern, new=f"{new.default_code:04d}")
    if new.default_code is None and old.default_code is not None:
        yield Change(changes.DEFAULT_LOST, old.default_code, old.pattern, old=f"{old.default_code:04d}")
    if old.title != new.title:
        yield Change(changes.RETITLED, new.default_code, new.pattern, old=old.title, new=new.title)


def _resolutions(old: CodeBook, new: CodeBook) -> Iterator[Change]:
    """The numbers that are read as another code: neighbours alike are one range."""
    before, after = _answers(old), _answers(new)
    changed = sorted({number for number, _ in before.items() ^ after.items()})
    answers = ((number, before.get(number), after.get(number)) for number in changed)
    different = [
        (number, _rule_of_answers(was, now, new), _shown(number, was), _shown(number, now))
        for number, was, now in answers
    ]
    # Numbers in a run keep their distance from their place in the list.
    runs = groupby(enumerate(different), key=lambda item: (item[1][0] - item[0], *item[1][1:]))
    for (_, rule, was_shown, now_shown), run in runs:
        numbers = [number for _, (number, *_) in run]
        yield Change(rule, numbers[0], last=numbers[-1], old=was_shown, new=now_shown)


def _answers(book: CodeBook) -> dict[int, int]:
    return {number: code for number, code, _ in book.resolutions()}


def _rule_of_answers(old: int | None, new: int | None, book: CodeBook) -> ChangeRule:
    if old is None:
        return changes.RESOLUTION_GAINED
    if new is None:
        return changes.RESOLUTION_LOST
    is_below = f"{old:04d}" in book[new].path.split("/")
    return changes.RESOLUTION_REFINED if is_below else changes.RESOLUTION_CHANGED


def _shown(number: int, answer: int | None) -> str | None:
    if answer is None:
        return None
    return EXACT if answer == number else f"{answer:04d}"


def _repaired(old: CodeBook, new: CodeBook) -> Iterator[Change]:
    still = {_identity(finding) for finding in new.findings}
    for finding in old.findings:
        if finding.rule in MISPRINTS and _identity(finding) not in still and _is_there(finding, new):
            yield Change(changes.MISPRINT_REPAIRED, finding.code, finding.pattern, old=finding.message)


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.code, finding.pattern


def _is_there(finding: Finding, book: CodeBook) -> bool:
    """Whether what a finding is about is still printed: what went with its code or class was not repaired."""
    if finding.code is not None and finding.code not in book:
        return False
    return finding.pattern is None or finding.pattern in book.classes
