"""Files of call records for Python: whatever their form, as tables of Arrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from os import PathLike, fspath
from typing import TYPE_CHECKING, Literal, overload

from ingest.calls.decode import form_of_all, is_path, telling
from ingest.calls.files import find_files, open_input
from ingest.calls.layout import Layout, layout_of
from ingest.calls.tables import Source, read_parts

if TYPE_CHECKING:
    import pyarrow

    Batches = Iterator[pyarrow.RecordBatch]


@overload
def read(
    path: str | PathLike[str],
    *,
    calls: str = "",
    column: str | None = None,
    names: Sequence[str] = (),
    header: bool = True,
    delimiter: str | None = None,
    encoding: str | None = None,
    form: str | None = None,
    batches: Literal[False] = False,
) -> pyarrow.Table: ...
@overload
def read(
    path: str | PathLike[str],
    *,
    calls: str = "",
    column: str | None = None,
    names: Sequence[str] = (),
    header: bool = True,
    delimiter: str | None = None,
    encoding: str | None = None,
    form: str | None = None,
    batches: Literal[True],
) -> Batches: ...
def read(
    path: str | PathLike[str],
    *,
    calls: str = "",
    column: str | None = None,
    names: Sequence[str] = (),
    header: bool = True,
    delimiter: str | None = None,
    encoding: str | None = None,
    form: str | None = None,
    batches: bool = False,
) -> pyarrow.Table | Batches:
    """The call records of a file, a folder or a pattern, as `model.decode` takes them.

    Parameters
    ----------
    path
        The name of what is read, in any form that the command `decode` reads.
    calls
        A preset: a form that the vendor gives, such as `vpbx-statistics`.
    column
        For JSON, the path of the codes: there is one row for each of them.
    names, header
        The names of the fields of a text without a header; and whether there is one.
    delimiter, encoding
        Of a delimited text; found out if not given.
    form
        `csv`, `tsv`, `parquet`, `ndjson`, `json` or `xlsx`, if no name tells.
    batches
        Whether to give batches one after the other, for more than memory holds, and not one table.

    Returns
    -------
    pyarrow.Table or iterator of pyarrow.RecordBatch
        Of a delimited text, a workbook, and values in values of JSON, all columns are texts, to the letter.

    Raises
    ------
    InputError
        If it cannot be read: what is wrong, where, and what to do.
    ColumnError
        If there is no such preset or encoding, or names come twice.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from model import decode
    >>> with TemporaryDirectory() as folder:
    ...     written = Path(folder, "calls.csv").write_text("1530864000;1120\\n1530864060;2219\\n")
    ...     table = read(Path(folder, "calls.csv"), names=["start", "reason"])
    >>> decode(table, "reason", columns="match").to_pydict()
    {'start': ['1530864000', '1530864060'], 'reason': ['1120', '2219'], 'match': ['exact', 'class']}
    """
    import pyarrow

    layout = layout_of(
        column,
        form=form,
        delimiter=delimiter,
        encoding=encoding,
        names=tuple(names),
        has_header=header,
        calls=calls,
    )
    found = _batches(fspath(path), layout)
    return found if batches else pyarrow.Table.from_batches(found)


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
