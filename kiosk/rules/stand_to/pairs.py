"""Badge, weapon, badge, weapon: each pair is an issue, with a name, in as long as two scans take.

A weapon that is scanned outside is the officer's whose badge was shown last. One that is scanned
with no badge before it has an unknown holder, and the next badge, if it comes at once, names them.
"""

from kiosk.rules import doubts, returns, second
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay, Session
from kiosk.rules.decision import NOTHING, Decision, accept, refuse
from kiosk.rules.effects import Beep, Tone
from kiosk.rules.gates import GATES, Wish
from kiosk.rules.stand_to import begin
from kiosk.rules.standing import StandTo
from kiosk.rules.things import Condition, Moment, Person, PositionId, Rounds, Weapon, WeaponNumber

OF_THE_BADGE = frozenset({"inactive_officer", "on_hold", "badge_too_weak"})
"""Gates that are asked when the badge is shown, before anybody has a weapon in the hand: whoever
may have none has none in an emergency either."""

OF_THE_PAIR = frozenset(
    {
        "inactive_officer",
        "on_hold",
        "in_transfer",
        "reported_lost",
        "listed",
        "not_fit",
        "no_certificate",
        "certificate_expired",
    }
)
"""Gates that are asked at the scan. A weapon that is not fit is no help, and a weapon in untrained
hands is a danger to those beside them; what two people sent, or somebody misses, is spoken for.
Each is put back, or the count finds it gone. Who was held since the badge was shown has none."""

WAIVED = frozenset({"no_mission", "mission_expired", "allowance_reached", "in_doubt"})
"""Gates that stand open: the stand-to is the order, a pistol and a rifle may be needed, and what is
held before the scanner was looked at. (The gates of the kiosk are asked at each release.)"""


def badge(bay: Bay, seen: o.BadgeSeen) -> Decision:
    """Decide on a badge: it waits for its weapon, or names who holds the one just scanned."""
    person, stand_to = seen.person, bay.stand_to
    session = bay.session
    assert session is not None, "somebody stands at the stand-to"
    assert session.pairing is not None, "badge and weapon in turn"
    if person is None:
        return refuse(seen.at, "unknown_badge", seen.badge)
    reason = _not_to_draw(bay, seen, person)
    if reason:
        return refuse(seen.at, reason, seen.badge, person.number)
    weapon = _weapon_awaiting(bay, session, seen.at)
    if stand_to is not None and weapon is not None and seen.asked is not None:
        return _named(bay, seen.at, person, seen.asked)
    return accept(e.BadgeShown(seen.at, person.number, seen.badge, seen.grade))


def _not_to_draw(bay: Bay, seen: o.BadgeSeen, person: Person) -> str:
    if not person.officer.active:
        return "inactive_officer"
    if person.officer.hold:
        return "on_hold"
    return "" if seen.grade.reaches(bay.policy.grade_to_issue) else "badge_too_weak"


def comes_for_an_alarm(bay: Bay, person: Person) -> bool:
    """Return whether a badge is a second person's, who answers what sounds, and no officer's."""
    return bay.sounding and second.allowed(bay, person)


def weapon(bay: Bay, seen: o.WeaponSeen) -> Decision:
    """Decide on a weapon that is held before the scanner while the stand-to is manned."""
    session, stand_to = bay.session, bay.stand_to
    assert session is not None, "somebody stands at the stand-to"
    if seen.tapped or stand_to is None:
        return refuse(seen.at, "not_now", seen.text)
    if seen.weapon is None:
        return refuse(seen.at, "unknown_weapon", seen.text)
    place = bay.place_of(seen.weapon.number)
    if place is None:
        return _seen_again(bay, session, seen, seen.weapon)
    if _may_have_left(bay, stand_to, place, seen.at):
        return _drawn(bay, session, stand_to, seen, place)
    if place in bay.doubts and bay.release is None:
        return returns.begun(bay, seen)
    return _refused_inside(bay, seen, place)


def _drawn(
    bay: Bay, session: Session, stand_to: StandTo, seen: o.WeaponSeen, place: PositionId
) -> Decision:
    """Let a weapon go: to whoever showed a badge, or to whoever answers for the stand-to."""
    taken = seen.weapon
    assert taken is not None, "an unknown weapon was refused before"
    due_ms = seen.at.wall_ms + bay.policy.duty_issue_h * 3_600_000
    order = stand_to.begun.order
    who = _shown(bay, session, seen)
    reason = closed(bay, seen.at, who, taken, place)
    if reason:
        return refuse(seen.at, reason, seen.text, None if who is None else who.number)
    rounds = Rounds(taken.magazines, taken.rounds)
    if who is None:
        answers = stand_to.begun.by[0]
        unnamed = e.WeaponTaken(seen.at, taken.number, place, order, due_ms, answers, rounds)
        return Decision((unnamed,), (Beep(Tone.ATTENTION),))
    return accept(
        e.WeaponIssued(
            seen.at, taken.number, who.number, place, order, due_ms, rounds, who.officer.rank
        )
    )


def closed(
    bay: Bay, at: Moment, who: Person | None, taken: Weapon, place: PositionId
) -> str | None:
    """Return the gate that is closed to a pair; without a badge only the weapon's own is asked."""
    if who is None:
        return _of_the_weapon(bay, taken)
    wish = Wish(at, bay, who, taken, place)
    return next((name for name, shut in GATES if name in OF_THE_PAIR and shut(wish)), None)


def _of_the_weapon(bay: Bay, taken: Weapon) -> str | None:
    """Return why nobody may have this weapon, whoever shows a badge for it after."""
    if bay.transfers.of(taken.number) is not None:
        return "in_transfer"
    if taken.number in bay.losses:
        return "reported_lost"
    if taken.number in bay.listed:
        return "listed"
    return "not_fit" if taken.condition is not Condition.FIT else None


def _refused_inside(bay: Bay, seen: o.WeaponSeen, place: PositionId) -> Decision:
    """Issue nothing of a cable that was not opened; while one is, what is seen is seen outside."""
    no = refuse(seen.at, "cable_shut", seen.text)
    if bay.release is None or bay.release.opened_ms is None:
        return no
    officer = bay.release.grant.officer
    return no + doubts.raised(bay, seen.at, (place,), e.DoubtCause.NOT_IN_BOOK, officer)


def _may_have_left(bay: Bay, stand_to: StandTo, place: PositionId, at: Moment) -> bool:
    """Return whether a weapon may be outside: its cable is open, or it left unseen.

    Once the stand-to has lapsed nothing is issued for it behind a cable that is shut.
    """
    release = bay.release
    cable = bay.positions[place].cable if place in bay.positions else None
    if release is not None and release.cable == cable:
        return release.opened_ms is not None
    if begin.lapsed(bay, at.wall_ms):
        return False
    return cable in stand_to.cables and place in bay.doubts


def _seen_again(bay: Bay, session: Session, seen: o.WeaponSeen, taken: Weapon) -> Decision:
    """Decide on a weapon that stands nowhere: its holder is named, or it is brought in (P6).

    Who may not have it is not named, and hands it in.
    """
    who, custody = _shown(bay, session, seen), bay.out.get(taken.number)
    unknown = taken.number in bay.unknown_holders
    if unknown and who is not None and not _closed_outside(bay, seen.at, who, taken):
        return _named(bay, seen.at, who, taken)
    if unknown and who is None and custody is not None:
        again = e.WeaponTaken(
            seen.at, taken.number, _home(bay, taken.number), custody.mission, custody.due_ms,
            custody.holder, custody.rounds,
        )  # fmt: skip
        return Decision((again,), (Beep(Tone.ATTENTION),))
    if _paired_just_now(bay, session, who, taken.number, seen.at):
        return NOTHING
    return returns.begun(bay, seen) if bay.release is None else returns.kept(bay, seen)


def _paired_just_now(
    bay: Bay, session: Session, who: Person | None, weapon: WeaponNumber, at: Moment
) -> bool:
    """Return whether the pair that was just made is scanned once more, with its badge or without.

    Only within the time of one pair: whoever comes later brings it back.
    """
    pairing = session.pairing
    if pairing is None or pairing.last is None or pairing.last[1] != weapon:
        return False
    theirs = who is None or who.number == pairing.last[0]
    return theirs and at.mono_ms - pairing.since_ms <= 1000 * bay.policy.stand_to_pair_s


def _home(bay: Bay, weapon: WeaponNumber) -> PositionId:
    return bay.homes.get(weapon, PositionId(""))


def _closed_outside(bay: Bay, at: Moment, who: Person, taken: Weapon) -> str | None:
    """Return the gate that is closed to somebody for a weapon that is out already."""
    return closed(bay, at, who, taken, _home(bay, taken.number))


def _named(bay: Bay, at: Moment, who: Person, taken: Weapon) -> Decision:
    reason = _closed_outside(bay, at, who, taken)
    if reason:
        return refuse(at, reason, taken.number, who.number)
    return accept(e.HolderNamed(at, taken.number, who.number, who.officer.rank))


def _shown(bay: Bay, session: Session, seen: o.WeaponSeen) -> Person | None:
    """Return whose badge was shown last, if that is not too long ago to be about this weapon."""
    shown = session.pairing.badge if session.pairing is not None else None
    if shown is None or seen.shown is None or seen.shown.number != shown.officer:
        return None
    fresh = seen.at.mono_ms - shown.at.mono_ms <= 1000 * bay.policy.session_s
    return seen.shown if fresh else None


def _weapon_awaiting(bay: Bay, session: Session, at: Moment) -> WeaponNumber | None:
    """Return the weapon scanned just now whose holder is unknown, if a badge may still name them.

    Only within the time of one pair: whoever comes later came for a weapon of their own.
    """
    pairing = session.pairing
    if pairing is None or pairing.weapon not in bay.unknown_holders:
        return None
    fresh = at.mono_ms - pairing.since_ms <= 1000 * bay.policy.stand_to_pair_s
    return pairing.weapon if fresh else None
