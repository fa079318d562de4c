"""Decoding in Spark: the rule as an expression, so that nothing is joined and the order of rows stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyspark.sql import functions

from model.decoding.columns import check_sql_columns
from model.decoding.lookup import NO_CODE, SHOWN, LookupColumn, Request
from model.errors import ColumnError, UndecodableError
from model.values import WHITE_SPACE, WRITTEN

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

_INTEGERS: Final = frozenset({"byte", "short", "integer", "long"})
_FLOATS: Final = frozenset({"float", "double"})
_WRITTEN_OUT: Final = frozenset({"string", "char", "varchar", "decimal"})
"""Types that are read as the text that they are cast to: of a decimal, all its digits."""


def decode_spark(frame: DataFrame, column: str, request: Request) -> DataFrame:
    """A frame with the answers to one of its columns."""
    check_sql_columns(frame.columns, column, request.names)
    kind = frame.schema[column].dataType.typeName()
    codes = functions.col("`" + column.replace("`", "``") + "`")
    number = _number(kind, codes)
    row = functions.when(number.between(0, NO_CODE - 1), number.try_cast("int")).otherwise(NO_CODE)
    if request.strict:
        is_there = codes.isNotNull() & ~functions.isnan(codes) if kind in _FLOATS else codes.isNotNull()
        _refuse_undecodable(frame.filter((_answer(request.match, row) == "none") & is_there).select(codes))
    answers = zip(request.names, request.answers, strict=True)
    return frame.select("*", *(_answer(answer, row).alias(name) for name, answer in answers))


def _refuse_undecodable(without: DataFrame) -> None:
    count = without.count()
    if count:
        raise UndecodableError(count, [row[0] for row in without.distinct().limit(SHOWN).collect()])


def _answer(answer: LookupColumn, row: Column) -> Column:
    """The answer in a row of the lookup table, which is a literal; outside an array, `get` gives null."""
    index = functions.get(functions.from_json(functions.lit(str(answer.indices.tolist())), "array<smallint>"), row)
    if answer.categories is None:
        return functions.nullif(index, functions.lit(-1).cast("smallint"))
    if not answer.categories:
        return functions.lit(None).cast("string")
    return functions.get(functions.array(*map(functions.lit, answer.categories)), index)


def _number(kind: str, codes: Column) -> Column:
    """The number that a column holds, by the type of the column."""
    if kind in _INTEGERS:
        return codes
    if kind in _FLOATS:
        return functions.when(codes % 1 == 0, codes)
    if kind in _WRITTEN_OUT:
        trimmed = functions.btrim(codes.cast("string"), functions.lit(WHITE_SPACE))
        return functions.regexp_extract(trimmed, rf"\A{WRITTEN}\z", 1).try_cast("long")
    if kind == "void":
        return functions.lit(None).cast("int")
    raise ColumnError(f"a column of type {kind} holds no codes; cast it to integers or to text")
