"""What must hold of service mode at every step, whatever happens in it."""

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision
from kiosk.rules.observations import service_mode as s


def serves_by_the_rules(before: Bay, seen: o.Observation, decision: Decision, after: Bay) -> None:
    """Two people open it at the reader, nothing is issued in it, and a start ends it."""
    for entry in decision.entries:
        _line_of_it(before, seen, entry, after)
    if isinstance(seen, o.KeeperStarted):
        assert after.service is None, "a start ends it"
    if isinstance(seen, s.ServiceWanted | s.TrialWanted):
        assert after.release is before.release, "a shell alone opens nothing"
    waiting = after.session.serving if after.session is not None else None
    if waiting is not None and isinstance(waiting.wanted, e.TrialBegun):
        assert after.service is not None, "a lock waits to be tried, and service mode is over"
    if after.testing:
        assert after.service is not None, "it ended with a cable that is tried"
        assert waiting is not None
    if after.service is not None and isinstance(seen, o.TimePassed):
        assert after.testing or after.service.due > seen.at.mono_ms, "it lasts for ever"


def _line_of_it(before: Bay, seen: o.Observation, entry: e.Entry, after: Bay) -> None:
    match entry:
        case e.ServiceBegun():
            _two_opened_it(before, seen, entry)
        case e.TrialBegun():
            assert before.service is not None, "tried out of service mode"
            assert before.session is None
            assert before.release is None
        case e.ReleaseGranted():
            _released_in_it(before, seen, entry)
        case e.WeaponIssued() | e.WeaponPassed() | e.WeaponTaken():
            assert before.service is None, "issued in service mode"
        case e.TrialEnded(of=e.TrialOf.LOCK):
            assert after.release is None
        case _:
            pass


def _two_opened_it(before: Bay, seen: o.Observation, entry: e.ServiceBegun) -> None:
    """P10: a technician and a chief, each with badge and PIN at the kiosk's own reader."""
    assert before.service is None
    assert isinstance(seen, o.PinEntered)
    assert seen.matches
    assert before.session is not None
    assert before.session.serving is not None
    assert entry.by == (*before.session.serving.vouchers, before.session.second)
    assert len(set(entry.by)) == 2
    assert not before.standing_to
    assert not before.sounding


def _released_in_it(before: Bay, seen: o.Observation, grant: e.ReleaseGranted) -> None:
    """A cable with weapons is tried before both who opened it, an empty one before one of them."""
    if grant.purpose is not e.Purpose.TEST:
        assert before.service is None or grant.purpose is e.Purpose.RETURN
        return
    assert before.service is not None
    assert isinstance(seen, o.PinEntered)
    assert not before.open_cables, "the one before must be seen shut"
    assert not before.sounding
    assert grant.cable not in before.blind.values()
    assert grant.exposed == before.on_cable(grant.cable)
    there = {grant.officer, grant.by} - {None}
    assert there <= set(before.service.begun.by)
    assert len(there) == (2 if grant.exposed else 1)
