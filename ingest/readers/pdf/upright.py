"""The page as people see it: upright, in points from its upper left corner."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

Box = tuple[float, float, float, float]
"""Left, lower, right and upper edge in the space of a PDF, or left, top, right, bottom on an upright page."""

_LEVEL: Final = 3
"""How many degrees off a quarter turn letters still count as straight."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Axes along which letters of one angle run to the right and stand one line below the other.

    `angle`: the angle of the letters in the space of the PDF, in degrees, counterclockwise. `cosine`, `sine`: of that
    angle. `left`, `top`: the upper left corner of the page, along these axes.
    """

    angle: int
    cosine: float
    sine: float
    left: float = 0.0
    top: float = 0.0

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the PDF in this frame: to the right, and down."""
        return x * self.cosine + y * self.sine - self.left, x * self.sine - y * self.cosine - self.top

    def point(self, across: float, down: float) -> tuple[float, float]:
        """The point of the PDF that a place in this frame is."""
        x, y = across + self.left, down + self.top
        return x * self.cosine + y * self.sine, x * self.sine - y * self.cosine

    def box(self, box: Box) -> Box:
        """A box of the PDF in this frame, which is upright there too: left, top, right, bottom."""
        left, lower, right, upper = box
        (x0, y0), (x1, y1) = self.place(left, lower), self.place(right, upper)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


@lru_cache(maxsize=256)
def frame_of(angle: int, page: Box | None = None) -> Frame:
    """The frame of an angle; its corner is that of a page, if one is given.

    Examples
    --------
    >>> frame_of(90, (0, 0, 600, 400)).place(20, 0)
    (0.0, 20.0)
    """
    cosine, sine = _exact(math.cos(math.radians(angle))), _exact(math.sin(math.radians(angle)))
    frame = Frame(angle, cosine, sine)
    if page is None:
        return frame
    left, top, _, _ = frame.box(page)
    return Frame(angle, cosine, sine, left, top)


def _exact(value: float) -> float:
    return float(round(value)) if abs(value - round(value)) < 1e-9 else value


def quarter(degrees: float) -> int:
    """An angle in whole degrees, from 0 to 359; a slight slant off a quarter turn is none."""
    turns = round(degrees / 90)
    if abs(degrees - 90 * turns) <= _LEVEL:
        return 90 * turns % 360
    return round(degrees) % 360


def main_angle(letters: Mapping[int, int], otherwise: int) -> int:
    """The quarter turn that most letters of a page have, by how many have each angle; another, if it has no letters."""
    straight = [angle for angle in letters if angle % 90 == 0]
    return max(straight, key=lambda angle: (letters[angle], angle == otherwise), default=otherwise)
