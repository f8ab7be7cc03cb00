"""One thing signed for at the desk of people in, one decision out.

What is asked for is decided where an account of this machine asks for it too: `rules.corrections`,
`rules.enrolment`, `rules.register`. In here stands only whether the one who signs may.
"""

import unicodedata
from typing import assert_never

from kiosk.rules import corrections, denials, enrolment, register, reversals
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision, refuse_afar
from kiosk.rules.people.rights import act_of, acts_of
from kiosk.rules.signatures import signed
from kiosk.rules.things import Officer, OfficerNumber

LONGEST = 200
"""Letters of one field, as in the lists. Ours: the longest name of a unit on a card has 80."""


def decide(bay: Bay, seen: o.PeopleObservation) -> Decision:
    """Return what must be written about one thing that somebody signed for."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    if act_of(seen.wish) not in acts_of(person):
        return verdict + refuse_afar(seen.at, "wrong_role", seen.about, person.number)
    reason, about = (seen.problem, seen.about) if seen.problem else _wrong(seen.wish, person.number)
    if reason:
        return verdict + refuse_afar(seen.at, reason, about, person.number)
    return verdict + _granted(bay, seen.wish)


def _granted(bay: Bay, wish: o.Wish) -> Decision:
    match wish:
        case o.HoldAsked():
            return denials.hold(bay, wish)
        case o.WithdrawalAsked():
            return denials.withdrawn(bay, wish)
        case o.EnrolAsked():
            return enrolment.asked(bay, wish)
        case o.CorrectionAsked():
            return corrections.asked(bay, wish)
        case o.ReversalAsked():
            return reversals.asked(bay, wish)
        case o.RegisterAsked():
            return register.asked(bay, wish)
        case _:
            assert_never(wish)


def _wrong(wish: o.Wish, by: OfficerNumber) -> tuple[str, str]:
    """Return why the words of a wish cannot stand in the register, and which; or two empty texts.

    A list or a terminal has its own reader, which says row and column; a page has none.
    """
    if isinstance(wish, o.CorrectionAsked) and isinstance(wish.wanted, Officer):
        return _wrong_officer(wish.wanted)
    if not isinstance(wish, o.RegisterAsked):
        return "", ""
    for fact in wish.facts:
        reason, about = "", ""
        if isinstance(fact, Officer):
            reason, about = _wrong_officer(fact)
        elif isinstance(fact, o.MissionOrder):
            reason, about = _wrong_order(fact, by)
        if reason:
            return reason, about
    return "", ""


def _wrong_officer(officer: Officer) -> tuple[str, str]:
    if not officer.number.strip() or not officer.name.strip():
        return "officer_incomplete", officer.number
    if officer.number != officer.number.strip():
        return "field_impossible", officer.number
    texts = [officer.number, officer.name, officer.name_km, officer.rank, officer.unit]
    texts.append(officer.post)
    for one in officer.certificates:
        if not one.type.strip() or one.expires_ms <= max(one.issued_ms, 0):
            return "field_impossible", one.number or one.type
        texts += [one.type, one.course, one.issuer, one.number]
    found = next((text for text in texts if not _writable(text)), None)
    return ("", "") if found is None else ("field_impossible", found[:LONGEST])


def _wrong_order(order: o.MissionOrder, by: OfficerNumber) -> tuple[str, str]:
    mission = order.mission
    if order.officer == by:
        return "not_for_yourself", order.officer
    possible = 0 <= mission.valid_from_ms < mission.valid_until_ms
    if not mission.number.strip() or not possible or not _writable(mission.number):
        return "mission_impossible", mission.number[:LONGEST]
    return "", ""


def _writable(text: str) -> bool:
    return len(text) <= LONGEST and all(unicodedata.category(char) != "Cc" for char in text)
