"""What several folds do to a bay: a weapon taken out of everywhere, a session begun anew."""

from kiosk.rules.bay import Bay
from kiosk.rules.change import replace
from kiosk.rules.things import Moment, WeaponNumber


def removed(bay: Bay, weapon: WeaponNumber) -> Bay:
    """Return the bay with a weapon nowhere: whoever calls puts it in its one place (P5)."""
    return replace(
        bay,
        inside={place: found for place, found in bay.inside.items() if found != weapon},
        out={found: custody for found, custody in bay.out.items() if found != weapon},
        missing=bay.missing - {weapon},
        late={found: told for found, told in bay.late.items() if found != weapon},
        stirred=bay.stirred if bay.count is None else bay.stirred | {weapon},
    )


def touched(bay: Bay, at: Moment) -> Bay:
    """Give a running session its full time again: somebody is there."""
    return bay if bay.session is None else visiting(bay, at)


def visiting(bay: Bay, at: Moment, **changes: object) -> Bay:
    """Return the bay with the running session changed, and all its time before it again."""
    assert bay.session is not None, "this line belongs to a session"
    returning = changes.get("returning", bay.session.returning)
    counting = changes.get("counting", bay.session.counting)
    racking = changes.get("racking", bay.session.racking)
    handing = changes.get("handing", bay.session.handing)
    pairing = changes.get("pairing", bay.session.pairing)
    passing = changes.get("passing", bay.session.passing)
    serving = changes.get("serving", bay.session.serving)
    vouched = (changes.get(name, getattr(bay.session, name)) for name in ("enrolling", "pending"))
    busy = (returning, racking, passing, serving, handing, pairing, *vouched)
    brief = not counting and all(wish is None for wish in busy)
    patience_s = bay.policy.session_s if brief else bay.policy.return_s
    until = at.mono_ms + 1000 * patience_s
    return replace(bay, session=replace(bay.session, **{**changes, "until": until}))  # type: ignore[arg-type]  # replace checks the names


def unpaired(bay: Bay) -> Bay:
    """Begin a pair of a stand-to anew after a refusal: a badge shown before it is somebody else's.

    Whoever comes next may be refused, and scan all the same what they have in their hands.
    """
    session = bay.session
    if session is None or session.pairing is None:
        return bay
    pairing = replace(session.pairing, badge=None, weapon=None)
    return replace(bay, session=replace(session, pairing=pairing))


def anew(bay: Bay, at: Moment, **wish: object) -> Bay:
    """Give a session a new wish, or none: what was asked, begun or awaited before is over."""
    blank = {
        "asked": None,
        "wants_return": False,
        "returning": None,
        "looked": None,
        "second": None,
        "counting": False,
        "adjusting": None,
        "racking": None,
        "passing": None,
        "serving": None,
        "handing": None,
        "standing": None,
        "pairing": None,
    }
    return visiting(bay, at, **{**blank, **wish})
