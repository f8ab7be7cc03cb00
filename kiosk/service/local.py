"""The hatch, answered from inside the keeper's own process. Called from many threads."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import assert_never

from kiosk.keeper.eyes import Eyes
from kiosk.keeper.inbox import Inbox, Ticket
from kiosk.keeper.keeper import Item, Meaning, Question
from kiosk.keeper.ports import Clock, Facts, Pins
from kiosk.rules import count_observations as c
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.desks import desks_of
from kiosk.rules.pin_form import pin_problem
from kiosk.rules.things import (
    Moment,
    OfficerNumber,
    PositionId,
    Rounds,
)
from kiosk.service import picture, stages
from kiosk.service import protocol as p
from kiosk.service.in_hand import InHand
from kiosk.service.office import Thing, known
from kiosk.service.picture_names import Names
from kiosk.service.views import BayView, Line, Outcome

ANSWER_S = 10.0
"""How long a question waits for the keeper: longer than the slowest commit ever measured here."""

SILENT_MS = 10_000
"""A bay nobody looked after for so long is not shown as if it were known (P7)."""

_BEGINNINGS = (e.SessionOpened, e.ReleaseGranted, e.EnrolBegun, e.CorrectionBegun)
"""Lines after which nobody asks any more what was before."""

_ENDINGS = (e.WeaponIssued, e.WeaponReturned, e.NothingTaken)
"""Lines that are told as the outcome only once the count agreed."""

_OUTCOMES = (
    e.Refused, e.PinRefused, e.PinLocked, e.CountDiffered, e.CountSkipped, e.ReleaseLapsed,
    e.WrongWeapon, e.WeaponReceived, e.DoubtSettled, e.HelpCalled, e.BadgeEnrolled, e.PinSet,
    e.OfficerCorrected, e.WeaponCorrected, e.SessionClosed,
    e.CountOrdered, e.CountPassed, e.CountCertified, e.CountAdjusted,
)  # fmt: skip
"""Lines that are told as the outcome at once."""

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
        simulated: bool = False,
    ) -> None:
        """Start with nothing to show; the keeper tells as soon as it has started."""
        self._kiosk, self._inbox, self._clock = kiosk, inbox, clock
        self._facts, self._pins, self._read_lines = facts, pins, read_lines
        self._names, self._simulated = Names(facts), simulated
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
        officer = OfficerNumber(number)
        person = self._facts.person(officer)
        matches = self._matches(officer, pin)
        ticket = self.ask(lambda _, at: o.OfficeAsked(at, officer, person, matches))
        if ticket.broken:
            return p.OfficePass(granted=False, reason="book_broken")
        for entry in ticket.entries:
            match entry:
                case e.OfficeEntered() if person is not None:
                    name, role = person.officer.name, person.officer.role
                    desks = tuple(map(str, desks_of(person)))
                    return p.OfficePass(
                        granted=True, number=number, name=name, role=role, desks=desks
                    )
                case e.Refused(_, reason):
                    return p.OfficePass(granted=False, reason=reason)
                case _:
                    pass
        return p.OfficePass(granted=False, reason="pin_wrong")

    def answer_alarm(self, number: str, pin: str, cause: str, about: str) -> p.WorkDone:
        """Answer an alarm that nobody may answer at the bay. Each try is durable first."""
        officer = OfficerNumber(number)
        person = self._facts.person(officer)
        matches = self._matches(officer, pin)
        try:
            meant = e.AlarmCause(cause)
        except ValueError:
            return p.WorkDone(reason="not_now", about=about)
        ticket = self.ask(lambda _, at: o.AnswerAsked(at, officer, person, matches, meant, about))
        answered = any(isinstance(entry, e.AlarmAnswered) for entry in ticket.entries)
        done = _work(ticket)
        return done if answered or done.reason else p.WorkDone(reason="pin_wrong", about=about)

    def order_count(self, number: str, pin: str, what: str, scope: str) -> p.WorkDone:
        """Order a count from the office. Each try is durable first."""
        officer, kind = OfficerNumber(number), _kind(what)
        person = self._facts.person(officer)
        matches = self._matches(officer, pin)
        ticket = self.ask(
            lambda eyes, at: eyes.count_asked_afar(at, officer, person, matches, kind, scope)
        )
        ordered = any(isinstance(entry, e.CountOrdered) for entry in ticket.entries)
        done = _work(ticket)
        return done if ordered or done.reason else p.WorkDone(reason="pin_wrong", about=number)

    def lines(self, before: int, limit: int) -> tuple[Line, ...]:
        """Return lines of the journal, newest first."""
        found = self._read_lines(before, limit)
        with self._news:
            bay = self._bay
        if bay is None:
            return ()
        return tuple(
            Line(seq, entry.at.wall_ms, entry.KIND, picture.facts_of(entry, bay, self._names))
            for seq, entry in found
        )

    def register(self, by: str, facts: Sequence[o.Fact]) -> p.WorkDone:
        """Write new facts into the register, all of them or none."""
        # What is known is asked in the keeper's turn: of two who add the same number, one is told.
        return _work(
            self.ask(lambda _, at: o.RegisterAsked(at, by, tuple(facts), known(facts, self._facts)))
        )

    def enrol(self, number: str) -> p.WorkDone:
        """Begin to give an officer a badge; two people go on at the kiosk's own reader."""
        person = self._facts.person(OfficerNumber(number))
        if person is None:
            return p.WorkDone(reason="unknown_officer")
        return _work(self.ask(lambda _, at: o.EnrolAsked(at, person)))

    def correct(self, by: str, why: str, wanted: Thing, before: Thing) -> p.WorkDone:
        """Begin to correct a person or a weapon; two people go on at the kiosk's own reader."""
        return _work(self.ask(lambda eyes, at: eyes.correction(at, by, why, wanted, before)))

    def hold(self, by: str, why: str, number: str) -> p.WorkDone:
        """Let a person draw nothing from now on."""
        return _work(self.ask(lambda eyes, at: eyes.holding(at, by, why, number)))

    def withdraw(self, by: str, why: str, badge: str) -> p.WorkDone:
        """Let a badge be nobody's from now on."""
        return _work(self.ask(lambda eyes, at: eyes.withdrawal(at, by, why, badge)))

    def vouching(self, number: str, pin: str) -> o.Vouching:
        """Return somebody who stands by a stack of cards, their PIN compared."""
        officer = OfficerNumber(number)
        return o.Vouching(officer, self._facts.person(officer), self._matches(officer, pin))

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

    def _meaning(self, tap: p.Tap) -> Callable[[Eyes, Moment], o.Observation]:  # noqa: PLR0911, C901 - one line a tap
        match tap:
            case p.Pin(digits):
                owner = self._pin_owner()
                matches = owner is not None and self._matches(owner, digits)
                return lambda eyes, at: eyes.pin_entered(at, owner, matches=matches)
            case p.NewPin(digits, again):
                problem = pin_problem(digits, again)
                sealed = "" if problem else self._pins.seal(digits)
                return lambda _, at: o.PinChosen(at, sealed, problem)
            case p.Choose(weapon):
                return lambda eyes, at: eyes.weapon_seen(at, weapon, tapped=True)
            case p.SayRounds(magazines, rounds):
                return lambda _, at: o.RoundsSaid(at, Rounds(magazines, rounds))
            case p.WantReturn():
                return lambda _, at: o.ReturnAsked(at)
            case p.ShowClear():
                return lambda _, at: o.ClearShown(at)
            case p.Report(magazines, rounds, fired, lost, ticks, report):
                back = Rounds(magazines, rounds)
                return lambda _, at: o.ReturnReported(at, back, fired, lost, ticks, report)
            case p.Count(counted):
                return lambda _, at: o.RemainingCounted(at, counted)
            case p.Look(position, present):
                return lambda eyes, at: eyes.looked(at, PositionId(position), present=present)
            case p.Cancel():
                return lambda _, at: o.CancelAsked(at)
            case p.CallChief():
                return lambda _, at: o.HelpAsked(at)
            case _:
                return _about_count(tap)

    def _pin_owner(self) -> OfficerNumber | None:
        with self._news:
            session = self._bay.session if self._bay is not None else None
            return (session.second or session.officer) if session is not None else None

    def _matches(self, officer: OfficerNumber, pin: str) -> bool:
        """Compare a PIN; one that would be refused whatever it is costs no comparing."""
        with self._news:
            tries = self._bay.pin_tries.get(officer) if self._bay is not None else None
        if tries is not None and self._clock.now().mono_ms < tries.until:
            return False
        return self._pins.matches(officer, pin)

    def _outcome_of(self, bay: Bay, entries: Sequence[e.Entry], seq: int) -> Outcome | None:
        """Return what the screen says after some lines: the last thing that ended."""
        outcome, fresh = self._outcome, False
        for number, entry in enumerate(entries, seq - len(entries) + 1):
            if isinstance(entry, _BEGINNINGS):
                self._ending = outcome = None
            elif isinstance(entry, _ENDINGS):
                self._ending = entry
            elif isinstance(entry, e.CountAgreed) and self._ending is not None:
                outcome, fresh = self._told_as(number, self._ending, entry.at, bay), True
            elif isinstance(entry, e.SessionClosed) and fresh:
                pass  # what ended the visit says more than that it ended
            elif isinstance(entry, _OUTCOMES) and not getattr(entry, "office", False):
                outcome, fresh = self._told_as(number, entry, entry.at, bay), True
        return outcome

    def _told_as(self, seq: int, entry: e.Entry, at: Moment, bay: Bay) -> Outcome:
        facts = dict(picture.facts_of(entry, bay, self._names))
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
            return replace(halt, simulated=self._simulated)
        if now.mono_ms - self._beat_ms > SILENT_MS:
            raise p.KioskSilent("the keeper has not looked around for 10 s")
        moment = (version, now.wall_ms // 60_000)
        with self._drawing:
            if self._drawn is None or self._drawn_at < moment:
                self._drawn = picture.draw(bay, self._names, now, hand)
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
        )


def _about_count(tap: p.CountTap) -> Callable[[Eyes, Moment], o.Observation]:  # noqa: PLR0911 - one line a tap
    match tap:
        case p.OrderCount(what, scope):
            kind = _kind(what)
            return lambda eyes, at: eyes.count_asked(at, kind, scope)
        case p.StartCount():
            return lambda eyes, at: eyes.counting_wanted(at)
        case p.SayEmpty():
            return lambda _, at: c.EmptySaid(at)
        case p.SayNoMark():
            return lambda _, at: c.NoMarkSaid(at)
        case p.Engraving(digits):
            return lambda eyes, at: eyes.engraving_said(at, digits)
        case p.SignCount():
            return lambda eyes, at: eyes.count_signed(at)
        case p.AdjustCount(position):
            return lambda eyes, at: eyes.adjustment_wanted(at, position)
        case _:
            assert_never(tap)


def _kind(what: str) -> e.CountKind:
    """Return the kind of a count; what nobody knows is one the chief alone may order."""
    return e.CountKind(what) if what in set(e.CountKind) else e.CountKind.ORDERED


def _work(ticket: Ticket) -> p.WorkDone:
    if ticket.broken:
        return p.WorkDone(reason="book_broken")
    refused = [entry for entry in ticket.entries if isinstance(entry, e.Refused)]
    if refused:
        return p.WorkDone(reason=refused[0].reason, about=refused[0].text)
    return p.WorkDone(seq=ticket.seq)
