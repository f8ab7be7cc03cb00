"""What must hold at every step of a racking, whatever happens."""

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision
from kiosk.rules.gates import closed_to_all
from kiosk.rules.observations import racking as r
from kiosk.rules.policy import CounterSign
from kiosk.rules.things import Role
from kiosk.rules.to_rack import Step


def racks_by_the_rules(before: Bay, seen: o.Observation, decision: Decision) -> None:
    """A cable opens for a racking once all was said of the weapon, and nothing stops an issue."""
    session = before.session
    racking = session.racking if session is not None else None
    for entry in decision.entries:
        if isinstance(entry, e.ReleaseGranted) and entry.purpose is e.Purpose.RACKING:
            assert session is not None
            assert racking is not None
            assert session.passed
            assert session.officer == entry.officer != entry.by
            assert racking.weapon == entry.weapon
            assert racking.step in (Step.PLACE, Step.SECOND)
            assert not before.sounding
            assert not before.faults
            assert not before.open_cables
            assert closed_to_all(before) is None
            assert entry.position not in before.doubts
            assert before.inside.get(entry.position) is None
            assert entry.position not in before.homes.values()
            asker = seen.asker if isinstance(seen, r.PlaceChosen) else None
            alone = entry.by is None
            assert not alone or (asker is not None and asker.role is not Role.ARMOURER)
            assert not (alone and before.policy.counter_sign is CounterSign.ALWAYS)
            assert not (alone and racking.disputed), "one person alone saw that a card differs"
        if isinstance(entry, e.WeaponRacked) and isinstance(seen, o.CableShut):
            assert before.release is not None
            assert before.release.is_open
            assert before.release.grant.weapon == entry.weapon
        if isinstance(entry, e.RackingBegun):
            assert entry.weapon not in before.inside.values()
            assert entry.weapon not in before.homes
