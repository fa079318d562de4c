"""Texts of documents as literals of programming languages: whatever stands in a text, it stays a text."""

from __future__ import annotations

import json


def python_literal(value: str | None) -> str:
    r"""A text as a Python literal on one line, in which everything that cannot be seen is an escape; None as None.

    Examples
    --------
    >>> print(python_literal('Счёт "закрыт"\u2028\\'), python_literal(None))
    "Счёт \"закрыт\"\u2028\\" None
    """
    return "None" if value is None else f'"{"".join(map(_python_letter, value))}"'


def _python_letter(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")


def json_literal(value: str | None) -> str:
    r"""A text as a literal of JSON and TypeScript, in which everything that cannot be seen is an escape; None as null.

    Examples
    --------
    >>> print(json_literal('Счёт "закрыт"\u2028*/\n'))
    "Счёт \"закрыт\"\u2028*/\n"
    """
    text = json.dumps(value, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in text)
