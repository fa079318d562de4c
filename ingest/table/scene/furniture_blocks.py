"""Running heads of several lines: a copy that turned a page puts each word on a line of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence


def heads_going_on(
    keys: Sequence[str], numbers: Collection[int], found: Mapping[int, str], headed: Collection[int]
) -> dict[int, str]:
    """Lines right behind a running head, the same wherever that head comes, by their numbers.

    One of its places must be above the table: there no text goes on with the same words by chance. `keys` are what
    lines that come again have in common, `numbers` are those that can be furniture.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, name in found.items():
        if name == "running head":
            places[keys[number]].append(number)
    first = min(headed, default=0)
    added: dict[int, str] = {}
    for begins in places.values():
        following = [number + 1 for number in begins]
        is_one = len(begins) > 1 and min(begins) < first and all(number in numbers for number in following)
        if is_one and len({keys[number] for number in following}) == 1:
            added |= dict.fromkeys(following, "running head")
    return added
