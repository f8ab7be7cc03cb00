"""What taps and signed work about a weapon that comes in mean. Keeper's thread."""

from enum import StrEnum
from typing import TypeVar, assert_never

from kiosk.keeper.racking import IntakeForm
from kiosk.rules.entries import Source
from kiosk.rules.observations import racking as r
from kiosk.rules.things import (
    Condition,
    Mark,
    MarkKind,
    SerialStatus,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from kiosk.service import rack_taps as t
from kiosk.service import rack_works as w
from kiosk.service.meant import Means, MeansSigned

Word = TypeVar("Word", bound=StrEnum)


def about_racking(tap: t.RackTap) -> Means:
    """Return what a tap means."""
    match tap:
        case t.WantRacking():
            return lambda eyes, at: eyes.racking.wanted(at)
        case t.ReadSteel(digits):
            return lambda eyes, at: eyes.racking.steel(at, digits)
        case t.SayAgreement(differing):
            return lambda _, at: r.AgreementSaid(at, differing)
        case t.SayCleaned():
            return lambda _, at: r.CleaningSaid(at)
        case t.TellPhoto(why):
            return lambda eyes, at: eyes.racking.photo(at, why)
        case t.ChoosePlace(position):
            return lambda eyes, at: eyes.racking.place(at, position)
        case _:
            assert_never(tap)


def of_racking_work(work: w.RackWork) -> MeansSigned:
    """Return what work at a desk means; a word that nobody knows is the most careful one."""
    match work:
        case w.TakeIn():
            weapon, form = _weapon(work), _form(work)
            return lambda eyes, at, signature: eyes.racking.intake(at, signature, weapon, form)
        case w.MarkWeapon(number, kind, text, status, where, photo, seen):
            mark = Mark(
                _word(MarkKind, kind, MarkKind.OTHER),
                text,
                _word(SerialStatus, status, SerialStatus.PARTIAL),
                where,
                photo,
            )
            return lambda eyes, at, signature: eyes.racking.marked(
                at, signature, number, mark, seen
            )
        case w.TagWeapon(number, tag, seen):
            return lambda eyes, at, signature: eyes.racking.tagged(at, signature, number, tag, seen)
        case w.CorrectWeapon(number, why, before, wanted):
            was, becomes = _fields(before), _fields(wanted)
            return lambda eyes, at, signature: eyes.racking.disputed(
                at, signature, why, WeaponNumber(number), was, becomes
            )
        case w.SetFit(number, stands, why):
            stood: dict[str, object] = {"condition": _word(Condition, stands, Condition.FIT)}
            fit: dict[str, object] = {"condition": Condition.FIT}
            return lambda eyes, at, signature: eyes.racking.disputed(
                at, signature, why, WeaponNumber(number), stood, fit
            )
        case w.ReverseWeapon(number, line, why):
            return lambda eyes, at, signature: r.ReversalSigned(
                signature, eyes.reversal_of(Weapon, number, at, signature.number, why, line)
            )
        case _:
            assert_never(work)


def _weapon(work: w.TakeIn) -> Weapon:
    return Weapon(
        WeaponNumber(work.number),
        work.name,
        WeaponType(work.type),
        work.serial,
        work.calibre,
        _word(Condition, work.condition, Condition.QUARANTINED),
        serial_status=_word(SerialStatus, work.serial_status, SerialStatus.PARTIAL),
    )


def _form(work: w.TakeIn) -> IntakeForm:
    source = _word(Source, work.source, Source.OTHER)
    return IntakeForm(source, work.collected, work.place, work.document, work.another)


def _fields(one: w.Described) -> dict[str, object]:
    return {
        "name": one.name,
        "type": one.type,
        "serial": one.serial,
        "calibre": one.calibre,
        "serial_status": _word(SerialStatus, one.serial_status, SerialStatus.PARTIAL),
        "tags": tuple(one.tags.split()),
    }


def _word(words: type[Word], said: str, otherwise: Word) -> Word:
    return words(said) if said in set(words) else otherwise
