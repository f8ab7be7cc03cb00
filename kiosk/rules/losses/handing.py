"""The written report of a loss is handed over: somebody at the desk says to whom (R30)."""

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision, refuse_afar
from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.observations.losses import LossReportHanded
from kiosk.rules.signatures import signed


def given(bay: Bay, seen: LossReportHanded) -> Decision:
    """Decide on the word that a report was handed over. Its clock stops; the other goes on."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    reason = _problem(bay, seen)
    if Desk.LOSSES not in desks_of(person) or person.officer.hold:
        reason = "wrong_role"
    if reason or seen.to is None:
        return verdict + refuse_afar(seen.at, reason, seen.weapon, person.number)
    receiver = seen.receiver.strip()
    line = e.LossReportGiven(seen.at, seen.weapon, seen.to, receiver, person.number)
    return verdict + Decision((line,))


def _problem(bay: Bay, seen: LossReportHanded) -> str:
    loss = bay.losses.get(seen.weapon)
    if loss is None:
        return "not_reported_lost"
    if seen.to is None or not seen.receiver.strip():
        return "receiver_missing"
    return "report_given" if seen.to in loss.given else ""
