"""A small language for what happens at a bay, so that a test reads like the story it is about.

    Scene().badge("sok").pin().scan("W1").badge("vanna").pin().open().scan("W1").shut().count(2)

Every step takes a second, is decided, folded, kept in `book`, and held against `promises`. The
scene looks facts up as the keeper's eyes do; it can be given other facts in between.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Self

import kiosk.rules
from kiosk.rules import entries as e
from kiosk.rules import matters
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decide import decide
from kiosk.rules.fold import fold
from kiosk.rules.observations.racking import NO_RACK_FACTS
from kiosk.rules.pending import NOTHING_KNOWN, Known, Matter
from kiosk.rules.policy import Policy, policy_from
from kiosk.rules.things import (
    BadgeText,
    CableId,
    Certificate,
    Grade,
    Mission,
    Moment,
    Officer,
    OfficerNumber,
    Person,
    Position,
    PositionId,
    RackId,
    Role,
    Rounds,
    Signal,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from tests.rules.claimed import claims_in
from tests.rules.looked import Looked
from tests.rules.promises import check_step

HOUR_MS = 3_600_000
NINE_MS = 1_457_920_800_000
"""Monday 14 March 2016, 09:00 in Phnom Penh (02:00 UTC)."""

RIFLE = WeaponType("rifle")
YEAR_MS = 365 * 24 * HOUR_MS


@cache
def profile(name: str) -> Policy:
    """Return a profile as it is delivered."""
    folder = Path(kiosk.rules.__file__).parent / "profiles"
    return policy_from(tomllib.loads((folder / f"{name}.toml").read_text("utf-8")))


def policy(name: str = "cambodia", **changes: object) -> Policy:
    """Return a profile with some settings changed."""
    return replace(profile(name), **changes)  # type: ignore[arg-type]  # replace checks the names


def officer(name: str, role: Role = Role.OFFICER) -> Officer:
    """Return somebody with a rifle course that is good for a year."""
    course = Certificate(RIFLE, NINE_MS + YEAR_MS)
    return Officer(OfficerNumber(name), name.title(), role=role, certificates=(course,))


def person(name: str, role: Role = Role.OFFICER) -> Person:
    """Return somebody with a PIN and a mission order for today."""
    mission = Mission(f"M-{name}", NINE_MS - HOUR_MS, NINE_MS + 12 * HOUR_MS)
    return Person(officer(name, role), has_pin=True, missions=(mission,))


def rifle(number: str) -> Weapon:
    """Return a rifle that goes out with two magazines and thirty rounds."""
    return Weapon(WeaponNumber(number), f"Rifle {number}", RIFLE, f"SN{number}", "7.62", rounds=30,
                  magazines=2)  # fmt: skip


def place(name: str, *, quarantine: bool = False) -> Position:
    """Return a position named by its rack's letter; one cable runs through each rack."""
    return Position(PositionId(name), RackId(name[0]), CableId(name[0]), quarantine)


PEOPLE = {
    "sok": Role.OFFICER, "dara": Role.OFFICER, "vanna": Role.CUSTODIAN, "rith": Role.CUSTODIAN,
    "chan": Role.CHIEF, "nary": Role.REGISTRAR, "pich": Role.ARMOURER, "tech": Role.TECHNICIAN,
}  # fmt: skip
HOMES = {"W1": "A1", "W2": "A2", "W3": "A3", "W4": "B1", "W5": "B2"}
"""W1 to W5 have their homes; W8 and W9 are registered and stand nowhere."""
LAYOUT = (
    *(place(name) for name in ("A1", "A2", "A3", "B1", "B2", "B3")),
    place("B9", quarantine=True),
)
"""Racks A and B; B3 is nobody's place, B9 is for quarantine."""


class Scene(Looked):
    """One bay, its people and its weapons, and all that was written so far."""

    def __init__(self, rules: Policy | None = None, layout: Iterable[Position] = LAYOUT) -> None:
        """Found a bay: everybody registered, everything racked, somebody with a badge."""
        self.people = {name: person(name, role) for name, role in PEOPLE.items()}
        self.badges = {f"badge of {name}": name for name in PEOPLE}
        self.weapons = {name: rifle(name) for name in (*HOMES, "W8", "W9")}
        self.layout = tuple(layout)
        self.wall_ms, self.mono_ms, self.boot = NINE_MS, 1_000, "boot-1"
        self.facts = NO_RACK_FACTS
        self.away = dict[str, str]()
        super().__init__(Bay(rules or policy()))
        self.see(o.KeeperStarted(self.now(), (), self.layout))
        self.see(self.founding())

    def founding(self) -> o.RegisterAsked:
        """Return the request that founds the register."""
        racked = [name for name, home in HOMES.items() if home in {p.id for p in self.layout}]
        facts: list[o.Fact] = [who.officer for who in self.people.values()]
        facts += self.weapons.values()
        facts += [o.Racking(WeaponNumber(n), PositionId(HOMES[n])) for n in racked]
        chan = OfficerNumber("chan")
        facts.append(o.BadgeGift(chan, BadgeText("badge of chan"), "sealed"))
        return o.RegisterAsked(self.now(), "founder", tuple(facts))

    # ------------------------------------------------------------ time, and what follows from it
    def now(self) -> Moment:
        """Return this moment."""
        return Moment(self.wall_ms, self.mono_ms, self.boot)

    def see(self, seen: o.Observation) -> Self:
        """Let one thing be seen, and check every promise on what is decided."""
        self.last = decide(self.bay, seen)
        after = fold(self.bay, self.last.entries)
        check_step(self.bay, seen, self.last, after)
        self.book += self.last.entries
        self.bay = after
        self.wall_ms += 1_000
        self.mono_ms += 1_000
        return self

    def wait(self, seconds: float) -> Self:
        """Let nothing happen for a while."""
        self.wall_ms += int(seconds * 1000)
        self.mono_ms += int(seconds * 1000)
        return self.see(o.TimePassed(self.now()))

    # ------------------------------------------------------------ what people do at the bay
    def badge(self, name: str, grade: str = "printed", kind: str = "") -> Self:
        """Show somebody's badge, or any other text."""
        text = name if name in self.badges else f"badge of {name}"
        owner = self.people.get(self.badges.get(text, ""))
        return self.see(
            o.BadgeSeen(
                self.now(),
                BadgeText(text),
                owner,
                self.asker(),
                self._asked(),
                kind,
                Grade(grade),
                racked=self._racked(),
                taker=self._taker(),
            )
        )

    def pin(self, *, right: bool = True, of: str | None = None, duress: bool = False) -> Self:
        """Type the PIN that is awaited, or that of somebody else, or the second one."""
        session = self.bay.session
        awaited = (session.second or session.officer) if session is not None else None
        owner = self.people.get(of or awaited or "")
        return self.see(
            o.PinEntered(
                self.now(),
                owner,
                right,
                self.asker(),
                self._asked(),
                known=self._known(),
                racked=self._racked(),
                duress=duress,
                taker=self._taker(),
            )
        )

    def scan(self, text: str, *, tapped: bool = False, lot: int = 999) -> Self:
        """Hold a label before the reader."""
        weapon, away = self.weapons.get(text), self.away.get(text, "")
        seen = o.WeaponSeen(self.now(), text, weapon, self.asker(), tapped, lot, None, self.facts)
        return self.see(replace(seen, away=away))

    def choose(self, text: str) -> Self:
        """Choose a weapon on the screen."""
        return self.scan(text, tapped=True)

    def spoil(self, reason: str = "bad_label", text: str = "?") -> Self:
        """Hold something before the reader that is no label."""
        return self.see(o.ScanSpoiled(self.now(), "reader", reason, text))

    def press_return(self) -> Self:
        """Press Return."""
        return self.see(o.ReturnAsked(self.now()))

    def say_rounds(self, magazines: int, rounds: int) -> Self:
        """Say how many go out."""
        return self.see(o.RoundsSaid(self.now(), Rounds(magazines, rounds)))

    def show_clear(self) -> Self:
        """Say that the weapon was shown clear."""
        return self.see(o.ClearShown(self.now()))

    def report(self, magazines: int = 2, rounds: int = 30, **more: Any) -> Self:  # noqa: ANN401 - what a report may say
        """Report on a weapon handed in."""
        return self.see(o.ReturnReported(self.now(), Rounds(magazines, rounds), **more))

    def count(self, counted: int) -> Self:
        """Count what is left on the cable."""
        return self.see(o.RemainingCounted(self.now(), counted))

    def look(self, position: str, *, present: bool) -> Self:
        """Say what stands at a position."""
        return self.see(o.PositionLooked(self.now(), PositionId(position), present, self.asker()))

    def cancel(self) -> Self:
        """Press Cancel."""
        return self.see(o.CancelAsked(self.now()))

    def call_chief(self) -> Self:
        """Press Call the chief."""
        return self.see(o.HelpAsked(self.now()))

    def open(self, cable: str = "") -> Self:
        """Pull a cable open: the released one unless another is named."""
        return self.see(o.CableOpened(self.now(), self._cable(cable)))

    def shut(self, cable: str = "", present: Iterable[str] | None = None) -> Self:
        """Push a cable shut; `present` is what presence sensors see, if it has any."""
        sensed = None if present is None else tuple(PositionId(name) for name in present)
        return self.see(o.CableShut(self.now(), self._cable(cable), sensed))

    # ------------------------------------------------------------ whole acts
    def draw(self, name: str, weapon: str, second: str = "vanna") -> Self:
        """Let somebody be issued a weapon, up to the agreed count, and leave."""
        self.badge(name).pin().scan(weapon).badge(second).pin()
        cable = CableId(self.released())
        self.open().scan(weapon).shut().count(len(self.bay.on_cable(cable)))
        return self.cancel()

    def draw_by(self, grade: str) -> Self:
        """Let sok be issued W1, everybody showing a badge of this grade."""
        self.badge("sok", grade).pin().scan("W1").badge("vanna", grade).pin().open().scan("W1")
        return self.shut().count(2).cancel()

    def bring(self, weapon: str, witness: str = "vanna", **told: Any) -> Self:  # noqa: ANN401 - as in `report`
        """Let somebody hand a weapon in, up to its opened cable."""
        return self.scan(weapon).show_clear().badge(witness).pin().report(**told).open()

    # ------------------------------------------------------------ what comes from elsewhere
    def enrol(self, name: str) -> Self:
        """Ask for a badge for somebody."""
        return self.see(o.EnrolAsked(self.now(), self.people[name], OfficerNumber(name)))

    def correct(self, wanted: Officer | Weapon, why: str = "a slip of the pen") -> Self:
        """Ask to correct a person or a weapon, seen as they stand."""
        is_person = isinstance(wanted, Officer)
        stands = self.people[wanted.number].officer if is_person else self.weapons[wanted.number]
        claims = {} if isinstance(wanted, Officer) else self.claims(*wanted.tags)
        asked = o.CorrectionAsked(self.now(), "nary", why, wanted, stands, stands, claims=claims)
        return self.see(asked)

    def hold(self, name: str, why: str = "suspended") -> Self:
        """Ask that somebody draws nothing."""
        who = self.people.get(name)
        stands = None if who is None else who.officer
        return self.see(o.HoldAsked(self.now(), "tech", why, OfficerNumber(name), stands))

    def withdraw(self, badge: str, why: str = "lost") -> Self:
        """Ask that a badge is nobody's."""
        owner = self.badges.get(badge)
        number = None if owner is None else OfficerNumber(owner)
        return self.see(o.WithdrawalAsked(self.now(), "tech", why, BadgeText(badge), number))

    def choose_pin(
        self, sealed: str = "sealed", problem: str = "", *, duress: bool = False
    ) -> Self:
        """Let the new holder type a PIN twice, and perhaps a second one."""
        return self.see(o.PinChosen(self.now(), sealed, problem, duress))

    def office(self, name: str, *, right: bool = True, duress: bool = False) -> Self:
        """Ask to enter the office pages."""
        signature = o.Signature(OfficerNumber(name), self.people.get(name), right, duress)
        return self.see(o.OfficeAsked(self.now(), signature))

    def register(self, *facts: o.Fact) -> Self:
        """Ask to write facts into the register."""
        known = frozenset({*self.people, *self.weapons})
        claims = self.claims(*(tag for one in facts if isinstance(one, Weapon) for tag in one.tags))
        return self.see(o.RegisterAsked(self.now(), "nary", facts, known, claims))

    def claims(self, *tags: str) -> dict[str, WeaponNumber]:
        """Return whose some tags are."""
        return claims_in(self.weapons.values(), tags)

    def fault(self, kind: e.Fault = e.Fault.DEVICE_LOST, device: str = "reader") -> Self:
        """Let something be wrong."""
        return self.see(o.FaultSeen(self.now(), kind, device))

    def mend(self, kind: e.Fault = e.Fault.DEVICE_LOST, device: str = "reader") -> Self:
        """Let it be right again."""
        return self.see(o.FaultGone(self.now(), kind, device))

    def signal(self, kind: str, line: str = "", *, active: bool = True) -> Self:
        """Let a line beside those of the cables become active, or come to rest."""
        return self.see(o.SignalSeen(self.now(), Signal(kind), line or f"{kind} line", active))

    def rest(self, kind: str, line: str = "") -> Self:
        """Let it come to rest."""
        return self.signal(kind, line, active=False)

    def lose(self, line: str = "contact A", *, cable: str = "A", kind: str = "") -> Self:
        """Let a contact be lost: that of a cable, or of another line."""
        told = (None, Signal(kind)) if kind else (CableId(cable), None)
        return self.see(o.ContactLost(self.now(), line, *told))

    def find(self, line: str = "contact A") -> Self:
        """Let it be seen again; how it stands is told next."""
        return self.mend(device=line)

    def answer(self, name: str, cause: str, about: str, *, right: bool = True) -> Self:
        """Answer an alarm from the office."""
        who = self.people.get(name)
        meant = e.AlarmCause(cause)
        signature = o.Signature(OfficerNumber(name), who, right)
        return self.see(o.AnswerAsked(self.now(), signature, meant, about))

    def restart(  # noqa: PLR0913 - all that a start finds
        self,
        *open_cables: str,
        layout: Iterable[Position] | None = None,
        wall_ms: int | None = None,
        mended: tuple[o.Mended, ...] = (),
        policy_before: str = "",
        signals: Mapping[str, Signal] | None = None,
        config: tuple[str, str] = ("", ""),
    ) -> Self:
        """Cut the power and start again: the monotonic clock begins anew."""
        self.layout = self.layout if layout is None else tuple(layout)
        self.wall_ms = self.wall_ms if wall_ms is None else wall_ms
        self.mono_ms, self.boot = 500, self.boot + "+"
        found = tuple(CableId(cable) for cable in open_cables)
        told = (mended, policy_before, signals or {}, *config)
        return self.see(o.KeeperStarted(self.now(), found, self.layout, *told))

    def know(self, name: str, **changes: Any) -> Self:  # noqa: ANN401 - fields of an officer
        """Let the register know something else about an officer from now on."""
        known = self.people[name]
        self.people[name] = replace(known, officer=replace(known.officer, **changes))
        return self

    def asker(self) -> Person | None:
        """Return who stands at the bay, as the register knows them now."""
        session = self.bay.session
        return None if session is None else self.people.get(session.officer or "")

    def _asked(self) -> Weapon | None:
        session = self.bay.session
        wish = None if session is None else session.asked or session.passing
        return None if wish is None else self.weapons.get(wish.weapon or "")

    def _taker(self) -> Person | None:
        passing = self.bay.session.passing if self.bay.session is not None else None
        return None if passing is None else self.people.get(passing.to or "")

    def _racked(self) -> Weapon | None:
        session = self.bay.session
        racking = session.racking if session is not None else None
        return None if racking is None else self.weapons.get(racking.weapon or "")

    def _known(self) -> Known:
        session = self.bay.session
        pending = None if session is None else session.pending
        return NOTHING_KNOWN if pending is None else self.known(pending.matter)

    def known(self, matter: Matter) -> Known:
        """Return what the register has of a matter."""
        named = matters.named(self.bay, matter)
        return Known(
            {n: self.people[n].officer for n in named.officers if n in self.people},
            {n: self.weapons[n] for n in named.weapons if n in self.weapons},
            claims=self.claims(*named.tags),
        )

    def _cable(self, name: str) -> CableId:
        return CableId(name or self.released() or "A")
