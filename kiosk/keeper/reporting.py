"""The eyes' part about losses: what the register knows of a weapon and of who is out with it."""

from collections.abc import Callable

from kiosk.keeper.ports import Facts
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.labels import Label, read_label
from kiosk.rules.national import OtherWeapon
from kiosk.rules.pending import Known
from kiosk.rules.reports import Circumstances, Find, LossKind, LossWhen, ReportTo
from kiosk.rules.things import Moment, Officer, Person, WeaponNumber


class Reporting:
    """What it means that somebody tells of a loss. Keeper's thread."""

    def __init__(self, facts: Facts, bay: Callable[[], Bay]) -> None:
        """Look facts up here, in the bay as it stands."""
        self._facts, self._bay = facts, bay

    def loss(
        self, at: Moment, signature: o.Signature, weapon: str, kind: str, told: Circumstances
    ) -> o.LossTold:
        """Return the observation of a weapon that is reported lost."""
        number = _number(weapon)
        known, bearer = self._facts.weapon(number), self._bearer(number)
        return o.LossTold(at, signature, known, bearer, _kind(kind), told)

    def tapped(
        self, at: Moment, asker: Person | None, weapon: str, kind: str, when: str
    ) -> o.LossTapped:
        """Return the observation of somebody at the bay who says that a weapon is lost."""
        number = WeaponNumber(weapon)
        meant = LossWhen(when) if when in set(LossWhen) else LossWhen.UNKNOWN
        known, bearer = self._facts.weapon(number), self._bearer(number)
        return o.LossTapped(at, asker, known, bearer, _kind(kind), meant)

    def filled_in(
        self, at: Moment, signature: o.Signature, weapon: str, told: Circumstances
    ) -> o.LossFilledIn:
        """Return the observation of somebody who says what a report left open."""
        return o.LossFilledIn(at, signature, self._facts.weapon(_number(weapon)), told)

    def handed(
        self, at: Moment, signature: o.Signature, weapon: str, to: str, receiver: str
    ) -> o.LossReportHanded:
        """Return the observation of a written report that was handed over."""
        meant = ReportTo(to) if to in set(ReportTo) else None
        return o.LossReportHanded(at, signature, _number(weapon), meant, receiver)

    def _bearer(self, weapon: WeaponNumber) -> Officer | None:
        custody = self._bay().out.get(weapon)
        bearer = None if custody is None else self._facts.person(custody.holder)
        return None if bearer is None else bearer.officer

    def find(
        self, at: Moment, signature: o.Signature, weapon: str, told: Circumstances
    ) -> o.MatterAsked:
        """Return the observation of somebody who says that a lost weapon is found."""
        return o.MatterAsked(at, signature, Find(_number(weapon), told), Known())

    def other(self, at: Moment, signature: o.Signature, weapon: str, why: str) -> o.MatterAsked:
        """Return the observation of somebody who says that a listed weapon is another one."""
        return o.MatterAsked(at, signature, OtherWeapon(_number(weapon), why), Known())


def _kind(kind: str) -> LossKind:
    """Return how a weapon was lost; what nobody knows is lost."""
    return LossKind(kind) if kind in set(LossKind) else LossKind.LOST


def _number(text: str) -> WeaponNumber:
    label = read_label(text)
    return WeaponNumber(label.text if isinstance(label, Label) else text)
