"""The constants for Python, executed, and for TypeScript, compiled and executed."""

from __future__ import annotations

import ast
import json
import math
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.exports.constants_python import to_python
from ingest.exports.constants_typescript import to_typescript
from ingest.exports.content import Content
from ingest.exports.literals import json_literal, python_literal
from model import CodeBook
from tests.exports.material import EDITION, HOSTILE, book_of, content_of, corrected_content, hostile_texts

LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


def executed(content: Content) -> Any:
    """The exported Python module, imported as a user would."""
    module = ModuleType("result_codes")
    sys.modules["result_codes"] = module
    exec(compile(to_python(content), "result_codes.py", "exec"), vars(module))  # noqa: S102 - it is what is tested
    return module


@pytest.fixture
def module(bundled: CodeBook) -> Any:
    """The Python module of the bundled code book."""
    return executed(Content(bundled))


def test_python_has_every_code(module: Any, bundled: CodeBook) -> None:
    """Every code is a member with its number, a name that is an identifier, and its description."""
    codes = module.ResultCode
    assert [(code.name, code.value, code.description) for code in codes] == [
        (f"CODE_{record.code:04d}", record.code, record.description) for record in bundled
    ]
    assert all(code.is_known and code.name.isidentifier() for code in codes)
    assert codes.CODE_2211 == 2211
    assert codes.CODE_2211.description == "Достигнут дневной лимит использования услуги"
    name, sha256 = module.EDITION, module.SHA256
    assert (name, sha256) == ("result-codes", bundled.edition.sha256)


def test_python_keeps_unknown_codes(module: Any) -> None:
    """A code that the document does not print is a value, always the same one, and no new member."""
    codes = module.ResultCode
    before = list(codes)
    unknown = codes(2219)
    assert (unknown, unknown.value, unknown.name, unknown.description) == (2219, 2219, "UNKNOWN_2219", None)
    assert isinstance(unknown, codes)
    assert not unknown.is_known
    assert codes(2219) is unknown
    assert codes(2211) is codes.CODE_2211
    assert list(codes) == before
    assert (f"{unknown}", repr(unknown)) == ("2219", "<ResultCode.UNKNOWN_2219: 2219>")
    assert codes(5).name == "UNKNOWN_0005"


@pytest.mark.parametrize("value", [-1, 10_000, "2210", "busy", None, 2210.5])
def test_python_refuses_what_is_no_code(module: Any, value: object) -> None:
    """What is no four-digit number is an error, as with any enum."""
    with pytest.raises(ValueError, match="is not a valid ResultCode"):
        module.ResultCode(value)


SAME = (numpy.int64, numpy.uint16, numpy.float32, float, Decimal, Fraction)
OTHER: tuple[Any, ...] = (
    True,
    "1000",
    b"1000",
    2210.5,
    Decimal("NaN"),
    Decimal("Infinity"),
    math.inf,
    math.nan,
    [2219],
    {},
)


@pytest.mark.parametrize("asked_before", [False, True])
def test_python_answers_do_not_depend_on_what_was_asked_before(asked_before: bool) -> None:
    """Whatever is equal to a number is that code, of any type, and all else none, in a fresh module and later."""
    codes = executed(content_of("Busy", "Full")).ResultCode
    if asked_before:
        for number in (1, 5, 2219):
            codes(number)
    for kind in SAME:
        for number in (1000, 2219):
            code = codes(kind(number))
            assert (code, code.name) == (number, "UNKNOWN_2219" if number == 2219 else "CODE_1000")
            assert code is codes(number)
    for value in OTHER:
        with pytest.raises(ValueError, match="is not a valid ResultCode"):
            codes(value)
    assert 2219 not in codes._value2member_map_


def test_python_resolves_every_number(module: Any, bundled: CodeBook) -> None:
    """All 10,000 numbers are read as the code book reads them."""
    for number in range(10_000):
        found = bundled.resolve(number)
        assert module.ResultCode(number).resolved == found.code
        assert module.ResultCode(number).is_known == (found.match == "exact")


def test_python_members_are_copied_as_themselves(module: Any) -> None:
    """A known and an unknown code come out of a pickle as the same objects."""
    for number in (2211, 2219):
        code = module.ResultCode(number)
        assert pickle.loads(pickle.dumps(code)) is code  # noqa: S301 - what was pickled a moment ago


def test_python_has_corrections_beside_the_texts() -> None:
    """With corrections asked for, a description has both texts."""
    codes = executed(corrected_content(book_of(["Busi", "Full"]), 1000, "Busy")).ResultCode
    assert [code.description for code in codes] == ["Busi [corrected: Busy; A misprint]", "Full"]


def test_python_is_clean_in_strict_mypy(tmp_path: Path, bundled: CodeBook) -> None:
    """The module passes the strictest check of types."""
    file = tmp_path / "result_codes.py"
    file.write_bytes(to_python(Content(bundled)))
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull, "--cache-dir", os.devnull]
    process = subprocess.run([*command, str(file)], capture_output=True, encoding="utf-8", check=False)
    assert process.stdout == "Success: no issues found in 1 source file\n"


@given(st.lists(st.none() | hostile_texts(), min_size=1, max_size=4), hostile_texts())
def test_python_keeps_any_text(texts: list[str | None], name: str) -> None:
    """Whatever a description or a name holds, it is that text in the module, and nothing in it is executed."""
    edition = EDITION.model_copy(update={"name": name})
    module = executed(Content(book_of(texts, edition=edition)))
    assert [code.description for code in module.ResultCode] == texts
    assert name == module.EDITION


@given(hostile_texts())
def test_literals_are_one_line_and_the_text(text: str) -> None:
    """A literal of either language stands on one line, shows nothing that cannot be seen, and reads as the text."""
    for literal, read in ((python_literal(text), ast.literal_eval), (json_literal(text), json.loads)):
        assert read(literal) == text
        assert literal.isprintable()
        assert not set(literal) & set(LINE_ENDS)
        assert literal[0] == literal[-1] == '"'


Evaluate = Callable[[Content, str], Any]


@pytest.fixture
def evaluate(tmp_path: Path) -> Evaluate:
    """Compiles the exported module with a TypeScript expression under `tsc --strict`, and gives what it is in Node."""
    compiler, node = find_tool("tsc"), find_tool("node")

    def run(content: Content, expression: str) -> Any:
        (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
        (tmp_path / "codes.ts").write_bytes(to_typescript(content))
        ask = f'import * as codes from "./codes.js";\nconst value: unknown = {expression};\n'
        write = "declare const console: { log(text: string): void };\nconsole.log(JSON.stringify(value));\n"
        (tmp_path / "ask.ts").write_text(ask + write, encoding="utf-8")
        options = "--strict --noUnusedLocals --noUncheckedIndexedAccess --target es2022 --module es2022".split()
        resolution = ["--moduleResolution", "bundler", "--types", ""]
        compiled = subprocess.run(
            [compiler, *options, *resolution, "ask.ts"],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (compiled.returncode, compiled.stdout) == (0, "")
        shown = subprocess.run([node, "ask.js"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
        return json.loads(shown.stdout)

    return run


def find_tool(name: str) -> str:
    """A program on the path, or one that npm installed into this environment. In CI it must be there."""
    places = [os.environ["PATH"], str(Path(sys.prefix) / "node_modules" / ".bin")]
    found = shutil.which(name, path=os.pathsep.join(places))
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{name} is not installed; .ci/run shows how to")
    return found


def answers(book: CodeBook, numbers: Iterable[int]) -> list[list[object]]:
    """How a code book resolves numbers: code, match, pattern and description."""
    found = map(book.resolve, numbers)
    return [[item.code, item.match, item.matched_pattern, item.record and item.record.description] for item in found]


def test_typescript_resolves_every_number(evaluate: Evaluate, bundled: CodeBook) -> None:
    """All 10,000 numbers, and numbers that are no codes, are read as the code book reads them."""
    asked = "[...Array(10000).keys(), -1, 10000, 2210.5, NaN].map((code) => codes.resolve(code))"
    fields = "code match matchedPattern description".split()
    found = [[item[name] for name in fields] for item in evaluate(Content(bundled), asked)]
    assert found == [*answers(bundled, range(10_000)), *[[None, "none", None, None]] * 4]


def test_typescript_has_every_code(evaluate: Evaluate, bundled: CodeBook) -> None:
    """Constants, the known codes and the edition are those of the code book; what is known is told by its type."""
    found = evaluate(
        Content(bundled),
        "((code: number): [object, object, codes.KnownResultCode | null, boolean] => "
        "[codes.RESULT_CODE, codes.EDITION, codes.isKnown(code) ? code : null, codes.isKnown(2219)])(2211)",
    )
    edition = {"name": "result-codes", "sha256": bundled.edition.sha256}
    assert found == [{f"CODE_{code:04d}": code for code in bundled.codes}, edition, 2211, False]


def test_typescript_keeps_any_text(evaluate: Evaluate) -> None:
    """Hostile descriptions are those texts in the compiled module, and nothing in them is executed."""
    texts = [*HOSTILE, None]
    edition = EDITION.model_copy(update={"name": "*/ process.exit(3) /*"})
    found = evaluate(Content(book_of(texts, edition=edition)), "[codes.EDITION.name, codes.DESCRIPTIONS]")
    assert found == [edition.name, {str(number): text for number, text in enumerate(texts, start=1000)}]


def test_typescript_of_no_codes_compiles(evaluate: Evaluate) -> None:
    """A module without codes and classes compiles, and resolves nothing."""
    content = Content(CodeBook.build(EDITION, [], []))
    assert evaluate(content, "codes.resolve(1000).match") == "none"


def test_typescript_has_corrections_beside_the_texts(evaluate: Evaluate) -> None:
    """With corrections asked for, a description has both texts."""
    content = corrected_content(book_of(["Busi", "Full"]), 1000, "Busy")
    assert evaluate(content, "codes.DESCRIPTIONS") == {"1000": "Busi [corrected: Busy; A misprint]", "1001": "Full"}


def test_nothing_of_a_document_stands_in_a_comment() -> None:
    """No line of a module begins or holds a comment with a text of the document, so none can end one."""
    marked = content_of("MARK", "MARK */ MARK")
    for line in (to_python(marked) + to_typescript(marked)).decode().splitlines():
        if "MARK" in line:
            assert line.strip().startswith(("CODE_", "1000: ", "1001: "))
            assert line.rstrip(",").endswith('"')
