"""Lists of the capital let in while the kiosk works: its keeper writes them between two scans.

Whoever asks names a list and never brings a row: the kiosk reads it where it waits beside its book.
One question is one portion, so that whoever asks may leave at any time, and goes on later.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from kiosk.cards.commit import Voucher
from kiosk.cards.running import Went
from kiosk.cards.table_file import TableWrong
from kiosk.keeper.eyes import Eyes
from kiosk.keeper.ports import Facts
from kiosk.lists.commit import why_not
from kiosk.lists.letting_in import Rows, Sweep, next_line
from kiosk.lists.waiting import Found, waiting
from kiosk.registry.national_table import KeptList, NationalBook
from kiosk.registry.progress import Progress, Tell
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.broken import KioskError
from kiosk.rules.national import NationalList, TakingList
from kiosk.rules.observations import national as n
from kiosk.rules.pending import NOTHING_KNOWN
from kiosk.rules.things import Moment
from kiosk.service.client import Conversation
from kiosk.service.local import LocalService
from kiosk.spelling import Misspelled, plain, thing

Meant = Callable[[Moment, NationalList, tuple[o.Signature, ...]], o.Observation]


@dataclass
class ListsDesk:
    """Lets lists in on behalf of another program. Any thread.

    `folder`: of the book; `lists` and `facts`: what is read of it.
    """

    service: LocalService
    folder: Path
    lists: NationalBook
    facts: Facts
    _rows: dict[str, Rows] = field(default_factory=dict)

    def begin(self, name: str, vouchers: Sequence[Voucher]) -> Went:
        """Have the rules decide on the two people who stand by a list; a begun one needs none."""
        return self._asked(name, vouchers, n.ListVouched)

    def sign(self, name: str, number: str, pin: str) -> Went:
        """Have the rules decide on one who signs away from the bay; another comes to the reader."""

        def meant(at: Moment, one: NationalList, people: tuple[o.Signature, ...]) -> o.MatterAsked:
            return o.MatterAsked(at, people[0], TakingList(one), NOTHING_KNOWN)

        return self._asked(name, [Voucher(number, pin)], meant)

    def awaited(self) -> str:
        """Return the name of the list that waits for its second person at the bay; or nothing."""
        bay = self.service.bay()
        pending = None if bay is None or bay.session is None else bay.session.pending
        matter = None if pending is None else pending.matter
        return matter.listing.name if isinstance(matter, TakingList) else ""

    def go_on(self, name: str) -> Went:
        """Write the next rows of a list that was begun; behind the last, look what is here."""
        try:
            kept = self.lists.one(name)
            if kept is None:
                return Went(wrong=f"Nobody stands by list {name} yet.", why="gone")
            if kept.closed is not None:
                return Went(kept.taken, closed=True)
            if kept.taken < kept.listing.rows:
                return self._portion(kept)
            return self._end(kept)
        except (TableWrong, KioskError, OSError) as wrong:
            return Went(wrong=f"{wrong}".rstrip(".") + ".", why="unread")

    def _asked(self, name: str, vouchers: Sequence[Voucher], meant: Meant) -> Went:
        try:
            found = self._found(name)
            people = tuple(self.service.signature(one.number, one.pin) for one in vouchers)

            def meaning(eyes: Eyes, at: Moment) -> o.Observation | None:
                if self.lists.one(name) is not None:
                    return None  # somebody let it in meanwhile
                return meant(at, found.listing, tuple(signs(eyes) for signs in people))

            ticket = self.service.ask(meaning)
        except FileNotFoundError as wrong:
            return Went(wrong=str(wrong), why="gone")
        except (KioskError, OSError) as wrong:
            return Went(wrong=str(wrong), why="unread")
        if ticket.broken:
            return Went(wrong=ticket.broken, why="unread")
        reason, about = why_not(ticket.entries)
        return Went(reason=reason, about=about)

    def _portion(self, kept: KeptList) -> Went:
        name = kept.listing.name
        if name not in self._rows:
            kept_file = waiting(self.folder, name)
            if kept_file is None:
                return Went(wrong=f"The file of list {name} is gone.", why="gone")
            self._rows[name] = Rows(kept_file.path, kept.listing.sha256)
        nowhen = Moment(0, 0)  # the keeper's turn has a moment, and the line will have that
        line = next_line(kept.taken, kept.listing, self._rows[name], nowhen)
        assert line is not None, "not all rows are in"

        def meaning(_: Eyes, at: Moment) -> o.Observation | None:
            now = self.lists.one(name)
            if now is None or now.taken != kept.taken:
                return None  # somebody else asked for the same portion, and came first
            return n.ListRead(at, e.NationalListRead(at, name, kept.taken, line.rows))

        ticket = self.service.ask(meaning)
        if ticket.broken:
            return Went(wrong=ticket.broken, why="unread")
        return Went(kept.taken + len(line.rows))

    def _end(self, kept: KeptList) -> Went:
        """Tell the keeper what is here and on a list, one weapon a turn, and close it."""
        sweep, here, name = Sweep(self.lists, self.facts), 0, kept.listing.name
        for number in sweep.found():
            seen = sweep.seen(Moment(0, 0), number)
            here += seen is not None
            ticket = self.service.ask(partial(_told_of, sweep, number))
            if ticket.broken:
                return Went(wrong=ticket.broken, why="unread")

        def meaning(_: Eyes, at: Moment) -> o.Observation | None:
            now = self.lists.one(name)
            if now is None or now.closed is not None:
                return None
            return n.ListRead(at, e.NationalListClosed(at, name, kept.listing.rows, here))

        ticket = self.service.ask(meaning)
        if ticket.broken:
            return Went(wrong=ticket.broken, why="unread")
        self._rows.pop(name, None)
        return Went(kept.taken, closed=True)

    def _found(self, name: str) -> Found:
        """Return what was found in a list.

        Raises:
            FileNotFoundError: none of that name waits, or it is not whole.
        """
        kept = waiting(self.folder, name)
        found = None if kept is None else kept.found
        if found is None or not found.good:
            raise FileNotFoundError(f"No list {name} waits that can be let in.")
        return found


def _told_of(sweep: Sweep, number: str, _: Eyes, at: Moment) -> o.Observation | None:
    return sweep.seen(at, number)


def national_answers(
    desk: ListsDesk,
) -> dict[str, Callable[[Mapping[str, Any]], dict[str, object]]]:
    """Return what the questions of `kiosk losses import` are answered with."""
    return {
        "national.begin": lambda ask: {"went": plain(desk.begin(_name(ask), _vouchers(ask)))},
        "national.go_on": lambda ask: {"went": plain(desk.go_on(_name(ask)))},
    }


def _name(ask: Mapping[str, Any]) -> str:
    if not isinstance(ask["list"], str):
        raise Misspelled("list must be text")
    return str(ask["list"])


def _vouchers(ask: Mapping[str, Any]) -> tuple[Voucher, ...]:
    if not isinstance(ask["vouchers"], list):
        raise Misspelled("vouchers must be a list")
    return tuple(thing(Voucher, one) for one in ask["vouchers"])


def let_in(socket: Path, listing: NationalList, vouchers: Sequence[Voucher], tell: Tell) -> Went:
    """Have the kiosk behind a socket let a list in, to its last row.

    Raises:
        KioskSilent: nobody answers (any more). What was written stays; it goes on from there.
    """
    kiosk, name = Conversation(socket), listing.name
    try:
        asked = {"ask": "national.begin", "list": name, "vouchers": [plain(x) for x in vouchers]}
        went: Went = thing(Went, kiosk.ask(asked)["went"])
        while not (went.closed or went.reason or went.wrong):
            went = thing(Went, kiosk.ask({"ask": "national.go_on", "list": name})["went"])
            if not went.wrong:
                tell(Progress("writing the list", min(went.row, listing.rows), listing.rows))
        return went
    finally:
        kiosk.close()
