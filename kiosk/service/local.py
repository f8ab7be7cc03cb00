"""The hatch, answered from inside the keeper's own process. Called from many threads."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from kiosk.keeper.inbox import Inbox, Ticket
from kiosk.keeper.keeper import Item, Meaning, Question
from kiosk.keeper.ports import Clock, Facts, Pins
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.own_key import NO_KEY, OwnKey
from kiosk.rules.pin_form import duress_pin_problem, pin_problem
from kiosk.rules.things import (
    Moment,
    OfficerNumber,
    Person,
    PinFit,
)
from kiosk.service import meanings, picture, stages
from kiosk.service import protocol as p
from kiosk.service.facts_of_lines import facts_of
from kiosk.service.in_hand import InHand
from kiosk.service.office import Thing
from kiosk.service.picture_names import Names
from kiosk.service.views import BayView, Line, Outcome
from kiosk.service.works import Work

ANSWER_S = 10.0
"""How long a question waits for the keeper: longer than the slowest commit ever measured here."""

SILENT_MS = 10_000
"""A bay nobody looked after for so long is not shown as if it were known (P7)."""

_BEGINNINGS = (
    e.SessionOpened, e.ReleaseGranted, e.EnrolBegun, e.CorrectionBegun, e.MatterBegun,
    e.ServiceAsked, e.TrialBegun,
)  # fmt: skip
"""Lines after which nobody asks any more what was before."""

_ENDINGS = (e.WeaponIssued, e.WeaponReturned, e.WeaponRacked, e.NothingTaken)
"""Lines that are told as the outcome only once the count agreed."""

_OUTCOMES = (
    e.Refused, e.PinRefused, e.PinLocked, e.CountDiffered, e.CountSkipped, e.ReleaseLapsed,
    e.WrongWeapon, e.WeaponReceived, e.ReturnKept, e.DoubtSettled, e.HelpCalled, e.BadgeEnrolled,
    e.PinSet, e.OfficerCorrected, e.WeaponCorrected, e.SessionClosed,
    e.CountOrdered, e.CountPassed, e.CountCertified, e.CountAdjusted, e.RackingDiffered,
    e.TransferSent, e.TransferRecalled, e.TransferVoided, e.TransferReceived,
    e.LossReported, e.LossClosed,
    e.CardsBegun, e.NationalListBegun, e.ListedSettled,
    e.KeyRegistered, e.ShiftHandedOver, e.StandToBegun, e.StandToEnded, e.WeaponPassed,
    e.ServiceBegun, e.ServiceEnded, e.KioskEnrolled, e.ClockSet,
)  # fmt: skip
"""Lines that are told as the outcome at once."""

_SOUGHT = (e.AlarmCause.HOT_LIST, e.AlarmCause.LISTED, e.AlarmCause.DESTROYED)
"""Alarms of which whoever did the work is told at once: it was let in, and is to be kept apart."""

ReadLines = Callable[[int, int], Sequence[tuple[int, e.Entry]]]


class LocalService:
    """Holds what the keeper told last, and hands taps to it."""

    def __init__(  # noqa: PLR0913 - what a hatch needs, put together by the assembly alone
        self,
        kiosk: str,
        inbox: Inbox[Item],
        *,
        clock: Clock,
        facts: Facts,
        pins: Pins,
        read_lines: ReadLines,
        own_key: Callable[[], OwnKey] = lambda: NO_KEY,
        simulated: bool = False,
        training: bool = False,
    ) -> None:
        """Start with nothing to show; the keeper tells as soon as it has started."""
        self._kiosk, self._inbox, self._clock = kiosk, inbox, clock
        self._facts, self._pins, self._read_lines = facts, pins, read_lines
        self._own_key = own_key
        self._names, self._simulated, self._training = Names(facts), simulated, training
        self._news = threading.Condition()
        self._version, self._seq, self._head = 0, 0, ""
        self._bay: Bay | None = None
        self._ending: e.Entry | None = None
        self._hand = InHand()
        self._outcome: Outcome | None = None
        self._taps = 0
        self._beat_ms = 0
        self._halted = ""
        self._drawing = threading.Lock()
        self._drawn: BayView | None = None
        self._drawn_at = (0, 0)

    def told(self, bay: Bay, entries: Sequence[e.Entry], seq: int, head: str) -> None:
        """Take the news from the keeper. Keeper's thread; draws nothing, waits for no drawing."""
        self._names.forget(entries)
        with self._news:
            self._outcome = self._outcome_of(bay, entries, seq)
            self._hand = self._hand.after(entries)
            self._bay, self._seq, self._head = bay, seq or self._seq, head
            self._version += 1
            self._news.notify_all()

    def beat(self, at: Moment) -> None:
        """Take note that the keeper turned; without this a view is soon refused (P7)."""
        self._beat_ms = at.mono_ms

    def halted(self, why: str) -> None:
        """Show from now on that nothing can be opened, and why."""
        with self._news:
            self._halted = why
            self._version += 1
            self._news.notify_all()

    def view(self) -> BayView:
        """Return the bay as it stands now."""
        return self._draw()

    def wait(self, after: int, timeout_s: float) -> BayView:
        """Return the bay once its version is beyond `after`, or as it stands after `timeout_s`."""
        with self._news:
            self._news.wait_for(lambda: self._version > after, timeout_s)
        return self._draw()

    def bay(self) -> Bay | None:
        """Return the bay as the keeper told it last; None when nothing of it is sure."""
        with self._news:
            return None if self._halted else self._bay

    def wall_ms(self) -> int:
        """Return the wall clock, for what is late."""
        return self._clock.now().wall_ms

    def tap(self, tap: p.Tap, page: str = "") -> BayView:
        """Hand a tap to the keeper and return the bay after it was decided on."""
        meaning = self._meaning(tap)
        always = not page or isinstance(tap, p.CallChief)
        ticket = self.ask(
            lambda eyes, at: meaning(eyes, at) if always or self._turned(page) else None
        )
        if ticket.broken:
            self.halted(ticket.broken)
        return self.view()

    def enter_office(self, number: str, pin: str) -> p.OfficePass:
        """Ask to enter the office pages. Each try is durable before it is answered."""
        signed = self.signature(number, pin)
        ticket = self.ask(lambda eyes, at: o.OfficeAsked(at, signed(eyes)))
        if ticket.broken:
            return p.OfficePass(granted=False, reason="book_broken")
        person = self._facts.person(OfficerNumber(number))
        for entry in ticket.entries:
            match entry:
                case e.OfficeEntered() if person is not None:
                    name, role = person.officer.name, person.officer.role
                    desks = tuple(map(str, self._furnished(person)))
                    return p.OfficePass(
                        granted=True, number=number, name=name, role=role, desks=desks
                    )
                case e.Refused(_, reason):
                    return p.OfficePass(granted=False, reason=reason)
                case _:
                    pass
        return p.OfficePass(granted=False, reason="pin_wrong")

    def _furnished(self, person: Person) -> Iterable[Desk]:
        """Return where somebody may sit: at the exercises in a training register only."""
        return (one for one in desks_of(person) if one is not Desk.TRAINING or self._training)

    def sign(self, number: str, pin: str, work: Work) -> p.WorkDone:
        """Do some work at a desk, as whoever signs for it. Each try is durable first."""
        signed, meant = self.signature(number, pin), meanings.of_work(work)
        ticket = self.ask(lambda eyes, at: meant(eyes, at, signed(eyes)))
        done = _work(ticket)
        accepted = any(isinstance(entry, e.PinAccepted) for entry in ticket.entries)
        return done if accepted or done.reason else p.WorkDone(reason="pin_wrong", about=number)

    def lines(self, before: int, limit: int) -> tuple[Line, ...]:
        """Return lines of the journal, newest first, but for the call of a second PIN.

        Whoever typed it may sit before this very page, and not alone.
        """
        with self._news:
            bay = self._bay
        if bay is None:
            return ()
        return tuple(
            Line(seq, entry.at.wall_ms, entry.KIND, facts_of(entry, bay, self._names))
            for seq, entry in islice(self._open_lines(before, limit), limit)
        )

    def _open_lines(self, before: int, limit: int) -> Iterator[tuple[int, e.Entry]]:
        """Read on where a line is left out: one line less than usual would tell of it."""
        while found := self._read_lines(before, limit):
            yield from (
                (seq, entry)
                for seq, entry in found
                if getattr(entry, "cause", None) is not e.AlarmCause.CODE_9
            )
            before = found[-1][0]

    def register(self, by: str, facts: Sequence[o.Fact]) -> p.WorkDone:
        """Write new facts into the register, all of them or none."""
        # What is known is asked in the keeper's turn: of two who add the same number, one is told.
        return _work(self.ask(lambda eyes, at: eyes.registering(at, by, tuple(facts))))

    def enrol(self, number: str) -> p.WorkDone:
        """Begin to give an officer a badge; two people go on at the kiosk's own reader."""
        return _work(self.ask(lambda eyes, at: eyes.enrolling(at, "", number, 0)))

    def correct(self, by: str, why: str, wanted: Thing, before: Thing) -> p.WorkDone:
        """Begin to correct a person or a weapon; two people go on at the kiosk's own reader."""
        return _work(self.ask(lambda eyes, at: eyes.correction(at, by, why, wanted, before)))

    def reverse(self, by: str, why: str, line: int) -> p.WorkDone:
        """Begin to take a correction back; two people go on at the kiosk's own reader."""
        return _work(self.ask(lambda eyes, at: eyes.reversal(at, by, why, line)))

    def hold(self, by: str, why: str, number: str) -> p.WorkDone:
        """Let a person draw nothing from now on."""
        return _work(self.ask(lambda eyes, at: eyes.holding(at, by, why, number)))

    def withdraw(self, by: str, why: str, badge: str) -> p.WorkDone:
        """Let a badge be nobody's from now on."""
        return _work(self.ask(lambda eyes, at: eyes.withdrawal(at, by, why, badge)))

    def signature(self, number: str, pin: str) -> meanings.Signs:
        """Return what becomes a signature in the keeper's turn; the PIN is compared here."""
        officer = OfficerNumber(number)
        fit = self._fit(officer, pin)
        return lambda eyes: eyes.signature(officer, fit)

    def ask(self, meaning: Meaning) -> Ticket:
        """Put a question into the inbox and wait until it was decided on.

        Raises:
            KioskSilent: the keeper did not come to it in time.
        """
        question = Question(meaning)
        self._inbox.put(question)
        if not question.ticket.done.wait(ANSWER_S):
            raise p.KioskSilent("the keeper did not answer in time")
        return question.ticket

    def _turned(self, page: str) -> bool:
        """Turn the page if it is the one that stands; tells whether it was. Keeper's thread."""
        with self._news:
            stands = self._bay is not None and page == stages.page_of(self._bay, self._taps)
            self._taps += stands
        return stands

    def _meaning(self, tap: p.Tap) -> meanings.Means:
        match tap:
            case p.Pin(digits):
                owner = self._pin_owner()
                fit = PinFit.WRONG if owner is None else self._fit(owner, digits)
                return lambda eyes, at: eyes.pin_entered(at, owner, fit)
            case p.NewPin():
                problem = _new_pin_problem(tap)
                sealed = "" if problem else self._pins.seal(tap.digits, tap.duress)
                return lambda _, at: o.PinChosen(at, sealed, problem, bool(tap.duress))
            case _:
                return meanings.of_tap(tap)

    def _pin_owner(self) -> OfficerNumber | None:
        with self._news:
            session = self._bay.session if self._bay is not None else None
            return (session.second or session.officer) if session is not None else None

    def _fit(self, officer: OfficerNumber, pin: str) -> PinFit:
        """Compare a PIN; one that would be refused whatever it is costs no comparing."""
        with self._news:
            tries = self._bay.pin_tries.get(officer) if self._bay is not None else None
        if tries is not None and self._clock.now().mono_ms < tries.until:
            return PinFit.WRONG
        return self._pins.fit(officer, pin)

    def _outcome_of(self, bay: Bay, entries: Sequence[e.Entry], seq: int) -> Outcome | None:
        """Return what the screen says after some lines: the last thing that ended."""
        outcome, fresh = self._outcome, False
        for number, entry in enumerate(entries, seq - len(entries) + 1):
            if isinstance(entry, _BEGINNINGS):
                self._ending = outcome = None
            elif isinstance(entry, _ENDINGS):
                self._ending = None if _one_of_many(bay) else entry
            elif isinstance(entry, e.CountAgreed) and self._ending is not None:
                outcome, fresh = self._told_as(number, self._ending, entry.at, bay), True
            elif isinstance(entry, e.SessionClosed) and fresh:
                pass  # what ended the visit says more than that it ended
            elif isinstance(entry, _OUTCOMES) and not getattr(entry, "office", False):
                outcome, fresh = self._told_as(number, entry, entry.at, bay), True
        return outcome

    def _told_as(self, seq: int, entry: e.Entry, at: Moment, bay: Bay) -> Outcome:
        facts = dict(facts_of(entry, bay, self._names))
        due_ms = getattr(entry, "due_ms", 0)
        if due_ms:
            facts["due"] = picture.local_time(due_ms, bay.policy.utc_offset_min, at.wall_ms)
        reason = getattr(entry, "reason", "") or str(getattr(entry, "why", ""))
        return Outcome(seq, entry.KIND, at.mono_ms, reason, facts)

    def _draw(self) -> BayView:
        """Return the picture of now; drawn once a change and once a minute, by who asks first."""
        with self._news:
            now, bay, version = self._clock.now(), self._bay, self._version
            seq, head, outcome, halted = self._seq, self._head, self._outcome, self._halted
            taps, hand = self._taps, self._hand
        if halted or bay is None:
            halt = picture.empty(now, self._kiosk, halted or "starting", version)
            return replace(halt, simulated=self._simulated, training=self._training)
        if now.mono_ms - self._beat_ms > SILENT_MS:
            raise p.KioskSilent("the keeper has not looked around for 10 s")
        moment = (version, now.wall_ms // 60_000)
        with self._drawing:
            if self._drawn is None or self._drawn_at < moment:
                key = self._own_key()
                self._drawn = replace(
                    picture.draw(bay, self._names, now, hand),
                    own_key=key.fingerprint,
                    key_vouched=key.vouched,
                )
                self._drawn_at = moment
            drawn = self._drawn
        return replace(
            drawn,
            page=stages.page_of(bay, taps),
            version=version,
            seq=seq,
            head=head,
            kiosk=self._kiosk,
            now_ms=now.wall_ms,
            now_mono=now.mono_ms,
            outcome=outcome,
            simulated=self._simulated,
            training=self._training,
        )


def _new_pin_problem(tap: p.NewPin) -> str:
    """Return why what was typed at an enrolment is not accepted, as a `refusals` wire name."""
    problem = pin_problem(tap.digits, tap.again)
    if problem or not (tap.duress or tap.duress_again):
        return problem
    return duress_pin_problem(tap.digits, tap.duress, tap.duress_again)


def _one_of_many(bay: Bay) -> bool:
    """Return whether an issue is one of a stand-to: the page that asks for pairs says each."""
    return bay.session is not None and bay.session.pairing is not None


def _work(ticket: Ticket) -> p.WorkDone:
    if ticket.broken:
        return p.WorkDone(reason="book_broken")
    refused = [entry for entry in ticket.entries if isinstance(entry, e.Refused)]
    if refused:
        return p.WorkDone(reason=refused[0].reason, about=refused[0].text)
    for entry in ticket.entries:
        if isinstance(entry, e.AlarmRaised) and entry.cause in _SOUGHT:
            return p.WorkDone(seq=ticket.seq, about=entry.about, called=entry.cause)
    return p.WorkDone(seq=ticket.seq)
