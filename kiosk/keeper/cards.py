"""The command cards beside the rack: every step without touching the screen.

Each card carries a barcode of kind 9: the ten digits, confirm, delete, cancel, return, call the
chief; for who counts, empty and no mark. Digits wait here until confirm; what they mean is said by
where the person stands.
"""

from typing import Protocol, assert_never

from kiosk.keeper.ports import Pins
from kiosk.keeper.racking import RackingEyes
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay, Session
from kiosk.rules.labels import Command, Label
from kiosk.rules.observations import counts as c
from kiosk.rules.observations import racking as r
from kiosk.rules.things import Moment, OfficerNumber, Person, PinFit, Rounds
from kiosk.rules.to_rack import Step

DIGITS_MAX = 12
"""Longest PIN of ISO 9564-1."""


class Asker(Protocol):
    """The questions the cards ask of the eyes."""

    def pin_owner(self) -> Person | None:
        """Return whose PIN is awaited."""
        ...

    def pin_entered(self, at: Moment, owner: OfficerNumber | None, fit: PinFit) -> o.PinEntered:
        """Return the observation of a compared PIN."""
        ...

    def counting_wanted(self, at: Moment) -> c.CountingWanted:
        """Return the observation of somebody who wants to count."""
        ...

    def engraving_said(self, at: Moment, digits: str) -> c.EngravingSaid:
        """Return the observation of digits read from the steel."""
        ...

    def weapon_seen(self, at: Moment, text: str, *, tapped: bool) -> o.WeaponSeen:
        """Return the observation of a weapon whose number was typed."""
        ...

    @property
    def racking(self) -> RackingEyes:
        """What is looked up for a weapon that is racked."""
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

    def shown(  # noqa: PLR0911, C901 - one return a card
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
            case Command.EMPTY:
                return c.EmptySaid(at)
            case Command.NO_MARK:
                return c.NoMarkSaid(at)
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
        said = self._about_racking(at, digits, bay, eyes) or self._about_count(
            at, digits, bay, eyes
        )
        if said is not None:
            return said
        owner = eyes.pin_owner()
        fit = PinFit.WRONG if owner is None else self._pins.fit(owner.number, digits)
        return eyes.pin_entered(at, owner.number if owner else None, fit)

    @staticmethod
    def _about_return(at: Moment, session: Session, bay: Bay) -> o.Observation:
        assert session.returning is not None
        if not session.returning.shown:
            return o.ClearShown(at)
        custody = bay.out.get(session.returning.weapon) if session.returning.weapon else None
        return o.ReturnReported(at, custody.rounds if custody is not None else Rounds())

    @staticmethod
    def _about_racking(  # noqa: PLR0911 - one return a step
        at: Moment, digits: str, bay: Bay, eyes: Asker
    ) -> o.Observation | None:
        """Return what confirm says at each step of a racking; a picture waits for the screen."""
        session = bay.session
        if session is None or session.racking is None or session.second is not None:
            return None
        match session.racking.step:
            case Step.LABEL:
                return eyes.weapon_seen(at, digits, tapped=True)
            case Step.STEEL:
                return eyes.racking.steel(at, digits)
            case Step.CHECK:
                return r.AgreementSaid(at, ())
            case Step.CLEAN:
                return r.CleaningSaid(at)
            case Step.PHOTO:
                return eyes.racking.photo(at, "later")
            case Step.PLACE:
                return eyes.racking.place(at, "")
            case Step.SECOND | Step.CABLE:
                return None
            case step:
                assert_never(step)

    @staticmethod
    def _about_count(at: Moment, digits: str, bay: Bay, eyes: Asker) -> o.Observation | None:
        """Return what confirm says of the count that runs, if it says anything of it."""
        session, count = bay.session, bay.count
        if session is None or count is None or not session.passed or session.second is not None:
            return None
        if not session.counting:
            waits = count.whose == session.officer and session.asked is None and not digits
            return eyes.counting_wanted(at) if waits else None
        if count.by_quantity:
            return o.RemainingCounted(at, int(digits) if digits else -1)
        return eyes.engraving_said(at, digits) if count.asked is not None else None

    @staticmethod
    def _for_whom(bay: Bay) -> object:
        session, release, count = bay.session, bay.release, bay.count
        return (
            None
            if session is None
            else (session.officer, session.second, session.counting, session.racking),
            None if release is None else (release.grant, release.shut_ms),
            None if count is None else (count.at, len(count.found), count.asked),
        )
