"""The roles of headings: each by its words, and by those of the others where two could be the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.document.fragments import Word
from ingest.table.scene.heading_words import NEEDED, Role, is_called_description, is_heading_word, role_of_word


def roles_of(groups: Sequence[Sequence[Word]]) -> list[Role | None]:
    """The roles of the headings of a table, one for each group of words."""
    roles = _of_one_table(groups, [role_of_group(group) for group in groups])
    return _with_one_code(groups, _with_one_description(groups, roles))


def role_of_words(words: Sequence[Word]) -> Role | None:
    """The role of a group of words: that of the first of them that names one."""
    return next((role for word in words if (role := role_of_word(word.text)) is not None), None)


def _of_one_table(groups: Sequence[Sequence[Word]], roles: Sequence[Role | None]) -> list[Role | None]:
    """The roles of headings in cells: where a blank column parts those of another table, that has none of the three."""
    parts = [0]
    for left, right in pairwise(groups):
        before, cell = left[-1].cell, right[0].cell
        is_parted = before is not None and cell is not None and cell.column > before.column + before.columns
        parts.append(parts[-1] + is_parted)
    pairs = list(zip(roles, parts, strict=True))
    whole = {part for part in parts if NEEDED.issubset(role for role, of in pairs if of == part)}
    if len(whole) != 1:
        return list(roles)
    return ["other" if role in NEEDED and part not in whole else role for role, part in pairs]


def _with_one_description(groups: Sequence[Sequence[Word]], roles: Sequence[Role | None]) -> list[Role | None]:
    """The roles of headings: where two could be the description, the one that is called so is; a message is none.

    Where two are called so, the one in the letters of the heading of the codes is: the other is a translation.
    """
    called = [
        role == "description" and any(is_called_description(word.text) for word in group)
        for group, role in zip(groups, roles, strict=True)
    ]
    if sum(called) > roles.count("code") == 1:
        is_latin = groups[roles.index("code")][0].text.isascii()
        called = [is_it and group[0].text.isascii() == is_latin for group, is_it in zip(groups, called, strict=True)]
    if sum(called) != 1:
        return list(roles)
    return ["other" if role == "description" and not is_it else role for role, is_it in zip(roles, called, strict=True)]


def _with_one_code(groups: Sequence[Sequence[Word]], roles: Sequence[Role | None]) -> list[Role | None]:
    """The roles of headings: where two could be the code, the one that says nothing else is; «Код ЕС» is no code."""
    called = [
        role == "code" and all(is_heading_word(word.text) for word in group)
        for group, role in zip(groups, roles, strict=True)
    ]
    if sum(called) != 1:
        return list(roles)
    return ["other" if role == "code" and not is_it else role for role, is_it in zip(roles, called, strict=True)]


def role_of_group(group: Sequence[Word]) -> Role | None:
    """The role of a heading: by its words if they all are known, else by its first; any other heading is of no use."""
    if all(is_heading_word(word.text) for word in group):
        return role_of_words(_english_order(group))
    return role_of_words(group[:1]) or ("number" if group[0].text.isdecimal() else "other")


def _english_order(group: Sequence[Word]) -> Sequence[Word]:
    """The words of a heading, the one that it is about first: in English the last, `Code description`, if no `of` is.

    A class has a code in few tables: `Class code` and `Code class` are both the class.
    """
    texts = [word.text.casefold() for word in group]
    if not all(text.isascii() for text in texts) or "of" in texts:
        return group
    classes = [word for word in group if role_of_words([word]) == "class"]
    return classes or group[::-1]
