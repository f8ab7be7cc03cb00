"""What draws the papers of the office pages: from the register of a running kiosk, read only.

Each opens the register for itself and lets go of it again: a paper is printed now and then, and a
certificate that is looked for in a long book holds nobody up.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk.assembly.card_numbers import CardNumberWrong, card_numbers
from kiosk.assembly.count_papers import certified, missing
from kiosk.assembly.label_papers import LabelPapers
from kiosk.assembly.loss_export import as_csv, as_json, rows_of
from kiosk.config import Settings
from kiosk.papers.blank_card import blank_cards
from kiosk.papers.certificate import certificate
from kiosk.papers.frame import Printed
from kiosk.papers.search_list import search_list
from kiosk.registry.count_queries import CountPapers
from kiosk.registry.losses_table import LossBook
from kiosk.registry.queries import Facts
from kiosk.service.losses.desk import face
from kiosk.service.papers.desk import Draws, Unprinted
from kiosk.service.papers.views import CARDS_MAX


@dataclass(frozen=True, slots=True)
class PaperDrawing:
    """Draws from the register at `database`. `printed`: where, when, and the head of the chain."""

    settings: Settings
    database: Path
    printed: Callable[[], Printed]

    def draws(self) -> Draws:
        """Return what draws each paper."""
        labels = LabelPapers(self.settings, self.database, self.printed).drawn
        return Draws(self.certificate, self.search_list, labels, self.blank_cards, self.losses)

    def certificate(self, count: int) -> str:
        """Return the certificate of a count; 0: of the newest."""
        database = self.database
        with closing(CountPapers.at(database)) as papers, closing(Facts.at(database)) as facts:
            found = papers.certificate(count or None)
            if found is None:
                raise Unprinted("no_certificate", str(count or ""))
            return certificate(certified(found, facts), self.printed())

    def search_list(self) -> str:
        """Return what every missing weapon is searched by."""
        database, policy = self.database, self.settings.policy
        with closing(CountPapers.at(database)) as papers, closing(Facts.at(database)) as facts:
            missed = [missing(one, facts, policy) for one in papers.missed()]
        if not missed:
            raise Unprinted("nothing_missing")
        return search_list(missed, self.printed())

    def blank_cards(self, first: str, many: int) -> str:
        """Return blank registration cards, numbered on from `first`."""
        if not 1 <= many <= CARDS_MAX:
            raise Unprinted("cards_many", str(CARDS_MAX))
        try:
            numbers = card_numbers(first, many, self.database)
        except CardNumberWrong as wrong:
            raise Unprinted(wrong.reason, wrong.about) from wrong
        return blank_cards(numbers, self.printed())

    def losses(self, form: str) -> str:
        """Return the reports that stand open, as CSV or as JSON."""
        with closing(LossBook.at(self.database)) as book:
            told = [face(kept) for kept in book.newest() if kept.end is None]
        rows = rows_of(told, self.settings.policy.utc_offset_min)
        return as_json(rows, self.settings.kiosk.name) if form == "json" else as_csv(rows)
