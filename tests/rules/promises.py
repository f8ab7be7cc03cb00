"""What must hold of every bay and every decision, whoever does whatever in whichever order.

Every step of every scene is held against these, and so is every step of the random walks.
"""

from collections import Counter

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision
from kiosk.rules.effects import Beep, Lock, Siren, Tone, Unlock
from kiosk.rules.gates import GATES, closed_to_all
from kiosk.rules.handover.points import points
from kiosk.rules.observations import counts as c
from kiosk.rules.observations import handover as h
from kiosk.rules.observations import racking as r
from kiosk.rules.observations import stand_to as s
from kiosk.rules.observations import transfers as t
from kiosk.rules.policy import CounterSign
from kiosk.rules.refusals import REASONS
from kiosk.rules.to_rack import Step
from tests.rules.promises_musters import musters_by_the_rules
from tests.rules.promises_out import loses_only_what_is_out, refuses_no_weapon_that_is_out
from tests.rules.promises_passing import passes_on_by_the_rules
from tests.rules.promises_power import stops_by_the_rules
from tests.rules.promises_racking import racks_by_the_rules
from tests.rules.promises_service import serves_by_the_rules
from tests.rules.promises_silent import hides_who_calls

FROM_OUTSIDE = frozenset({"bad_label", "pins_differ", "list_wrong"})
"""Reasons that come in with an observation: the readers', the pad's and the lists'."""

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
        used = opened or release.grant.purpose in {e.Purpose.RETURN, e.Purpose.TEST}
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
    wants = session.wants_return or session.returning or session.vouching or session.serving
    assert session.officer is not None or wants, "nobody stands there and wants nothing"
    if session.second is not None:
        asked, returning = session.asked, session.returning
        unsigned = asked is not None and asked.needs_second and asked.signed is None
        unseen = returning is not None and returning.needs_witness and returning.witness is None
        alarm = returning is not None and any(
            each.answered is None and each.cause not in alarms.SILENT
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
            session.racking is not None and session.racking.step is Step.SECOND,
            session.handing,
            session.standing,
            session.pairing,
            session.passing is not None and session.passing.weapon,
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
    refuses_no_weapon_that_is_out(before, seen, decision)
    _settles_only_by_looking(before, decision, after)
    _keeps_custody(before, decision, after)
    _passes_only_by_pin(before, seen, decision, after)
    hides_who_calls(before, seen, decision, after)
    _takes_no_copy_for_a_second(before, decision)
    _counts_by_the_rules(before, decision, after)
    musters_by_the_rules(before, decision, after)
    racks_by_the_rules(before, seen, decision)
    passes_on_by_the_rules(before, decision, after)
    serves_by_the_rules(before, seen, decision, after)
    stops_by_the_rules(before, seen, decision, after)
    _transfers_by_the_rules(before, decision)
    _knows_its_people(before, seen, decision)
    _one_is_liable(before, decision, after)
    loses_only_what_is_out(before, seen, decision)
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
        by_hand = o.WeaponSeen | o.BadgeSeen | o.PinEntered | o.ReturnReported | s.CableWanted
        assert isinstance(seen, by_hand | r.PlaceChosen)
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
        if isinstance(entry, e.ReleaseGranted) and entry.purpose is e.Purpose.STAND_TO:
            _released_in_a_stand_to(before, entry)
        if isinstance(entry, e.WeaponIssued) and not _at_stand_to(before):
            assert before.release is not None
            assert before.release.is_open
            assert not before.release.taken
            assert before.release.grant.weapon == entry.weapon
            assert entry.weapon in before.inside.values(), "issued twice"


def _at_stand_to(bay: Bay) -> bool:
    return bay.session is not None and bay.session.pairing is not None


def _released_in_a_stand_to(before: Bay, grant: e.ReleaseGranted) -> None:
    """Two people began it, one of them or another custodian releases, and P8 holds as always."""
    assert before.standing_to, "released for a stand-to that nobody began"
    assert _at_stand_to(before)
    assert before.session is not None
    assert before.session.passed
    assert grant.officer == before.session.officer != grant.by
    assert before.stand_to is not None
    assert grant.by in (None, *before.stand_to.begun.by)
    hours_ms = before.policy.stand_to_h * 3_600_000
    assert grant.at.wall_ms < before.stand_to.begun.at.wall_ms + hours_ms, "released for ever"
    assert closed_to_all(before) is None
    assert not _stopped(before)
    assert set(grant.exposed) == set(before.on_cable(grant.cable)) != set()


def _one_is_liable(before: Bay, decision: Decision, after: Bay) -> None:
    """Once a shift began exactly one answers for the bay, and only a hand-over changes who."""
    handed = [entry for entry in decision.entries if isinstance(entry, e.ShiftHandedOver)]
    assert len(handed) <= 1
    if not handed:
        assert before.shift == after.shift
        return
    (line,) = handed
    assert after.shift is not None
    assert after.shift.officer == line.incoming
    assert len({line.incoming, line.outgoing or line.witness, None}) == 3
    if line.outgoing is not None:
        assert before.shift is not None, "nobody was on shift to hand it over"
        assert line.outgoing == before.shift.officer
    session = before.session
    assert session is not None, "a hand-over is a visit"
    assert session.handing is not None, "and one was begun"
    handing = session.handing
    open_things = {m for m in points(after, handing) if m.kind is not e.PointKind.OVERDUE}
    assert open_things <= handing.accepted, "an open thing was skipped"
    assert set(after.cables) <= set(handing.cables), "a cable was skipped"
    at_home = {name for name, key in after.keys.items() if key.holder is None}
    assert at_home <= set(handing.keys), "a key was skipped"


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


def _knows_its_people(before: Bay, seen: o.Observation, decision: Decision) -> None:
    """Nobody leaves with a weapon; a badge that was lent opens nothing once its hour is over."""
    for entry in decision.entries:
        if isinstance(entry, e.OfficerLeft):
            assert not before.held_by(entry.officer), "they have a weapon"
            assert len(set(entry.by) - {entry.officer}) == 2, "two others stand by it"
        if isinstance(entry, e.SessionOpened | e.SecondSeen):
            assert isinstance(seen, o.BadgeSeen)
            assert not seen.until_ms or seen.until_ms > seen.at.wall_ms, "its hour is over"


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
            | e.CountAdjusted
            | e.StandingAssigned
            | e.WeaponTaken
            | e.HolderNamed
            | e.WeaponPassed,
        )
    }
    for entry in decision.entries:
        if isinstance(entry, e.TransferClosed):
            named |= set(entry.weapons)
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
    signed = (
        o.OfficeAsked | o.AnswerAsked | c.CountAskedAfar | o.WishSigned | o.MatterAsked | o.LossTold
        | o.LossFilledIn | o.LossReportHanded
        | h.KeyTold | h.KeyOut | h.KeyIn | t.ManifestRead | t.ReceiptRead
    )  # fmt: skip
    if isinstance(seen, o.PinEntered | signed):
        told = e.PinAccepted | e.PinRefused | e.Refused
        assert any(isinstance(entry, told) for entry in decision.entries)


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


def _transfers_by_the_rules(before: Bay, decision: Decision) -> None:
    """Two people send and take over, no carrier for themselves; nothing is let go that is here."""
    for entry in decision.entries:
        if isinstance(entry, e.TransferSent | e.TransferRecalled | e.TransferReceived):
            assert len(set(entry.by)) == 2
        if isinstance(entry, e.TransferSent):
            assert entry.carrier not in entry.by
            assert entry.number not in before.transfers.sent
            assert {one.number for one in entry.weapons} <= set(before.inside.values())
        if isinstance(entry, e.TransferRecalled | e.TransferClosed):
            sent = before.transfers.sent[entry.number]
            away = {
                one.number for one in sent.weapons
                if (custody := before.out.get(one.number)) is not None
                if custody.mission == entry.number
            }  # fmt: skip
            if isinstance(entry, e.TransferRecalled):
                assert not away, "called back on the road"
                continue
            gone = {*entry.receipt.taken} - {*entry.here}
            assert gone <= away | before.missing, "let go of what is here"
            assert {*entry.missing} <= away, "missed what is here"
        if isinstance(entry, e.WeaponIssued):
            sent_with = before.transfers.of(entry.weapon)
            assert sent_with is None or sent_with.carrier == entry.officer
