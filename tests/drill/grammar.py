"""The grammar of the journal: which line may follow which, told a second time in other words.

Rules of residence: reads entries only, and shares nothing with `rules.fold` or `rules.decide`;
where the two disagree, one of them is wrong.
"""

from kiosk.rules import entries as e
from kiosk.rules.policy import CounterSign, Policy
from kiosk.rules.things import OfficerNumber, PositionId, Role, Signal, WeaponNumber
from tests.drill.grammar_counts import CountGrammar
from tests.drill.grammar_losses import LossGrammar
from tests.drill.grammar_racking import RackGrammar
from tests.drill.grammar_shift import ShiftGrammar, holder_of
from tests.drill.grammar_transfers import TransferGrammar
from tests.drill.grammar_watch import WatchGrammar
from tests.drill.grammar_words import LOUD, POWER, REFUSALS, STOPPING
from tests.drill.parts import Promises

SECONDS = {Role.CUSTODIAN, Role.CHIEF}
WRONG_LIMIT = 2
FOUNDING = ("founding",)


class Grammar:
    """Reads the journal line by line and keeps a small book of its own."""

    def __init__(self, policy: Policy, promises: Promises) -> None:
        """Start with an empty book."""
        self._policy, self._hold = policy, promises.hold
        self.inside: dict[PositionId, WeaponNumber] = {}
        self.out: dict[WeaponNumber, OfficerNumber] = {}
        self.missing: set[WeaponNumber] = set()
        self.received = self.returned = self.issued = 0
        self._roles: dict[OfficerNumber, Role] = {}
        self._cable_of: dict[PositionId, str] = {}
        self._doubts: set[PositionId] = set()
        self._alarms: dict[tuple[str, str], bool] = {}
        self._faults: set[tuple[str, str]] = set()
        self._signals: dict[str, Signal] = {}
        self._blind: dict[str, str] = {}
        self._open: set[str] = set()
        self._moment = ("", 0)
        self._waits: dict[OfficerNumber, tuple[int, int]] = {}
        self._refused: dict[OfficerNumber, int] = {}
        self.counts, self.watch = CountGrammar(promises), WatchGrammar(policy, promises)
        self.losses = LossGrammar(policy, promises)
        self.transfers = TransferGrammar(promises, self.out, self.missing, self._roles)
        self.shifts, self.racking = ShiftGrammar(policy, promises), RackGrammar(promises)
        self._started_again()

    def _started_again(self) -> None:
        self._grant: e.ReleaseGranted | None = None
        self._opened = self._shut = False
        self._wrong = 0
        self._left()

    def _left(self) -> None:
        self._officer: OfficerNumber | None = None
        self._passed: set[OfficerNumber] = set()
        self._asked: WeaponNumber | None = None
        self._signed: OfficerNumber | None = None
        self._holder: OfficerNumber | None = None
        self._looked: e.DoubtLooked | None = None

    @property
    def open_cables(self) -> set[str]:
        """The cables that are open, by the lines alone."""
        return self._open

    @property
    def stopped(self) -> bool:
        """Whether a fault or a loud unanswered alarm stands: nothing may open for issue (P8)."""
        signals = STOPPING & set(self._signals.values())
        return bool(self._faults or signals) or any(
            not answered and cause in LOUD for (cause, _), answered in self._alarms.items()
        )

    def read(self, entry: e.Entry) -> None:
        """Read one line, and object if it may not stand here."""
        boot, mono_ms = self._moment
        same = entry.at.boot == boot
        self._hold("P13", not same or entry.at.mono_ms >= mono_ms, "monotonic time ran back")
        self._hold("P13", same or isinstance(entry, e.Started), f"{entry.KIND} opens a boot")
        self._moment = (entry.at.boot, entry.at.mono_ms)
        for kinds, reader in _READERS:
            if isinstance(entry, kinds):
                reader(self, entry)
        self.counts.read(entry, self._officer, self._passed, self._roles)
        self.racking.read(entry, self._officer, self._passed, self._roles)
        if isinstance(entry, e.ReleaseGranted) and entry.purpose is e.Purpose.RACKING:
            stopped = self.stopped or bool(self._open) or entry.position in self._doubts
            self.racking.granted(entry, self._policy, self.inside, stopped=stopped)
        self.transfers.read(entry)
        self.shifts.read(entry, self._passed, self._roles)
        if isinstance(entry, e.CountAdjusted):
            self._gone(entry.weapon)
            self.inside[entry.position] = entry.weapon
        elif isinstance(entry, e.WeaponTaken | e.HolderNamed):
            self._gone(entry.weapon)
            self.out[entry.weapon] = holder_of(entry)
        self.watch.read(entry, self.out)
        self.losses.read(entry)

    def _running(self, entry: e.Entry) -> None:
        match entry:
            case e.Started(at, open_cables):
                self._started_again()
                self._faults.clear()
                self._signals.clear()
                self._blind.clear()
                self._open = set(open_cables)
                self._waits = {
                    who: (at.mono_ms + wait, wait) for who, (_, wait) in self._waits.items()
                }
            case e.BayLaid(_, positions):
                self._cable_of = {position.id: position.cable for position in positions}
            case e.OfficerRegistered(_, officer):
                self._roles[officer.number] = officer.role
            case e.OfficerCorrected(_, officer, by=by):
                self._roles[officer.number] = officer.role
                self._hold("P10", len(set(by)) > 1, f"{officer.number} corrected by {by}")
                self._hold("P10", officer.number not in by, f"{by} corrected themselves")
            case e.WeaponRacked(_, weapon, position):
                self._gone(weapon)
                self.inside[position] = weapon
            case e.Refused(_, reason):
                self._hold("P11", reason in REFUSALS, f"nobody knows the refusal {reason!r}")
            case e.BadgeEnrolled(_, _, officer, by) if by != FOUNDING:
                self._hold("P10", len(set(by)) > 1, f"badge of {officer} given by {by}")
                self._hold("P10", officer not in by, f"{officer} vouched for the own badge")
            case _:
                pass

    def _wrong_with_it(self, entry: e.Entry) -> None:
        match entry:
            case e.FaultRaised(_, fault, device, cable):
                self._faults.add((fault, device))
                if cable is not None:
                    self._blind[device] = cable
            case e.FaultCleared(_, fault, device):
                self._hold("grammar", (fault, device) in self._faults, "no such fault stood")
                self._faults.discard((fault, device))
                self._blind.pop(device, None)
            case e.SignalRaised(_, line, signal):
                self._hold("grammar", line not in self._signals, f"{line} was active already")
                self._signals[line] = signal
            case e.SignalCleared(_, line, signal):
                self._hold("grammar", line in self._signals, f"{line} was at rest already")
                for gone in (line, "spared") if signal is Signal.MAINS else (line,):
                    self._signals.pop(gone, None)
            case e.PowerSpared() | e.PowerOffAsked():
                self._signals["spared"] = Signal.BATTERY
            case _:
                pass

    def _visit(self, entry: e.Entry) -> None:
        hold = self._hold
        match entry:
            case e.SessionOpened(_, officer):
                hold("grammar", self._officer is None, "a session inside a session")
                self._left()
                self._officer = officer
            case e.SessionClosed():
                self._left()
            case e.PinAccepted(at, officer):
                until, _ = self._waits.pop(officer, (0, 0))
                hold("grammar", at.mono_ms >= until, f"{officer}: a PIN was looked at too soon")
                self._refused.pop(officer, None)
                self._passed.add(officer)
            case e.PinRefused(at, officer, left):
                until, _ = self._waits.get(officer, (0, 0))
                hold("grammar", at.mono_ms >= until, f"{officer}: a PIN was looked at too soon")
                self._refused[officer] = self._refused.get(officer, 0) + 1
                tries = self._policy.pin_tries - self._refused[officer]
                hold("grammar", left == tries, f"{officer}: {left} tries left, counted {tries}")
            case e.PinLocked(at, officer, wait_ms):
                self._refused.pop(officer, None)
                self._waits[officer] = (at.mono_ms + wait_ms, wait_ms)
            case e.SecondSeen(_, officer):
                self._passed.discard(officer)
            case _:
                pass

    def _issue(self, entry: e.Entry) -> None:
        hold = self._hold
        match entry:
            case e.IssueAsked(_, officer, weapon):
                hold("grammar", officer == self._officer, f"{officer} asked in another's session")
                hold("grammar", officer in self._passed, f"{officer} asked without a PIN")
                hold("P5", weapon in self.inside.values(), f"{weapon} asked for, but not inside")
                self._asked, self._signed = weapon, None
            case e.CounterSigned(_, _, weapon, by):
                hold("P10", by != self._officer, f"{by} counter-signed for themselves")
                hold("P10", self._roles.get(by) in SECONDS, f"{by} may not counter-sign")
                pin = not self._policy.counter_sign_pin or by in self._passed
                hold("P10", pin, f"{by} counter-signed without a PIN")
                meant = self._asked or self.racking.weapon
                hold("grammar", weapon == meant, "counter-signed for another weapon")
                self._signed = by
            case e.ReturnBegun(_, _, _, _, holder):
                self._holder = holder
                self._asked = self._signed = None
            case e.ShownClear(_, _, bearer, witness) if witness is not None:
                hold("P10", self._roles.get(witness) in SECONDS, f"{witness} may not witness")
                hold("P10", witness not in (bearer, self._holder), f"{witness} saw their own")
            case e.WeaponReceived(_, _, weapon, _, custodian):
                hold("P10", self._roles.get(custodian) in SECONDS, f"{custodian} took a weapon")
                self.received += 1
                if weapon is not None:
                    self._gone(weapon)
                    self.out[weapon] = custodian
            case _:
                pass

    def _release(self, entry: e.Entry) -> None:
        hold, grant = self._hold, self._grant
        match entry:
            case e.ReleaseGranted():
                hold("grammar", grant is None, "a release was granted while another ran")
                unseen = entry.cable in self._blind.values()
                hold("P8", not unseen, f"{entry.cable} released, and nobody would see it open")
                self._grant, self._opened, self._shut, self._wrong = entry, False, False, 0
                if entry.purpose is e.Purpose.ISSUE:
                    self._granted(entry)
                elif entry.purpose is e.Purpose.STAND_TO:
                    self.shifts.released(entry, self._passed, shut=not (self.stopped or self._open))
            case e.ReleaseLapsed(_, cable):
                right = grant is not None and grant.cable == cable and not self._opened
                hold("grammar", right, f"the release of {cable} lapsed, but it did not run")
                self._grant = None
            case e.CableSeenOpen(_, cable, released):
                right = grant is not None and grant.cable == cable and not self._opened
                hold("grammar", released == right, f"{cable} opened, released: {released}")
                hold("grammar", cable not in self._open, f"{cable} opened twice")
                self._open.add(cable)
                self._opened = self._opened or released
            case e.CableSeenShut(_, cable):
                hold("grammar", cable in self._open, f"{cable} shut, but it was not open")
                self._open.discard(cable)
                self._shut = self._shut or (grant is not None and grant.cable == cable)
            case e.CountSkipped(_, cable) if cable in self._blind.values():
                hold("grammar", grant is not None and self._opened, "nothing was open to count")
                self._grant = None
            case e.CountAgreed() | e.CountDiffered() | e.CountSkipped():
                hold("grammar", grant is not None and self._shut, "a count without a shut cable")
                self._grant = None
            case _:
                pass

    def _granted(self, grant: e.ReleaseGranted) -> None:
        hold = self._hold
        hold("P8", not self.stopped, "released for issue while a fault or an alarm stands")
        hold("P8", not self._open, "released for issue while a cable is open")
        hold("P8", grant.position not in self._doubts, "released for issue in doubt")
        hold("grammar", self._asked == grant.weapon, "released, but not asked for")
        hold("grammar", self.inside.get(grant.position) == grant.weapon, "released elsewhere")
        hold("grammar", grant.by == self._signed, "released by somebody who did not sign")
        if self._policy.counter_sign is CounterSign.ALWAYS:
            hold("P10", grant.by is not None, "released without a second person")
        exposed = {
            weapon for place, weapon in self.inside.items() if self._cable_of[place] == grant.cable
        }
        hold("grammar", set(grant.exposed) == exposed, f"{grant.cable} exposes {exposed}")

    def _custody(self, entry: e.Entry) -> None:
        hold, grant = self._hold, self._grant
        running = grant is not None and self._opened and not self._shut
        match entry:
            case e.WrongWeapon():
                self._wrong += 1
            case e.WrongWeaponCleared(_, _, by):
                hold("P10", self._roles.get(by) in SECONDS, f"{by} may not clear a wrong weapon")
                self._wrong = 0
            case e.WeaponIssued(_, weapon, officer, position):
                hold("P5", self.inside.get(position) == weapon, f"{weapon} issued, but not inside")
                self._gone(weapon)
                self.out[weapon] = officer
                self.issued += 1
                if self.shifts.drawn(entry, outside=running or position in self._doubts):
                    return
                hold("grammar", running, f"{weapon} issued while no released cable was open")
                assert grant is not None
                same = (grant.weapon, grant.officer) == (weapon, officer)
                hold("grammar", same, f"{weapon} issued to {officer}, released was {grant.weapon}")
                hold(
                    "grammar", self._wrong < WRONG_LIMIT, f"{weapon} issued, the custodian to come"
                )
            case e.WeaponReturned(_, weapon, _, _, position):
                right = grant is not None and grant.purpose is e.Purpose.RETURN and self._opened
                hold("grammar", right, f"{weapon} returned without an opening")
                self._gone(weapon)
                hold("P5", position not in self.inside, f"two weapons at {position}")
                self.inside[position] = weapon
                self.returned += 1
            case e.WeaponPassed(_, weapon, giver, officer, by=by):
                hold("P5", self.out.get(weapon) == giver != officer, f"{giver} has no {weapon}")
                hold("P10", {giver, officer} <= self._passed, f"{weapon} passed on without a PIN")
                signed = by is None or self._roles.get(by) in SECONDS
                hold("P10", signed and by not in (giver, officer), f"{by} may not sign for it")
                self.out[weapon] = officer
            case _:
                pass

    def _trouble(self, entry: e.Entry) -> None:
        hold = self._hold
        match entry:
            case e.DoubtLooked(_, _, weapon, holder, by):
                hold("grammar", self.out.get(weapon) == holder, f"{holder} has no {weapon}")
                hold("P10", self._roles.get(by) in SECONDS, f"{by} may not settle a doubt")
                hold("P10", by in self._passed, f"{by} said {weapon} is back without a PIN")
                self._looked = entry
            case e.DoubtRaised(_, position):
                hold("grammar", position not in self._doubts, f"{position} doubted twice")
                self._doubts.add(position)
            case e.DoubtSettled(_, position, weapon, present, by):
                hold("grammar", position in self._doubts, f"{position} was not in doubt")
                hold("P10", self._roles.get(by) in SECONDS, f"{by} may not settle a doubt")
                self._doubts.discard(position)
                if present and weapon in self.out:
                    self._freed(position, weapon, by)
                if weapon is not None and present:
                    self._gone(weapon)
                    self.inside[position] = weapon
                elif weapon is not None and weapon not in self.out:
                    self._gone(weapon)
                    self.missing.add(weapon)
            case e.AlarmRaised(_, cause, about):
                hold("grammar", self._alarms.get((cause, about), True), f"{cause} raised twice")
                self._alarms[cause, about] = False
            case e.AlarmAnswered(_, cause, about, by):
                hold("P10", self._roles.get(by) in SECONDS, f"{by} may not answer an alarm")
                self._alarms[cause, about] = True
            case e.AlarmCleared(_, cause, about):
                hold("grammar", self._alarms.pop((cause, about), False), f"{cause}: not answered")
            case _:
                pass

    def _freed(self, position: PositionId, weapon: WeaponNumber, by: OfficerNumber) -> None:
        """Hold that two people, neither of them the holder, said that a weapon is back."""
        first = self._looked
        said = first is not None and (first.position, first.weapon) == (position, weapon)
        self._hold("P10", said, f"{by} alone said that {weapon} is back")
        who = {by, self.out[weapon], first.by if first is not None else by}
        self._hold("P10", len(who) == 3, f"{who}: not two people and a holder")
        self._hold("P10", by in self._passed, f"{by} said {weapon} is back without a PIN")

    def _gone(self, weapon: WeaponNumber) -> None:
        self.inside = {place: found for place, found in self.inside.items() if found != weapon}
        self.out.pop(weapon, None)
        self.missing.discard(weapon)


_READERS = tuple(
    (tuple(kinds), reader)
    for kinds, reader in (
        (
            [
                e.Started, e.BayLaid, e.OfficerRegistered, e.WeaponRacked, e.Refused,
                e.BadgeEnrolled,
            ],
            Grammar._running,
        ),
        (
            [e.FaultRaised, e.FaultCleared, e.SignalRaised, e.SignalCleared, *POWER],
            Grammar._wrong_with_it,
        ),
        (
            [
                e.SessionOpened, e.SessionClosed, e.PinAccepted, e.PinRefused, e.PinLocked,
                e.SecondSeen,
            ],
            Grammar._visit,
        ),
        (
            [e.IssueAsked, e.CounterSigned, e.ReturnBegun, e.ShownClear, e.WeaponReceived],
            Grammar._issue,
        ),
        (
            [
                e.ReleaseGranted, e.ReleaseLapsed, e.CableSeenOpen, e.CableSeenShut,
                e.CountAgreed, e.CountDiffered, e.CountSkipped,
            ],
            Grammar._release,
        ),
        (
            [
                e.WrongWeapon, e.WrongWeaponCleared, e.WeaponIssued, e.WeaponReturned,
                e.WeaponPassed,
            ],
            Grammar._custody,
        ),
        (
            [
                e.DoubtRaised, e.DoubtLooked, e.DoubtSettled,
                e.AlarmRaised, e.AlarmAnswered, e.AlarmCleared,
            ],
            Grammar._trouble,
        ),
    )
)  # fmt: skip
