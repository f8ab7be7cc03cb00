"""Every desk of the office, put together for one kiosk with an open book.

A desk is a few questions on the hatch and who answers them; the book, the clock and the printer's
head of page are the same for all.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import partial

from kiosk.assembly.paper_desk import PaperDrawing
from kiosk.assembly.register_files import local_day
from kiosk.cards.pages import CardsPages
from kiosk.cards.running import CardsDesk
from kiosk.config import Settings
from kiosk.keeper.ports import Clock
from kiosk.lists.desk import ListsDesk, national_answers
from kiosk.lists.pages import ListPages
from kiosk.papers.frame import Printed
from kiosk.papers.loss_report import loss_report
from kiosk.papers.muster_sheet import muster_sheet
from kiosk.registry.book import Book
from kiosk.registry.mail import Mail
from kiosk.registry.opening import DATABASE
from kiosk.registry.tally import tally
from kiosk.rules.reports import ReportTo
from kiosk.service.bench_views import BenchPart
from kiosk.service.cards.answers import cards_page_answers
from kiosk.service.local import LocalService
from kiosk.service.lookup import LocalRegister
from kiosk.service.losses.desk import LossDesk
from kiosk.service.losses.national_remote import national_page_answers
from kiosk.service.losses.remote import loss_answers
from kiosk.service.losses.views import LossFace
from kiosk.service.marked import Marked
from kiosk.service.musters.desk import MusterDesk
from kiosk.service.musters.remote import muster_answers
from kiosk.service.musters.views import MusterPage
from kiosk.service.papers.desk import PaperDesk
from kiosk.service.papers.remote import paper_answers
from kiosk.service.people.desk import LocalPeople, people_answers
from kiosk.service.racking.desk import LocalIncoming, incoming_answers
from kiosk.service.server import Answer, register_answers
from kiosk.service.training.desk import TrainingDesk
from kiosk.service.training.remote import training_answers
from kiosk.service.transfers.desk import TransferDesk
from kiosk.service.transfers.remote import transfer_answers
from kiosk.service.watch.desk import LocalWatch, watch_answers


class Desks:
    """The desks of one kiosk. Called from threads of the hatch; the book is read, never written."""

    def __init__(self, settings: Settings, clock: Clock, book: Book, service: LocalService) -> None:
        """Prepare; `service` is where work is handed in, and where everybody looks."""
        self._settings, self._clock = settings, clock
        self._book, self._service = book, service

    @contextmanager
    def answers(self, cards: CardsDesk) -> Iterator[dict[str, Answer]]:
        """Give what the desks' questions are answered with; leave it before the book is closed."""
        pages = CardsPages(
            self._settings.folder, self._printed, self._book.facts, cards, self._today
        )
        book = self._book
        desk = ListsDesk(self._service, self._settings.folder, book.national, book.facts)
        lists = ListPages(self._settings.folder, book.facts, desk, self._today)
        with closing(pages), closing(lists):
            yield (
                cards_page_answers(pages)
                | national_answers(desk)
                | national_page_answers(lists)
                | self._weapons()
                | self._journeys()
                | self._posts()
                | self._people()
                | self._papers()
            )

    def _weapons(self) -> dict[str, Answer]:
        """Return the register, and what comes in to be racked."""
        book = self._book
        photos = book.photos(lambda: self._clock.now().wall_ms)
        marked = Marked(book.facts, book.incoming, photos.has)
        incoming = LocalIncoming(
            facts=book.facts,
            search=book.search,
            incoming=book.incoming,
            photos=photos,
            site=self._settings.kiosk.site,
            stories=book.stories,
        )
        register = LocalRegister(book.facts, book.search, book.stories, marked)
        return register_answers(register) | incoming_answers(incoming)

    def _journeys(self) -> dict[str, Answer]:
        """Return the transfers and the losses."""
        book = self._book
        mail = Mail(book.key, book.folder, book.facts.key_enrolled)
        transfers = TransferDesk(self._service, book.facts, book.transfers, mail)
        losses = LossDesk(
            self._settings.kiosk.name,
            book.facts,
            book.losses,
            policy=self._settings.policy,
            wall_ms=self._service.wall_ms,
            draw=self._report,
        )
        return {**transfer_answers(transfers), **loss_answers(losses)}

    def _posts(self) -> dict[str, Answer]:
        """Return the musters; in a training the exercises too."""
        facts = self._book.facts
        desk = MusterDesk(self._service, facts, self._sheet)
        asked: dict[str, Answer] = {**muster_answers(desk)}
        if self._settings.kiosk.training:
            written = partial(tally, self._settings.folder)
            asked |= training_answers(TrainingDesk(facts, written))
        return asked

    def _people(self) -> dict[str, Answer]:
        """Return the people, and the chief's watch."""
        book, policy = self._book, self._settings.policy
        people = LocalPeople(
            book.facts,
            book.people,
            search=book.search,
            stories=book.stories,
            clock=self._clock,
            policy=policy,
        )
        watch = LocalWatch(book.facts, book.days, book.lenses, policy, self._clock.now)
        return {**people_answers(people), **watch_answers(watch)}

    def _papers(self) -> dict[str, Answer]:
        """Return what is printed at the desks."""
        drawing = PaperDrawing(self._settings, self._book.folder / DATABASE, self._printed)
        return {**paper_answers(PaperDesk(self._book.facts, drawing.draws()))}

    def _printed(self) -> Printed:
        """Return what stands on every paper that is drawn now: where, when, the chain's head."""
        kiosk, head = self._settings.kiosk, f"{self._book.head.seq}:{self._book.head.hex}"
        offset_min = self._settings.policy.utc_offset_min
        unvouched = self._book.facts.key_enrolled() != self._book.key.fingerprint
        return Printed(
            kiosk.name, self._clock.now().wall_ms, offset_min, head, kiosk.training, unvouched
        )

    def _sheet(self, page: MusterPage) -> str:
        return muster_sheet(page, self._printed())

    def _report(self, loss: LossFace, to: ReportTo) -> str:
        return loss_report(loss, to, self._printed())

    def _today(self) -> date:
        offset_min = self._settings.policy.utc_offset_min
        return date.fromisoformat(local_day(self._clock.now().wall_ms, offset_min))


def bench_labels(settings: Settings, book: Book | None) -> tuple[BenchPart, ...]:
    """Return the badges and weapons of the register, to be held before a simulated reader."""
    if book is None:
        return ()
    people = {officer.number: officer for officer in book.office.officers()}
    badges = [
        BenchPart("badge", badge, people[number].name, people[number].role)
        for badge, number in book.office.badges().items()
        if number in people
    ]
    limit = len(settings.positions())
    weapons = [
        BenchPart("weapon", weapon.number, weapon.name, weapon.serial)
        for weapon in book.office.weapons(limit=limit)
    ]
    return (*badges, *weapons)
