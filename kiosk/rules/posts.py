"""Questions about weapons kept at posts: what is in force now, what is due, what is on a sheet.

No line is written in here. An assignment belongs to one custody and is in force while that lasts.
"""

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.mustering import Muster, Standing
from kiosk.rules.things import OfficerNumber, WeaponNumber

DAY_MS = 86_400_000


def in_force(bay: Bay, weapon: WeaponNumber) -> Standing | None:
    """Return the assignment of a weapon that is out by it, or None."""
    standing, custody = bay.musters.standing.get(weapon), bay.out.get(weapon)
    if standing is None or custody is None:
        return None
    same = (custody.holder, custody.since_ms) == (standing.holder, standing.since_ms)
    return standing if same else None


def on_duty(bay: Bay, officer: OfficerNumber) -> tuple[WeaponNumber, ...]:
    """Return what an officer is out with for a day, without what the chief left with them."""
    return tuple(weapon for weapon in bay.held_by(officer) if in_force(bay, weapon) is None)


def missed(bay: Bay, weapon: WeaponNumber) -> bool:
    """Return whether a sheet said that a weapon was not there, and nobody has had it since."""
    since_ms, custody = bay.musters.unseen.get(weapon), bay.out.get(weapon)
    return since_ms is not None and custody is not None and custody.since_ms == since_ms


def posts(bay: Bay) -> dict[str, tuple[WeaponNumber, ...]]:
    """Return the posts that weapons are kept at, and which, both in order."""
    found: dict[str, list[WeaponNumber]] = {}
    for weapon in sorted(bay.musters.standing):
        standing = in_force(bay, weapon)
        if standing is not None:
            found.setdefault(standing.post, []).append(weapon)
    return {post: tuple(found[post]) for post in sorted(found)}


def came_back(bay: Bay, sheet: Muster, row: e.MusterRow) -> bool:
    """Return whether the weapon of a row is no longer out as it was when the sheet was drawn."""
    standing = in_force(bay, row.weapon)
    drawn_ms = sheet.drawn.at.wall_ms
    kept = standing is not None and standing.holder == row.holder and standing.since_ms <= drawn_ms
    return not kept


def left(bay: Bay, sheet: Muster) -> tuple[e.MusterRow, ...]:
    """Return the rows of a sheet that still need an answer."""
    return tuple(
        row
        for row in sheet.drawn.rows
        if row.weapon not in sheet.answers and not came_back(bay, sheet, row)
    )


def by_ms(standing: Standing) -> int:
    """Return the wall moment by which a weapon must have been mustered."""
    return standing.seen_ms + standing.every_d * DAY_MS


def due_ms(bay: Bay, post: str) -> int:
    """Return by when a post is to be mustered, or its sheet to be back (wall); 0 when nothing is.

    What a sheet says is not there has an alarm of its own, and is waited for no longer.
    """
    sheet = bay.musters.open.get(post)
    if sheet is not None:
        return sheet.drawn.due_ms
    kept = (weapon for weapon in posts(bay).get(post, ()) if not missed(bay, weapon))
    return min((by_ms(bay.musters.standing[weapon]) for weapon in kept), default=0)


def is_late(bay: Bay, post: str, wall_ms: int) -> bool:
    """Return whether a post should have been mustered by now."""
    return 0 < due_ms(bay, post) <= wall_ms
