"""Call records as a telephone system might give them, for the tour: made up, the same for the same seed."""

from __future__ import annotations

from typing import Any, Final

import numpy
import pandas

Numbers = numpy.ndarray[Any, numpy.dtype[Any]]

CALLS: Final = 12_000
FIRST_DAY: Final = numpy.datetime64("2026-06-01")
DAYS: Final = 30
UPDATE_DAY: Final = 16
"""The day of the month from which on codes come that are in no list yet."""

DIRECTIONS: Final = {"in": 0.62, "out": 0.31, "internal": 0.07}

CODES: Final = {
    1110: 330, 1120: 250, 1111: 120, 1121: 60, 1122: 30, 1123: 8, 1131: 22, 1132: 6, 1133: 12, 1134: 1, 1140: 5,
    1151: 7, 1152: 2, 1160: 12, 1162: 4, 1163: 26, 1164: 18, 1170: 28, 1171: 2, 1180: 6, 1181: 9, 1182: 5, 1183: 4,
    1191: 6, 1192: 24, 2211: 3, 2220: 6, 2240: 9, 2300: 3, 4200: 10, 4501: 4, 5001: 1, 5003: 3,
}  # fmt: skip
"""How often each code comes, as a weight."""

NEW_CODES: Final = {1165: 42, 1193: 30, 1124: 26, 1175: 20, 2219: 6, 1090: 5, 4210: 4, 7000: 9, 7001: 6}
"""The same for codes that come with the update: most are in a known class, those of 7xxx in none."""

TALKED: Final = (1090, 1110, 1120, 1124, 1170, 1180, 1181, 1182, 1183)


def month_of_calls(seed: int) -> pandas.DataFrame:
    """A month of calls: `started`, `direction`, `seconds` of talk, and the result code, missing for a few."""
    random = numpy.random.default_rng(seed)
    day = random.choice(DAYS, CALLS, p=_day_weights())
    minute = numpy.clip(random.normal(13.5 * 60, 150, CALLS), 0, 24 * 60 - 1).astype(int)
    started = FIRST_DAY + day.astype("timedelta64[D]") + minute.astype("timedelta64[m]")
    code = numpy.where(day < UPDATE_DAY - 1, _draw(random, CODES), _draw(random, CODES | NEW_CODES))
    talk = numpy.where(numpy.isin(code, TALKED), random.lognormal(4.6, 1.0, CALLS), 0)
    calls = pandas.DataFrame(
        {
            "started": started,
            "direction": random.choice(list(DIRECTIONS), CALLS, p=list(DIRECTIONS.values())),
            "seconds": talk.round().astype(int),
            "code": pandas.array(code, dtype="Int64"),
        }
    )
    calls.loc[random.random(CALLS) < 0.004, "code"] = pandas.NA
    return calls.sort_values("started", ignore_index=True, kind="stable")


def _day_weights() -> Numbers:
    """Days from Monday to Friday are busy, Saturdays and Sundays are not."""
    weights = numpy.resize([1.15, 1.05, 1.0, 1.0, 0.95, 0.25, 0.12], DAYS)
    shares: Numbers = weights / weights.sum()
    return shares


def _draw(random: numpy.random.Generator, weights: dict[int, int]) -> Numbers:
    total = sum(weights.values())
    return random.choice(list(weights), CALLS, p=[weight / total for weight in weights.values()])
