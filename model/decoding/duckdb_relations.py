"""Decoding in DuckDB: the rule as an expression, so that nothing is joined and the order of rows stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from model.decoding.columns import check_sql_columns
from model.decoding.lookup import NO_CODE, SHOWN, LookupColumn, Request
from model.errors import ColumnError, UndecodableError
from model.values import WRITTEN

if TYPE_CHECKING:
    import duckdb

_INTEGERS: Final = frozenset(
    "tinyint smallint integer bigint hugeint utinyint usmallint uinteger ubigint uhugeint".split()
)
_FLOATS: Final = frozenset({"float", "double"})
_WRITTEN_OUT: Final = frozenset({"varchar", "enum", "decimal", "bignum", "varint"})
"""Types that are read as the text that they are cast to: of a decimal, all its digits."""


def decode_duckdb(relation: duckdb.DuckDBPyRelation, column: str, request: Request) -> duckdb.DuckDBPyRelation:
    """A relation with the answers to one of its columns, in the same order.

    Raises
    ------
    ColumnError
        Also of two columns of one name, of which DuckDB would rename one.
    """
    _refuse_double(relation.columns)
    check_sql_columns(relation.columns, column, request.names)
    kind = relation.types[relation.columns.index(column)].id
    name = _quoted(column)
    row = f"CASE WHEN {(number := _number(kind, name))} BETWEEN 0 AND {NO_CODE - 1} "
    row += f"THEN try_cast({number} AS INTEGER) ELSE {NO_CODE} END + 1"
    if request.strict:
        _refuse_undecodable(
            relation.filter(f"{_answer(request.match, row)} = 'none' AND {_is_there(kind, name)}"), name
        )
    answers = (
        f"{_answer(answer, row)} AS {_quoted(new)}" for new, answer in zip(request.names, request.answers, strict=True)
    )
    return relation.project(", ".join(("*", *answers)))


def _refuse_double(names: list[str]) -> None:
    lower = [name.lower() for name in names]
    double = [name for name in names if lower.count(name.lower()) > 1]
    if double:
        raise ColumnError(f"columns of one name cannot stay as they are: {', '.join(map(repr, double))}; rename them")


def _refuse_undecodable(without: duckdb.DuckDBPyRelation, name: str) -> None:
    count = without.aggregate("count(*)").fetchall()[0][0]
    if count:
        distinct = without.project(name).distinct().limit(SHOWN)
        raise UndecodableError(count, [value for (value,) in distinct.fetchall()])


def _answer(answer: LookupColumn, row: str) -> str:
    """The answer in a row of the lookup table, which is written as a list."""
    # One text, taken apart, is read twenty times faster than ten thousand numbers.
    rows = ",".join(map(str, answer.indices.tolist()))
    index = f"(string_split('{rows}', ',')::SMALLINT[])[{row}]"
    if answer.categories is None:
        return f"nullif({index}, -1)"
    if not answer.categories:
        return "NULL::VARCHAR"
    texts = ", ".join("'" + text.replace("'", "''") + "'" for text in answer.categories)
    return f"([{texts}]::ENUM({texts})[])[{index} + 1]"


def _is_there(kind: str, name: str) -> str:
    return f"{name} IS NOT NULL" + (f" AND NOT isnan({name})" if kind in _FLOATS else "")


def _number(kind: str, name: str) -> str:
    """The number that a column holds, by the type of the column."""
    if kind in _INTEGERS:
        return name
    if kind in _FLOATS:
        return f"CASE WHEN {name} % 1 = 0 THEN {name} END"
    if kind in _WRITTEN_OUT:
        trimmed = f"trim({name}::VARCHAR, ' ' || chr(9) || chr(10) || chr(13))"
        return f"try_cast(regexp_extract({trimmed}, '^{WRITTEN}$', 1) AS BIGINT)"
    if kind in {"null", "sqlnull"}:
        return "NULL"
    raise ColumnError(f"a column of type {kind} holds no codes; cast it to integers or to text")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
