"""The pictures of the tour. Each title says what is seen, and the numbers in it are counted, not written."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle
from textwrap import fill
from typing import TYPE_CHECKING, Final

import pandas
from matplotlib import pyplot
from matplotlib.colors import to_rgb

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from resultcodes import CodeBook

# Of the palette of Okabe and Ito, which people with any colour vision can tell apart.
HUES: Final = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9")
INK = "#222222"

pyplot.rcParams.update(
    {
        "figure.dpi": 120,
        "figure.facecolor": "white",
        "figure.constrained_layout.use": True,
        "font.family": "DejaVu Sans",
        "font.size": 10,
        "text.color": INK,
        "axes.labelcolor": INK,
        "figure.titlesize": 13,
        "figure.titleweight": "bold",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "ytick.left": False,
    }
)

# Blue and orange keep apart under any colour vision, and all three in shades of grey.
FILL: Final = {"exact": "#A9C9E3", "class": "#E69F00", "none": INK}
LABELS: Final = {"exact": "known", "class": "read by class", "none": "read as nothing"}


def tree(book: CodeBook) -> Figure:
    """The code book as an icicle: each code hangs below the one that it falls back to, as wide as it holds codes."""
    figure, axes = pyplot.subplots(figsize=(12, 5))
    colours = dict(zip((root.code for root in book.roots), cycle(HUES), strict=False))
    for place, (depth, record) in enumerate(book.walk()):
        width = 1 + len(book.descendants(record.code))
        colour = _lighter(colours[int(record.path[:4])], 0.45 + 0.13 * depth)
        axes.barh(depth, width, height=1, left=place, align="edge", color=colour, edgecolor="white", linewidth=0.8)
        number = f"{record.code:04d}"
        if depth == 0:
            text = fill(record.description or "", width=int(1.3 * width))
            axes.text(place + 0.5, 0.1, f"{number}\n{text}", va="top", fontsize=9, linespacing=1.4)
        else:
            axes.text(place + 0.55, depth + 0.5, number, ha="center", va="center", rotation=90, fontsize=7)
    largest = max(book.roots, key=lambda root: len(book.descendants(root.code)))
    share = (1 + len(book.descendants(largest.code))) / len(book)
    _headline(figure, f"{len(book)} codes; {largest.code:04d} and the codes below it are {share:.0%} of them")
    axes.set(xlim=(0, len(book)), ylim=(4, 0))
    axes.axis("off")
    return figure


def endings(decoded: pandas.DataFrame, names: Mapping[str, str], shown: int = 12) -> Figure:
    """How calls ended: the calls of the classes that have most, divided by the codes that they came with."""
    figure, axes = pyplot.subplots(figsize=(11, 5.6))
    counts = _calls_by_class(decoded)
    classes = counts.groupby("pattern")["calls"].sum().nlargest(shown)
    widest = int(classes.max())
    for row, pattern in enumerate(classes.index):
        _class_bar(axes, row, counts[counts["pattern"] == pattern], widest)
    share = classes.iloc[:2].sum() / len(decoded)
    _headline(figure, f"{share:.0%} of the calls ended in two classes, {classes.index[0]} and {classes.index[1]}")
    axes.set_yticks(range(len(classes)), [f"{names[pattern]}   {pattern}" for pattern in classes.index])
    axes.set(xticks=[], ylim=(len(classes) - 0.4, -0.6))
    axes.spines["bottom"].set_visible(False)
    return figure


def _class_bar(axes: Axes, row: int, counts: pandas.DataFrame, widest: int) -> None:
    """The bar of one class: a piece for each code, with its number where there is room."""
    left = 0
    for code, match, calls in zip(counts["resolved_code"], counts["match"], counts["calls"], strict=True):
        axes.barh(row, calls, left=left, height=0.72, color=FILL[match], edgecolor="white")
        if match == "exact" and calls > 0.05 * widest:
            axes.text(left + calls / 2, row, f"{code:04d}", ha="center", va="center", fontsize=8)
        left += calls
    by_class = counts.loc[counts["match"] == "class", "calls"].sum()
    label = f"{left:,}" + (f", {by_class} read by class" if by_class else "")
    axes.text(left + 0.006 * widest, row, label, va="center", fontsize=9)


def reading(decoded: pandas.DataFrame, since: int) -> Figure:
    """How codes were read, day by day; the title counts from a day of the month on."""
    figure, axes = pyplot.subplots(figsize=(11, 4.8))
    days = pandas.crosstab(decoded["started"].dt.day, decoded["match"])
    bottom = 0 * days["exact"]
    for match, label in LABELS.items():
        axes.bar(days.index, days[match], bottom=bottom, width=0.84, color=FILL[match])
        height = bottom.iloc[-1] + days[match].iloc[-1] * (1 if match == "none" else 0.5)
        axes.text(len(days) + 0.7, height, label, va="bottom" if match == "none" else "center")
        bottom += days[match]
    after = decoded[(decoded["started"].dt.day >= since) & decoded["code"].notna()]
    unknown = after[after["match"] != "exact"]
    _headline(
        figure,
        f"Since day {since}, {len(unknown) / len(after):.0%} of the calls carry a code that the book does not know;\n"
        f"{(unknown['match'] == 'class').mean():.0%} of these can be read by class",
    )
    axes.axvline(since - 0.5, color=INK, linewidth=1, linestyle=(0, (4, 3)))
    axes.text(since - 0.6, bottom.max(), "update", ha="right", va="center")
    axes.set(xlim=(0.4, len(days) + 0.6), xlabel="day of the month", ylabel="calls a day")
    axes.set_xticks(range(1, len(days) + 1, 7))
    return figure


def _calls_by_class(decoded: pandas.DataFrame) -> pandas.DataFrame:
    """Calls counted by the most specific class that holds their code, by match, and by the code that it is read as."""
    known = decoded.dropna(subset="resolved_code")
    patterns = known[["class_1", "class_2", "class_3"]].astype("string").ffill(axis="columns")
    match = known["match"].cat.set_categories(list(FILL), ordered=True)
    named = known.assign(pattern=patterns["class_3"], match=match)
    return named.groupby(["pattern", "match", "resolved_code"], observed=True).size().reset_index(name="calls")


def _headline(figure: Figure, text: str) -> None:
    figure.suptitle(text, x=0.005, horizontalalignment="left")


def _lighter(colour: str, share: float) -> tuple[float, ...]:
    """A colour mixed with a share of white."""
    return tuple(part + (1 - part) * share for part in to_rgb(colour))
