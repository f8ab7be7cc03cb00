"""What the eyes look up for who works at a desk: how people and things stand at that moment."""

from collections.abc import Callable, Iterable, Iterator
from typing import assert_never

from kiosk.keeper.ports import Register
from kiosk.rules import observations as o
from kiosk.rules import reversals
from kiosk.rules.bay import Bay
from kiosk.rules.entries import OfficerCorrected, WeaponCorrected
from kiosk.rules.things import (
    Badge,
    BadgeText,
    Mission,
    Moment,
    Officer,
    OfficerNumber,
    Person,
    PinFit,
    Weapon,
)


def registering(
    register: Register, at: Moment, by: str, facts: tuple[o.Fact, ...]
) -> o.RegisterAsked:
    """Return the observation of facts that are to be written, and what a register knows of them."""
    tags = [tag for fact in facts if isinstance(fact, Weapon) for tag in fact.tags]
    claims = register.claims(tags) if tags else {}
    return o.RegisterAsked(at, by, facts, frozenset(_known(facts, register)), claims)


def _known(facts: Iterable[o.Fact], register: Register) -> Iterator[str]:
    """Yield the numbers of people and weapons among some facts that the register has already."""
    for fact in facts:
        match fact:
            case Officer(number) | o.MissionOrder(number) | o.BadgeGift(number):
                if register.person(number) is not None:
                    yield number
            case Weapon(number) | o.Racking(number):
                if register.weapon(number) is not None:
                    yield number
            case _:
                assert_never(fact)


class DeskEyes:
    """Turns what is asked from afar into observations. One thread: the keeper's."""

    def __init__(self, facts: Register, bay: Callable[[], Bay]) -> None:
        """Look at this register, and at the bay as it stands."""
        self._facts, self._bay = facts, bay

    @property
    def utc_offset_min(self) -> int:
        """Local time, for the days of papers."""
        return self._bay().policy.utc_offset_min

    def signature(self, number: OfficerNumber, fit: PinFit) -> o.Signature:
        """Return whose word it is that a number and a PIN were typed for."""
        person = self._facts.person(number)
        return o.Signature(number, person, fit.matches, fit is PinFit.DURESS)

    def taker(self) -> Person | None:
        """Return who takes a weapon from another officer at the bay, as they stand now."""
        session = self._bay().session
        number = session.passing.to if session is not None and session.passing else None
        return None if number is None else self._facts.person(number)

    def correction(
        self, at: Moment, by: str, why: str, wanted: Officer | Weapon, before: Officer | Weapon
    ) -> o.CorrectionAsked:
        """Return the observation of a correction, with how it stands at this very moment."""
        if not isinstance(wanted, Officer):
            stands, claims = self._facts.weapon(wanted.number), self._facts.claims(wanted.tags)
            return o.CorrectionAsked(at, by, why, wanted, before, stands, claims=claims)
        badges = tuple(badge.text for badge in self.badges_of(wanted.number))
        officer = self.officer(wanted.number)
        return o.CorrectionAsked(at, by, why, wanted, before, officer, badges)

    def reversal(self, at: Moment, by: str, why: str, line: int) -> o.ReversalAsked:
        """Return the observation of a correction that is to be taken back, whoever it is of."""
        return self._reversal(at, by, why, line, self._facts.written(line))

    def reversal_of(  # noqa: PLR0913, PLR0917 - what a reversal at a desk is asked with
        self, one: type[Officer | Weapon], number: str, at: Moment, by: str, why: str, line: int
    ) -> o.ReversalAsked:
        """Return the same of one person or one weapon; a line of another one is no correction."""
        written = self._facts.written(line)
        wrote = None if written.correction is None else reversals.about(written.correction)
        if not isinstance(wrote, one) or wrote.number != number:
            written = o.Written()
        return self._reversal(at, by, why, line, written)

    def _reversal(
        self, at: Moment, by: str, why: str, line: int, written: o.Written
    ) -> o.ReversalAsked:
        correction = written.correction
        if correction is None:
            return o.ReversalAsked(at, by, why, line, written, None)
        wrote = reversals.about(correction)
        if isinstance(wrote, Officer):
            badges = tuple(badge.text for badge in self.badges_of(wrote.number))
            officer = self.officer(wrote.number)
            return o.ReversalAsked(at, by, why, line, written, officer, badges)
        weapon, claims = self._facts.weapon(wrote.number), self._facts.claims(_had(correction))
        return o.ReversalAsked(at, by, why, line, written, weapon, claims=claims)

    def holding(self, at: Moment, by: str, why: str, number: str) -> o.HoldAsked:
        """Return the observation of somebody who is to draw nothing, as they stand now."""
        officer = OfficerNumber(number)
        return o.HoldAsked(at, by, why, officer, self.officer(officer))

    def enrolling(self, at: Moment, by: str, number: str, hours: int) -> o.EnrolAsked:
        """Return the observation of a badge that somebody is to be given, or lent."""
        officer = OfficerNumber(number)
        person, badges = self._facts.person(officer), self.badges_of(officer)
        return o.EnrolAsked(at, person, officer, hours, badges, by)

    def registering(self, at: Moment, by: str, facts: tuple[o.Fact, ...]) -> o.RegisterAsked:
        """Return the observation of facts that are to be written, and what of them is known."""
        return registering(self._facts, at, by, facts)

    def missions_of(self, number: OfficerNumber) -> tuple[Mission, ...]:
        """Return every order that somebody was ever given."""
        person = self._facts.person(number)
        return () if person is None else person.missions

    def officer(self, number: OfficerNumber) -> Officer | None:
        """Return a person's facts, as they stand now."""
        person = self._facts.person(number)
        return None if person is None else person.officer

    def badges_of(self, number: OfficerNumber) -> tuple[Badge, ...]:
        """Return every badge that is somebody's now."""
        return tuple(self._facts.badges_of(number))

    def lost_badge(self, at: Moment, by: str, why: str, entry: int) -> o.WithdrawalAsked:
        """Return the observation of a badge that was lost, by the entry that gave it."""
        badge = self._facts.badge_given_by(entry)
        if badge is None:
            return o.WithdrawalAsked(at, by, why, BadgeText(""), None, lost=True)
        return o.WithdrawalAsked(at, by, why, badge.text, badge.officer, lost=True)

    def withdrawal(self, at: Moment, by: str, why: str, badge: str) -> o.WithdrawalAsked:
        """Return the observation of a badge that is to be nobody's; one of two people is none."""
        owners = {one.officer for one in self._facts.badges_with(BadgeText(badge))}
        owner = owners.pop() if len(owners) == 1 else None
        return o.WithdrawalAsked(at, by, why, BadgeText(badge), owner)


def _had(correction: OfficerCorrected | WeaponCorrected) -> list[str]:
    """Return the tags that a weapon had before a correction of them."""
    were = (one.was for one in correction.changed if one.field == "tags")
    return [tag for was in were for tag in was.split()]
