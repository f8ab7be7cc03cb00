"""What is shown twice is drawn once, and what changed is drawn anew."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from kiosk.service.views import Stage
from tests.web_ui.fakes import START_MONO, outcome, view_of
from web_ui.drawings import KEPT, Drawings

PATIENCE_S = 20.0


class Pencil:
    """Draws whatever it is asked for, and remembers how often it was."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self) -> str:
        self.drawn += 1
        return f"<p>{self.drawn}</p>"


def test_what_two_show_at_once_is_drawn_once() -> None:
    """The stream of a screen and the page that follows a tap, at the same moment."""
    drawings, pencil, together = Drawings(), Pencil(), Barrier(2)

    def show(_: int) -> str:
        together.wait(PATIENCE_S)
        return drawings.of(view_of(), pencil)

    with ThreadPoolExecutor(2) as threads:
        assert set(threads.map(show, range(2))) == {"<p>1</p>"}
    assert pencil.drawn == 1


def test_a_moment_later_the_same_picture_is_the_same_drawing() -> None:
    drawings, pencil = Drawings(), Pencil()
    later = view_of(now_mono=START_MONO + 2_000, now_ms=START_MONO + 2_000)
    assert view_of() != later
    assert drawings.of(view_of().picture, pencil) == drawings.of(later.picture, pencil)
    assert pencil.drawn == 1


def test_whatever_differs_is_drawn_anew() -> None:
    drawings, pencil = Drawings(), Pencil()
    views = [view_of(), view_of(Stage.PIN), view_of(outcome=outcome("weapon.issued"))]
    shown = [drawings.of((view, lang), pencil) for view in views for lang in ("km", "en")]
    assert len(set(shown)) == len(shown)


def test_only_the_newest_are_kept() -> None:
    drawings, pencil = Drawings(), Pencil()
    for number in range(KEPT + 1):
        drawings.of(number, pencil)
    drawings.of(KEPT, pencil)
    assert pencil.drawn == KEPT + 1
    drawings.of(0, pencil)
    assert pencil.drawn == KEPT + 2
