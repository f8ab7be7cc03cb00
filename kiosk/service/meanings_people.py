"""What work on people means to the keeper, once somebody signed for it. Keeper's thread."""

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from kiosk.keeper.eyes import Eyes
from kiosk.rules import observations as o
from kiosk.rules.things import (
    Certificate,
    Mission,
    Moment,
    Officer,
    OfficerNumber,
    Role,
    WeaponType,
)
from kiosk.service import people_works as w
from kiosk.service.meant import MeansSigned
from kiosk.service.officer_lists import FileWrong, officers_of_text

Wishes = Callable[[Eyes, Moment, str], o.Wish | tuple[o.Wish, str, str]]
"""Returns a wish; with a refusal and what it is about, when something is wrong with it already."""


def of_people_work(work: w.PeopleWork) -> MeansSigned:
    """Return what work on people means, signed by somebody."""
    wishes = _wishes(work)

    def means(eyes: Eyes, at: Moment, signature: o.Signature) -> o.Observation:
        wish = wishes(eyes, at, signature.number)
        if isinstance(wish, tuple):
            return o.WishSigned(at, signature, *wish)
        return o.WishSigned(at, signature, wish)

    return means


def _wishes(work: w.PeopleWork) -> Wishes:  # noqa: C901, PLR0911 - one line a work
    match work:
        case w.HoldOfficer(officer, why):
            return lambda eyes, at, by: eyes.holding(at, by, why, officer)
        case w.WithdrawBadge(entry, why):
            return lambda eyes, at, by: eyes.lost_badge(at, by, why, entry)
        case w.BeginBadge(officer):
            return lambda eyes, at, by: eyes.enrolling(at, by, officer, 0)
        case w.LendBadge(officer, hours):
            return lambda eyes, at, by: eyes.enrolling(at, by, officer, hours or -1)
        case w.LetGo(officer, why):
            return lambda eyes, at, by: _leaving(eyes, at, by, officer, why)
        case w.CorrectOfficer(wanted, before, why):
            return lambda eyes, at, by: _correction(eyes, at, by, wanted, before, why)
        case w.ReverseOfficer(officer, line, why):
            return lambda eyes, at, by: eyes.reversal_of(Officer, officer, at, by, why, line)
        case w.RegisterOfficer(facts):
            return lambda eyes, at, by: _new(eyes, at, by, facts)
        case w.RegisterList(text):
            return lambda eyes, at, by: _list(eyes, at, by, text)
        case w.OrderMission():
            return lambda eyes, at, by: _order(eyes, at, by, work)
        case _:
            assert_never(work)


def _leaving(eyes: Eyes, at: Moment, by: str, number: str, why: str) -> o.Wish:
    """Return the wish that somebody leaves, who stands as they stand now."""
    stands = eyes.officer(OfficerNumber(number)) or Officer(OfficerNumber(number), number)
    return eyes.correction(at, by, why, replace(stands, active=False), stands)


def _correction(  # noqa: PLR0913, PLR0917 - what a correction is asked with
    eyes: Eyes, at: Moment, by: str, wanted: w.OfficerFacts, before: w.OfficerFacts, why: str
) -> o.Wish | tuple[o.Wish, str, str]:
    wish = eyes.correction(at, by, why, _officer(wanted), _officer(before))
    return wish if _knows(wanted) else (wish, "field_impossible", wanted.role)


def _new(
    eyes: Eyes, at: Moment, by: str, facts: w.OfficerFacts
) -> o.Wish | tuple[o.Wish, str, str]:
    wish = eyes.registering(at, by, (_officer(facts),))
    return wish if _knows(facts) else (wish, "field_impossible", facts.role)


def _list(eyes: Eyes, at: Moment, by: str, text: str) -> o.Wish | tuple[o.Wish, str, str]:
    try:
        people = officers_of_text(text, eyes.utc_offset_min)
    except FileWrong as wrong:
        return eyes.registering(at, by, ()), "list_wrong", str(wrong)
    return eyes.registering(at, by, people)


def _order(
    eyes: Eyes, at: Moment, by: str, work: w.OrderMission
) -> o.Wish | tuple[o.Wish, str, str]:
    officer = OfficerNumber(work.officer)
    mission = Mission(work.number, work.valid_from_ms, work.valid_until_ms)
    wish = eyes.registering(at, by, (o.MissionOrder(officer, mission),))
    known = eyes.missions_of(officer)
    if any(one.number == work.number for one in known):
        return wish, "already_registered", work.number
    return wish


def _officer(facts: w.OfficerFacts) -> Officer:
    """Return a person as the rules know them; a role that nobody knows is an officer's."""
    return Officer(
        OfficerNumber(facts.number),
        facts.name,
        facts.name_km,
        facts.rank,
        facts.unit,
        Role(facts.role) if _knows(facts) else Role.OFFICER,
        facts.active,
        facts.hold,
        tuple(map(_certificate, facts.certificates)),
        facts.post,
    )


def _knows(facts: w.OfficerFacts) -> bool:
    return facts.role in set(Role)


def _certificate(facts: w.CertificateFacts) -> Certificate:
    return Certificate(
        WeaponType(facts.type),
        facts.expires_ms,
        facts.course,
        facts.issued_ms,
        facts.issuer,
        facts.number,
    )
