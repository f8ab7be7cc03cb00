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
    )


def touched(bay: Bay, at: Moment) -> Bay:
    """Give a running session its full time again: somebody is there."""
    return bay if bay.session is None else visiting(bay, at)


def visiting(bay: Bay, at: Moment, **changes: object) -> Bay:
    """Return the bay with the running session changed, and all its time before it again."""
    assert bay.session is not None, "this line belongs to a session"
    returning = changes.get("returning", bay.session.returning)
    counting = changes.get("counting", bay.session.counting)
    brief = returning is None and not counting
    patience_s = bay.policy.session_s if brief else bay.policy.return_s
    until = at.mono_ms + 1000 * patience_s
    return replace(bay, session=replace(bay.session, **{**changes, "until": until}))  # type: ignore[arg-type]  # replace checks the names


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
    }
    return visiting(bay, at, **{**blank, **wish})
