"""The eyes' part about losses: what the register knows of a weapon and of who is out with it."""

from collections.abc import Callable

from kiosk.keeper.ports import Facts
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.labels import Label, read_label
from kiosk.rules.national import OtherWeapon
from kiosk.rules.pending import Known
from kiosk.rules.reports import Circumstances, Find, LossKind
from kiosk.rules.things import Moment, WeaponNumber


class Reporting:
    """What a report at a desk means. Keeper's thread."""

    def __init__(self, facts: Facts, bay: Callable[[], Bay]) -> None:
        """Look facts up here, in the bay as it stands."""
        self._facts, self._bay = facts, bay

    def loss(
        self, at: Moment, signature: o.Signature, weapon: str, kind: str, told: Circumstances
    ) -> o.LossTold:
        """Return the observation of a weapon that is reported lost."""
        number = _number(weapon)
        custody = self._bay().out.get(number)
        bearer = None if custody is None else self._facts.person(custody.holder)
        meant = LossKind(kind) if kind in set(LossKind) else LossKind.LOST
        officer = None if bearer is None else bearer.officer
        return o.LossTold(at, signature, self._facts.weapon(number), officer, meant, told)

    def find(
        self, at: Moment, signature: o.Signature, weapon: str, told: Circumstances
    ) -> o.MatterAsked:
        """Return the observation of somebody who says that a lost weapon is found."""
        return o.MatterAsked(at, signature, Find(_number(weapon), told), Known())

    def other(self, at: Moment, signature: o.Signature, weapon: str, why: str) -> o.MatterAsked:
        """Return the observation of somebody who says that a listed weapon is another one."""
        return o.MatterAsked(at, signature, OtherWeapon(_number(weapon), why), Known())


def _number(text: str) -> WeaponNumber:
    label = read_label(text)
    return WeaponNumber(label.text if isinstance(label, Label) else text)
