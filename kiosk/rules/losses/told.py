"""A loss is reported: at once, on one word, at a desk or at the bay; what is left open, later.

At a desk with what every file of lost weapons asks for. At the bay whoever comes without the weapon
says the likeliest in a few taps, and nothing waits for the rest: it is said at a desk afterwards.
"""

from kiosk.rules import alarms, second
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision, accept, refuse, refuse_afar
from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.observations.losses import LossFilledIn, LossTapped, LossTold
from kiosk.rules.reports import Bearer, Circumstances, Loss, LossWhen
from kiosk.rules.signatures import signed
from kiosk.rules.things import Moment, Officer, OfficerNumber, Person, WeaponNumber

_DAY_MS = 86_400_000
_NOBODY = Bearer(OfficerNumber(""))


# ---------------------------------------------------------------- at a desk
def reported(bay: Bay, seen: LossTold) -> Decision:
    """Decide on a report. The search clocks begin with its alarm; its place, if any, is doubted."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    weapon = seen.weapon
    reason = _problem(bay, seen)
    if not _may_sit(person):
        reason = "wrong_role"
    if reason or weapon is None:
        about = "" if weapon is None else weapon.number
        return verdict + refuse_afar(seen.at, reason, about, person.number)
    loss = Loss(weapon, seen.kind, seen.circumstances, _bearer(seen.bearer))
    missed_ms = _missed_ms(bay, weapon.number)
    line = e.LossReported(seen.at, weapon.number, loss, person.number, missed_ms=missed_ms)
    return verdict + Decision((line,)) + _sought(bay, line)


def _problem(bay: Bay, seen: LossTold) -> str:
    if seen.weapon is None:
        return "unknown_weapon"
    if seen.weapon.number in bay.losses:
        return "reported_lost"
    return lacking(seen.circumstances, seen.at.wall_ms)


def _may_sit(person: Person) -> bool:
    return Desk.LOSSES in desks_of(person) and not person.officer.hold


def lacking(told: Circumstances, now_ms: int) -> str:
    """Return why a form cannot be taken: a field is empty, or it happens tomorrow."""
    if not all(text.strip() for text in (told.place, told.how, told.agency, told.case)):
        return "report_incomplete"
    return "" if 0 < told.when_ms <= now_ms else "report_when"


# ---------------------------------------------------------------- at the bay
def tapped(bay: Bay, seen: LossTapped) -> Decision:
    """Decide on what whoever stands at the bay says of a weapon that is out. Nothing opens.

    Whoever has it may always say so, also somebody on hold; of other people's weapons a custodian
    or the chief.
    """
    session, person = bay.session, seen.asker
    if session is None or not session.passed or person is None or bay.release is not None:
        return refuse(seen.at, "not_now")
    weapon = seen.weapon
    if weapon is None:
        return refuse(seen.at, "unknown_weapon", officer=person.number)
    custody = bay.out.get(weapon.number)
    reason = "reported_lost" if weapon.number in bay.losses else ""
    if custody is None or not (custody.holder == person.number or second.trusted(person)):
        reason = "not_yours_to_report"
    if reason:
        return refuse(seen.at, reason, weapon.number, person.number)
    told = _circumstances(seen.when, seen.at, bay.policy.utc_offset_min)
    loss = Loss(weapon, seen.kind, told, _bearer(seen.bearer))
    missed_ms = _missed_ms(bay, weapon.number)
    line = e.LossReported(
        seen.at, weapon.number, loss, person.number, at_bay=True, missed_ms=missed_ms
    )
    return accept(line) + _sought(bay, line)


def _circumstances(when: LossWhen, at: Moment, utc_offset_min: int) -> Circumstances:
    """Return all that is known from one tap: when it was."""
    offset_ms = 60_000 * utc_offset_min
    today_ms = (at.wall_ms + offset_ms) // _DAY_MS * _DAY_MS - offset_ms
    known = {
        LossWhen.NOW: at.wall_ms,
        LossWhen.TODAY: today_ms,
        LossWhen.YESTERDAY: today_ms - _DAY_MS,
        LossWhen.UNKNOWN: 0,
    }
    whole_day = when in {LossWhen.TODAY, LossWhen.YESTERDAY}
    return Circumstances(known[when], "", "", "", "", whole_day)


def _bearer(officer: Officer | None) -> Bearer:
    if officer is None:
        return _NOBODY
    return Bearer(officer.number, officer.name, officer.rank, officer.unit)


def _missed_ms(bay: Bay, weapon: WeaponNumber) -> int:
    """Return since when somebody is called for a weapon already, 0 when nobody is."""
    alarm = bay.alarms.get((e.AlarmCause.MISSING, weapon))
    return 0 if alarm is None or alarm.answered is not None else alarm.since_ms


def _sought(bay: Bay, line: e.LossReported) -> Decision:
    """Doubt the place that the book has for a lost weapon, and begin its search."""
    place = bay.place_of(line.weapon)
    doubted = NOTHING
    if place is not None and place in bay.positions and place not in bay.doubts:
        doubted = Decision((e.DoubtRaised(line.at, place, e.DoubtCause.NOT_IN_BOOK),))
    return doubted + alarms.raised(bay, line.at, e.AlarmCause.MISSING, line.weapon)


# ---------------------------------------------------------------- what was left open
def filled_in(bay: Bay, seen: LossFilledIn) -> Decision:
    """Decide on what somebody at a desk adds to a report, one field or all that are open.

    What was said stands: a field that is not empty is not asked for, and nothing changes it here.
    Of the weapon it takes over what the register has of it now.
    """
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    weapon = seen.weapon
    reason = _not_to_fill_in(bay, seen) if _may_sit(person) else "wrong_role"
    if reason or weapon is None:
        about = "" if weapon is None else weapon.number
        return verdict + refuse_afar(seen.at, reason, about, person.number)
    stands = bay.losses[weapon.number].loss
    told = _added(stands.circumstances, seen.circumstances)
    loss = Loss(weapon, stands.kind, told, stands.bearer)
    if loss == stands:
        return verdict + refuse_afar(seen.at, "nothing_changed", weapon.number, person.number)
    return verdict + Decision((e.LossCompleted(seen.at, weapon.number, loss, person.number),))


def _not_to_fill_in(bay: Bay, seen: LossFilledIn) -> str:
    if seen.weapon is None:
        return "unknown_weapon"
    if seen.weapon.number not in bay.losses:
        return "not_reported_lost"
    return "" if 0 <= seen.circumstances.when_ms <= seen.at.wall_ms else "report_when"


def _added(stands: Circumstances, more: Circumstances) -> Circumstances:
    """Return what was said, with the rest where nothing was said; a day may become a moment."""
    exact = stands.when_ms and not stands.whole_day
    when = stands if exact or not more.when_ms else more
    return Circumstances(
        when.when_ms,
        stands.place or more.place.strip(),
        stands.how or more.how.strip(),
        stands.agency or more.agency.strip(),
        stands.case or more.case.strip(),
        when.whole_day,
    )
