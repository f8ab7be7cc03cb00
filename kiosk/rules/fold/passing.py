"""How the lines of a weapon that goes from officer to officer change the bay."""

from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay, Custody
from kiosk.rules.change import replace
from kiosk.rules.patches import anew, removed, visiting
from kiosk.rules.to_pass import PassingLine, ToPass


def passing(bay: Bay, entry: PassingLine) -> Bay:
    """Return the bay after one line of it."""
    match entry:
        case e.PassingBegun(at):
            return anew(bay, at, passing=ToPass())
        case e.PassingScanned(at, weapon):
            return visiting(bay, at, passing=ToPass(weapon), second=None)
        case e.PassingTaken(at, weapon):
            return visiting(bay, at, passing=ToPass(weapon, entry), second=None)
        case e.WeaponPassed(at, weapon, _, officer, mission, due_ms, rounds, rank):
            custody = Custody(officer, at.wall_ms, due_ms, mission, rounds, rank)
            bay = removed(bay, weapon)
            return anew(replace(bay, out={**bay.out, weapon: custody}), at)
        case _:
            assert_never(entry)
