"""Files of call records for Python: whatever their form, as tables of Arrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from os import PathLike, fspath
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack, overload

from ingest.calls.decode import form_of_all, is_path, telling
from ingest.calls.files import find_files, open_input
from ingest.calls.layout import Layout, layout_of
from ingest.calls.tables import Source, read_parts

if TYPE_CHECKING:
    import pyarrow

    Batches = Iterator[pyarrow.RecordBatch]


class Options(TypedDict, total=False):
    """How files of calls are laid out, where it is not found out.

    `column`: for JSON, the path of the codes: there is one row for each of them. `names`, `header`: the names of the
    fields of a text without a header; and whether there is one. `delimiter`, `encoding`, `form`: of a text; and `csv`,
    `tsv`, `parquet`, `ndjson`, `json` or `xlsx`, if no name tells.
    """

    column: str
    names: Sequence[str]
    header: bool
    delimiter: str
    encoding: str
    form: str


@overload
def read_calls(
    path: str | PathLike[str], *, calls: str = "", batches: Literal[False] = False, **options: Unpack[Options]
) -> pyarrow.Table: ...
@overload
def read_calls(
    path: str | PathLike[str], *, calls: str = "", batches: Literal[True], **options: Unpack[Options]
) -> Batches: ...
def read_calls(
    path: str | PathLike[str], *, calls: str = "", batches: bool = False, **options: Unpack[Options]
) -> pyarrow.Table | Batches:
    """The call records of a file, a folder or a pattern, as `model.decode` takes them.

    Parameters
    ----------
    path, calls
        What is read, in any form that the command `decode` reads; and a preset, such as `vpbx-statistics`.
    batches
        Whether to give batches one after the other, for more than memory holds, and not one table.
    **options
        How it is laid out, where it is not found out: see `Options`.

    Returns
    -------
    pyarrow.Table or iterator of pyarrow.RecordBatch
        Of delimited texts, workbooks, and values in values of JSON, all columns are texts, to the letter.

    Raises
    ------
    InputError, ColumnError
        If it cannot be read, with the place; if there is no such preset or encoding, or names come twice.

    Examples
    --------
    >>> from tempfile import NamedTemporaryFile
    >>> from model import decode
    >>> with NamedTemporaryFile("w", suffix=".csv") as file:
    ...     print("1530864000;1120", "1530864060;2219", sep="\\n", file=file, flush=True)
    ...     table = read_calls(file.name, names=["start", "reason"])
    >>> decode(table, "reason", columns="match").to_pydict()
    {'start': ['1530864000', '1530864060'], 'reason': ['1120', '2219'], 'match': ['exact', 'class']}
    """
    import pyarrow

    found = _batches(fspath(path), _layout(calls, **options))
    return found if batches else pyarrow.Table.from_batches(found)


def _layout(calls: str, **options: Unpack[Options]) -> Layout:
    return layout_of(
        options.get("column"),
        form=options.get("form"),
        delimiter=options.get("delimiter"),
        encoding=options.get("encoding"),
        names=tuple(options.get("names", ())),
        has_header=options.get("header", True),
        calls=calls,
    )


def _batches(path: str, layout: Layout) -> Batches:
    files = find_files(path, has_form=layout.form is not None)
    form = form_of_all(files, layout.form)
    is_flat = form == "json" or bool(layout.preset) or is_path(layout.column)
    for name in files:
        source = Source(name, form, layout, (), lambda _: None, is_flat, "csv")
        with (
            telling(name, form),
            open_input(name, seekable=form not in {"csv", "tsv"}) as stream,
            closing(read_parts(stream, source)) as parts,
        ):
            for part in parts:
                yield part.rows.batch()
