"""What stands on a list of the capital and is here: kept, quarantined, and somebody is called.

Nothing is refused at return or intake (P6). A weapon that was destroyed and is here again is the
loudest alarm there is; one that is lost somewhere calls the chief at a desk, so that whoever
brought it learns nothing from the screen.
"""

from typing import assert_never

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision
from kiosk.rules.losses import letting
from kiosk.rules.national import Likeness, ListedKind, ListedMatch, OtherWeapon
from kiosk.rules.observations import national as n
from kiosk.rules.pending import Named
from kiosk.rules.things import Changed, Condition, Moment, OfficerNumber, WeaponNumber


def decide(bay: Bay, seen: n.NationalObservation) -> Decision:
    """Return what must be written and then done about one observation of lists."""
    match seen:
        case n.ListedSeen():
            return met(bay, seen)
        case n.ListVouched():
            return letting.vouched(bay, seen)
        case n.ListRead():
            return letting.read(seen)
        case _:
            assert_never(seen)


def met(bay: Bay, seen: n.ListedSeen) -> Decision:
    """Note what may be a weapon of a list, quarantine it if it is ours, and call somebody.

    Said once for all that is known of it; a weapon that somebody called fit meanwhile is
    quarantined again, until two people say that it is another one.
    """
    line = seen.met
    if line.where is e.MetAt.CARD:
        return _on_paper(bay, line)
    before = bay.listed.get(line.about)
    known = () if before is None else before.matches
    matches = tuple(dict.fromkeys((*known, *line.matches)))
    decision = NOTHING
    named = before is not None and before.weapon == line.weapon
    fresh = not named or matches != known
    if fresh:
        decision += Decision((e.ListedMet(line.at, line.about, line.weapon, matches, line.where),))
    if seen.weapon is not None and (fresh or seen.weapon.condition is not Condition.QUARANTINED):
        decision += Decision(
            (e.WorkOrdered(line.at, line.weapon, ("listed",), Condition.QUARANTINED),)
        )
    cause = cause_of(matches)
    if (cause, line.about) not in bay.alarms:
        decision += alarms.raised(bay, line.at, cause, line.about)
    return decision


def _on_paper(bay: Bay, line: e.ListedMet) -> Decision:
    """Note a card: paper shows no weapon, so that a whole stack calls the chief once."""
    return Decision((line,)) + alarms.raised(bay, line.at, e.AlarmCause.LISTED, line.about)


def cause_of(matches: tuple[ListedMatch, ...]) -> e.AlarmCause:
    """Return the alarm that matches call for: one of a destroyed weapon outweighs all others.

    Digits without their letters are many weapons': they call the chief, and no siren.
    """
    whole = (one.listed.kind for one in matches if one.likeness is not Likeness.DIGITS)
    destroyed = ListedKind.DESTROYED in whole
    return e.AlarmCause.DESTROYED if destroyed else e.AlarmCause.LISTED


# ---------------------------------------------------------------- it is another weapon
def named(matter: OtherWeapon) -> Named:
    """Return the weapon."""
    return Named(weapons=(matter.weapon,))


def problem(bay: Bay, matter: OtherWeapon) -> tuple[str, str]:
    """Return why nothing is to be settled, and about what; else two empty texts."""
    found = bay.listed.get(matter.weapon)
    if found is None or not found.weapon:
        return "not_listed", matter.weapon
    return ("", "") if matter.why.strip() else ("no_reason_given", matter.weapon)


def gaining(bay: Bay, matter: OtherWeapon) -> set[OfficerNumber]:
    """Return who has the weapon: they do not say alone that all is well."""
    custody = bay.out.get(matter.weapon)
    return set() if custody is None else {custody.holder}


def lines(
    bay: Bay, at: Moment, matter: OtherWeapon, by: tuple[OfficerNumber, ...]
) -> tuple[e.ListedSettled]:
    """Return what is written: which weapons of the lists it is not. It stays quarantined."""
    matches = bay.listed[matter.weapon].matches
    return (e.ListedSettled(at, WeaponNumber(matter.weapon), matches, matter.why, by),)


def shown(matter: OtherWeapon) -> tuple[Changed, ...]:
    """Return what two people see before they stand by it."""
    return (Changed("listed_weapon", "", matter.weapon),)
