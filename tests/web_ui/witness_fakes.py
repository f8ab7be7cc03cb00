"""What was heard by radio beside a count, as the pages are told of it."""

from dataclasses import replace

from kiosk.service.witness_view import TaggedWeapon, WitnessView
from tests.web_ui.fakes import DIFFERENCES, LAST, count_of, weapon


def tagged(number: int) -> TaggedWeapon:
    """Return a weapon as somebody speaks of it who has not seen it."""
    one = weapon(number)
    return TaggedWeapon(one.number, one.name, one.serial)


WITNESS = WitnessView(
    listened=("antenna of rack 1",),
    silent=("antenna of rack 2",),
    uncounted=(tagged(4), TaggedWeapon("1030000747", "K-54", "")),
    unheard=tuple(map(tagged, range(5, 17))),
    unknown=2,
)
"""All that can be said: heard and not counted, counted and not heard, nobody's, and silence."""

HEARD = replace(count_of("sign", *DIFFERENCES), witness=WITNESS)
HEARD_ALONE = replace(count_of("sign"), witness=WITNESS)
LISTENED = replace(count_of("sign"), witness=WitnessView(listened=("antenna of rack 1",)))
LAST_HEARD = replace(LAST, witness=WITNESS)
