"""How lines about keys and shifts change the bay."""

from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.change import replace
from kiosk.rules.patches import anew, visiting
from kiosk.rules.shifts import Handing, Key, Shift

KeyLine = e.KeyRegistered | e.KeyGiven | e.KeyBack
HandoverLine = (
    e.HandoverAsked | e.HandoverBegun | e.CableNumbered | e.KeySeen | e.SealRead
    | e.PointAccepted | e.HandoverSummed | e.ShiftHandedOver | e.ShiftSignedByOther
)  # fmt: skip
ShiftLine = KeyLine | HandoverLine


def shifted(bay: Bay, entry: ShiftLine) -> Bay:
    """Return the bay after one line about a key or a shift."""
    if isinstance(entry, e.KeyRegistered | e.KeyGiven | e.KeyBack):
        return _keys(bay, entry)
    return _handed(bay, entry)


def _keys(bay: Bay, entry: KeyLine) -> Bay:
    """Return the bay after a key was registered, given out, or came back."""
    match entry:
        case e.KeyRegistered(at, name, opens, seal):
            key = Key(name, opens, seal, None, at.wall_ms)
        case e.KeyGiven(at, name, holder):
            known = bay.keys[name]
            key = replace(known, holder=holder, since_ms=at.wall_ms, amiss=False)
        case e.KeyBack(at, name):
            key = replace(bay.keys[name], holder=None, since_ms=at.wall_ms, amiss=False)
        case _:
            assert_never(entry)
    return replace(bay, keys={**bay.keys, key.name: key})


def _handed(bay: Bay, entry: HandoverLine) -> Bay:  # noqa: PLR0911 - one return a line
    """Return the bay after one line of a hand-over."""
    match entry:
        case e.HandoverAsked(at):
            return anew(bay, at, handing=Handing(entry))
        case e.HandoverBegun():
            return _handing(bay, entry, begun=entry)
        case e.CableNumbered(_, cable):
            return _handing(bay, entry, cables={**_now(bay).cables, cable: entry})
        case e.KeySeen(_, name, present):
            bay = _looked_for(bay, name, amiss=not present)
            return _handing(bay, entry, keys={**_now(bay).keys, name: present})
        case e.SealRead(_, name, read, expected):
            bay = _looked_for(bay, name, amiss=read != expected)
            return _handing(bay, entry, keys={**_now(bay).keys, name: read == expected})
        case e.PointAccepted(_, point):
            return _handing(bay, entry, accepted=_now(bay).accepted | {point})
        case e.HandoverSummed(at, incoming):
            return visiting(bay, at, second=incoming)
        case e.ShiftHandedOver(at, number, _, incoming, _, cables):
            now = {(e.CountKind.HANDOVER, cable): at.wall_ms for cable in cables}
            shift = Shift(number, incoming, at.wall_ms)
            return anew(replace(bay, shift=shift, counted={**bay.counted, **now}), at)
        case e.ShiftSignedByOther():
            return bay
        case _:
            assert_never(entry)


def _now(bay: Bay) -> Handing:
    assert bay.session is not None, "a hand-over is a visit"
    assert bay.session.handing is not None, "and this line belongs to it"
    return bay.session.handing


def _handing(bay: Bay, entry: HandoverLine, **changes: object) -> Bay:
    handing = replace(_now(bay), **changes)  # type: ignore[arg-type]  # replace checks the names
    return visiting(bay, entry.at, handing=handing, second=None)


def _looked_for(bay: Bay, name: str, *, amiss: bool) -> Bay:
    key = replace(bay.keys[name], amiss=amiss)
    return replace(bay, keys={**bay.keys, name: key})
