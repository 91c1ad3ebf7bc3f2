"""Plots drawn on the server as SVG: colors by class, so that the page's policy and theme hold."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

WIDTH, HEIGHT = 640, 190
_LEFT, _BOTTOM, _TOP = 34, 24, 8
# More columns than this could not be told apart.
MOST_DAYS = 120


@dataclass(frozen=True)
class Bar:
    """One piece of a column."""

    x: float
    y: float
    width: float
    height: float
    series: int
    words: str


@dataclass(frozen=True)
class Mark:
    """A word at a place: on the left axis, or below."""

    at: float
    words: str


@dataclass(frozen=True)
class Columns:
    """Stacked columns, one a day."""

    bars: list[Bar]
    steps: list[Mark]
    days: list[Mark]
    names: list[str]
    empty: bool
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    floor: int = HEIGHT - _BOTTOM


def by_day(
    rows: list[tuple[str, str, int]], names: dict[str, str], first: date, last: date
) -> Columns:
    """Columns from first to last day; of a week each where there would be too many.

    Args:
        rows: day as 2026-11-24, code, count.
        names: what the codes are called, in the order of the pieces from below.
        first: the first day.
        last: the last day.
    """
    wide = 7 if (last - first).days >= MOST_DAYS else 1
    days = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, wide)]
    counts: Counter[tuple[str, str]] = Counter()
    for text, code, count in rows:
        n = (date.fromisoformat(text) - first).days // wide
        counts[str(first + timedelta(days=n * wide)), code] += count
    codes = [code for code in names if any(key[1] == code for key in counts)]
    most = max((sum(counts.get((str(d), c), 0) for c in codes) for d in days), default=0)
    top = _round(most)
    step = (WIDTH - _LEFT) / max(len(days), 1)
    bars: list[Bar] = []
    for n, day in enumerate(days):
        below = 0.0
        for series, code in enumerate(codes):
            count = counts.get((str(day), code), 0)
            tall = count / top * (HEIGHT - _BOTTOM - _TOP)
            if count:
                y = HEIGHT - _BOTTOM - below - tall
                words = f"{day:%m-%d} {names[code]} {count}"
                gap = min(step * 0.25, 4)
                bars.append(
                    Bar(
                        round(_LEFT + n * step, 1),
                        round(y, 1),
                        round(step - gap, 1),
                        round(tall, 1),
                        series,
                        words,
                    )
                )
            below += tall
    return Columns(bars, _steps(top), _days(days, step), [names[c] for c in codes], most == 0)


def _round(most: int) -> int:
    """The next round number, for the top of the axis."""
    for size in (1, 10, 100, 1000, 10_000, 100_000):
        for factor in (4, 8, 12, 20, 40):
            if most <= factor * size:
                return factor * size
    return most


def _steps(top: int) -> list[Mark]:
    tall = HEIGHT - _BOTTOM - _TOP
    return [Mark(round(HEIGHT - _BOTTOM - tall * n / 4, 1), str(top * n // 4)) for n in range(5)]


def _days(days: list[date], step: float) -> list[Mark]:
    every = max(1, ceil(len(days) / 8))
    return [
        Mark(round(_LEFT + n * step + step / 2, 1), f"{day:%m-%d}")
        for n, day in enumerate(days)
        if n % every == 0
    ]
