"""How far a batch is: one line that is rewritten on a terminal, nothing on a pipe."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gapscan.batch.chunks import Source
    from gapscan.batch.journal import Journal

_EVERY_S = 0.2


class Progress:
    """Shows rows, rate, share and time left on standard error, if a person is looking.

    Args:
        before: Rows that an earlier run has done.
    """

    def __init__(self, *, before: int = 0) -> None:
        self._shows = sys.stderr.isatty()
        self._before = before
        self._began = self._last = time.monotonic()
        self._first_share: float | None = None
        self._width = 0

    def at(self, journal: Journal, source: Source) -> None:
        """Show how far a journal has come through a source."""
        now = time.monotonic()
        if not self._shows or now - self._last < _EVERY_S:
            return
        self._last = now
        rows, place = journal.reached
        share = source.done(place)
        if self._first_share is None:
            self._first_share = share
        passed = now - self._began
        text = f"{rows:,} rows, {(rows - self._before) / max(passed, 0.001):,.0f} a second"
        if share > self._first_share:
            left = passed * (1 - share) / (share - self._first_share)
            text += f", {share:.0%}, {_duration(left)} left"
        self._draw(text)

    def clear(self) -> None:
        """Leave the line empty for what follows."""
        if self._shows and self._width:
            self._draw("")
            sys.stderr.write("\r")
            sys.stderr.flush()
            self._width = 0

    def _draw(self, text: str) -> None:
        sys.stderr.write("\r" + text.ljust(self._width))
        sys.stderr.flush()
        self._width = len(text)


def _duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest:02d} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"
