"""Texts joined from their lines (reading rule 4): by the document's own words first, by a dictionary then.

A line that ends with a hyphen may end with a hyphen of its own (`факс-` `рассылки`) or with one of the wrap (`вы-`
`полнено`). A line may end within a word that its column was too narrow for, or behind a slash.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final, NamedTuple

from ingest.document.cleaning import HYPHENS, SOFT_HYPHEN, in_nfc
from ingest.document.dictionary import WRITTEN_TOGETHER
from ingest.table.broken_addresses import address_joint
from ingest.table.broken_words import FIRST_WORD, joint_in_word, last_letters
from ingest.table.joints import SETTLED_JOINTS, SPACE, TIGHT, Joint, is_hyphened
from ingest.table.scene.wording import joins
from ingest.table.slashes import SLASHES, Slashes, slashes_of

Knows = Callable[[str], bool]
"""Whether a dictionary has a word."""

_ENOUGH: Final = 2
_UNBROKEN: Final = "\N{NON-BREAKING HYPHEN}"
"""No line ends with it: where others do, they may be of words all the same."""

_PREFIXES: Final = frozenset("без вы до за на не недо об от пере под пред при про раз рас со".split())
"""Parts that begin words of Russian, some of them words themselves, where the whole is a word: пере- адресации."""

_BETWEEN_HYPHENS: Final = frozenset("и или либо and or".split())
"""Words behind a hyphen that stands for what is left out."""


_SHORTEST: Final = 3
_PARTICLES: Final = frozenset("то ка де с".split())
"""What follows a hyphen of a word though it is so short; no other part of a compound is: «ограничен-ия»."""

_LONGEST_WORD: Final = 200
_UNSEEN: Final = f"{SOFT_HYPHEN} "
"""Where a word may be broken and none is, since it ends there: it shows nothing."""

_HYPHEN: Final = re.compile(rf"[{''.join(HYPHENS)}](?<=\w.)(?=\w)")
_VOWELS: Final = "аеёиоуыэюя"
_CONSONANTS: Final = "бвгджзклмнпрстфхцчшщ"
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_COMPOUND: Final = re.compile("([^-‐‑]*)[-‐‑]")
_TIGHT_BEFORE: Final = re.compile(r"\d[–—-]$|(?<!\w)[A-ZА-Я]\.$")
"""What a number goes on with no space: a range, `E.` of E.164."""

_CLOSING: Final = re.compile(r"[.:!?…](?= |$)")
"""Marks that no space stands before, where a document sets none there: a cell broke a line before one."""

_CLOSING_QUOTE: Final = re.compile(r"[\"'](?=[\s).,:;!?]|$)")
"""A quote that no letter follows: it closes the one before, and no blank stands before it."""

_SPACED_MARK: Final = re.compile(r"[.:!?…](?<= .)(?= |$)", re.MULTILINE)
_LAST: Final = re.compile(r"(?<![^\W\d_])(?<![^\W\d_][-‐‑])[^\W\d_]+(?:[-‐‑][^\W\d_]+)*[-‐‑]$")
_ENDED: Final = re.compile(rf"(?<!\w)([^\W\d_]+)[-‐{SOFT_HYPHEN}] (?=([^\W\d_]+))")


_NOT_SETTLED: Final[Mapping[tuple[str, str], str]] = {}


@dataclass(frozen=True)
class Vocabulary:
    """The words of a document that stand whole on a line, and what a dictionary knows.

    `compounds` are the first parts of words with a hyphen inside a line. `wrap_hyphens` are the kinds of hyphens that
    stand at line ends only, where others stand in words; `own_hyphens` are the others then. `spaced_marks` are those
    that end a phrase and have a space before them inside a line.
    `hyphenates` says that the document breaks words at line ends: some of its hyphens there are surely none of their
    words. `slashes` is how lines are joined behind one.
    """

    words: Counter[str]
    knows: Knows
    hyphenates: bool
    slashes: Slashes
    wrap_hyphens: str = ""
    own_hyphens: str = ""
    compounds: frozenset[str] = frozenset()
    spaced_marks: frozenset[str] = frozenset()

    def joint(self, before: str, after: str, *, is_full: bool, is_one_word: bool = False) -> Joint:
        """How the text before a line end and the one after it are joined.

        `is_full` says that the line is; `is_one_word` that it is one word, as in a narrow column.
        """
        if before.endswith(SOFT_HYPHEN):
            return Joint("", drops_hyphen=True)
        at_address = address_joint(before, after, is_full=is_full, knows=self.knows)
        return at_address or self._between_words(before, after, is_full=is_full, is_one_word=is_one_word)

    def _between_words(self, before: str, after: str, *, is_full: bool, is_one_word: bool) -> Joint:
        if is_hyphened(before):
            return self._hyphen(before, after)
        if before.endswith(SLASHES) and len(before) > 1 and not before[-2].isspace():
            return self.slashes.joint(after)
        if after[:1].isdigit() and _TIGHT_BEFORE.search(before):
            return TIGHT
        if before.endswith(("_", "(", "«")) or after.startswith((")", "»", ",", ";")):
            return TIGHT
        if _CLOSING.match(after) and after[0] not in self.spaced_marks:
            return TIGHT
        if _CLOSING_QUOTE.match(after) and before.count(after[0]) % 2:
            return TIGHT
        return joint_in_word(before, after, self.words, self.knows, is_full=is_full, is_one_word=is_one_word)

    def is_broken(self, left: str, right: str, *, is_seen: bool = True) -> bool:
        """Whether two parts, a hyphen and a blank between, are one word; «аудио- и» are not, nor two by a soft one."""
        joined = (left + right).casefold()
        if self.words[joined] or self.knows(joined):
            return True
        return is_seen and not joins(right) and (left.isupper() or left.isascii() != right.isascii())

    def _hyphen(self, before: str, after: str) -> Joint:
        last, first = _LAST.search(before), FIRST_WORD.match(after)
        if last is None or first is None or not after[:1].islower():
            return TIGHT
        if before[-1] in self.wrap_hyphens:
            return Joint("", drops_hyphen=True)
        if before[-1] in self.own_hyphens:
            return TIGHT
        kept, joined = (last[0] + first[0]).casefold(), (last[0][:-1] + first[0]).casefold()
        left = last[0][:-1].rpartition("-")[2]
        if self.words[kept] != self.words[joined]:
            return Joint("", drops_hyphen=self.words[joined] > self.words[kept])
        is_own = left.isupper() or left.isascii() != first[0].isascii() or self._has_compound(left.casefold())
        if is_own and first[0] not in _BETWEEN_HYPHENS:
            return TIGHT
        if len(last[0]) == 2:
            return TIGHT  # no word is broken behind its first letter: e-mail
        if left.casefold() in WRITTEN_TOGETHER and first[0] not in _BETWEEN_HYPHENS:
            return Joint("", drops_hyphen=True)
        return self._unknown_hyphen(left.casefold(), first[0].casefold(), is_inside=len(left) + 1 < len(last[0]))

    def _unknown_hyphen(self, left: str, right: str, *, is_inside: bool) -> Joint:
        """A hyphen between two parts of which the document itself says nothing.

        `is_inside` says that another hyphen is before them: the «то» of `push-то-` `кена` is no word.
        """
        is_part = left in _PREFIXES or (is_inside and len(left) < _SHORTEST)
        knows_parts = self.knows(left) and self.knows(right) and not is_part
        if right in _BETWEEN_HYPHENS and not self.knows(left + right):
            return SPACE  # the hyphen is for what is left out: аудио- и видеозвонки
        if self.knows(left + right) != knows_parts:
            return Joint("", drops_hyphen=not knows_parts)
        # By the rules of Russian no program breaks a word before a vowel, its prefix apart: тай-маут, but тайм-аут.
        is_broken = self.knows(left + right) and len(right) < _SHORTEST and right not in _PARTICLES
        is_own = left[-1] in _CONSONANTS and right[0] in _VOWELS and left not in _PREFIXES
        return Joint("", drops_hyphen=is_broken or (self.hyphenates and not is_own), is_doubtful=True)

    def _has_compound(self, left: str) -> bool:
        """Whether the document has words with a hyphen behind this part."""
        return len(left) > 2 and left in self.compounds


def vocabulary_of(
    lines: Iterable[str], pairs: Sequence[tuple[str, str]], knows: Knows, edges: Iterable[str] = ()
) -> Vocabulary:
    """The vocabulary of a document: its lines, pairs of lines within a text, and the words at the edges of texts."""
    lines = list(lines)
    # The first and the last word of a line may be parts.
    inside = (_WORD.findall(line)[1:-1] for line in lines)
    words: Counter[str] = Counter()
    for word, count in Counter(chain.from_iterable(chain(inside, map(_WORD.findall, edges)))).items():
        words[word.casefold()] += count
    whole = "\n".join(lines)
    inner = Counter(_HYPHEN.findall(whole))
    slashes = slashes_of(lines)
    last = Counter(before[-1] for before, _ in pairs if before.endswith(HYPHENS))
    others = inner.total() - inner[_UNBROKEN]
    wraps = "".join(letter for letter in last if others and not inner[letter] and last[letter] + others > _ENOUGH)
    own = "".join(letter for letter in inner if wraps and letter not in wraps)
    compounds = frozenset(match[1] for match in map(_COMPOUND.match, words) if match is not None)
    plain = Vocabulary(words, knows, hyphenates=False, slashes=slashes, compounds=compounds)
    ended = [
        pair for line in (lines if _may_have_ended(whole) else ()) for pair in pairwise(_ended_inside(line, plain))
    ]
    broken = [pair for pair in (*pairs, *ended) if pair[0].endswith(HYPHENS)]
    hyphens = [plain.joint(before, after, is_full=False) for before, after in broken]
    hyphenates = any(joint.drops_hyphen for joint in hyphens)
    spaced = frozenset(_SPACED_MARK.findall(whole))
    return Vocabulary(words, knows, hyphenates, slashes, wraps, own, compounds, spaced)


def words_at_edges(lines: Sequence[str]) -> Iterator[str]:
    """The words that the lines of a text begin and end with; one alone on its line may be a part of a word."""
    if lines and (len(lines) == 1 or " " in lines[0]):
        yield from lines[0].split()[:1]
    if lines and (len(lines) == 1 or " " in lines[-1]):
        yield from lines[-1].split()[-1:]


def _may_have_ended(text: str) -> bool:
    """Whether a blank stands behind a hyphen anywhere in a text."""
    return "- " in text or "\u2010 " in text or _UNSEEN in text


def _ended_inside(line: str, vocabulary: Vocabulary) -> list[str]:
    """The lines that a copy wrote as one, with a blank behind the hyphen at which each ended."""
    if not _may_have_ended(line):
        return [line]
    parts, begin = [], 0
    for match in _ENDED.finditer(line):
        if vocabulary.is_broken(*match.groups(), is_seen=line[match.end(1)] != SOFT_HYPHEN):
            parts.append(line[begin : match.end(1) + 1])
            begin = match.start(2)
    return [part.replace(_UNSEEN, " ") for part in (*parts, line[begin:])]


def _with_hyphens(lines: Sequence[tuple[str, bool]], vocabulary: Vocabulary) -> Iterator[tuple[str, bool]]:
    """Lines with the hyphens that a copy set below them, each on a line of its own: раз, -, решено."""
    alone = [place for place, (line, _) in enumerate(lines[:-1]) if line in HYPHENS and place]
    lone = {place for place in alone if _is_hyphen(lines[place - 1][0], lines[place + 1][0], vocabulary)}
    for place, (line, is_full) in enumerate(lines):
        if place not in lone:
            yield (line + lines[place + 1][0], True) if place + 1 in lone else (line, is_full)


def _is_hyphen(before: str, after: str, vocabulary: Vocabulary) -> bool:
    """Whether the last word of a line and the first of another are one, which a hyphen between them broke."""
    last, first = last_letters(before), FIRST_WORD.match(after)
    return last is not None and first is not None and vocabulary.is_broken(last[0], first[0])


class Joined(NamedTuple):
    """A text joined from its lines, and the places in it that are in doubt: the words before and after a line end."""

    text: str
    doubts: tuple[tuple[str, str], ...]


def join_lines(
    lines: Sequence[tuple[str, bool]], vocabulary: Vocabulary, settled: Mapping[tuple[str, str], str] = _NOT_SETTLED
) -> Joined:
    """The lines of a text joined; each with whether it fills its column. `settled` says of words how they are."""
    text, doubts = "", []
    lines = [
        (part, is_full)
        for line, is_full in _with_hyphens(lines, vocabulary)
        for part in _ended_inside(line, vocabulary)
    ]
    for index, (line, _) in enumerate(lines):
        if not index:
            text = line
            continue
        # No word is longer: the whole of a text that goes on for ever is not looked at again at each line.
        tail = text[-_LONGEST_WORD:]
        ends = tail.rsplit(" ", 1)[-1], line.split(" ", 1)[0]
        joint = (
            SETTLED_JOINTS[settled[ends]]
            if ends in settled
            else vocabulary.joint(tail, line, is_full=lines[index - 1][1], is_one_word=" " not in lines[index - 1][0])
        )
        if joint.is_doubtful:
            doubts.append(ends)
        text = (text[:-1] if joint.drops_hyphen else text) + joint.between + line
    # A line may begin with the mark of the letter before it.
    return Joined(in_nfc(text.removesuffix(SOFT_HYPHEN)), tuple(doubts))
