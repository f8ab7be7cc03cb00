"""Which serials an observation or a line shows: what the eyes look up in the capital's lists.

A weapon before the scanner is looked up before anything is decided about it, for it may be about to
be issued. Everything else is looked up once its line is written: only then was it signed for.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.reports import Find
from kiosk.rules.things import WeaponNumber


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be a weapon of a list.

    `about`: what it is called here; `weapon`: a number of the register, or empty; its serial is
    looked up besides `texts`. `digits`: read from the steel, letters left out, where they are not
    those of the register; those that agree were looked up with the label, letters and all.
    """

    about: str
    where: e.MetAt
    weapon: WeaponNumber = WeaponNumber("")  # noqa: RUF009 - a text never changes
    texts: tuple[str, ...] = ()
    digits: str = ""


def before(seen: o.WeaponSeen) -> Iterator[Shown]:
    """Yield what a scan shows that is to be known before it is decided on.

    A tap on the screen names a weapon of the register; one that the register does not have is
    only text.
    """
    if seen.weapon is not None:
        number = seen.weapon.number
        yield Shown(number, e.MetAt.SCAN, number, (seen.weapon.serial,))
    elif not seen.tapped:
        yield Shown(seen.text, e.MetAt.SCAN, texts=(seen.text,))


def after(entry: e.Entry) -> Iterator[Shown]:
    """Yield what a line that was just written shows."""
    match entry:
        case e.WeaponRegistered(_, weapon) | e.WeaponCorrected(_, weapon):
            yield Shown(weapon.number, e.MetAt.REGISTER, weapon.number, (weapon.serial,))
        case e.WeaponMarked(_, weapon, mark):
            yield Shown(weapon, e.MetAt.STEEL, weapon, (mark.text,))
        case e.RackingDiffered(_, weapon, _, engraved):
            yield Shown(weapon, e.MetAt.STEEL, weapon, (engraved,), engraved)
        case e.MusterAnswered(_, _, weapon, e.MusterAnswer.SEEN):
            yield Shown(weapon, e.MetAt.MUSTER, weapon)
        case e.MusterAnswered(_, _, weapon, e.MusterAnswer.DIFFERS, engraved):
            yield Shown(weapon, e.MetAt.STEEL, weapon, (engraved,), engraved)
        case e.TransferAnnounced(_, manifest):
            for one in manifest.weapons:
                yield Shown(one.number, e.MetAt.MANIFEST, texts=(one.serial,))
        case e.MatterBegun(_, Find(weapon)):
            yield Shown(weapon, e.MetAt.FIND, weapon)
        case e.CardImported(_, stack, _, _, serial):
            yield Shown(stack, e.MetAt.CARD, texts=(serial,))
        case _:
            return
