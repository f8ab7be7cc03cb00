"""How lines of a stand-to change the bay."""

from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay, Custody
from kiosk.rules.change import replace
from kiosk.rules.patches import anew, removed, visiting
from kiosk.rules.standing import Pairing, StandTo, Unnamed
from kiosk.rules.things import Moment, OfficerNumber, WeaponNumber

StandToLine = (
    e.StandToAsked | e.StandToBegun | e.StandToManned | e.BadgeShown | e.WeaponTaken
    | e.HolderNamed | e.StandToEnded
)  # fmt: skip


def stood_to(bay: Bay, entry: StandToLine) -> Bay:  # noqa: PLR0911 - one return a line
    """Return the bay after one line of a stand-to."""
    match entry:
        case e.StandToAsked(at):
            return anew(bay, at, standing=entry)
        case e.StandToBegun(at, by=by):
            bay = replace(bay, stand_to=_begun(bay.stand_to, entry))
            return anew(bay, at, pairing=Pairing(other=next(iter(by[1:]), None)))
        case e.StandToManned(at):
            return anew(bay, at, pairing=Pairing())
        case e.BadgeShown(at):
            return _paired(bay, at, badge=entry, weapon=None)
        case e.WeaponTaken():
            return _taken(bay, entry)
        case e.HolderNamed():
            return _named(bay, entry)
        case e.StandToEnded(at, unknown=unknown):
            stand_to = _of(bay)
            left = {weapon: stand_to.taken[weapon] for weapon in unknown}
            bay = replace(bay, stand_to=replace(stand_to, running=False, taken=left))
            return anew(bay, at)
        case _:
            assert_never(entry)


def issued(bay: Bay, mission: str) -> Bay:
    """Return the bay with one issue more, if the order of the stand-to is its mission."""
    stand_to = bay.stand_to
    if stand_to is None or not stand_to.running or mission != stand_to.begun.order or not mission:
        return bay
    return replace(bay, stand_to=replace(stand_to, issued=stand_to.issued + 1))


def paired(bay: Bay, at: Moment, officer: OfficerNumber, weapon: WeaponNumber) -> Bay:
    """Return the bay after a badge got its weapon: the next pair may begin."""
    last = (officer, weapon)
    return _paired(bay, at, badge=None, weapon=None, last=last, since_ms=at.mono_ms)


def _paired(bay: Bay, at: Moment, **changes: object) -> Bay:
    """Return the bay after badge or weapon was scanned, before the same people."""
    assert bay.session is not None, "badge and weapon come in turn before somebody"
    assert bay.session.pairing is not None, "who mans a stand-to"
    pairing = replace(bay.session.pairing, **changes)  # type: ignore[arg-type]  # replace checks the names
    return visiting(bay, at, pairing=pairing, second=None)


def _begun(before: StandTo | None, entry: e.StandToBegun) -> StandTo:
    """Return a stand-to that begins; of one that nobody ended it has the cables too."""
    if before is None:
        return StandTo(entry)
    return StandTo(
        entry, cables=before.cables if before.running else frozenset(), taken=before.taken
    )


def _taken(bay: Bay, entry: e.WeaponTaken) -> Bay:
    stand_to = _of(bay)
    at, weapon = entry.at, entry.weapon
    since = stand_to.taken[weapon].since_ms if weapon in bay.unknown_holders else at.wall_ms
    custody = Custody(entry.answers, since, entry.due_ms, entry.order, entry.rounds)
    bay = removed(bay, weapon)
    unnamed = Unnamed(entry.answers, since, entry.order)
    bay = replace(
        bay,
        out={**bay.out, weapon: custody},
        stand_to=replace(stand_to, taken={**stand_to.taken, weapon: unnamed}),
    )
    return _paired(bay, at, badge=None, weapon=weapon, last=None, since_ms=at.mono_ms)


def _named(bay: Bay, entry: e.HolderNamed) -> Bay:
    stand_to, weapon = _of(bay), entry.weapon
    custody = _in_other_hands(bay.out[weapon], entry.officer, entry.rank)
    taken = {one: unnamed for one, unnamed in stand_to.taken.items() if one != weapon}
    after = replace(stand_to, taken=taken, issued=stand_to.issued + 1)
    bay = replace(bay, out={**bay.out, weapon: custody}, stand_to=after)
    return paired(bay, entry.at, entry.officer, weapon)


def _in_other_hands(custody: Custody, holder: OfficerNumber, rank: str) -> Custody:
    """Return the same custody in other hands; it has slots, which `rules.change` cannot copy."""
    return Custody(holder, custody.since_ms, custody.due_ms, custody.mission, custody.rounds, rank)


def _of(bay: Bay) -> StandTo:
    assert bay.stand_to is not None, "this line belongs to a stand-to"
    return bay.stand_to
