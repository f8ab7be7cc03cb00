"""Shift, hand-over and stand-to arranged for the eye: who keeps the racks, what is late. Pure."""

from collections.abc import Mapping

from kiosk.service.sentences import sentence
from kiosk.service.shift_views import CableChoice, PointView
from kiosk.service.views import BayView
from web_ui.languages import Words

CABLES_ON_A_PAGE = 6
"""Tiles of the list a cable is released from: two columns of three."""

CABLES_BESIDE_A_WEAPON = 4
"""Where a weapon waits to be returned, the first row says so."""

REASONS = ("ordered", "attack", "unrest", "disaster", "exercise")
"""Why there may be a stand-to, the likeliest first; `rules.entries.StandToReason`."""

_SAID_BY_THE_KIOSK: Mapping[str, tuple[str, str]] = {
    "alarm": ("alarm", "about"),
    "doubt": ("doubt", "position"),
    "fault": ("fault", "device"),
    "signal": ("signal", "line"),
}
"""Open things that have a sentence already, and what it is told they are about."""


def keeps_the_racks(view: BayView) -> bool:
    """Return whether whoever stands there may have a shift, or begin a stand-to."""
    person = view.visit.person
    return person is not None and person.role in {"custodian", "chief"}


def is_on_shift(view: BayView) -> bool:
    """Return whether whoever stands there is on shift."""
    person, on_shift = view.visit.person, view.shift.on_shift
    return person is not None and on_shift is not None and person.number == on_shift.number


def to_release(view: BayView) -> tuple[CableChoice, ...]:
    """Return the cables that a stand-to has yet to release, in the order of the racks."""
    if view.stand_to is None:
        return ()
    return tuple(choice for choice in view.stand_to.cables if choice.inside)


def cables_on_a_page(view: BayView) -> int:
    """Return how many tiles a page of that list has."""
    return CABLES_ON_A_PAGE if view.unreturned is None else CABLES_BESIDE_A_WEAPON


def point_said(point: PointView, words: Words, spoken: str) -> str:
    """Return an open thing as one sentence."""
    if point.kind in _SAID_BY_THE_KIOSK:
        group, place = _SAID_BY_THE_KIOSK[point.kind]
        about = ", ".join(point.places) or point.about
        return sentence(group, point.why, spoken, {place: about}).happened
    return words(f"shift.point.{point.kind}", about=point.about)


def wants_attention(view: BayView) -> bool:
    """Return whether the chief must hear of the shift or of a stand-to."""
    nobody = view.shift.required and view.shift.on_shift is None
    return nobody or view.shift.overdue or view.stand_to is not None
