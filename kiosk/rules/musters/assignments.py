"""A weapon is left with its holder for long, at a post: the chief signs, the holder may not.

The weapon goes out through the bay like any other. Until the chief has signed it is a duty issue,
due tomorrow: whoever forgets to sign makes it overdue, and not lost from sight.
"""

from kiosk.rules import entries as e
from kiosk.rules import second
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision, refuse_afar
from kiosk.rules.observations import musters as m
from kiosk.rules.posts import DAY_MS
from kiosk.rules.signatures import signed
from kiosk.rules.things import Person, Role

LONGEST_D = 366
"""An assignment is signed anew each year at least. Ours."""
EVERY_MOST_D = 92
"""The longest between two musters: the US Army and the Solomon Islands see every weapon each
quarter."""
POST_MAX = 60
"""Characters of a post's name: it stands on a line of a sheet."""


def asked(bay: Bay, seen: m.StandingAsked) -> Decision:
    """Decide on a weapon to be left with its holder."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    reason = _not_to_assign(bay, person, seen)
    if reason:
        return verdict + refuse_afar(seen.at, reason, seen.weapon, person.number)
    until_ms = seen.at.wall_ms + seen.days * DAY_MS
    line = e.StandingAssigned(
        seen.at, seen.weapon, seen.officer, seen.post, seen.order, until_ms, seen.every_d,
        person.number,
    )  # fmt: skip
    return verdict + Decision((line,))


def _not_to_assign(bay: Bay, person: Person, seen: m.StandingAsked) -> str:
    """Return why this cannot be signed by this person now, or nothing."""
    if person.role is not Role.CHIEF or not second.trusted(person):
        return "wrong_role"
    custody = bay.out.get(seen.weapon)
    if custody is None or custody.holder != seen.officer:
        return "not_with_holder"
    sought = seen.weapon in bay.losses or seen.weapon in bay.listed
    if sought or bay.transfers.of(seen.weapon) is not None:
        return "not_to_be_left"
    if person.number == seen.officer:
        return "not_a_second"
    if not is_post(seen.post) or not seen.order.strip():
        return "post_missing"
    fits = 1 <= seen.days <= LONGEST_D and 1 <= seen.every_d <= EVERY_MOST_D
    return "" if fits else "standing_too_long"


def is_post(name: str) -> bool:
    """Return whether a text can be the name of a post."""
    return name == name.strip() and 0 < len(name) <= POST_MAX and name.isprintable()
