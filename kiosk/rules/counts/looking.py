"""A count under way: seen place by place without being told what should stand there.

Nothing is opened for a count and nothing in the racks stands still for it. What two people find
otherwise than the book says becomes a doubt or an alarm by the doors there are; no line in here
corrects the book. Who may count is said in `draws`, what differs in `differences`,
what is ordered in `orders`, and how a count ends in `endings`.
"""

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules import returns
from kiosk.rules.bay import Bay
from kiosk.rules.counting import Counting
from kiosk.rules.counts import endings
from kiosk.rules.counts.differences import engraved, last_digits, placed
from kiosk.rules.counts.draws import challenged, may_not_count
from kiosk.rules.decision import NOTHING, Decision, accept, refuse
from kiosk.rules.effects import Listen
from kiosk.rules.fold import fold
from kiosk.rules.observations import counts as c
from kiosk.rules.things import (
    CableId,
    Moment,
    OfficerNumber,
    PositionId,
    WeaponNumber,
)


def begun(bay: Bay, seen: c.CountingWanted) -> Decision:
    """Let whoever was drawn count, or go on."""
    session, person, count = bay.session, seen.asker, bay.count
    if session is None or not session.passed or person is None or bay.release is not None:
        return refuse(seen.at, "not_now")
    if count is None or count.whose is None:
        return refuse(seen.at, "no_count", "", person.number)
    reason = "not_drawn" if person.number != count.whose else may_not_count(bay, person)
    if reason:
        return refuse(seen.at, reason, "", person.number)
    line = accept(e.CountBegun(seen.at, count.order.count, person.number))
    listen = NOTHING if count.begun else Decision((), (Listen(),))
    return line + listen + _ended(bay, seen.at)


def _at_it(bay: Bay) -> tuple[Counting, str] | None:
    """Return the count somebody is at, and the place that is theirs to look at."""
    if bay.session is None or not bay.session.counting or bay.count is None:
        return None
    left = _left(bay, bay.count)
    return (bay.count, left[0]) if left else None


def _left(bay: Bay, count: Counting) -> tuple[str, ...]:
    """Return what is still to be seen; a place the configuration has no more is passed over."""
    known = bay.cables if count.by_quantity else bay.positions
    return tuple(place for place in count.left if place in known)


def scanned(bay: Bay, seen: o.WeaponSeen) -> Decision:
    """Decide on a weapon that the counter scanned at the place that is shown.

    Where weapons are only numbered, one that stands nowhere is being brought in (P6). Where they
    are seen one by one it was seen in the rack, and has to be returned after the count.
    """
    at_it, brought = _at_it(bay), returns.brought(bay, seen)
    if at_it is None or at_it[0].by_quantity:
        return returns.begun(bay, seen) if brought else refuse(seen.at, "not_now", seen.text)
    if seen.tapped:
        return refuse(seen.at, "not_now", seen.text)
    count, place = at_it
    if count.asked is not None:
        return _again_or_first_the_steel(bay, count, seen)
    held = count.last is not None and count.last.text == seen.text
    if held and _sooner_than_a_look(bay, count, seen.at):
        again = refuse(seen.at, "counted_just_now", seen.text)
        return returns.kept(bay, seen) if brought else again
    number = seen.weapon.number if seen.weapon is not None else None
    if (
        seen.weapon is not None
        and last_digits(seen.weapon.serial)
        and challenged(bay, count, seen.lot)
    ):
        return accept(e.EngravingAsked(seen.at, count.order.count, place, seen.text, number))
    differs = placed(bay, PositionId(place), number)
    return _seen(bay, seen.at, e.Finding.WEAPON, text=seen.text, weapon=number, differs=differs)


def _again_or_first_the_steel(bay: Bay, count: Counting, seen: o.WeaponSeen) -> Decision:
    if count.asked is not None and count.asked.text == seen.text:
        return NOTHING
    if returns.brought(bay, seen):
        return returns.kept(bay, seen)
    return refuse(seen.at, "engraving_first", seen.text)


def empty(bay: Bay, seen: c.EmptySaid) -> Decision:
    """Decide on the word that nothing stands there."""
    at_it = _at_it(bay)
    if at_it is None or at_it[0].by_quantity or at_it[0].asked is not None:
        return refuse(seen.at, "not_now")
    expected = bay.inside.get(PositionId(at_it[1]))
    differs = e.Difference.NONE if expected is None else e.Difference.MISSING
    return _seen(bay, seen.at, e.Finding.EMPTY, differs=differs)


def unmarked(bay: Bay, seen: c.NoMarkSaid) -> Decision:
    """Ask for the engraving of a weapon whose label cannot be read."""
    at_it = _at_it(bay)
    if at_it is None or at_it[0].by_quantity or at_it[0].asked is not None:
        return refuse(seen.at, "not_now")
    count, place = at_it
    return accept(e.EngravingAsked(seen.at, count.order.count, place, "", None))


def engraving(bay: Bay, seen: c.EngravingSaid) -> Decision:
    """Decide on the digits that were read from the steel: a label is a claim, they are the fact."""
    at_it = _at_it(bay)
    if at_it is None or at_it[0].asked is None:
        return refuse(seen.at, "not_now")
    asked, place = at_it[0].asked, PositionId(at_it[1])
    differs = engraved(seen.weapon, seen.digits)
    if asked.weapon is not None:
        return _seen(
            bay, seen.at, e.Finding.WEAPON, text=asked.text, weapon=asked.weapon,
            engraved=seen.digits, differs=differs or placed(bay, place, asked.weapon),
        )  # fmt: skip
    known = bay.inside.get(place) if not differs else None
    if differs is e.Difference.ENGRAVING_DIFFERS:
        differs = e.Difference.NO_MARK
    return _seen(
        bay, seen.at, e.Finding.NO_MARK, weapon=known, engraved=seen.digits, differs=differs
    )


def quantity(bay: Bay, seen: o.RemainingCounted) -> Decision:
    """Decide on how many weapons hang on a cable; nobody says how many there should be."""
    at_it = _at_it(bay)
    if at_it is None or not at_it[0].by_quantity:
        return refuse(seen.at, "not_now", str(seen.counted))
    count, place = at_it
    cable = CableId(place)
    if not 0 <= seen.counted <= len(bay.cables[cable]):
        return refuse(seen.at, "count_impossible", str(seen.counted), count.whose)
    booked = len(bay.on_cable(cable))
    differs = e.Difference.NONE if seen.counted == booked else e.Difference.QUANTITY
    line = e.PlaceCounted(
        seen.at, count.order.count, place, e.Finding.QUANTITY, _whose(bay),
        difference=differs, counted=seen.counted, booked=booked,
    )  # fmt: skip
    return _written(bay, line)


def _seen(  # noqa: PLR0913 - what is to be said of one place
    bay: Bay,
    at: Moment,
    finding: e.Finding,
    *,
    text: str = "",
    weapon: WeaponNumber | None = None,
    engraved: str = "",
    differs: e.Difference,
) -> Decision:
    at_it = _at_it(bay)
    assert at_it is not None, "only who counts says what stands there"
    count, place = at_it
    line = e.PlaceCounted(
        at, count.order.count, place, finding, _whose(bay), text, weapon, engraved,
        bay.inside.get(PositionId(place)), differs, hasty=_hasty(bay, count, at),
    )  # fmt: skip
    return _written(bay, line)


def _written(bay: Bay, line: e.PlaceCounted) -> Decision:
    decision = accept(line)
    return decision + _ended(fold(bay, decision.entries), line.at)


def _ended(bay: Bay, at: Moment) -> Decision:
    """End this person's part when there is nothing left to see."""
    assert bay.count is not None, "somebody counts"
    return NOTHING if _left(bay, bay.count) else endings.passed(bay, bay.count, at)


def _whose(bay: Bay) -> OfficerNumber:
    officer = bay.session.officer if bay.session is not None else None
    assert officer is not None, "who counts has a badge"
    return officer


def _hasty(bay: Bay, count: Counting, at: Moment) -> bool:
    """Return whether nobody can have walked here and looked since the place before."""
    return _sooner_than_a_look(bay, count, at if count.asked is None else count.asked.at)


def _sooner_than_a_look(bay: Bay, count: Counting, came: Moment) -> bool:
    before = count.last
    if before is None or before.at.boot != came.boot:
        return False
    return came.mono_ms - before.at.mono_ms < bay.policy.count_least_ms
