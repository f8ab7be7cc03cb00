"""A weapon that was reported lost is found: the same form, and two people close its report."""

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.losses.told import lacking
from kiosk.rules.pending import Named
from kiosk.rules.reports import Find
from kiosk.rules.things import Changed, Condition, Moment, OfficerNumber


def named(find: Find) -> Named:
    """Return the weapon."""
    return Named(weapons=(find.weapon,))


def problem(bay: Bay, find: Find, now_ms: int) -> tuple[str, str]:
    """Return why a find closes nothing, and about what; else two empty texts."""
    if find.weapon not in bay.losses:
        return "not_reported_lost", find.weapon
    return lacking(find.circumstances, now_ms), find.weapon


def gaining(bay: Bay, find: Find) -> set[OfficerNumber]:
    """Return who lost the weapon, and who has it now: neither says alone that all is well."""
    told, custody = bay.losses.get(find.weapon), bay.out.get(find.weapon)
    bearer = set() if told is None or not told.loss.bearer.number else {told.loss.bearer.number}
    return bearer if custody is None else bearer | {custody.holder}


def lines(
    at: Moment, find: Find, by: tuple[OfficerNumber, ...]
) -> tuple[e.LossClosed, e.WorkOrdered]:
    """Return what is written: it is found, and quarantined until the armourer has seen it."""
    return (
        e.LossClosed(at, find.weapon, find.circumstances, by),
        e.WorkOrdered(at, find.weapon, ("found",), Condition.QUARANTINED),
    )


def shown(find: Find) -> tuple[Changed, ...]:
    """Return what two people see of a find."""
    return (
        Changed("loss_weapon", "", find.weapon),
        Changed("loss_place", "", find.circumstances.place),
    )
