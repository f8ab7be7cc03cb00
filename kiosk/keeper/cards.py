"""The command cards beside the rack: every step without touching the screen.

Each card carries a barcode of kind 9: the ten digits, confirm, delete, cancel, return, call the
chief. Digits wait here until confirm; what they mean is said by where the person stands.
"""

from typing import Protocol, assert_never

from kiosk.keeper.ports import Pins
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay, Session
from kiosk.rules.labels import Command, Label
from kiosk.rules.things import Moment, OfficerNumber, Person, Rounds

DIGITS_MAX = 12
"""Longest PIN of ISO 9564-1."""


class Asker(Protocol):
    """The two questions the cards ask of the eyes."""

    def pin_owner(self) -> Person | None:
        """Return whose PIN is awaited."""
        ...

    def pin_entered(
        self, at: Moment, owner: OfficerNumber | None, *, matches: bool
    ) -> o.PinEntered:
        """Return the observation of a compared PIN."""
        ...


class Cards:
    """Remembers the digits shown so far. One thread: the keeper's."""

    def __init__(self, pins: Pins) -> None:
        """Start with no digits."""
        self._pins = pins
        self._digits = ""
        self._for: object = None

    def forget(self) -> None:
        """Drop the digits: something else was scanned, a badge perhaps, and they are stale."""
        self._digits = ""

    def shown(  # noqa: PLR0911 - one return a card
        self, at: Moment, label: Label, bay: Bay, eyes: Asker
    ) -> o.Observation | None:
        """Return what a command card means now, or None if it only added a digit."""
        if self._for != self._for_whom(bay):
            self._digits, self._for = "", self._for_whom(bay)
        if label.sequence < 10:  # noqa: PLR2004 - the ten digit cards
            self._digits = (self._digits + str(label.sequence))[:DIGITS_MAX]
            return None
        digits, self._digits = self._digits, ""
        try:
            command = Command(label.sequence)
        except ValueError:
            return o.ScanSpoiled(at, "card", "wrong_kind", label.text)
        match command:
            case Command.DELETE:
                return None
            case Command.CANCEL:
                return o.CancelAsked(at)
            case Command.RETURN:
                return o.ReturnAsked(at)
            case Command.CALL_CHIEF:
                return o.HelpAsked(at)
            case Command.CONFIRM:
                return self._confirmed(at, digits, bay, eyes)
            case _:
                assert_never(command)

    def _confirmed(self, at: Moment, digits: str, bay: Bay, eyes: Asker) -> o.Observation:
        if bay.release is not None and bay.release.shut_ms is not None:
            return o.RemainingCounted(at, int(digits) if digits else -1)
        session = bay.session
        if session is not None and session.returning is not None and session.second is None:
            return self._about_return(at, session, bay)
        owner = eyes.pin_owner()
        matches = owner is not None and self._pins.matches(owner.number, digits)
        return eyes.pin_entered(at, owner.number if owner else None, matches=matches)

    @staticmethod
    def _about_return(at: Moment, session: Session, bay: Bay) -> o.Observation:
        assert session.returning is not None
        if not session.returning.shown:
            return o.ClearShown(at)
        custody = bay.out.get(session.returning.weapon) if session.returning.weapon else None
        return o.ReturnReported(at, custody.rounds if custody is not None else Rounds())

    @staticmethod
    def _for_whom(bay: Bay) -> object:
        session, release = bay.session, bay.release
        return (
            None if session is None else (session.officer, session.second),
            None if release is None else (release.grant, release.shut_ms),
        )
