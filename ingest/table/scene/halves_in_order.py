"""Which half of a table is read after which, where it runs over several sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def order_of_halves(
    sheets: Iterable[int], halved: Mapping[int, tuple[Sequence[int], Sequence[int]]]
) -> dict[int, tuple[int, int]]:
    """Where each sheet stands in the order of reading, and how far behind it its right half, and what is below, do.

    Each sheet is read by itself, unless its right half goes on where the left half of the last one ends: the row that
    holds two tables side by side was cut by the ends of pages. `halved` are the codes of the halves of sheets.

    Examples
    --------
    >>> order_of_halves(range(2), {0: ([1000], [1001]), 1: ([1002], [1003])})
    {0: (0, 1), 1: (3, 1)}
    >>> order_of_halves(range(3), {0: ([1000], [1002]), 1: ([1001], [1003])})
    {0: (0, 2), 1: (1, 2), 2: (6, 2)}
    """
    lefts = [code for left, _ in halved.values() for code in left]
    rights = [code for _, right in halved.values() for code in right]
    by_sheets = [code for halves in halved.values() for half in halves for code in half]
    if by_sheets == lefts + rights or lefts + rights != sorted({*lefts, *rights}):
        return {sheet: (3 * sheet, 1) for sheet in sheets}
    count = max(halved) + 1
    return {sheet: (sheet if sheet < count else sheet + 2 * count, count) for sheet in sheets}
