"""The code book: the records of one edition, and what can be asked of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from pydantic import ValidationError

from model.classes import DeclaredClasses
from model.document import CodeBookDocument, bundled_path
from model.edition_names import LATEST
from model.errors import InvalidCodeBookError, UnknownCodeError
from model.hierarchy import PrintedClass, PrintedCode, place_all, resolve_all, resolve_number
from model.pattern import ClassPattern
from model.records import Applied, Edition, Finding, Resolution, ResultCode
from model.values import as_number

if TYPE_CHECKING:
    import pandas


class CodeBook:
    """The validated codes and classes of one edition of a document, and its findings. It does not change.

    Parameters
    ----------
    document
        The content, as `codebook.json` holds it. Its records must agree with each other.

    Attributes
    ----------
    edition
        Which edition this is.
    codes
        The codes by number, in order.
    classes
        The declared classes by pattern, in order: `book.classes["221x"]`.
    findings
        What a reader should know of the document, in the order of the document.

    Raises
    ------
    InvalidCodeBookError
        If a record contradicts the declared classes, such as a parent that is no default code.

    Examples
    --------
    >>> book = CodeBook.load()
    >>> book[2211].description
    'Достигнут дневной лимит использования услуги'
    >>> book.resolve(2219).code, book.resolve(2219).match, str(book.resolve(2219).matched_pattern)
    (2210, 'class', '221x')
    """

    def __init__(self, document: CodeBookDocument) -> None:
        self._document = document
        self.edition: Edition = document.edition
        self.codes: Mapping[int, ResultCode] = MappingProxyType({code.code: code for code in document.codes})
        self.classes = DeclaredClasses(document.classes)
        self.findings: tuple[Finding, ...] = document.findings
        self._defaults = {item.pattern: item.default_code for item in document.classes}
        children: dict[int | None, list[ResultCode]] = {}
        for record in document.codes:
            children.setdefault(record.parent_code, []).append(record)
        self._children = {parent: tuple(records) for parent, records in children.items()}

    @classmethod
    def build(
        cls,
        edition: Edition,
        classes: Iterable[PrintedClass],
        codes: Iterable[PrintedCode],
        findings: Iterable[Finding] = (),
    ) -> CodeBook:
        """The code book of what a document prints; everything else about a record is derived.

        Examples
        --------
        >>> edition = Edition(name="made-up", sha256="0" * 64, source="none", format="text")
        >>> printed = [PrintedClass(ClassPattern("7xxx"), default_code=7000)]
        >>> book = CodeBook.build(edition, printed, [PrintedCode(7000, "Busy"), PrintedCode(7001, "Very busy")])
        >>> book.parent(7001).description
        'Busy'
        """
        placed_classes, placed_codes = place_all(classes, codes)
        # Each record is validated, and they agree, being derived from the same classes.
        return cls(
            CodeBookDocument.model_construct(
                edition=edition, classes=placed_classes, codes=placed_codes, findings=tuple(findings)
            )
        )

    @classmethod
    def load(cls, path: str | Path | None = None) -> CodeBook:
        """The code book of a published edition, the latest of a directory of them, or that of a `codebook.json`.

        Without a path, the bundled one.

        Raises
        ------
        InvalidCodeBookError
            If there is none at the path, or it is not valid.
        """
        file = bundled_path() if path is None else Path(path)
        if file.is_dir():
            latest = file / LATEST / "codebook.json"
            file = latest if latest.exists() else file / "codebook.json"
        try:
            return cls.from_json(file.read_bytes())
        except OSError as error:
            raise InvalidCodeBookError(f"{file}: no code book can be read there: {error.strerror}") from error
        except InvalidCodeBookError as error:
            raise InvalidCodeBookError(f"{file}: {error}") from error

    @classmethod
    def from_json(cls, text: str | bytes) -> CodeBook:
        """The code book that `to_json` wrote.

        Raises
        ------
        InvalidCodeBookError
            If the text is not JSON, of another schema, or its records contradict each other.
        """
        try:
            return cls(CodeBookDocument.model_validate_json(text))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(step) for step in first["loc"]) or "file"
            faults = "1 fault" if error.error_count() == 1 else f"{error.error_count()} faults; the first"
            raise InvalidCodeBookError(f"not a valid code book, {faults}: {where}: {first['msg']}") from error

    def to_json(self) -> str:
        """The whole code book as JSON, the same text for the same content. Ends with a line feed."""
        return self._document.model_dump_json(indent=2) + "\n"

    def content(self) -> tuple[tuple[tuple[object, ...], ...], tuple[tuple[object, ...], ...]]:
        """The codes and the classes without their places: equal for the same table in any format."""
        return (
            tuple(
                (item.code, item.description, item.class_pattern, item.parent_code, item.path)
                for item in self.codes.values()
            ),
            tuple((item.pattern, item.default_code, item.title) for item in self.classes.values()),
        )

    def __getitem__(self, code: int) -> ResultCode:
        try:
            return self.codes[code]
        except KeyError:
            where = f"{code!r} is not a code of edition {self.edition.name}"
            advice = (
                "resolve() reads an unknown code as its nearest known class"
                if isinstance(code, int)
                else "its codes are integers; resolve() takes texts too, and classes has the classes"
            )
            raise UnknownCodeError(f"{where}; {advice}") from None

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def __iter__(self) -> Iterator[ResultCode]:
        return iter(self.codes.values())

    def __len__(self) -> int:
        return len(self.codes)

    def __eq__(self, other: object) -> bool:
        return self._document == other._document if isinstance(other, CodeBook) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._document)

    def __reduce__(self) -> tuple[Callable[[str], CodeBook], tuple[str]]:
        # Its text alone: what is kept with it for `decode` is many times as large, and made again in a moment.
        return type(self).from_json, (self._document.model_dump_json(),)

    def __repr__(self) -> str:
        return f"<CodeBook {self.edition.name}: {len(self.codes)} codes, {len(self.classes)} classes>"

    def accepting(self, doubts: int) -> CodeBook:
        """The code book, published in spite of so many doubts about its reading."""
        edition = self.edition.model_copy(update={"accepted_doubts": doubts})
        return CodeBook(self._document.model_copy(update={"edition": edition}))

    @property
    def roots(self) -> tuple[ResultCode, ...]:
        """The codes without a parent, in order."""
        return self._children.get(None, ())

    def parent(self, code: int) -> ResultCode | None:
        """What a reader who did not know a printed code would read it as; None at the top.

        Raises
        ------
        UnknownCodeError
            If the code is not printed, here and in the other methods of the tree.
        """
        parent = self[code].parent_code
        return None if parent is None else self[parent]

    def children(self, code: int) -> tuple[ResultCode, ...]:
        """The codes whose parent is a code, in order."""
        return self._children.get(self[code].code, ())

    def ancestors(self, code: int) -> tuple[ResultCode, ...]:
        """The parent of a code, its parent, and so on up, the nearest first."""
        *above, _ = self[code].path.split("/")
        return tuple(self[int(step)] for step in reversed(above))

    def descendants(self, code: int) -> tuple[ResultCode, ...]:
        """The codes below a code, in tree order."""
        return tuple(record for depth, record in self.walk(code) if depth)

    def siblings(self, code: int) -> tuple[ResultCode, ...]:
        """The other codes with the same parent, in order."""
        record = self[code]
        return tuple(other for other in self._children[record.parent_code] if other.code != code)

    def walk(self, code: int | None = None) -> Iterator[tuple[int, ResultCode]]:
        """The tree below a code, itself included, or the whole: pairs of depth and record, parents first."""
        start = self.roots if code is None else (self[code],)
        stack = [(0, record) for record in reversed(start)]
        while stack:
            depth, record = stack.pop()
            yield depth, record
            stack.extend((depth + 1, child) for child in reversed(self._children.get(record.code, ())))

    def search(self, words: str, corrections: Applied = MappingProxyType({})) -> tuple[ResultCode, ...]:
        """The codes whose number or description holds every one of the words, in any case, е for ё.

        First those that hold them as they stand, then those that hold another form of any of them. Words are looked
        for in the corrected descriptions too, where corrections are given.

        Examples
        --------
        >>> [record.code for record in CodeBook.load().search("лимит кампаний")]
        [5102, 5103]
        >>> [record.code for record in CodeBook.load().search("активная кампания")]
        [5102]
        """
        from model.searching import search

        return search(self.codes, words, corrections)

    def resolve(self, code: object) -> Resolution:
        """How a code is read: exactly, as its nearest known class, or not at all. The fallback is never silent.

        Parameters
        ----------
        code
            An integer, its ASCII digits as text, a float that is a whole number, or None or NaN for a missing
            value. A number that is no four-digit code is in no class: its match is `none`.

        Raises
        ------
        InvalidCodeError
            If the value is not a number: `"22x9"`, True, 2219.5, full-width digits.

        Examples
        --------
        >>> book = CodeBook.load()
        >>> [(book.resolve(code).code, book.resolve(code).match) for code in (2219, "1090", 7000, None)]
        [(2210, 'class'), (1000, 'class'), (None, 'none'), (None, 'none')]
        """
        return resolve_number(as_number(code), self.codes, self._defaults)

    def resolutions(self) -> Iterator[tuple[int, int, ClassPattern | None]]:
        """Every number that can be resolved, in order: the rows of the table `resolution`.

        Each with the code it is read as, and the class whose default code that is, None for an exact match.
        """
        return resolve_all(self.codes, self._defaults)

    def to_pandas(self, table: str = "codes") -> pandas.DataFrame:
        """A table of the code book as a pandas frame with a default index.

        Parameters
        ----------
        table
            `codes`, `classes`, `resolution` or `findings`; the columns are those of `model.tables`.

        Returns
        -------
        pandas.DataFrame
            Integers are `Int64` (nullable), texts `string`, truth values `boolean`, patterns and other columns of
            few values `category`.

        Raises
        ------
        UnknownTableError
            If there is no such table.
        """
        from model.frames import to_pandas

        return to_pandas(self, table)
