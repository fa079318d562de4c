"""Files that were made to take long, or to be misread: twice as long a file takes about twice as long."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.audit.audit import audit
from ingest.audit.tokens import tokens
from model import CodeBook

LIST = "".join(f"{code}: 'Вызов завершен',\n" for code in (1000, 1100, 1110, 1111, 1120, 1121, 1122, 1123))

MADE: dict[str, Callable[[int], str]] = {
    "numbers.js": lambda size: "1111, " * size,
    "codes of one text.js": lambda size: "switch (x) {" + "case 1111: " * size + "return 'a' }",
    "quotes.js": lambda size: "1000 '" * size,
    "quotes in pairs.sql": lambda size: "(1000, '" + "''" * size,
    "strings.js": lambda size: "1000: 'a' " * size,
    "one text in many.py": lambda size: "{1000: " + "'a' " * size,
    "brackets.json": lambda size: "[" * size + "1000: 'a', 1100: 'a'," + "{1000: 'a'}," * size,
    "brackets that end.php": lambda size: "a()" * size + "[1000 => 'a', 1100 => 'b']" * size,
    "nested.json": lambda size: '{"1000": "a", "b": ' * size,
    "lists.js": lambda size: f"const a = {{{LIST}}};\n" * (size // 60),
    "lists of one name.js": lambda size: f"a = {{{LIST}}}; a[x] || 'b';\n" * (size // 60),
    "functions.py": lambda size: "1000\ndef a(): " * size,
    "comments.js": lambda size: "1000 /* " * size,
    "comments that end.js": lambda size: "1000 /**/" * size,
    "headings.md": lambda size: "1000 " * 5 + "\n# a" + " #" * size + "b\n" + f"# b{' ' * size}c\n",
    "rows.md": lambda size: "| 1000 | a |\n" * size,
    "a row.md": lambda size: "1000 " * 5 + "\n" + "| " * size + "1000",
    "fences.md": lambda size: "1000\n```js\n" * size,
    "spaces.txt": lambda size: "1000 " * 5 + "\n" + " " * size + "1000" + " " * size + "x",
    "marks.txt": lambda size: "1000 " * 5 + "\n" + "*" * size + "1000" + "*" * size,
    "rows.csv": lambda size: "1000;a\n" * size,
    "a field.csv": lambda size: "1000;a\n" * 5 + "1100;" + "a" * 20 * size + "\n1110;a\rb\n",
    "a row.csv": lambda size: "1000;a\n" * 5 + "1100;" * size,
    "quotes.csv": lambda size: "1000;a\n" * 5 + '1100;"' * size,
    "keys.yaml": lambda size: "1000: a\n" * size,
    "brackets.yaml": lambda size: "1000 " * 5 + "[" * size,
    "aliases.yaml": lambda size: "a: &a {1000: a}\nb: [" + "*a, " * size + "1000, 1000, 1000, 1000]",
    "words.html": lambda size: "1000 <!-- " * size,
}


@pytest.mark.parametrize("name", MADE)
def test_time_grows_as_the_file(name: str, tmp_path: Path, bundled: CodeBook) -> None:
    """Nothing in a file takes the square of its length: that would be sixteen times as long here."""

    def spent(size: int) -> float:
        (tmp_path / name).write_text(MADE[name](size), encoding="utf-8")
        start = process_time()
        audit(tmp_path, bundled)
        return process_time() - start

    spent(100)
    # A collection of garbage may fall into one try.
    assert any(spent(8_000) < 9 * max(spent(2_000), 0.01) for _ in range(3))


@given(st.text(alphabet="'\"`\\\n /*#-=>:,.(){}[]|a1 0", max_size=200), st.sampled_from(["php", "js", "sql", "py", ""]))
def test_tokens_stand_where_they_say(program: str, ending: str) -> None:
    """Whatever a file holds is taken apart without an error: tokens in order, none within another."""
    found = tokens(program, ending)
    assert all(0 <= token.start < token.end <= len(program) for token in found)
    assert all(token.end <= after.start for token, after in pairwise(found))
    assert all(program[token.start : token.end] == token.value for token in found if token.kind in {"word", "mark"})


@given(
    st.lists(
        st.sampled_from(
            [
                "1111",
                "1121",
                "=>",
                ":",
                "'a'",
                "{",
                "}",
                "[",
                "]",
                "(",
                ")",
                ",",
                ";",
                "\n",
                "|",
                "- ",
                "case",
                "return",
                "x",
                "# ",
                "```",
                "\t",
            ]
        ),
        max_size=60,
    ),
    st.sampled_from(["php", "js", "md", "yaml", "txt", "sql", "py"]),
)
def test_any_file_is_read(parts: list[str], ending: str) -> None:
    """No arrangement of what lists are made of is an error, and every entry stands in the file."""
    from ingest.audit.fallback import fate_of_unknown, places_of_words
    from ingest.audit.parts import joined
    from ingest.audit.search import groups_in

    text = " ".join(parts)
    groups, found = groups_in(text, ending)
    for group in joined(groups, found, text, lambda _: True):
        fate_of_unknown(found, places_of_words(found), group, ending)
        for entry in group.entries:
            assert f"{entry.code:04d}" in text[entry.start : entry.end]
