"""The eyes: what a reading means here. They look facts up, so that the rules stay pure."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from drivers.readings import CardScan, Edge, Found, Lost, Reading, Scan, ScanRejected
from kiosk.keeper.cards import Cards
from kiosk.keeper.desk_eyes import DeskEyes
from kiosk.keeper.despatch import Despatch, NoMail
from kiosk.keeper.owners import Owners, Same, no_others
from kiosk.keeper.ports import Head, Lots, Mail, Pins, Register
from kiosk.keeper.racking import EMPTY_SHELF, RackingEyes, Shelf
from kiosk.keeper.reporting import Reporting
from kiosk.keeper.service_eyes import ServiceEyes
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.entries import CountKind, Fault
from kiosk.rules.labels import Kind, Label, Spoiled, read_label
from kiosk.rules.musters.codes import read_code
from kiosk.rules.observations import counts as c
from kiosk.rules.observations import handover as h
from kiosk.rules.observations import musters as m
from kiosk.rules.pending import NOTHING_KNOWN, Known
from kiosk.rules.things import (
    Badge,
    BadgeText,
    CableId,
    Condition,
    Moment,
    OfficerNumber,
    Person,
    PinFit,
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


class Eyes(DeskEyes):
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
        shelf: Shelf = EMPTY_SHELF,
        mail: Mail | None = None,
    ) -> None:
        """Look through this wiring at the bay as it stands; `same`: see `keeper.owners`."""
        super().__init__(facts, bay)
        self._wiring = wiring
        self._lots, self._head = lots, head
        self._owners = Owners(facts, same)
        self.reporting = Reporting(facts, bay)
        self.despatch = Despatch(facts, bay, mail or NoMail())
        self._cards = Cards(pins)
        self.racking = RackingEyes(bay, facts, self.asker, shelf)
        self._last: dict[tuple[str, str], tuple[Reading, int]] = {}
        self._present: dict[PositionId, bool] = {}
        self.serving = ServiceEyes(bay, wiring.readers, self._present)
        self.repeats = 0

    def see(self, at: Moment, reading: Reading) -> o.Observation | None:
        """Return what a reading means, or None if it means nothing new."""
        match reading:
            case CardScan() | Scan() | ScanRejected():
                if self._repeated(at, reading):
                    return None
                meant = self._read(at, reading)
                if heard := self.serving.heard(at, reading, meant):
                    self._cards.forget()
                return heard or meant
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

    def pin_entered(self, at: Moment, owner: OfficerNumber | None, fit: PinFit) -> o.PinEntered:
        """Return the observation of a PIN compared for `owner`, if it is still theirs to type."""
        person = self.pin_owner()
        if person is None or person.number != owner:
            person, fit = None, PinFit.WRONG
        return o.PinEntered(
            at,
            person,
            fit.matches,
            self.asker(),
            self._asked(),
            self._head(),
            self._known_of_pending(),
            self.racking.racked(),
            fit is PinFit.DURESS,
            self.taker(),
        )

    def _known_of_pending(self) -> Known:
        session = self._bay().session
        pending = None if session is None else session.pending
        return NOTHING_KNOWN if pending is None else self.despatch.known(pending.matter)

    def weapon_seen(self, at: Moment, text: str, *, tapped: bool) -> o.WeaponSeen:
        """Return the observation of a weapon scanned or chosen on the screen."""
        weapon = self._facts.weapon(WeaponNumber(text))
        asker, shown = self.asker(), self._shown()
        away = "" if weapon is None else self._facts.away(weapon.number)
        seen = o.WeaponSeen(at, text, weapon, asker, tapped, self._lots(), shown, away=away)
        return self.racking.label(seen)

    def _shown(self) -> Person | None:
        """Return whose badge was shown last at a stand-to, as the register knows them now."""
        session = self._bay().session
        pairing = session.pairing if session is not None else None
        if pairing is None or pairing.badge is None:
            return None
        return self._facts.person(pairing.badge.officer)

    def looked(self, at: Moment, position: str, *, present: bool) -> o.PositionLooked:
        """Return the observation of somebody who looked at a position."""
        return o.PositionLooked(at, PositionId(position), present, self.asker())

    def count_asked(self, at: Moment, what: CountKind, scope: str) -> c.CountAsked:
        """Return the observation of a count ordered at the bay."""
        people = tuple(self._facts.people())
        return c.CountAsked(at, what, scope, self.asker(), people, self._lots())

    def count_asked_afar(
        self, at: Moment, signature: o.Signature, what: CountKind, scope: str
    ) -> c.CountAskedAfar:
        """Return the observation of a count ordered at the office."""
        people = tuple(self._facts.people())
        return c.CountAskedAfar(at, signature, what, scope, people, self._lots())

    def calendar(self, at: Moment) -> o.TimePassed:
        """Return the observation of a wall moment that came, with who may be drawn for a count."""
        people = tuple(self._facts.people())
        return o.TimePassed(at, calendar=True, people=people, lot=self._lots())

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

    def muster_read(
        self, at: Moment, signature: o.Signature, rows: tuple[m.RowSaid, ...], seen_by: str
    ) -> m.MusterRead:
        """Return the observation of a sheet that came back, with all that its rows name."""
        number = OfficerNumber(seen_by)
        codes = filter(None, (read_code(row.code) for row in rows))
        known = {weapon: self._facts.weapon(weapon) for _, weapon in codes}
        weapons = {one: facts for one, facts in known.items() if facts is not None}
        return m.MusterRead(at, signature, rows, number, self._facts.person(number), weapons)

    def handover_wanted(self, at: Moment, *, offers: bool) -> h.HandoverWanted:
        """Return the observation of a shift offered or asked for, and of the work that waits."""
        bay = self._bay()
        here = sorted({*bay.homes, *bay.inside.values(), *bay.out})
        work = tuple(weapon for weapon in here if not self._fit(weapon))
        return h.HandoverWanted(at, offers, self.asker(), work)

    def _fit(self, weapon: WeaponNumber) -> bool:
        known = self._facts.weapon(weapon)
        return known is None or known.condition is Condition.FIT

    def cable_counted(self, at: Moment, counted: int) -> h.CableCounted:
        """Return the observation of a cable counted at a hand-over."""
        return h.CableCounted(at, counted, tuple(self._facts.people()), self._lots())

    def key_out(
        self, at: Moment, signature: o.Signature, key: str, number: OfficerNumber
    ) -> h.KeyOut:
        """Return the observation of a key given to somebody, as they stand now."""
        return h.KeyOut(at, signature, key, number, self._facts.person(number))

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
        place = self.racking.place_scanned(at, text)
        if place is not None:
            self._cards.forget()
            return place
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
        badges = self._owners.of_text(label.text)
        if not badges:
            foreign = label.kind is Kind.FOREIGN
            if (foreign and self._takes_weapons(reader)) or self._handed_in():
                return o.WeaponSeen(at, label.text, None, self.asker())
            if not foreign:
                reason = "wrong_kind" if label.sound else "bad_label"
                return o.ScanSpoiled(at, reader, reason, label.text)
        return self._badge(at, reader, label.text, badges)

    def _card(self, at: Moment, card: CardScan) -> o.Observation:
        """Look at a card or tag that a reader told with its kind: never at a label of ours."""
        self._cards.forget()
        badges, grade = self._owners.of_card(card)
        if not badges and (self._takes_weapons(card.reader) or self._handed_in()):
            return o.WeaponSeen(at, card.text, None, self.asker())
        seen = self._badge(at, card.reader, card.text, badges)
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
        self, at: Moment, reader: str, text: str, badges: Collection[Badge]
    ) -> o.BadgeSeen | o.ScanSpoiled:
        """Return the observation of a badge; one of two people is nobody's.

        One that was lent stands back behind one that was given, and behind one that is lent longer.
        """
        lasting = [badge for badge in badges if not badge.until_ms]
        until_ms = 0 if lasting else max((badge.until_ms for badge in badges), default=0)
        owners = {badge.officer for badge in badges if badge.until_ms == until_ms}
        if len(owners) > 1:
            return o.ScanSpoiled(at, reader, "badge_of_two", text)
        person = self._facts.person(next(iter(owners))) if owners else None
        return o.BadgeSeen(
            at,
            BadgeText(text),
            person,
            self.asker(),
            self._asked(),
            until_ms=until_ms,
            racked=self.racking.racked(),
            taker=self.taker(),
        )

    def _asked(self) -> Weapon | None:
        session = self._bay().session
        if session is not None and session.pairing is not None:
            weapon = session.pairing.weapon
            return None if weapon is None else self._facts.weapon(weapon)
        wish = None if session is None else session.asked or session.passing
        if wish is None or wish.weapon is None:
            return None
        return self._facts.weapon(wish.weapon)

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
        # What a sensor said before it was lost is no sight of now: until it has spoken again, its
        # position is unknown, and a person counts (P7). Drivers tell the level anew after Found.
        if device in self._wiring.presence:
            self._present.pop(self._wiring.presence[device], None)
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
