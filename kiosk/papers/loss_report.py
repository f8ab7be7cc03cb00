"""The written report of a lost weapon: for the province all that is known, for the nation a part.

The national one has the fields without which a national or an international file turns a report
away, and no others; what is not known is said to be not known, and nothing is left out. A serial
that was corrected since stands beside the one that was reported: somebody searches by that one.
"""

from collections.abc import Iterable, Iterator, Mapping

from kiosk.papers import frame
from kiosk.papers.faces import groups
from kiosk.papers.frame import Cell, Code, Column, Identifier, Printed, Title, in_words
from kiosk.rules.reports import FOR_OTHERS, ReportTo
from kiosk.service.losses.views import LossFace, ReportFace
from kiosk.service.stories import word

TITLES = {
    ReportTo.PROVINCE: Title(
        "របាយការណ៍អាវុធបាត់ ជូនស្នងការនគរបាលខេត្ត",
        "Report of a lost weapon, to the Provincial Commissioner",
    ),
    ReportTo.NATION: Title(
        "របាយការណ៍អាវុធបាត់ ជូនគណៈកម្មការជាតិ",
        "Report of a lost weapon, to the National Commission",
    ),
}
"""Composed from the glossary; no native reader has confirmed the Khmer."""

_KINDS = {"lost": ("អាវុធបាត់", "A weapon is lost"), "stolen": ("អាវុធត្រូវគេលួច", "A weapon is stolen")}
_TO = {"province": "ខេត្ត · the province", "nation": "គណៈកម្មការជាតិ · the nation"}
_FIELDS = {
    "agency": "Reporting office / អង្គភាពរាយការណ៍",
    "serial": "Serial / លេខស៊េរី",
    "make": "Make / ម៉ាក",
    "calibre": "Calibre / កាលីប្រ",
    "type": "Type / ប្រភេទ",
    "when": "Date / កាលបរិច្ឆេទ",
    "case": "Case number / លេខសំណុំរឿង",
}
_OF_WEAPON = ("serial", "make", "type", "calibre")
_AS_REPORTED = "Serial as reported / លេខស៊េរីតាមរបាយការណ៍"
NOT_KNOWN = "not known / មិនដឹង"

_CLOCKS = (
    Column(26, "ជូន", "to"),
    Column(29, "មុនម៉ោង", "due by"),
    Column(29, "បានប្រគល់", "given"),
    Column(16, "អ្នកទទួល", "taken by"),
)

_FOUND = "FOUND / បានរកឃើញ"
_REPORTED_BY = "Who reported it / អ្នករាយការណ៍"
_COMMISSIONER = "Provincial Commissioner / ស្នងការនគរបាលខេត្ត"
_TAKEN = "Taken by, day and time / អ្នកទទួល ថ្ងៃ ម៉ោង"
_SIGNERS = {
    ReportTo.PROVINCE: (_REPORTED_BY, frame.CUSTODIAN, frame.CHIEF, _TAKEN),
    ReportTo.NATION: (frame.CHIEF, _COMMISSIONER, _TAKEN, frame.DATE),
}


def loss_report(loss: LossFace, to: ReportTo, printed: Printed) -> str:
    """Return the report of a loss as a paper.

    Args:
        loss: the loss, as the book has it.
        to: who reads it.
        printed: where and when.
    """
    body = _for_the_nation(loss, printed) if to is ReportTo.NATION else _whole(loss, printed)
    found = [(_FOUND, _found(loss, printed))] if loss.found_ms else []
    facts = (("Weapon number / លេខអាវុធ", _number(loss.number)), ("Entry / បន្ទាត់", loss.head))
    return frame.framed(TITLES[to], printed, (*found, *facts), body, _SIGNERS[to])


def _found(loss: LossFace, printed: Printed) -> str:
    """Return where and when a weapon was found: its report does not ask for a search any more."""
    return f"{' · '.join(in_words(loss.found_ms, printed.utc_offset_min))}, {loss.found_place}"


def _for_the_nation(loss: LossFace, printed: Printed) -> Iterator[str]:
    yield frame.heading(*_KINDS[loss.kind])
    known = _asked_for(loss, printed)
    yield frame.table(_rows(loss, known, FOR_OTHERS))


def _rows(
    loss: LossFace, known: Mapping[str, Cell], names: Iterable[str]
) -> Iterator[tuple[str, Cell]]:
    """Yield some fields; after a serial that was corrected the one that was reported."""
    for name in names:
        yield _FIELDS[name], known[name]
        if name == "serial" and loss.serial_reported:
            yield _AS_REPORTED, Identifier(loss.serial_reported)


def _asked_for(loss: LossFace, printed: Printed) -> dict[str, Cell]:
    """Return the mandatory fields of files, by the words of `rules.reports`."""
    return {
        "agency": loss.agency or NOT_KNOWN,
        "serial": Identifier(loss.serial) if loss.serial else _no_serial(loss),
        "make": loss.name or NOT_KNOWN,
        "calibre": loss.calibre or NOT_KNOWN,
        "type": loss.type or NOT_KNOWN,
        "when": _when(loss, printed),
        "case": Identifier(loss.case) if loss.case else NOT_KNOWN,
    }


def _no_serial(loss: LossFace) -> str:
    """Return why there is no serial, as far as the register says: none at all is a fact too."""
    status = f"status.{loss.serial_status}"
    known = loss.serial_status != "clear"
    return f"{NOT_KNOWN} ({word(status, 'en')} / {word(status, 'km')})" if known else NOT_KNOWN


def _whole(loss: LossFace, printed: Printed) -> Iterator[str]:
    known, served = _asked_for(loss, printed), (loss.rank, loss.unit)
    holder = _person(loss.bearer_name, loss.bearer)
    yield frame.heading(*_KINDS[loss.kind])
    yield frame.table(
        (
            *_rows(loss, known, _OF_WEAPON),
            (_FIELDS["when"], known["when"]),
            ("Place / កន្លែង", loss.place or NOT_KNOWN),
            ("What happened / ដំណើររឿង", loss.how or NOT_KNOWN),
            (_FIELDS["agency"], known["agency"]),
            (_FIELDS["case"], known["case"]),
            ("Holder / អ្នកកាន់អាវុធ", ", ".join(filter(None, (holder, *served)))),
            (_REPORTED_BY, _person(loss.by_name, loss.by)),
            ("Reported / រាយការណ៍នៅ", _reported(loss, printed)),
        )
    )
    yield frame.heading("ម៉ោងកំណត់", "By when it is to be reported")
    rows = (_clock(one, printed) for one in loss.reports)
    yield from frame.grid("clocks", loss.number, _CLOCKS, rows)


def _clock(one: ReportFace, printed: Printed) -> tuple[Cell, ...]:
    due = in_words(one.due_ms, printed.utc_offset_min)[1]
    given = in_words(one.given_ms, printed.utc_offset_min)[1] if one.given_ms else ""
    return _TO[one.to], due, given, one.receiver


def _number(number: str) -> Cell:
    """Return a weapon's number as its code and its digits; what is none of ours, as it is."""
    ours = number.isascii() and number.isdigit() and len(number) == _DIGITS
    return Code(number, " ".join(groups(number))) if ours else Identifier(number)


_DIGITS = 10


def _when(loss: LossFace, printed: Printed) -> str:
    if not loss.when_ms:
        return NOT_KNOWN
    khmer, english = in_words(loss.when_ms, printed.utc_offset_min)
    if loss.whole_day:  # the hour would be the midnight it begins with, and no hour is known
        khmer, english = khmer.rpartition(" ម៉ោង ")[0], english.rpartition(",")[0]
    return f"{khmer} · {english}"


def _reported(loss: LossFace, printed: Printed) -> str:
    where = "at the racks / នៅធ្នើ" if loss.at_bay else "at a desk / នៅការិយាល័យ"
    return f"{' · '.join(in_words(loss.reported_ms, printed.utc_offset_min))}, {where}"


def _person(name: str, number: str) -> str:
    if not number:
        return NOT_KNOWN
    return f"{name} ({number})" if name else number
