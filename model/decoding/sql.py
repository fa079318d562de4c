"""Decoding where the rows are not ours to see: DuckDB and Spark get the rule as an expression and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from model.decoding.arrays import SHOWN
from model.decoding.lookup import NO_CODE, LookupColumn, Request
from model.errors import ColumnError, UndecodableError
from model.pattern import CODE_SPACE

if TYPE_CHECKING:
    import duckdb
    import pyspark.sql

_KEY: Final = "__code"

_INTEGERS: Final = frozenset("tinyint smallint integer bigint hugeint byte short int long".split())
_UNSIGNED: Final = frozenset("utinyint usmallint uinteger ubigint uhugeint".split())
_FRACTIONS: Final = frozenset("float double decimal".split())
_TEXTS: Final = frozenset("varchar enum string char".split())


def decode_duckdb(relation: duckdb.DuckDBPyRelation, column: str, request: Request) -> duckdb.DuckDBPyRelation:
    """A relation with the answers to one of its columns, in the same order."""
    _refuse_taken(relation.columns, request.names)
    kind = relation.types[relation.columns.index(column)].id
    name = '"' + column.replace('"', '""') + '"'
    trimmed = f"trim({name}::VARCHAR, ' ' || chr(9) || chr(10) || chr(13))"
    number = _number(kind, name, f"regexp_full_match({trimmed}, '-?[0-9]{{1,18}}')", f"try_cast({trimmed} AS BIGINT)")
    row = f"CASE WHEN {number} BETWEEN 0 AND {NO_CODE - 1} THEN try_cast({number} AS INTEGER) ELSE {NO_CODE} END + 1"
    if request.strict:
        without = relation.filter(f"{_duckdb_answer(request.match, row)} = 'none' AND {_is_there(kind, name)}")
        distinct = without.project(name).distinct().limit(SHOWN)
        _refuse(without.aggregate("count(*)").fetchall()[0][0], [value for (value,) in distinct.fetchall()])
    answers = (
        f'{_duckdb_answer(answer, row)} AS "{name}"'
        for name, answer in zip((name.replace('"', '""') for name in request.names), request.answers, strict=True)
    )
    return relation.project(", ".join(("*", *answers)))


def _duckdb_answer(answer: LookupColumn, row: str) -> str:
    """The answer in a row of the lookup table, which is written as a list: nothing is joined, so the order stays."""
    # One text, taken apart, is read twenty times faster than ten thousand numbers.
    rows = ",".join(map(str, answer.indices[: NO_CODE + 1].tolist()))
    index = f"(string_split('{rows}', ',')::SMALLINT[])[{row}]"
    if answer.categories is None:
        return f"nullif({index}, -1)"
    if not answer.categories:
        return "NULL::VARCHAR"
    texts = ", ".join("'" + text.replace("'", "''") + "'" for text in answer.categories)
    return f"([{texts}]::ENUM({texts})[])[{index} + 1]"


def decode_spark(frame: pyspark.sql.DataFrame, column: str, request: Request) -> pyspark.sql.DataFrame:
    """A frame with the answers to one of its columns: a join with the lookup table, sent to every worker."""
    from pyspark.sql import functions

    _refuse_taken(frame.columns, request.names)
    kind = frame.schema[column].dataType.typeName()
    name = "`" + column.replace("`", "``") + "`"
    trimmed = rf"trim(BOTH ' \t\r\n' FROM {name})"
    number = _number(kind, name, rf"{trimmed} RLIKE '\\A-?[0-9]{{1,18}}\\z'", f"try_cast({trimmed} AS BIGINT)")
    if request.strict:
        known = functions.broadcast(_spark_table(frame, (request.match,), ("match",)).filter("match != 'none'"))
        without = _with_key(frame.filter(_is_there(kind, name)), number).join(known, _KEY, "left_anti")
        distinct = without.selectExpr(f"{name} AS value").distinct().limit(SHOWN)
        _refuse(without.count(), [row.value for row in distinct.collect()])
    table = functions.broadcast(_spark_table(frame, request.answers, request.names))
    joined = _with_key(frame, number).join(table, _KEY, "left").drop(_KEY)
    for answer, new in zip(request.answers, request.names, strict=True):
        if answer is request.match:
            joined = joined.fillna("none", [f"`{new}`"])
    return joined


def _with_key(frame: pyspark.sql.DataFrame, number: str) -> pyspark.sql.DataFrame:
    from pyspark.sql import functions

    key = f"CASE WHEN {number} BETWEEN 0 AND {NO_CODE - 1} THEN try_cast({number} AS INT) END"
    return frame.withColumn(_KEY, functions.expr(key))


def _spark_table(
    frame: pyspark.sql.DataFrame, answers: Sequence[LookupColumn], names: Sequence[str]
) -> pyspark.sql.DataFrame:
    from pyspark.sql.types import IntegerType, ShortType, StringType, StructField, StructType

    types = [ShortType() if answer.categories is None else StringType() for answer in answers]
    fields = [StructField(name, kind) for name, kind in zip(names, types, strict=True)]
    rows = [(number, *(answer.value(number) for answer in answers)) for number in CODE_SPACE]
    return frame.sparkSession.createDataFrame(rows, StructType([StructField(_KEY, IntegerType()), *fields]))


def _refuse_taken(present: Sequence[str], new: Sequence[str]) -> None:
    """Names in SQL are the same whatever their capital letters."""
    lower = {name.lower() for name in present}
    taken = [name for name in new if name.lower() in lower]
    if taken:
        names = ", ".join(map(repr, taken))
        raise ColumnError(f"already there, but for capital letters: {names}; give the new columns a prefix")


def _is_there(kind: str, name: str) -> str:
    is_number = f" AND NOT isnan({name})" if kind in {"float", "double"} else ""
    return f"{name} IS NOT NULL{is_number}"


def _number(kind: str, name: str, is_number: str, as_number: str) -> str:
    """The number that a column holds, in SQL, by the type of the column."""
    if kind in _INTEGERS | _UNSIGNED:
        return name
    if kind in _FRACTIONS:
        return f"CASE WHEN {name} % 1 = 0 THEN {name} END"
    if kind in _TEXTS:
        return f"CASE WHEN {is_number} THEN {as_number} END"
    raise ColumnError(f"a column of type {kind} holds no codes; cast it to integers or to text")


def _refuse(count: int, values: list[Any]) -> None:
    if count:
        raise UndecodableError(count, values)
