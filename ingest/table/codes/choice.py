"""Which candidates are codes: the chain of them that all evidence speaks for, over the whole document.

Each candidate has its own evidence; each step from one code to the next has evidence too: order, distance, and whether
the code before would be left without a text. Dynamic programming finds the best chain, looking back a bounded way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, TypeAlias

import numpy
from numpy.typing import NDArray

from ingest.table.codes.case import Case
from ingest.table.codes.chain import Chain, Weighed
from ingest.table.codes.evidence import Evidence, score
from ingest.table.codes.habits import Habits
from ingest.table.codes.weights import amounts, weights
from ingest.table.scene.candidates import Candidate
from ingest.table.scene.scene import Scene

Floats: TypeAlias = NDArray[numpy.float64]
Places: TypeAlias = NDArray[numpy.int64]

LOOK_BACK: Final = 24
"""How many candidates before a code are asked whether they are the code before it."""

_NEAR: Final = 80
_FARTHEST: Final = 300
_NEAR_HEADINGS: Final = 60
_NEVER: Final = -1e9
_TOGETHER: Final = 1024
"""Of how many codes the margins are found at a time."""

_SETTLED: Final = 1e6
"""What it counts that somebody has settled that a number is a code: more than all evidence."""


def cases_of(scene: Scene) -> list[Case]:
    """The candidates of a document in their surroundings."""
    printed = Counter(item.number for item in scene.candidates)
    habits = Habits(scene)
    return [Case(scene, item, printed, habits) for item in scene.candidates]


def choose_codes(scene: Scene) -> Chain:
    """The best chain of codes of a document, with the margin at each candidate."""
    weighed = {case.item.index: Weighed(case, score(case)) for case in cases_of(scene)}
    if not weighed:
        return Chain((), (), (), {})
    settled = scene.decisions.codes
    own = numpy.array([item.score + _SETTLED * (index in settled) for index, item in weighed.items()])
    counts = _text_counts(scene)
    steps = _steps(scene, scene.candidates, counts)
    first = _first(scene, scene.candidates, counts)
    last = _last(scene, scene.candidates, counts)
    forward, back = _forward(own, steps, first)
    backward = _forward(own[::-1], _reversed(steps), last[::-1])[0][::-1]
    through = forward + backward - own
    best = float(through.max())
    if best <= 0:
        return Chain((), (), tuple((item, 0.0) for item in scene.candidates), weighed)
    chosen = _path(back, int((forward + last).argmax()))
    margins = _margins(chosen, forward, backward, steps, first, last, best)
    inside = set(chosen)
    passed = tuple((item, best - float(through[i])) for i, item in enumerate(scene.candidates) if i not in inside)
    return Chain(tuple(scene.candidates[i] for i in chosen), tuple(margins), passed, weighed)


def _text_counts(scene: Scene) -> list[int]:
    """For each word how many words of text stand before it: no furniture, labels, or what stands aside."""
    is_text = [not is_left_out for is_left_out in scene.left_out]
    for index in scene.label_at:
        is_text[index] = False
    return list(accumulate(is_text, initial=0))


def _steps(scene: Scene, items: Sequence[Candidate], counts: Sequence[int]) -> Floats:
    """What each step adds: row i, column d is the step to candidate i from the one d + 1 before it."""
    steps = numpy.full((len(items), LOOK_BACK), _NEVER)
    places = _places(items, counts)
    for distance in range(1, min(LOOK_BACK, len(items) - 1) + 1):
        terms = _step_terms(scene, places, distance)
        steps[distance:, distance - 1] = sum(terms.values())
    return steps


def _places(items: Sequence[Candidate], counts: Sequence[int]) -> Places:
    """The numbers of candidates, their lines, and how many words of text stand before them."""
    return numpy.array([(item.number, item.line, counts[item.index]) for item in items]).T


def _step_terms(scene: Scene, places: Places, distance: int) -> dict[str, Floats]:
    """What each piece of evidence adds to each step over a distance, by its name in the weights."""
    table = amounts("step")
    (then, first, behind), (now, last, ahead) = places[:, :-distance], places[:, distance:]
    between = ahead - behind - 1
    rises, same = now > then, now == then
    by_order = (last == first) | (scene.fragments.layout == "text")
    return {
        "rises": table["rises"] * rises,
        "same_number": table["same_number"] * same,
        "falls": table["falls"] * (now < then),
        "same_hundred": table["same_hundred"] * (rises & (now // 100 == then // 100)),
        "same_ten": table["same_ten"] * (rises & (now // 10 == then // 10)),
        "far": table["far"] * numpy.minimum(numpy.maximum(between - _NEAR, 0), _FARTHEST),
        "leaves_no_text": table["leaves_no_text"] * ((between == 0) & by_order),
    }


def weigh_steps(scene: Scene, items: Sequence[Candidate]) -> list[list[Evidence]]:
    """The evidence about the step to each of some codes in order from the one before, to the first from headings."""
    sentences = {name: item.sentence for name, item in weights("step").items()}
    counts = _text_counts(scene)
    terms = _step_terms(scene, _places(items, counts), 1) if len(items) > 1 else {}
    found: list[list[Evidence]] = [[] for _ in items]
    for amount in _first(scene, items[:1], counts):
        if amount:
            found[0].append(Evidence("first_below_headings", float(amount), sentences["first_below_headings"]))
    for name, added in terms.items():
        for place, amount in enumerate(added, start=1):
            if amount:
                found[place].append(Evidence(name, float(amount), sentences[name]))
    return found


def _reversed(steps: Floats) -> Floats:
    """The same steps for the chain read from its end."""
    count = len(steps)
    turned = numpy.full_like(steps, _NEVER)
    for distance in range(1, min(LOOK_BACK, count - 1) + 1):
        turned[distance:, distance - 1] = steps[distance:, distance - 1][::-1]
    return turned


def _first(scene: Scene, items: Sequence[Candidate], counts: Sequence[int]) -> Floats:
    """What it adds to be the first code: headings right before it."""
    bonus = weights("step")["first_below_headings"].weight
    ends = [counts[scene.lines[item.end - 1].end] for item in scene.headings]
    found = numpy.zeros(len(items))
    for index, item in enumerate(items):
        place = bisect_left(ends, counts[item.index] + 1) - 1
        if place >= 0 and counts[item.index] - ends[place] <= _NEAR_HEADINGS:
            found[index] = bonus
    return found


def _last(scene: Scene, items: Sequence[Candidate], counts: Sequence[int]) -> Floats:
    """What it adds to be the last code: less where no text follows, if texts follow their codes."""
    found = numpy.zeros(len(items))
    if scene.fragments.layout == "text":
        found[[counts[-1] - counts[item.index + 1] == 0 for item in items]] = weights("step")["leaves_no_text"].weight
    return found


def _forward(own: Floats, steps: Floats, first: Floats) -> tuple[Floats, list[int]]:
    """The best chain that ends with each candidate: what it adds up to, and the candidate before, -1 for none."""
    best = numpy.full(len(own), _NEVER)
    back = [-1] * len(own)
    for i in range(len(own)):
        reach = min(LOOK_BACK, i)
        value, before = float(first[i]), -1
        if reach:
            options = best[i - reach : i][::-1] + steps[i, :reach]
            place = int(options.argmax())
            if options[place] > value:
                value, before = float(options[place]), i - 1 - place
        best[i] = own[i] + value
        back[i] = before
    return best, back


def _path(back: Sequence[int], last: int) -> list[int]:
    path = [last]
    while back[path[-1]] >= 0:
        path.append(back[path[-1]])
    return path[::-1]


def _margins(
    chosen: Sequence[int],
    forward: Floats,
    backward: Floats,
    steps: Floats,
    first: Floats,
    last: Floats,
    best: float,
) -> list[float]:
    """For each code chosen, how much worse the best chain is that passes it by."""
    near, size = numpy.arange(LOOK_BACK // 2), len(forward)
    ended, begun = (numpy.append(sums, _NEVER) for sums in (forward + last, backward + first))
    margins: list[float] = []
    for start in range(0, len(chosen), _TOGETHER):
        places = numpy.array(chosen[start : start + _TOGETHER])[:, None]
        before, behind = places - 1 - near, places + 1 + near
        before[before < 0] = size
        behind[behind > size] = size
        are_there = (before < size)[:, :, None] & (behind < size)[:, None, :]
        left, right = numpy.where(are_there, before[:, :, None], 0), numpy.where(are_there, behind[:, None, :], 0)
        over = numpy.where(are_there, forward[left] + steps[right, right - left - 1] + backward[right], _NEVER)
        options = (ended[before].max(axis=1), begun[behind].max(axis=1), over.max(axis=(1, 2)))
        margins += (best - numpy.maximum(0.0, numpy.maximum.reduce(options))).tolist()
    return margins
