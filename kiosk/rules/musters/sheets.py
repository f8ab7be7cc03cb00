"""A sheet is drawn for a post, and closed once every row of it has its answer."""

from collections import Counter

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision, refuse_afar
from kiosk.rules.desks import MAY_SIT, Desk
from kiosk.rules.mustering import Muster
from kiosk.rules.observations import musters as m
from kiosk.rules.posts import came_back, left, posts
from kiosk.rules.signatures import signed
from kiosk.rules.things import OfficerNumber, Person

HOUR_MS = 3_600_000


def may_sit(person: Person) -> bool:
    """Return whether somebody may work on musters today."""
    officer = person.officer
    return person.role in MAY_SIT[Desk.MUSTERS] and officer.active and not officer.hold


def asked(bay: Bay, seen: m.MusterAsked) -> Decision:
    """Decide on a sheet that somebody wants. One that is out is void then, and gains no time."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    kept = posts(bay).get(seen.post, ())
    reason = "wrong_role" if not may_sit(person) else "" if kept else "nothing_at_post"
    if reason:
        return verdict + refuse_afar(seen.at, reason, seen.post, person.number)
    before = bay.musters.open.get(seen.post)
    due_ms = seen.at.wall_ms + bay.policy.muster_return_h * HOUR_MS
    due_ms = due_ms if before is None else min(due_ms, before.drawn.due_ms)
    rows = tuple(e.MusterRow(weapon, bay.out[weapon].holder) for weapon in kept)
    number = bay.musters.newest + 1
    line = e.MusterDrawn(seen.at, number, seen.post, rows, due_ms, person.number)
    return verdict + Decision((line,))


def ended(bay: Bay, seen: m.MusterEnded) -> Decision:
    """Decide on closing a sheet: a third person's word, beside who looked and who entered (P10).

    Whoever drew it may close it; whoever holds one of its weapons may not.
    """
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    sheet = bay.musters.numbered(seen.muster)
    if not may_sit(person):
        reason = "wrong_role"
    elif sheet is None:
        reason = "muster_old"
    elif left(bay, sheet):
        reason = "muster_unfinished"
    else:
        reason = _not_to_close(sheet, person.number)
    if reason or sheet is None:
        return verdict + refuse_afar(seen.at, reason, str(seen.muster), person.number)
    said = Counter(answer.answer for answer in sheet.answers.values())
    home = sum(
        row.weapon not in sheet.answers and came_back(bay, sheet, row) for row in sheet.drawn.rows
    )
    line = e.MusterClosed(
        seen.at, seen.muster, sheet.drawn.post,
        tuple(dict.fromkeys(answer.seen_by for answer in sheet.answers.values())),
        said[e.MusterAnswer.SEEN], said[e.MusterAnswer.NOT_SEEN], said[e.MusterAnswer.DIFFERS],
        home, person.number,
    )  # fmt: skip
    return verdict + Decision((line,))


def _not_to_close(sheet: Muster, officer: OfficerNumber) -> str:
    """Return why somebody does not close a sheet all of whose rows have their answers."""
    answers = sheet.answers.values()
    if officer in {answer.seen_by for answer in answers}:
        return "not_a_second"
    if officer in {answer.by for answer in answers}:
        return "muster_entered"
    theirs = (row.holder == officer for row in sheet.drawn.rows if row.weapon in sheet.answers)
    return "muster_own_weapon" if any(theirs) else ""
