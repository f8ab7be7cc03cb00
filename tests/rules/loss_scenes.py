"""Scenes of losses: a weapon is reported lost on one word, turns up, and two people close it."""

from dataclasses import replace
from typing import Any, Self

from kiosk.rules import observations as o
from kiosk.rules.reports import Circumstances, Find, LossKind, LossWhen, ReportTo
from kiosk.rules.things import OfficerNumber, WeaponNumber
from tests.rules.transfer_scenes import TransferScene

HOUR_MS = 3_600_000


class LossScene(TransferScene):
    """A bay whose weapons are reported lost and found."""

    def told(self, **changes: Any) -> Circumstances:  # noqa: ANN401 - fields of a form
        """Return a whole form of an hour ago."""
        form = Circumstances(self.wall_ms - HOUR_MS, "Samlot", "left in a boat", "BTB-02", "2016/7")
        return replace(form, **changes)

    def report_lost(
        self,
        weapon: str,
        by: str = "vanna",
        *,
        right: bool = True,
        **changes: Any,  # noqa: ANN401 - fields of a form
    ) -> Self:
        """Report a weapon lost, at a desk."""
        custody = self.bay.out.get(WeaponNumber(weapon))
        who = self.people.get(custody.holder) if custody is not None else None
        bearer = None if who is None else who.officer
        signature, known = self.signature(by, right=right), self.weapons.get(weapon)
        told = self.told(**changes)
        return self.see(o.LossTold(self.now(), signature, known, bearer, LossKind.LOST, told))

    def tell_lost(
        self, weapon: str, when: LossWhen = LossWhen.TODAY, kind: LossKind = LossKind.LOST
    ) -> Self:
        """Let whoever stands there say that a weapon is lost."""
        custody = self.bay.out.get(WeaponNumber(weapon))
        who = self.people.get(custody.holder) if custody is not None else None
        bearer, known = None if who is None else who.officer, self.weapons.get(weapon)
        return self.see(o.LossTapped(self.now(), self.asker(), known, bearer, kind, when))

    def fill_in(
        self,
        weapon: str,
        by: str = "vanna",
        *,
        right: bool = True,
        **said: Any,  # noqa: ANN401 - fields of a form
    ) -> Self:
        """Say at a desk what a report left open."""
        more = replace(Circumstances(0, "", "", "", ""), **said)
        signature, known = self.signature(by, right=right), self.weapons.get(weapon)
        return self.see(o.LossFilledIn(self.now(), signature, known, more))

    def hand_over(
        self, weapon: str, to: ReportTo | None, by: str = "vanna", receiver: str = "Major Keo"
    ) -> Self:
        """Say at a desk that a written report was handed over."""
        signature = self.signature(by)
        return self.see(
            o.LossReportHanded(self.now(), signature, WeaponNumber(weapon), to, receiver)
        )

    def find_it(self, weapon: str, by: str = "nary", **changes: Any) -> Self:  # noqa: ANN401 - as above
        """Say at a desk that a weapon is found."""
        return self.request(Find(WeaponNumber(weapon), self.told(**changes)), by)

    def bearer_of(self, weapon: str) -> OfficerNumber:
        """Return who is named as having lost a weapon."""
        return self.bay.losses[WeaponNumber(weapon)].loss.bearer.number
