"""The words of the page itself, in English and in Russian, and the texts of documents made safe to look at."""

from __future__ import annotations

import json
import os.path
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Final

from markupsafe import Markup, escape

from model import CodeBook
from model.records import Applied
from model.rules import RULES

Words = dict[str, dict[str, str]]
"""The words by language (`en`, `ru`) and key."""

_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_ENDS_SCRIPT: Final = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
_MOST: Final = 5_000
"""How many words of a code book have their forms written down; what comes after is found as it stands."""


@cache
def words() -> Words:
    """All words of the page; what findings mean in English, their rules say."""
    found: Words = json.loads(Path(__file__).with_name("interface.json").read_bytes())
    found["en"] |= {f"finding.{rule.id}": rule.meaning for rule in RULES.values()}
    return found


def word(key: str) -> Markup:
    """A word in English, marked so that the page can show it in Russian."""
    return Markup('<span data-t="{}">{}</span>').format(key, plain_word(key))


def plain_word(key: str) -> str:
    """A word in English, for an attribute."""
    return words()["en"][key]


def as_script(value: object) -> Markup:
    r"""A value as JSON that can stand within a script element: nothing in it ends that.

    Examples
    --------
    >>> print(as_script(["</script>", "лимит"]))
    ["\u003c/script\u003e","лимит"]
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ENDS_SCRIPT))  # noqa: S704 - what markup is made of is an escape now


def visible(text: str) -> Markup:
    r"""A text with everything that a browser would act on, or not show, as the name of its code point.

    Examples
    --------
    >>> print(visible("<b>\u202e"))
    &lt;b&gt;<b class="unseen">U+202E</b>
    """
    if text.isprintable():
        return escape(text)
    return Markup("").join(
        letter if letter.isprintable() else Markup('<b class="unseen">U+{:04X}</b>').format(ord(letter))
        for letter in text
    )


def vendor(text: str) -> Markup:
    """A text of the document: to the letter, apart from the direction of what stands around it, in its language."""
    language = Markup(' lang="ru"') if _CYRILLIC.search(text) else ""
    return Markup("<bdi{}>{}</bdi>").format(language, visible(text))


def word_forms(book: CodeBook, corrections: Applied) -> dict[str, object]:
    """The forms of all words of descriptions, titles and corrections, small, and equal for the same ones.

    Returns
    -------
    dict
        `words`: for each word its beginning and the number of its ends; `ends`: all ends that go with a beginning,
        apart by spaces. Words of one kind share their ends.
    """
    from model.wordforms import lexemes, words_of

    words = dict.fromkeys(chain.from_iterable(map(words_of, _texts(book, corrections))))
    found: dict[str, frozenset[str]] = {}
    for word in islice(words, _MOST):
        for base, forms in lexemes(word).items():
            found[base] = found.get(base, frozenset()) | forms
    numbers: dict[str, int] = {}
    beginnings = []
    for _, forms in sorted(found.items()):
        if len(forms) > 1:
            beginning = os.path.commonprefix(list(forms))  # noqa: RUF071 - of words, not of paths
            ends = " ".join(sorted(form.removeprefix(beginning) for form in forms))
            beginnings.append((beginning, numbers.setdefault(ends, len(numbers))))
    return {"ends": list(numbers), "words": beginnings}


def _texts(book: CodeBook, corrections: Applied) -> Iterable[str]:
    texts: Iterator[str | None] = chain(
        (record.description for record in book),
        (item.title for item in book.classes.values()),
        (item.after for item in corrections.values()),
    )
    return filter(None, texts)
