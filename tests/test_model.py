"""The model: patterns, resolution, the tree, and what a code book refuses to be."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import (
    ClassPattern,
    CodeBook,
    Edition,
    Finding,
    InvalidCodeBookError,
    InvalidCodeError,
    InvalidPatternError,
    PrintedClass,
    PrintedCode,
    ResultCodesError,
    UnknownCodeError,
)
from model.rules import RULES
from model.tables import SCHEMA_VERSION
from tests.books import Sample, samples

EDITION = Edition(name="made-up", sha256="0" * 64, source="made-up.txt", format="text")


@pytest.fixture
def book() -> CodeBook:
    """A class without a default under a class with one, and a code in no class."""
    classes = [
        PrintedClass(ClassPattern("5xxx"), 5000),
        PrintedClass(ClassPattern("51xx"), None, "Campaigns"),
        PrintedClass(ClassPattern("510x"), 5100),
        PrintedClass(ClassPattern("22xx"), 2200),
    ]
    texts = {5000: "Server error", 5100: "No campaign", 5101: "Ёлка", 5110: None, 2200: "Limited", 7001: "Odd"}
    return CodeBook.build(EDITION, classes, [PrintedCode(code, text) for code, text in texts.items()])


@pytest.mark.parametrize("text", ["221x", "221X", "221х", "221Х"])  # noqa: RUF001 - Cyrillic on purpose
def test_every_wildcard_is_the_latin_x(text: str) -> None:
    """Latin and Cyrillic, small and capital wildcards give the same pattern."""
    assert ClassPattern(text) == "221x"
    assert ClassPattern(text).level == 3


@pytest.mark.parametrize("text", ["xxxx", "2210", "22x", "22xxx", "2x1x", "x22x", "", " 22xx", "22yy", "２２xx"])
def test_what_is_no_pattern_is_refused(text: str) -> None:
    """One to three ASCII digits, then wildcards to a width of four, and nothing else."""
    message = f"{text!r} is no class pattern: one to three digits, then x to a width of four, such as 22xx"
    with pytest.raises(InvalidPatternError) as caught:
        ClassPattern(text)
    assert str(caught.value) == message


@given(st.integers(0, 9999), st.integers(1, 3))
def test_a_pattern_holds_the_code_it_was_made_of(code: int, level: int) -> None:
    """The pattern of a level of a code holds it, and so does every pattern above."""
    pattern: ClassPattern | None = ClassPattern.of(code, level)
    assert pattern is not None
    assert pattern == ClassPattern(str(pattern))
    while pattern is not None:
        assert pattern.holds(code)
        assert pattern.holds(pattern.zero_code)
        pattern = pattern.parent


def test_a_pattern_holds_no_number_outside_the_code_space() -> None:
    """Five digits that begin alike are not in the class, nor is a negative number."""
    pattern = ClassPattern("22xx")
    assert not pattern.holds(22100)
    assert not pattern.holds(-2210)
    assert not pattern.holds(220)


@pytest.mark.parametrize(
    ("value", "code", "match"),
    [
        (2219, 2210, "class"),
        ("2219", 2210, "class"),
        (" 2219\n", 2210, "class"),
        (2219.0, 2210, "class"),
        (numpy.int16(2219), 2210, "class"),
        (numpy.float64(2219), 2210, "class"),
        (2211, 2211, "exact"),
        (1090, 1000, "class"),
        (7000, None, "none"),
        (None, None, "none"),
        (math.nan, None, "none"),
        (-5, None, "none"),
        ("-5", None, "none"),
        (10_000, None, "none"),
        (10**30, None, "none"),
        ("12345", None, "none"),
    ],
)
def test_resolve_takes_numbers_in_any_form(bundled: CodeBook, value: object, code: int | None, match: str) -> None:
    """Integers, digits, whole floats and missing values are answered; the fallback says that it is one."""
    resolution = bundled.resolve(value)
    assert (resolution.code, resolution.match) == (code, match)
    assert resolution.record == (None if code is None else bundled[code])
    assert (resolution.matched_pattern is not None) == (match == "class")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("22x9", "'22x9' is not a code; give an integer such as 2219, its digits, or None"),
        ("22_19", "'22_19' is not a code; give an integer such as 2219, its digits, or None"),
        ("１２１０", "'１２１０' is not a code; give an integer such as 2219, its digits, or None"),
        ("", "'' is not a code; give an integer such as 2219, its digits, or None"),
        ("2219.5", "'2219.5' is not a code; give an integer such as 2219, its digits, or None"),
        (2219.5, "2219.5 is not a whole number; give an integer such as 2219, its digits, or None"),
        (math.inf, "inf is not a whole number; give an integer such as 2219, its digits, or None"),
        (True, "True is a truth value, not a code; give an integer such as 2219, its digits, or None"),
        (numpy.bool_(True), "bool is not a code; give an integer such as 2219, its digits, or None"),
        (b"2219", "bytes is not a code; give an integer such as 2219, its digits, or None"),
        ([2219], "list is not a code; give an integer such as 2219, its digits, or None"),
    ],
)
def test_nonsense_is_an_error_never_a_guess(bundled: CodeBook, value: object, message: str) -> None:
    """What is no number is refused by name."""
    with pytest.raises(InvalidCodeError) as caught:
        bundled.resolve(value)
    assert str(caught.value) == message


def test_a_class_without_a_default_hands_on_to_the_class_above(book: CodeBook) -> None:
    """51xx has a title and no default: what it holds is read as 5000, unless 510x holds it."""
    assert book.resolve(5199).code == 5000
    assert book.resolve(5199).matched_pattern == "5xxx"
    assert book.resolve(5109).code == 5100
    assert book[5110].parent_code == 5000
    assert book[5110].class_pattern == "51xx"


@given(samples())
def test_a_known_code_is_itself_and_a_parent_is_a_declared_default(sample: Sample) -> None:
    """The invariants of the hierarchy hold for any book."""
    book = sample.book
    defaults = {item.default_code for item in book.classes.values()}
    for record in book:
        resolution = book.resolve(record.code)
        assert (resolution.code, resolution.match, resolution.record) == (record.code, "exact", record)
        assert record.parent_code is None or record.parent_code in defaults
        assert record.is_default == (record.code in defaults)
        assert [int(step) for step in record.path.split("/")] == [
            *(ancestor.code for ancestor in reversed(book.ancestors(record.code))),
            record.code,
        ]


@given(samples(), st.integers(0, 9999))
def test_resolution_is_the_default_of_the_longest_class_that_has_one(sample: Sample, code: int) -> None:
    """Asked class by class, by the text of the pattern, the answer is the same."""
    book = sample.book
    resolution = book.resolve(code)
    holders = [
        item
        for item in book.classes.values()
        if item.default_code is not None and f"{code:04d}".startswith(item.pattern.rstrip("x"))
    ]
    best = max(holders, key=lambda item: item.level, default=None)
    if code in book:
        assert resolution.match == "exact"
    else:
        assert resolution.code == (best.default_code if best else None)


@given(samples())
def test_json_gives_the_same_book_and_the_same_text(sample: Sample) -> None:
    """A code book survives JSON, and the JSON is stable."""
    text = sample.book.to_json()
    assert CodeBook.from_json(text) == sample.book
    assert CodeBook.from_json(text).to_json() == text


def test_the_tree_of_a_book(bundled: CodeBook) -> None:
    """Parent, children, ancestors, descendants and siblings, of the user's document."""
    assert bundled.parent(2211) == bundled[2210]
    assert bundled.parent(1000) is None
    assert [item.code for item in bundled.children(2210)] == [2211, 2212]
    assert [item.code for item in bundled.ancestors(2211)] == [2210, 2200, 2000]
    assert [item.code for item in bundled.descendants(2200)] == [2210, 2211, 2212, 2220, 2230, 2240, 2250]
    assert [item.code for item in bundled.siblings(2211)] == [2212]
    assert [item.code for item in bundled.siblings(1000)] == [2000, 3000, 4000, 5000, 6000]
    assert [item.code for item in bundled.roots] == [1000, 2000, 3000, 4000, 5000, 6000]
    assert [item.code for _, item in bundled.walk()] == sorted(bundled.codes)
    assert [depth for depth, _ in bundled.walk(2200)] == [0, 1, 2, 2, 1, 1, 1, 1]


def test_a_book_is_a_collection_of_its_codes(bundled: CodeBook) -> None:
    """Length, membership, iteration, look-up by code and by class."""
    assert len(bundled) == 103
    assert 2211 in bundled
    assert 2219 not in bundled
    assert "2211" not in bundled
    assert [item.code for item in bundled] == sorted(bundled.codes)
    assert bundled.classes[ClassPattern("221x")].default_code == 2210
    assert bundled.classes["221x"] is bundled.classes[ClassPattern("221X")]
    assert repr(bundled) == "<CodeBook result-codes: 103 codes, 43 classes>"


def test_an_unknown_code_is_told_with_what_to_do(bundled: CodeBook) -> None:
    """Look-up never falls back by itself."""
    with pytest.raises(UnknownCodeError) as caught:
        bundled[2219]
    assert str(caught.value) == (
        "2219 is not a code of edition result-codes; resolve() reads an unknown code as its nearest known class"
    )
    assert isinstance(caught.value, KeyError)
    assert isinstance(caught.value, ResultCodesError)
    for method in (bundled.parent, bundled.children, bundled.ancestors, bundled.descendants, bundled.siblings):
        with pytest.raises(UnknownCodeError):
            method(2219)


@pytest.mark.parametrize("key", ["2211", "221x"])
def test_a_text_is_no_key(bundled: CodeBook, key: str) -> None:
    """Who asks by a text is told what asks for it."""
    with pytest.raises(UnknownCodeError, match=rf"^'{key}' is not .*; its codes are integers; resolve\(\) takes texts"):
        bundled[key]  # type: ignore[index]  # so do those without a type checker


def test_search_takes_every_word_in_any_case(book: CodeBook, bundled: CodeBook) -> None:
    """All words, part of a word, a number, е for ё; nothing for no words."""
    assert [item.code for item in bundled.search("ЛИМИТ использования")] == [2211, 2212]
    assert [item.code for item in bundled.search("221")] == [2210, 2211, 2212]
    assert [item.code for item in book.search("елка")] == [5101]
    assert book.search("  ") == ()


def test_frames_have_the_right_dtypes(bundled: CodeBook) -> None:
    """Nullable integers, strings, booleans, and categories for patterns, in every table."""
    frame = bundled.to_pandas()
    assert dict(frame.dtypes.astype(str)) == {
        "code": "Int64",
        "description": "string",
        "class_pattern": "category",
        "parent_code": "Int64",
        "is_default": "boolean",
        "class_1": "category",
        "class_2": "category",
        "class_3": "category",
        "path": "string",
        "page": "Int64",
        "line": "Int64",
    }
    assert frame["parent_code"].isna().sum() == 6
    assert len(bundled.to_pandas("classes")) == 43
    resolution = bundled.to_pandas("resolution").set_index("code")
    assert len(resolution) == 6000
    assert resolution.loc[2219, "resolved_code"] == 2210
    assert resolution.loc[2219, "match"] == "class"
    assert resolution["matched_pattern"].isna()[2210]


def test_an_empty_table_keeps_its_dtypes(book: CodeBook) -> None:
    """No findings is a frame without rows, not an error and not a frame of objects."""
    frame = book.to_pandas("findings")
    assert len(frame) == 0
    assert frame.dtypes["line"] == "Int64"


def test_a_code_in_no_declared_top_class_is_in_the_resolution_table(book: CodeBook) -> None:
    """7001 is exact though no class holds it; 2100 is nowhere, since only 22xx is declared."""
    rows = {number: (code, pattern) for number, code, pattern in book.resolutions()}
    assert rows[7001] == (7001, None)
    assert rows[2299] == (2200, "22xx")
    assert 2100 not in rows
    assert 7000 not in rows


@pytest.mark.parametrize("path", [("codes", 0, "parent_code"), ("codes", 0, "path"), ("classes", 0, "parent_pattern")])
def test_a_book_that_contradicts_itself_is_refused(bundled: CodeBook, path: tuple[str, int, str]) -> None:
    """What follows from the declared classes cannot be anything else."""
    content = json.loads(bundled.to_json())
    content[path[0]][path[1]][path[2]] = {"parent_code": 2000, "path": "2000/1000", "parent_pattern": "2xxx"}[path[2]]
    with pytest.raises(InvalidCodeBookError, match="not a valid code book, 1 fault: file: Value error"):
        CodeBook.from_json(json.dumps(content))


def test_a_default_that_is_no_zero_code_or_not_printed_is_refused() -> None:
    """A default code is the pattern with zeros, and stands in the table."""
    with pytest.raises(InvalidCodeBookError, match="22xx: 2201 cannot be its default code"):
        CodeBook.build(EDITION, [PrintedClass(ClassPattern("22xx"), 2201)], [PrintedCode(2201, "A")])
    with pytest.raises(InvalidCodeBookError, match="22xx: 2200 cannot be its default code"):
        CodeBook.build(EDITION, [PrintedClass(ClassPattern("22xx"), 2200)], [PrintedCode(2201, "A")])


def test_the_same_code_or_class_twice_is_refused() -> None:
    """A code book has each code once."""
    with pytest.raises(InvalidCodeBookError, match="a code or a class stands there twice"):
        CodeBook.build(EDITION, [], [PrintedCode(2201, "A"), PrintedCode(2201, "B")])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a valid code book, 1 fault: file: Invalid JSON"),
        ("[]", "not a valid code book, 1 fault: file: Input should be an object"),
        ("{}", "not a valid code book, 3 faults; the first: edition: Field required"),
        ('{"schema_version": "9.0"}', "not a valid code book, 4 faults; the first: schema_version: Input should be"),
    ],
)
def test_what_is_no_code_book_is_refused(text: str, reason: str) -> None:
    """Other JSON, and another schema, are told apart from a code book in one line."""
    with pytest.raises(InvalidCodeBookError) as caught:
        CodeBook.from_json(text)
    assert str(caught.value).startswith(reason)
    assert "\n" not in str(caught.value)


def test_a_code_book_of_the_first_schema_version_loads(bundled: CodeBook) -> None:
    """Files in which findings did not say what they are about: their rules say it, and what is written is of now."""
    document = json.loads(bundled.to_json()) | {"schema_version": "1.0"}
    for finding, rule in zip(document["findings"], ("unaccounted-text", "of-another-time"), strict=True):
        del finding["about"]
        finding["rule"] = rule
    book = CodeBook.from_json(json.dumps(document))
    assert [finding.about for finding in book.findings] == ["reading", "document"]
    assert json.loads(book.to_json())["schema_version"] == SCHEMA_VERSION
    assert CodeBook.from_json(book.to_json()) == book


def test_a_place_is_small_and_validated_within_a_record(bundled: CodeBook) -> None:
    """Every word of a document has one."""
    span = bundled[1000].code_span
    assert not hasattr(span, "__dict__")
    with pytest.raises(ValueError, match="Unexpected keyword argument"):
        Finding.model_validate(bundled.findings[0].model_dump() | {"span": {"side": 1}})


def test_every_rule_says_what_it_is_about(bundled: CodeBook) -> None:
    """What was left unread or may be read wrong is about the reading, what the vendor printed about the document."""
    assert {rule.id for rule in RULES.values() if rule.about == "reading"} >= {
        "likely-running-head",
        "unattached-text",
        "number-in-text",
        "engines-differ",
        "doubtful-number",
        "doubtful-text",
        "damaged-stream",
        "unaccounted-text",
    }
    assert {(finding.about, RULES[finding.rule].about) for finding in bundled.findings} == {("document", "document")}


def test_loading_names_the_file() -> None:
    """A missing code book is told with its path."""
    with pytest.raises(InvalidCodeBookError, match=r"nowhere\.json: no code book can be read there: No such file"):
        CodeBook.load("nowhere.json")


def test_loading_takes_the_latest_of_a_directory(tmp_path: Path, bundled: CodeBook) -> None:
    """As the commands do that compare; an edition that stands there itself comes first where there is no latest."""
    (tmp_path / "first").mkdir()
    (tmp_path / "first" / "codebook.json").write_text(bundled.to_json(), encoding="utf-8")
    with pytest.raises(InvalidCodeBookError, match=r"codebook\.json: no code book can be read there"):
        CodeBook.load(tmp_path)
    (tmp_path / "latest").symlink_to("first")
    assert CodeBook.load(tmp_path) == CodeBook.load(tmp_path / "first") == bundled


def test_books_of_other_things_are_not_equal(book: CodeBook, bundled: CodeBook) -> None:
    """Equality is of content; anything else is unequal."""
    assert book != bundled
    assert book != "book"
    assert hash(bundled) == hash(CodeBook.load())
