"""A list that is written in each language's own way is read to the letter: codes, texts, lines, and nothing besides."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ingest.audit.audit import audit
from model import CodeBook

Texts = Mapping[int, str]
"""A list, in order."""


def quoted(text: str, quote: str) -> str:
    """A text in quotes, with a backslash before what ends it."""
    return quote + text.replace("\\", "\\\\").replace(quote, f"\\{quote}") + quote


def doubled(text: str) -> str:
    """A text of SQL."""
    return "'" + text.replace("'", "''") + "'"


def lines(form: str, texts: Texts, quote: Callable[[str], str]) -> str:
    """A line for each entry."""
    return "".join(form.format(code=code, text=quote(text)) + "\n" for code, text in texts.items())


def single(text: str) -> str:
    """A text in single quotes."""
    return quoted(text, "'")


def double(text: str) -> str:
    """A text in double quotes."""
    return quoted(text, '"')


def cell(text: str) -> str:
    """A text of a table of Markdown."""
    return text.replace("|", "\\|")


WRITINGS: dict[str, Callable[[Texts], str]] = {
    "array.php": lambda texts: f"<?php\nreturn [\n{lines('  {code} => {text},', texts, single)}];\n",
    "assigned.php": lambda texts: "<?php\n" + lines("$a['{code}'] = {text};", texts, double),
    "object.js": lambda texts: f"const a = {{\n{lines('  {code}: {text},', texts, double)}}};\n",
    "cases.js": lambda texts: f"switch (a) {{\n{lines('  case {code}: return {text};', texts, single)}}}\n",
    "map.ts": lambda texts: f"new Map<number, string>([\n{lines('  [{code}, {text}],', texts, single)}]);\n",
    "dict.py": lambda texts: f"A = {{\n{lines('    {code}: {text},', texts, repr)}}}\n",
    "map.go": lambda texts: f"var a = map[int]string{{\n{lines('	{code}: {text},', texts, double)}}}\n",
    "cases.go": lambda texts: f"switch a {{\n{lines('	case {code}:	return {text}', texts, double)}}}\n",
    "dictionary.cs": lambda texts: f"var a = new() {{\n{lines('  {{ {code}, {text} }},', texts, double)}}};\n",
    "enum.java": lambda texts: f"enum A {{\n{lines('  A_{code}({code}, {text}),', texts, double)};}}\n",
    "put.java": lambda texts: f"void a() {{\n{lines('  a.put({code}, {text});', texts, double)}}}\n",
    "rows.sql": lambda texts: lines("INSERT INTO a (b, c) VALUES ({code}, {text});", texts, doubled),
    "when.sql": lambda texts: f"SELECT CASE a\n{lines('  WHEN {code} THEN {text}', texts, doubled)}END\n",
    "object.json": lambda texts: json.dumps(
        {str(code): text for code, text in texts.items()}, indent=1, ensure_ascii=False
    ),
    "ascii.json": lambda texts: json.dumps([{"code": code, "text": text} for code, text in texts.items()]),
    "plain.yaml": lambda texts: yaml.safe_dump({"a": dict(texts)}, allow_unicode=True, sort_keys=False),
    "records.yaml": lambda texts: yaml.safe_dump(
        [{"code": code, "text": text} for code, text in texts.items()], allow_unicode=True
    ),
    "rows.csv": lambda texts: (
        "id,code,text\n" + lines('1,{code},"{text}",,', texts, lambda text: text.replace('"', '""'))
    ),
    "rows.tsv": lambda texts: lines("{code}\t{text}", texts, str),
    "table.md": lambda texts: "| a | b |\n|---|---|\n" + lines("| {code} | {text} |", texts, cell),
    "items.md": lambda texts: lines("- {code} – {text}", texts, str),
}

BOOK = CodeBook.load()
TEXTS = {record.code: record.description or "" for record in BOOK}


@st.composite
def lists(draw: st.DrawFn) -> dict[int, str]:
    """A list of some codes of the book, in any order, some of them with remarks, some of its own."""
    codes = draw(st.lists(st.sampled_from(sorted(TEXTS)), min_size=8, max_size=20, unique=True))
    own = draw(st.lists(st.sampled_from([1199, 2998, 4405, 5999]), max_size=1))
    remark = st.sampled_from(
        ["", ' (см. "тариф")', " 'сброс'", " | и др.", " – A\\B", " #1", ": да", " // нет", " {x}"]
    )
    texts = {code: TEXTS[code] + draw(remark) for code in codes}
    return texts | {code: "Свой код" for code in own if code not in TEXTS}


@pytest.mark.parametrize("name", WRITINGS)
def test_what_is_written_is_read(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever is in the texts, and in whatever order."""
    folder = tmp_path_factory.mktemp("written")

    @given(lists())
    def check(texts: dict[int, str]) -> None:
        (folder / name).write_text(WRITINGS[name](texts), encoding="utf-8")
        (found,) = audit(folder, BOOK).lists
        comparison = found.comparison
        assert comparison.entries == len(texts)
        assert comparison.missing == tuple(sorted(TEXTS.keys() - texts.keys()))
        assert comparison.extra == tuple(sorted(texts.keys() - TEXTS.keys()))
        differ = {item.code: item.text for item in comparison.differ}
        assert differ == {
            code: text for code, text in texts.items() if code in TEXTS and said(text) != said(TEXTS[code])
        }
        written = (folder / name).read_text(encoding="utf-8").split("\n")
        first, *_, last = texts
        assert str(first) in written[found.first_line - 1]
        assert said(texts[last])[-5:] in said(written[found.last_line - 1]) or name == "ascii.json"

    check()


def said(text: str) -> str:
    """The letters and digits of a text."""
    return "".join(filter(str.isalnum, text))
