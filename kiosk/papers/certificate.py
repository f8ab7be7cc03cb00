"""The certificate of a count: who counted, what differed, and the head of the chain it stands on.

The entry `count.certified` is the certificate; this is its copy for the folder, with signatures.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.papers import frame
from kiosk.papers.frame import Column, Printed, Title, in_words
from kiosk.rules.entries import CountCertified, CountKind, CountOrdered
from kiosk.rules.things import OfficerNumber, Weapon, WeaponNumber
from kiosk.service.stories import word

TITLE = Title("វិញ្ញាបនបត្រនៃការរាប់សារពើភណ្ឌ", "Certificate of a count")

KINDS = {
    CountKind.DAILY: ("រាប់ប្រចាំថ្ងៃ", "daily: how many"),
    CountKind.HANDOVER: ("ប្រគល់វេន", "at a hand-over: how many"),
    CountKind.WEEKLY: ("រាប់ប្រចាំសប្តាហ៍", "weekly: a sample"),
    CountKind.MONTHLY: ("រាប់ប្រចាំខែ", "monthly: every position"),
    CountKind.HALF_YEARLY: ("រាប់ប្រចាំឆមាស", "half-yearly: every position, and on paper"),
    CountKind.APPOINTMENT: ("អ្នកកាន់ឃ្លាំងថ្មី", "a new custodian: every position"),
    CountKind.COMMAND: ("ប្រធានឃ្លាំងថ្មី", "a new chief: every position"),
    CountKind.ORDERED: ("ប្រធានឃ្លាំងបញ្ជា", "ordered by the chief: every position"),
}
"""The words of the pages; no native reader has confirmed the Khmer."""

_RESULT = (
    Column(12, "ទីតាំង", "places"),
    Column(14, "រាប់ម្តងទៀត", "seen again by another person"),
    Column(14, "ខុស", "differences"),
    Column(14, "កត់ត្រាថ្មី", "booked where found"),
    Column(16, "សួរលេខលើអាវុធ", "engravings asked for"),
    Column(16, "ស្គាល់តែលេខលើអាវុធ", "known by engraving alone"),
    Column(14, "លឿនពេក", "quicker than one can"),
)
"""Khmer composed from the glossary; no native reader has confirmed it."""

_COLUMNS = (
    Column(14, "ទីតាំង", "place"),
    Column(26, "ខុស", "difference"),
    Column(20, "លេខអាវុធ", "weapon number"),
    Column(20, "លេខស៊េរី", "serial"),
    Column(20, "កត់ត្រា", "booked there"),
)

_WITNESS = (
    Column(54, "សាក្សី៖ ស្លាក", "what the tags said"),
    Column(26, "លេខអាវុធ ឬឧបករណ៍", "weapon number, or module"),
    Column(20, "លេខស៊េរី", "serial"),
)

_UNCOUNTED = "អានបានស្លាក តែមិនបានរាប់ · heard by radio, not counted"
_UNHEARD = "រាប់បាន តែអានស្លាកមិនបាន · counted, not heard by radio"
_LISTENED = "ឧបករណ៍បានអានស្លាក · listened"
_SILENT = "ឧបករណ៍មិនបានអានស្លាក · did not listen, or not to the end"
_UNKNOWN = "ស្លាកដែលមិនស្គាល់ · tags that are nobody's"
"""Khmer composed from the glossary; no native reader has confirmed it."""

_CAUTION = """
<p>អានបានស្លាក មិនមែនជាឃើញអាវុធទេ។ អានស្លាកមិនបាន មិនបញ្ជាក់អ្វីទេ។</p>
<p>A tag that is heard is no weapon that was seen. A tag that is not heard proves nothing. What
people counted stands: nothing of it was changed by this.</p>
"""

_SIGNERS = (
    frame.COUNTER,
    "Who counted again / អ្នករាប់ម្តងទៀត",
    frame.CUSTODIAN,
    frame.CHIEF,
)


@dataclass(frozen=True, slots=True)
class CertifiedCount:
    """A certificate with what the register knows about it.

    `seq` and `hash`: its entry. `order`: the entry that began the count, if it was found.
    `adjusted`: places that two people gave to a weapon found there. `people` and `weapons`: those
    it names, as far as they are known.
    """

    seq: int
    hash: str
    entry: CountCertified
    order: CountOrdered | None = None
    adjusted: frozenset[str] = frozenset()
    people: Mapping[OfficerNumber, str] = field(default_factory=dict)
    weapons: Mapping[WeaponNumber, Weapon] = field(default_factory=dict)


def certificate(count: CertifiedCount, printed: Printed) -> str:
    """Return the certificate as a paper."""
    above = f"Count {count.entry.count}, entry {count.seq}"
    body = (
        frame.heading("លទ្ធផល", "Result"),
        *frame.grid("result", above, _RESULT, [_result(count.entry)]),
        frame.heading("ភាពខុសគ្នា", "Differences that two people saw"),
        *_differences(count, above),
        *_witness(count, above),
    )
    return frame.framed(TITLE, printed, _facts(count, printed), body, _SIGNERS)


def _facts(count: CertifiedCount, printed: Printed) -> Iterator[tuple[str, frame.Cell]]:
    entry, order = count.entry, count.order
    khmer, english = KINDS[entry.what]

    def when(wall_ms: int) -> str:
        return " · ".join(in_words(wall_ms, printed.utc_offset_min))

    where = entry.scope or "ទាំងអស់ · the whole bay"
    yield "Count / ការរាប់លេខ", f"{entry.count}: {khmer} · {english}"
    yield "Where, cables / ទីកន្លែង ខ្សែកាប", f"{where}: {', '.join(entry.cables)}"
    if order is not None:
        ordered = f"{_person(count, order.by)}, {when(order.at.wall_ms)}"
        yield "Ordered by / អ្នកបញ្ជា", ordered
        yield "Drawn by lot / ចាប់ឆ្នោត", frame.Lines(tuple(_drawn(count, order)))
    yield "Counted by / អ្នករាប់", "; ".join(_person(count, one) for one in entry.counters)
    certified = f"{_person(count, entry.by)}, {when(entry.at.wall_ms)}"
    yield "Certified by / អ្នកបញ្ជាក់", certified
    yield "Entry / បន្ទាត់", f"{count.seq}:{count.hash}"
    yield "Head before it / ត្រាមុន", entry.head


def _drawn(count: CertifiedCount, order: CountOrdered) -> Iterator[str]:
    """Yield who was drawn, for what, and from how many."""
    yield f"{_person(count, order.counter)}: រាប់ · counts"
    yield f"{_person(count, order.recounter)}: រាប់ម្តងទៀត · sees again what differs"
    yield (
        f"ក្នុងចំណោមមនុស្ស {order.of} នាក់ ឆ្នោតលេខ {order.lot} · from {order.of} people, lot {order.lot}"
    )


def _result(entry: CountCertified) -> Sequence[str]:
    told = (
        entry.places, entry.recounted, len(entry.differences), entry.adjusted,
        entry.challenged, entry.unmarked, entry.hasty,
    )  # fmt: skip
    return tuple(map(str, told))


def _differences(count: CertifiedCount, above: str) -> Iterator[str]:
    if not count.entry.differences:
        yield "<p>គ្មាន · None.</p>"
        return
    rows = (
        (
            one.place,
            f"{word(f'count.{one.difference}', 'km')} · {word(f'count.{one.difference}', 'en')}",
            one.weapon or "",
            "" if (known := _weapon(count, one.weapon)) is None else frame.Identifier(known.serial),
            "yes / បាទ" if one.place in count.adjusted else "",
        )
        for one in count.entry.differences
    )
    yield from frame.grid("differences", above, _COLUMNS, rows)


def _witness(count: CertifiedCount, above: str) -> Iterator[str]:
    """Yield what was heard by radio; nothing where no module stands."""
    said = count.entry.witness
    if said is None:
        return
    yield frame.heading("សាក្សី៖ ស្លាក", "Second witness, by radio", apart=True)
    yield _CAUTION
    told = [(_UNCOUNTED, said.uncounted), (_UNHEARD, said.unheard)]
    rows: list[tuple[frame.Cell, ...]] = [
        (words, *_named(count, weapon)) for words, several in told for weapon in several
    ]
    rows += [(_UNKNOWN, str(said.unknown), "")] if said.unknown else []
    rows += [(_SILENT, module, "") for module in said.silent]
    rows += [(_LISTENED, module, "") for module in said.listened]
    yield from frame.grid("witness", above, _WITNESS, rows)


def _named(count: CertifiedCount, number: WeaponNumber) -> tuple[str, frame.Cell]:
    known = _weapon(count, number)
    return number, "" if known is None else frame.Identifier(known.serial)


def _weapon(count: CertifiedCount, number: WeaponNumber | None) -> Weapon | None:
    return None if number is None else count.weapons.get(number)


def _person(count: CertifiedCount, number: OfficerNumber) -> str:
    name = count.people.get(number, "")
    return f"{name} ({number})" if name else number
