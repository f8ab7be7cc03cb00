"""The eyes: what a reading means here. They look facts up, so that the rules stay pure."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from drivers.readings import CardScan, Edge, Found, Lost, Reading, Scan, ScanRejected
from kiosk.keeper.cards import Cards
from kiosk.keeper.owners import Owners, Same, no_others
from kiosk.keeper.ports import Head, Lots, Pins, Register
from kiosk.rules import count_observations as c
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.entries import CountKind, Fault
from kiosk.rules.labels import Kind, Label, Spoiled, read_label
from kiosk.rules.things import (
    BadgeText,
    CableId,
    Moment,
    Officer,
    OfficerNumber,
    Person,
    PositionId,
    Signal,
    Weapon,
    WeaponNumber,
)

REPEAT_MS = 300
"""The same text from the same reader again within this time is one scan held too long; so is what
it rejects for the same reason. Readers repeat every 50-65 ms while a tag is held (RDM6300)."""

TEXT_MAX = 64
"""How much of a spoiled text the book keeps."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """Which reader and which line mean what. `readers`: name to `badge`, `weapon` or `any`.

    `signals`: lines beside those of the cables; closed, each of them is at rest.
    """

    readers: Mapping[str, str] = field(default_factory=dict)
    cables: Mapping[str, CableId] = field(default_factory=dict)
    presence: Mapping[str, PositionId] = field(default_factory=dict)
    signals: Mapping[str, Signal] = field(default_factory=dict)

    def open_cables(self, levels: Mapping[str, bool]) -> tuple[CableId, ...]:
        """Return the cables that stand open; a contact that says nothing counts as open (P8).

        Args:
            levels: how each line stands, True for closed.
        """
        return tuple(cable for line, cable in self.cables.items() if not levels.get(line, False))

    def active_signals(self, levels: Mapping[str, bool]) -> Mapping[str, Signal]:
        """Return the lines that are active, and what each tells of; a silent one is not.

        Args:
            levels: as for `open_cables`.
        """
        return {line: kind for line, kind in self.signals.items() if not levels.get(line, True)}


def no_lots() -> int:
    """Draw the same lot each time."""
    return 999


def no_head() -> str:
    """Know no chain."""
    return ""


class Eyes:
    """Turns readings into observations. One thread: the keeper's."""

    def __init__(  # noqa: PLR0913 - what can be looked at, put together by the keeper alone
        self,
        wiring: Wiring,
        facts: Register,
        pins: Pins,
        bay: Callable[[], Bay],
        *,
        same: Same = no_others,
        lots: Lots = no_lots,
        head: Head = no_head,
    ) -> None:
        """Look through this wiring at the bay as it stands; `same`: see `keeper.owners`."""
        self._wiring, self._facts, self._bay = wiring, facts, bay
        self._lots, self._head = lots, head
        self._owners = Owners(facts, same)
        self._cards = Cards(pins)
        self._last: dict[tuple[str, str], tuple[Reading, int]] = {}
        self._present: dict[PositionId, bool] = {}
        self.repeats = 0

    def see(self, at: Moment, reading: Reading) -> o.Observation | None:
        """Return what a reading means, or None if it means nothing new."""
        match reading:
            case CardScan() | Scan() | ScanRejected():
                return None if self._repeated(at, reading) else self._read(at, reading)
            case Edge(line, closed):
                return self._edge(at, line, closed=closed)
            case Lost(device, _):
                return self._lost(at, device)
            case Found(device):
                return o.FaultGone(at, Fault.DEVICE_LOST, device)
            case _:
                assert_never(reading)

    def asker(self) -> Person | None:
        """Return the person of the running session, as the register knows them now."""
        session = self._bay().session
        if session is None or session.officer is None:
            return None
        return self._facts.person(session.officer)

    def pin_owner(self) -> Person | None:
        """Return whose PIN is awaited: the second person's, or else the first one's."""
        session = self._bay().session
        number = (session.second or session.officer) if session is not None else None
        return None if number is None else self._facts.person(number)

    def pin_entered(
        self, at: Moment, owner: OfficerNumber | None, *, matches: bool
    ) -> o.PinEntered:
        """Return the observation of a PIN compared for `owner`, if it is still theirs to type."""
        person = self.pin_owner()
        if person is None or person.number != owner:
            person, matches = None, False
        return o.PinEntered(at, person, matches, self.asker(), self._asked())

    def weapon_seen(self, at: Moment, text: str, *, tapped: bool) -> o.WeaponSeen:
        """Return the observation of a weapon scanned or chosen on the screen."""
        weapon = self._facts.weapon(WeaponNumber(text))
        return o.WeaponSeen(at, text, weapon, self.asker(), tapped, self._lots())

    def looked(self, at: Moment, position: str, *, present: bool) -> o.PositionLooked:
        """Return the observation of somebody who looked at a position."""
        return o.PositionLooked(at, PositionId(position), present, self.asker())

    def count_asked(self, at: Moment, what: CountKind, scope: str) -> c.CountAsked:
        """Return the observation of a count ordered at the bay."""
        people = tuple(self._facts.people())
        return c.CountAsked(at, what, scope, self.asker(), people, self._lots())

    def count_asked_afar(  # noqa: PLR0913, PLR0917 - what an order from the office says
        self,
        at: Moment,
        number: OfficerNumber,
        person: Person | None,
        matches: bool,  # noqa: FBT001 - as it was compared
        what: CountKind,
        scope: str,
    ) -> c.CountAskedAfar:
        """Return the observation of a count ordered at the office."""
        people = tuple(self._facts.people())
        return c.CountAskedAfar(at, number, person, matches, what, scope, people, self._lots())

    def counting_wanted(self, at: Moment) -> c.CountingWanted:
        """Return the observation of somebody who wants to count."""
        return c.CountingWanted(at, self.asker())

    def engraving_said(self, at: Moment, digits: str) -> c.EngravingSaid:
        """Return the observation of digits read from the steel, with the weapon they are of."""
        bay = self._bay()
        asked = bay.count.asked if bay.count is not None else None
        if asked is None:
            return c.EngravingSaid(at, digits, None)
        number = asked.weapon or bay.inside.get(PositionId(asked.place))
        return c.EngravingSaid(at, digits, self._facts.weapon(number) if number else None)

    def count_signed(self, at: Moment) -> c.CountSigned:
        """Return the observation of a signature under a count, and the chain's head of now."""
        return c.CountSigned(at, self.asker(), self._head())

    def adjustment_wanted(self, at: Moment, position: str) -> c.AdjustmentWanted:
        """Return the observation of somebody who wants the book to have what was found."""
        return c.AdjustmentWanted(at, PositionId(position), self.asker())

    def correction(
        self, at: Moment, by: str, why: str, wanted: Officer | Weapon, before: Officer | Weapon
    ) -> o.CorrectionAsked:
        """Return the observation of a correction, with how it stands at this very moment."""
        stands: Officer | Weapon | None
        if isinstance(wanted, Officer):
            stands = self._officer(wanted.number)
        else:
            stands = self._facts.weapon(wanted.number)
        return o.CorrectionAsked(at, by, why, wanted, before, stands)

    def holding(self, at: Moment, by: str, why: str, number: str) -> o.HoldAsked:
        """Return the observation of somebody who is to draw nothing, as they stand now."""
        officer = OfficerNumber(number)
        return o.HoldAsked(at, by, why, officer, self._officer(officer))

    def _officer(self, number: OfficerNumber) -> Officer | None:
        person = self._facts.person(number)
        return None if person is None else person.officer

    def withdrawal(self, at: Moment, by: str, why: str, badge: str) -> o.WithdrawalAsked:
        """Return the observation of a badge that is to be nobody's; one of two people is none."""
        owners = {one.officer for one in self._facts.badges_with(BadgeText(badge))}
        owner = owners.pop() if len(owners) == 1 else None
        return o.WithdrawalAsked(at, by, why, BadgeText(badge), owner)

    def _repeated(self, at: Moment, reading: CardScan | Scan | ScanRejected) -> bool:
        # A reader that is jammed rejects for several reasons in turn. Each is told once, so that it
        # fills no book, and none hides another: a forged badge behind noise is told (P11).
        kind = reading.reason if isinstance(reading, ScanRejected) else ""
        before, when = self._last.get((reading.reader, kind), (None, -REPEAT_MS))
        self._last[reading.reader, kind] = (reading, at.mono_ms)
        if reading != before or at.mono_ms - when >= REPEAT_MS:
            return False
        self.repeats += 1
        return True

    def _read(self, at: Moment, reading: CardScan | Scan | ScanRejected) -> o.Observation | None:
        match reading:
            case CardScan():
                return self._card(at, reading)
            case Scan(reader, text):
                return self._scan(at, reader, text)
            case ScanRejected(reader, reason):
                return o.ScanSpoiled(at, reader, reason, "")
            case _:
                assert_never(reading)

    def _scan(self, at: Moment, reader: str, text: str) -> o.Observation | None:
        label = read_label(text)
        if isinstance(label, Spoiled):
            return o.ScanSpoiled(at, reader, label.reason, _printable(text))
        if label.kind is Kind.COMMAND and label.sound:
            return self._cards.shown(at, label, self._bay(), self)
        self._cards.forget()
        if label.kind is Kind.WEAPON and label.sound:
            return self.weapon_seen(at, label.text, tapped=False)
        if label.kind is Kind.BADGE and label.sound:
            return self._badge(at, reader, label.text, self._owners.of_text(label.text))
        return self._unprinted(at, reader, label)

    def _unprinted(self, at: Moment, reader: str, label: Label) -> o.Observation:
        """Look at a text we did not print, or printed for something else, or that lost a digit."""
        owners = self._owners.of_text(label.text)
        if not owners:
            foreign = label.kind is Kind.FOREIGN
            if (foreign and self._takes_weapons(reader)) or self._handed_in():
                return o.WeaponSeen(at, label.text, None, self.asker())
            if not foreign:
                reason = "wrong_kind" if label.sound else "bad_label"
                return o.ScanSpoiled(at, reader, reason, label.text)
        return self._badge(at, reader, label.text, owners)

    def _card(self, at: Moment, card: CardScan) -> o.Observation:
        """Look at a card or tag that a reader told with its kind: never at a label of ours."""
        self._cards.forget()
        owners, grade = self._owners.of_card(card)
        if not owners and (self._takes_weapons(card.reader) or self._handed_in()):
            return o.WeaponSeen(at, card.text, None, self.asker())
        seen = self._badge(at, card.reader, card.text, owners)
        if isinstance(seen, o.ScanSpoiled):
            return seen
        return replace(seen, kind=card.kind, grade=grade)

    def _takes_weapons(self, reader: str) -> bool:
        """Return whether a foreign text at a reader is a weapon's: where somebody counts, it is."""
        session = self._bay().session
        counts = session is not None and session.counting
        return counts or self._wiring.readers.get(reader) == "weapon"

    def _handed_in(self) -> bool:
        """Return whether what is scanned next is being handed in, whatever it is (P6)."""
        session = self._bay().session
        return session is not None and session.wants_return

    def _badge(
        self, at: Moment, reader: str, text: str, owners: Collection[OfficerNumber]
    ) -> o.BadgeSeen | o.ScanSpoiled:
        """Return the observation of a badge; one of two people is nobody's."""
        if len(owners) > 1:
            return o.ScanSpoiled(at, reader, "badge_of_two", text)
        person = self._facts.person(next(iter(owners))) if owners else None
        return o.BadgeSeen(at, BadgeText(text), person, self.asker(), self._asked())

    def _asked(self) -> Weapon | None:
        session = self._bay().session
        if session is None or session.asked is None:
            return None
        return self._facts.weapon(session.asked.weapon)

    def _edge(self, at: Moment, line: str, *, closed: bool) -> o.Observation | None:
        if line in self._wiring.presence:
            self._present[self._wiring.presence[line]] = closed
            return None
        signal = self._wiring.signals.get(line)
        if signal is not None:
            return o.SignalSeen(at, signal, line, active=not closed)
        cable = self._wiring.cables.get(line)
        if cable is None:
            return None
        return o.CableShut(at, cable, self._seen_on(cable)) if closed else o.CableOpened(at, cable)

    def _lost(self, at: Moment, device: str) -> o.Observation:
        cable, signal = self._wiring.cables.get(device), self._wiring.signals.get(device)
        if cable is None and signal is None:
            return o.FaultSeen(at, Fault.DEVICE_LOST, device)
        return o.ContactLost(at, device, cable, signal)

    def _seen_on(self, cable: CableId) -> tuple[PositionId, ...] | None:
        """Return where the sensors of a cable see a weapon; None unless all its places have one."""
        places = self._bay().cables.get(cable, ())
        if not places or any(place not in self._present for place in places):
            return None
        return tuple(place for place in places if self._present[place])


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text[:TEXT_MAX])
