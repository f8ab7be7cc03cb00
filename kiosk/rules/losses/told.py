"""A loss is reported: at once, on one word, with what every file of lost weapons asks for."""

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision, refuse_afar
from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.observations.losses import LossTold
from kiosk.rules.reports import Bearer, Circumstances, Loss
from kiosk.rules.signatures import signed
from kiosk.rules.things import OfficerNumber


def reported(bay: Bay, seen: LossTold) -> Decision:
    """Decide on a report. The search clocks begin with its alarm; its place, if any, is doubted."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    weapon = seen.weapon
    reason = _problem(bay, seen)
    if Desk.LOSSES not in desks_of(person) or person.officer.hold:
        reason = "wrong_role"
    if reason or weapon is None:
        about = "" if weapon is None else weapon.number
        return verdict + refuse_afar(seen.at, reason, about, person.number)
    who = seen.bearer
    bearer = (
        Bearer(OfficerNumber(""))
        if who is None
        else Bearer(who.number, who.name, who.rank, who.unit)
    )
    loss = Loss(weapon, seen.kind, seen.circumstances, bearer)
    told = Decision((e.LossReported(seen.at, weapon.number, loss, person.number),))
    place = bay.place_of(weapon.number)
    doubted = NOTHING
    if place is not None and place in bay.positions and place not in bay.doubts:
        doubted = Decision((e.DoubtRaised(seen.at, place, e.DoubtCause.NOT_IN_BOOK),))
    return (
        verdict + told + doubted + alarms.raised(bay, seen.at, e.AlarmCause.MISSING, weapon.number)
    )


def _problem(bay: Bay, seen: LossTold) -> str:
    if seen.weapon is None:
        return "unknown_weapon"
    if seen.weapon.number in bay.losses:
        return "reported_lost"
    return lacking(seen.circumstances, seen.at.wall_ms)


def lacking(told: Circumstances, now_ms: int) -> str:
    """Return why a form cannot be taken: a field is empty, or it happens tomorrow."""
    if not all(text.strip() for text in (told.place, told.how, told.agency, told.case)):
        return "report_incomplete"
    return "" if 0 < told.when_ms <= now_ms else "report_when"
