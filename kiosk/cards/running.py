"""A stack let in while the kiosk works: its keeper writes the cards, some at a time, between scans.

Whoever asks brings the numbers and PINs of two people and the name of a stack, and never a card:
the kiosk reads those where they wait beside its book. One question is one portion, so that whoever
asks may leave at any time, and goes on later.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kiosk.cards.commit import StagingChanged, Voucher, closing_of, outdated, refuse_another
from kiosk.cards.keying import unsettled
from kiosk.cards.waiting import FOLDER, Waiting, waiting_in
from kiosk.keeper.eyes import Eyes
from kiosk.registry.card_queries import Cards, KnownStack
from kiosk.registry.opening import DATABASE
from kiosk.registry.progress import Progress, Tell
from kiosk.registry.staged_cards import Judged, StagedCards
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.broken import KioskError
from kiosk.rules.pending import NOTHING_KNOWN
from kiosk.rules.stacks import LettingIn
from kiosk.rules.things import Moment
from kiosk.service.client import Conversation
from kiosk.service.local import LocalService
from kiosk.service.meanings import Signs
from kiosk.spelling import Misspelled, plain, thing

PORTION = 200
"""Cards in one turn of the keeper, which hears no scan meanwhile: some 15 ms here. Ours."""

WHYS = ("differing", "outdated", "gone", "unread")
"""Why a stack is not let in: keyed in two ways; judged too long ago; not there; not readable."""

Meant = Callable[[Moment, e.CardStack, tuple[o.Signature, ...]], o.Observation]

ANSWER = Callable[[Mapping[str, Any]], dict[str, object]]


@dataclass(frozen=True, slots=True)
class Went:
    """How far a stack is.

    `row`: the last one of the list that is in the register. `reason` and `about`: a refusal of the
    rules; `wrong`: a sentence on why it cannot go on, and `why` the same in a word of `WHYS`.
    """

    row: int = 0
    closed: bool = False
    reason: str = ""
    about: str = ""
    wrong: str = ""
    why: str = ""


class CardsDesk:
    """Lets stacks in on behalf of another program. Any thread."""

    def __init__(self, service: LocalService, folder: Path) -> None:
        """Ask the keeper through `service`; the book lies in `folder`."""
        self._service, self._folder = service, folder

    def begin(self, name: str, vouchers: Sequence[Voucher]) -> Went:
        """Have the rules decide on the two people who stand by a stack; a begun one needs none."""
        return self._asked(name, vouchers, o.CardsVouched)

    def sign(self, name: str, number: str, pin: str) -> Went:
        """Have the rules decide on one who signs for a stack away from the bay.

        Whoever is to stand by it too shows a badge at the reader; with their PIN it is begun.
        """

        def meant(at: Moment, stack: e.CardStack, people: tuple[o.Signature, ...]) -> o.MatterAsked:
            return o.MatterAsked(at, people[0], LettingIn(stack), NOTHING_KNOWN)

        return self._asked(name, [Voucher(number, pin)], meant)

    def _asked(self, name: str, vouchers: Sequence[Voucher], meant: Meant) -> Went:
        try:
            waiting = self._waiting(name)
            with closing(StagedCards.at(waiting.staging)) as staging:
                stack, judged = staging.stack, staging.judged
            if differing := unsettled(waiting):
                return Went(wrong=f"{differing} cells were keyed in two ways.", why="differing")
            people = tuple(self._service.signature(one.number, one.pin) for one in vouchers)
            with closing(self._cards()) as cards:
                return self._decided(cards, stack, judged, people, meant)
        except FileNotFoundError as wrong:
            return Went(wrong=str(wrong), why="gone")
        except (KioskError, OSError) as wrong:
            return Went(wrong=str(wrong), why="unread")

    def awaited(self) -> str:
        """Return the name of the stack that waits for its second person at the bay; or nothing.

        Raises:
            KioskSilent: the keeper does not turn.
        """
        visit = self._service.view().visit
        if visit.matter != LettingIn.TAG:
            return ""
        return next((one.becomes for one in visit.changes if one.field == "cards_stack"), "")

    def go_on(self, name: str) -> Went:
        """Write the next cards of a stack that was begun."""
        try:
            with (
                closing(StagedCards.at(self._waiting(name).staging)) as staging,
                closing(self._cards()) as cards,
            ):
                known = cards.stack(name)
                if known is None:
                    return Went(wrong=f"Nobody stands by stack {name} yet.")
                refuse_another(known, staging.stack)
                return self._portion(cards, known, staging)
        except StagingChanged as wrong:
            return Went(wrong=f"{wrong}.")
        except (KioskError, OSError) as wrong:
            return Went(wrong=str(wrong))

    def _decided(
        self,
        cards: Cards,
        stack: e.CardStack,
        judged: Judged,
        people: tuple[Signs, ...],
        meant: Meant,
    ) -> Went:
        why = ""
        weapons, newest = cards.weapons_since(judged.seq)

        def meaning(eyes: Eyes, at: Moment) -> o.Observation | None:
            nonlocal why  # no other stack comes in during a turn of the keeper
            stacks = cards.stacks()
            if any(one.stack == stack.stack for one in stacks):
                return None
            since, _ = cards.weapons_since(newest)
            why = outdated(stack.stack, judged, stacks, weapons + since)
            return None if why else meant(at, stack, tuple(signs(eyes) for signs in people))

        ticket = self._service.ask(meaning)
        if ticket.broken:
            return Went(wrong=ticket.broken, why="unread")
        if why:
            return Went(wrong=f"{why}.", why="outdated")
        for entry in ticket.entries:
            match entry:
                case e.Refused(_, reason, text):
                    return Went(reason=reason, about=text)
                case e.PinRefused(_, officer):
                    return Went(reason="pin_wrong", about=officer)
                case _:
                    continue
        return Went()

    def _portion(self, cards: Cards, known: KnownStack, staging: StagedCards) -> Went:
        after = cards.last_row(known.stack)
        if known.closed is not None:
            return Went(after, closed=True)
        nowhen = Moment(0, 0)  # the keeper's turn has a moment, and each card will have that
        batch = staging.cards_after(after, PORTION, nowhen, known.stack)
        closed = None
        if len(batch) < PORTION:
            closed = closing_of(nowhen, known.stack, staging.reconciliation())

        def meaning(_: Eyes, at: Moment) -> o.Observation | None:
            if cards.last_row(known.stack) != after or _is_closed(cards, known.stack):
                return None  # somebody else asked for the same portion, and came first
            end = None if closed is None else replace(closed, at=at)
            return o.CardsRead(at, tuple(replace(card, at=at) for card in batch), end)

        ticket = self._service.ask(meaning)
        if ticket.broken:
            return Went(wrong=ticket.broken)
        return Went(batch[-1].row if batch else after, closed=bool(ticket.entries and closed))

    def _waiting(self, name: str) -> Waiting:
        """Return a stack by its name, which is looked for and never made a path of.

        Raises:
            FileNotFoundError: none of that name waits.
        """
        found = next((one for one in waiting_in(self._folder) if one.name == name), None)
        if found is None:
            raise FileNotFoundError(f"No stack {name} waits in {self._folder / FOLDER}.")
        return found

    def _cards(self) -> Cards:
        return Cards.at(self._folder / DATABASE)


def _is_closed(cards: Cards, name: str) -> bool:
    known = cards.stack(name)
    return known is not None and known.closed is not None


def cards_answers(desk: CardsDesk) -> dict[str, ANSWER]:
    """Return what the questions of `kiosk cards commit` are answered with."""
    return {
        "cards.begin": lambda ask: {"went": plain(desk.begin(_name(ask), _vouchers(ask)))},
        "cards.go_on": lambda ask: {"went": plain(desk.go_on(_name(ask)))},
    }


def _name(ask: Mapping[str, Any]) -> str:
    if not isinstance(ask["stack"], str):
        raise Misspelled("stack must be text")
    return str(ask["stack"])


def _vouchers(ask: Mapping[str, Any]) -> tuple[Voucher, ...]:
    if not isinstance(ask["vouchers"], list):
        raise Misspelled("vouchers must be a list")
    return tuple(thing(Voucher, one) for one in ask["vouchers"])


def let_in(socket: Path, name: str, rows: int, vouchers: Sequence[Voucher], tell: Tell) -> Went:
    """Have the kiosk behind a socket let a stack of so many rows in, to its last card.

    Raises:
        KioskSilent: nobody answers (any more). What was written stays; it goes on from there.
    """
    kiosk = Conversation(socket)
    try:
        asked = {"ask": "cards.begin", "stack": name, "vouchers": [plain(one) for one in vouchers]}
        went: Went = thing(Went, kiosk.ask(asked)["went"])
        while not (went.closed or went.reason or went.wrong):
            went = thing(Went, kiosk.ask({"ask": "cards.go_on", "stack": name})["went"])
            if not went.wrong:
                tell(Progress("writing the cards", min(went.row, rows), rows))
        return went
    finally:
        kiosk.close()
