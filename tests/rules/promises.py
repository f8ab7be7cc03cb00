"""What must hold of every bay and every decision, whoever does whatever in whichever order.

Every step of every scene is held against these, and so is every step of the random walks.
"""

from collections import Counter
from dataclasses import replace

from kiosk.rules import count_observations as c
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision
from kiosk.rules.effects import Beep, Lock, Siren, Tone, Unlock
from kiosk.rules.gates import GATES
from kiosk.rules.policy import CounterSign
from kiosk.rules.refusals import REASONS
from kiosk.rules.things import Signal

FROM_OUTSIDE = frozenset({"bad_label", "pins_differ"})
"""Reasons that come in with an observation: the readers' and the pad's."""

KNOWN = REASONS | FROM_OUTSIDE | {name for name, _ in GATES}


def check_bay(bay: Bay) -> None:
    """Check what must hold of a bay between two observations."""
    _one_place_or_holder(bay)
    _nobody_is_stranded(bay)
    session, release = bay.session, bay.release
    if release is not None:
        assert session is not None, "a cable is released and nobody stands there"
        assert release.grant.position in bay.positions
        opened = release.opened_ms is not None
        used = opened or release.grant.purpose is e.Purpose.RETURN
        assert opened or release.cable not in bay.blind.values(), "nobody would see it open"
        assert used or not (bay.sounding or bay.faults or bay.open_cables or _stopped(bay))
    assert bay.open_cables <= set(bay.cables)


def _stopped(bay: Bay) -> bool:
    """Return whether a signal stands that stops issues."""
    return bool({"bolt_power", "service_key", "battery"} & set(bay.signals.values()))


def _one_place_or_holder(bay: Bay) -> None:
    """P5: a weapon is in exactly one of: a position, somebody's hands, missing."""
    found = Counter([*bay.inside.values(), *bay.out, *bay.missing])
    assert all(times == 1 for times in found.values()), found
    assert set(bay.homes) <= set(found), "a racked weapon is nowhere"


def _nobody_is_stranded(bay: Bay) -> None:
    session, release = bay.session, bay.release
    if session is None:
        return
    if bay.next_deadline() is None:
        assert release is not None, "a session without end"
        assert release.is_open
        assert (e.AlarmCause.LEFT_OPEN, release.cable) in bay.alarms
        assert release.cable not in bay.blind.values(), "it would stay open for ever"
    wants = session.wants_return or session.returning or session.vouching
    assert session.officer is not None or wants, "nobody stands there and wants nothing"
    if session.second is not None:
        asked, returning = session.asked, session.returning
        unsigned = asked is not None and asked.needs_second and asked.signed is None
        unseen = returning is not None and returning.needs_witness and returning.witness is None
        alarm = returning is not None and any(
            each.answered is None and each.cause is not e.AlarmCause.DURESS
            for each in bay.alarms.values()
        )
        wanted = (
            unsigned,
            unseen,
            alarm,
            session.looked,
            session.vouching,
            release,
            session.adjusting,
        )
        assert any(wanted), "a PIN is awaited for nothing"


def check_step(before: Bay, seen: o.Observation, decision: Decision, after: Bay) -> None:
    """Check what must hold of a decision, given the bay before and after it."""
    check_bay(after)
    _opens_only_what_is_written(before, seen, decision)
    _bolts_fall(before, seen, decision, after)
    _issues_only_by_the_rules(before, decision)
    _begins_returns_only_by_scan(seen, decision)
    _refuses_aloud(decision)
    _settles_only_by_looking(before, decision, after)
    _keeps_custody(before, decision, after)
    _passes_only_by_pin(before, seen, decision, after)
    _hides_a_silent_alarm(before, seen, decision, after)
    _takes_no_copy_for_a_second(before, decision)
    _counts_by_the_rules(before, decision, after)
    sirens = [effect.on for effect in decision.effects if isinstance(effect, Siren)]
    moved = before.sounding != after.sounding or isinstance(seen, o.KeeperStarted)
    assert sirens == ([after.sounding] if moved else [])
    assert all(entry.at == seen.at for entry in decision.entries)


def _opens_only_what_is_written(before: Bay, seen: o.Observation, decision: Decision) -> None:
    """P1: one `Unlock` a `ReleaseGranted`, for the same cable, at most one, none at a start."""
    granted = [entry.cable for entry in decision.entries if isinstance(entry, e.ReleaseGranted)]
    unlocked = [effect.cable for effect in decision.effects if isinstance(effect, Unlock)]
    assert unlocked == granted
    assert len(granted) <= 1
    if granted:
        assert before.release is None, "two releases at once"
        assert isinstance(seen, o.WeaponSeen | o.BadgeSeen | o.PinEntered | o.ReturnReported)
        assert Lock(granted[0]) not in decision.effects


def _bolts_fall(before: Bay, seen: o.Observation, decision: Decision, after: Bay) -> None:
    """No bolt stays up once its release was used or is over."""
    if isinstance(seen, o.KeeperStarted):
        assert {Lock(cable) for cable in after.cables} <= set(decision.effects)
        cut_short = before.cables[before.release.cable] if before.release is not None else ()
        assert set(cut_short) <= set(after.doubts), "a release was cut short and nobody doubts"
        return
    release = before.release
    if release is None or release.opened_ms is not None:
        return
    if after.release is None or after.release.opened_ms is not None:
        assert Lock(release.cable) in decision.effects


def _issues_only_by_the_rules(before: Bay, decision: Decision) -> None:
    for entry in decision.entries:
        if isinstance(entry, e.ReleaseGranted) and entry.purpose is e.Purpose.ISSUE:
            assert entry.by != entry.officer
            if before.policy.counter_sign is CounterSign.ALWAYS:
                assert entry.by is not None, "an issue without a second person"
            assert not before.sounding
            assert not before.faults
            assert not before.open_cables
            assert not _stopped(before)
            assert entry.position not in before.doubts
            assert before.inside[entry.position] == entry.weapon
            assert before.session is not None
            assert before.session.passed
            assert before.session.officer == entry.officer
            assert before.session.grade.reaches(before.policy.grade_to_issue)
        if isinstance(entry, e.WeaponIssued):
            assert before.release is not None
            assert before.release.is_open
            assert not before.release.taken
            assert before.release.grant.weapon == entry.weapon
            assert entry.weapon in before.inside.values(), "issued twice"


def _begins_returns_only_by_scan(seen: o.Observation, decision: Decision) -> None:
    """A tap shows no weapon: whoever holds only the screen begins no return and opens nothing."""
    if any(isinstance(entry, e.ReturnBegun) for entry in decision.entries):
        scanned = isinstance(seen, o.WeaponSeen) and not seen.tapped
        assert scanned or isinstance(seen, o.ReturnReported)


def _refuses_aloud(decision: Decision) -> None:
    """P11: a refusal at the bay is heard, and its reason has a name of ours."""
    refusals = [entry for entry in decision.entries if isinstance(entry, e.Refused)]
    assert {entry.reason for entry in refusals} <= KNOWN
    if any(not entry.office for entry in refusals):
        assert Beep(Tone.REFUSED) in decision.effects
    if any(entry.office for entry in refusals):
        assert Beep(Tone.REFUSED) not in decision.effects


def _settles_only_by_looking(before: Bay, decision: Decision, after: Bay) -> None:
    settled = [entry for entry in decision.entries if isinstance(entry, e.DoubtSettled)]
    assert set(before.doubts) - set(after.doubts) == {entry.position for entry in settled}
    for entry in settled:
        if entry.position in before.positions:
            cable = before.positions[entry.position].cable
            assert cable not in before.open_cables, "settled behind an open cable"
            assert cable not in before.blind.values(), "settled where nobody sees the cable"
        assert entry.by != before.doubts[entry.position].officer, "settled by who was there"


def _keeps_custody(before: Bay, decision: Decision, after: Bay) -> None:
    """A weapon changes place or holder only by a line that names it."""
    named = {
        entry.weapon
        for entry in decision.entries
        if isinstance(
            entry,
            e.WeaponRacked
            | e.WeaponIssued
            | e.WeaponReturned
            | e.WeaponReceived
            | e.DoubtSettled
            | e.CountAdjusted,
        )
    }
    for weapon in {*before.inside.values(), *before.out, *before.missing} - named:
        assert before.place_of(weapon) == after.place_of(weapon)
        assert before.out.get(weapon) == after.out.get(weapon)
        assert (weapon in before.missing) == (weapon in after.missing)
    for entry in decision.entries:
        if isinstance(entry, e.DoubtSettled) and entry.present and entry.weapon is not None:
            custody = before.out.get(entry.weapon)
            if custody is None:
                continue
            first = before.session
            assert first is not None, "one person alone said that a weapon is back"
            assert first.looked == entry.position, "one person alone said that a weapon is back"
            assert entry.by not in (first.officer, custody.holder)


def _passes_only_by_pin(before: Bay, seen: o.Observation, decision: Decision, after: Bay) -> None:
    """Nobody passes but by their own PIN typed here; every PIN compared leaves a line."""
    if after.session is not None and after.session.passed:
        was = before.session
        same = was is not None and was.passed and was.officer == after.session.officer
        typed = isinstance(seen, o.PinEntered) and seen.matches and seen.person is not None
        assert same or typed
    if isinstance(seen, o.PinEntered | o.OfficeAsked | o.AnswerAsked | c.CountAskedAfar):
        told = e.PinAccepted | e.PinRefused | e.Refused
        assert any(isinstance(entry, told) for entry in decision.entries)


def _hides_a_silent_alarm(before: Bay, seen: o.Observation, decision: Decision, after: Bay) -> None:
    """Whoever stands at the bay can tell in no way that somebody called for help in secret."""
    if isinstance(seen, o.SignalSeen) and seen.signal is Signal.DURESS:
        assert decision.effects == ()
        hidden = ("alarms", "signals", "latest_wall_ms")
        same = {name: getattr(before, name) for name in hidden}
        assert replace(after, **same) == before, "it changed something else"
    for entry in decision.entries:
        if isinstance(entry, e.AlarmAnswered) and entry.cause is e.AlarmCause.DURESS:
            assert isinstance(seen, o.AnswerAsked), "answered at the bay"


def _takes_no_copy_for_a_second(before: Bay, decision: Decision) -> None:
    """P10: whose badge may be a copy stands by nothing but a return, and answers alarms."""
    session, alarms = before.session, [a for a in before.alarms.values() if a.answered is None]
    for entry in decision.entries:
        if isinstance(entry, e.SecondSeen):
            enough = entry.grade.reaches(before.policy.grade_to_witness)
            assert enough or alarms or (session is not None and session.returning is not None)


def _counts_by_the_rules(before: Bay, decision: Decision, after: Bay) -> None:
    """Who counts was drawn, who counts again is another one, and who signs is a third."""
    count, session = before.count, before.session
    for entry in decision.entries:
        if isinstance(entry, e.CountOrdered):
            assert len({entry.counter, entry.recounter, entry.by}) == 3
            last = before.last_count
            assert last is None or entry.counter != last.counters[0]
        if isinstance(entry, e.PlaceCounted):
            assert session is not None
            assert session.passed
            assert count is not None
            assert session.officer == entry.officer == count.whose
        if isinstance(entry, e.CountCertified):
            assert count is not None
            assert count.whose is None
            assert entry.by not in entry.counters
            assert count.order.counter not in [one.officer for one in count.again.values()]
        if isinstance(entry, e.CountAdjusted):
            assert session is not None
            assert session.adjusting is not None
            assert session.adjusting.by == session.officer == entry.first
            assert entry.by != entry.first
            assert before.inside.get(entry.position) in (None, entry.weapon)
            assert entry.weapon not in before.out
    if after.session is not None and after.session.counting:
        assert after.count is not None, "somebody counts, and nothing is counted"
        assert after.release is None, "somebody counts at a released cable"
