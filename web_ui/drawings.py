"""Screens drawn already: whoever shows the same at the same time is given the same.

A tap makes news for the stream of its screen and fetches the page that follows: one drawing for
both. Knows nothing of what is drawn.
"""

from collections import deque
from collections.abc import Callable
from threading import Lock

KEPT = 4
"""Drawings kept: one screen in two languages, and somebody who leafs on it. Ours."""


class Drawings:
    """The newest drawings, each with what it shows. Any thread; two who ask at once draw once."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._kept = deque[tuple[object, str]](maxlen=KEPT)

    def of(self, shown: object, draw: Callable[[], str]) -> str:
        """Return the drawing of what is shown; `draw` is asked for it if there is none."""
        with self._turn:
            for known, html in self._kept:
                if known == shown:
                    return html
            html = draw()
            self._kept.appendleft((shown, html))
            return html
