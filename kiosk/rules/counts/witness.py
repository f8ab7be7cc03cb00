"""The second witness of a count: what was heard by radio, beside what people counted.

It fills nothing in, closes nothing and changes nothing of a count: a tag that is heard is no weapon
that was seen, and one that is not heard may hang there all the same (domain, fact 4 and W4). It is
taken when the first person has counted, and told when the second one has looked too.
"""

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.counting import Counting, Pass
from kiosk.rules.decision import NOTHING, Decision
from kiosk.rules.fold import fold
from kiosk.rules.hearing import Elsewhere, HeardElsewhere, Listened, Witness
from kiosk.rules.observations import counts as c
from kiosk.rules.things import Moment, PositionId, RackId, WeaponNumber


def wanted(bay: Bay) -> bool:
    """Return whether what was heard is to be written down: the first person is done."""
    count = bay.count
    return count is not None and count.at is not Pass.FIRST and count.heard is None


def heard(bay: Bay, seen: c.TagsHeard) -> Decision:
    """Write down what was heard; if two people have looked already, somebody is called too."""
    count = bay.count
    if count is None or not wanted(bay):
        return NOTHING
    racks = _racks(bay, count)
    modules = tuple(one for one in seen.modules if any(map(one.at, racks)))
    line = e.CountHeard(
        seen.at,
        count.order.count,
        seen.since_ms,
        modules,
        tuple(_elsewhere(bay, modules, seen.sent)),
        tuple(_unheard(bay, count, modules, seen.tagged)),
    )
    written = Decision((line,))
    return written + (called(fold(bay, (line,)), seen.at) if count.at is Pass.SIGN else NOTHING)


def _racks(bay: Bay, count: Counting) -> frozenset[RackId]:
    cables = frozenset(count.order.cables)
    return frozenset(its.rack for its in bay.positions.values() if its.cable in cables)


def _heard(modules: tuple[Listened, ...]) -> tuple[WeaponNumber, ...]:
    """Return the weapons whose tags were heard, each once."""
    return tuple(dict.fromkeys(weapon for one in modules for weapon in one.weapons))


def _elsewhere(
    bay: Bay, modules: tuple[Listened, ...], sent: frozenset[WeaponNumber]
) -> list[HeardElsewhere]:
    found = ((weapon, _where(bay, weapon, sent)) for weapon in _heard(modules))
    return [HeardElsewhere(weapon, where) for weapon, where in found if where is not None]


def _where(bay: Bay, weapon: WeaponNumber, sent: frozenset[WeaponNumber]) -> Elsewhere | None:
    """Return where a weapon is that the book does not have here; None when it has it here.

    What was issued, brought in or moved since the count began was here, or is: each is its own
    line. What was registered and has no place yet may lie anywhere in the store.
    """
    if weapon in bay.losses:
        return Elsewhere.LOST
    if weapon in bay.stirred or bay.place_of(weapon) is not None:
        return None
    if weapon in bay.missing:
        return Elsewhere.MISSING
    if weapon in bay.out:
        return Elsewhere.OUT
    return Elsewhere.SENT if weapon in sent else None


def _unheard(
    bay: Bay, count: Counting, modules: tuple[Listened, ...], tagged: frozenset[WeaponNumber]
) -> list[WeaponNumber]:
    """Return the weapons that a module should have heard where they stand, and none did."""
    stands: dict[WeaponNumber, str] = {}
    for place, seen in count.first.items():
        if seen.expected is not None:
            stands.setdefault(seen.expected, place)
        if seen.weapon is not None:
            stands[seen.weapon] = place
    told, listening = {*_heard(modules)}, [one for one in modules if one.to_the_end]
    return [
        weapon
        for weapon, place in stands.items()
        if weapon in tagged and weapon not in told and (known := PositionId(place)) in bay.positions
        if any(one.at(bay.positions[known].rack) for one in listening)
    ]


def named(count: Counting) -> frozenset[WeaponNumber]:
    """Return every weapon whose tag is looked up for a count: what was found or expected."""
    both = ((seen.weapon, seen.expected) for seen in count.first.values())
    return frozenset(weapon for several in both for weapon in several if weapon is not None)


def said(count: Counting) -> Witness | None:
    """Return what was heard beside what people counted; None where no module stands."""
    line = count.heard
    if line is None or not line.modules:
        return None
    settled = count.settled()
    found = {seen.weapon for seen in settled}
    missed = {*(seen.expected for seen in settled), *(one.weapon for one in line.elsewhere)} - found
    return Witness(
        tuple(one.module for one in line.modules if one.to_the_end),
        tuple(one.module for one in line.modules if not one.to_the_end),
        tuple(weapon for weapon in _heard(line.modules) if weapon in missed),
        tuple(weapon for weapon in line.unheard if weapon in found),
        len({tag for one in line.modules for tag in one.unknown}),
    )


def called(bay: Bay, at: Moment) -> Decision:
    """Tell the chief of weapons that were heard, that the book has elsewhere and nobody found.

    Only once two people have looked: until then they count blind. What came back meanwhile is home.
    """
    count = bay.count
    if count is None or count.heard is None:
        return NOTHING
    found = {seen.weapon for seen in count.settled()}
    decision = NOTHING
    for one in count.heard.elsewhere:
        sent = frozenset({one.weapon}) if one.where is Elsewhere.SENT else frozenset[WeaponNumber]()
        if one.weapon not in found and _where(bay, one.weapon, sent) is not None:
            decision += alarms.raised(bay, at, e.AlarmCause.HEARD, one.weapon)
    return decision
