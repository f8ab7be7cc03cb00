"""What draws the papers of the office pages: from the register of a running kiosk, read only.

Each opens the register for itself and lets go of it again: a paper is printed now and then, and a
certificate that is looked for in a long book holds nobody up.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk.assembly.card_numbers import CardNumberWrong, card_numbers
from kiosk.assembly.count_papers import certified, missing
from kiosk.assembly.loss_export import as_csv, as_json, rows_of
from kiosk.config import Settings
from kiosk.papers.blank_card import blank_cards
from kiosk.papers.certificate import certificate
from kiosk.papers.faces import PrintedLabel, TooSmall
from kiosk.papers.frame import Printed
from kiosk.papers.search_list import search_list
from kiosk.papers.sheets import SHEETS, sheets
from kiosk.papers.sticking_list import Stuck, placed, sticking_list
from kiosk.registry.count_queries import CountPapers
from kiosk.registry.losses_table import LossBook
from kiosk.registry.queries import Facts
from kiosk.registry.racking_queries import Incoming
from kiosk.registry.search import PlacedWeapon, Search
from kiosk.rules.labels import Kind, Label, read_label
from kiosk.service.losses.desk import face
from kiosk.service.papers.desk import Draws, Unprinted
from kiosk.service.papers.views import CARDS_MAX, LABELS_MAX, LabelsWanted

EVERY_MAX = 100_000
"""Weapons of a whole list, at most: more than a store has."""


@dataclass(frozen=True, slots=True)
class PaperDrawing:
    """Draws from the register at `database`. `printed`: where, when, and the head of the chain."""

    settings: Settings
    database: Path
    printed: Callable[[], Printed]

    def draws(self) -> Draws:
        """Return what draws each paper."""
        return Draws(self.certificate, self.search_list, self.labels, self.blank_cards, self.losses)

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

    def labels(self, wanted: LabelsWanted) -> str:
        """Return labels of weapons on sheets, or the list of where each is stuck."""
        if wanted.sheet not in SHEETS:
            raise Unprinted("sheet_unknown", wanted.sheet)
        sheet = SHEETS[wanted.sheet]
        if not 1 <= wanted.first <= sheet.labels:
            raise Unprinted("label_first", str(sheet.labels))
        weapons = self._weapons(wanted)
        if wanted.stuck:
            stuck = [Stuck("", one.number, one.serial, one.name, one.position) for one in weapons]
            return sticking_list(placed(stuck, sheet.labels, wanted.first), self.printed())
        faces = [PrintedLabel(one.number, self.settings.kiosk.name) for one in weapons]
        try:
            return sheets(faces, sheet, wanted.first)
        except TooSmall as small:
            raise Unprinted("label_too_small", wanted.sheet) from small

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

    def _weapons(self, wanted: LabelsWanted) -> list[PlacedWeapon]:
        """Return the weapons that are asked for, each once, in their order."""
        with closing(Search.at(self.database)) as search:
            numbers = self._listed(wanted) if wanted.every else self._typed(wanted.numbers)
            if not numbers:
                raise Unprinted("no_labels")
            found = [(number, search.weapon(number)) for number in numbers]
        unknown = next((number for number, weapon in found if weapon is None), None)
        if unknown is not None:
            raise Unprinted("unknown_weapon", unknown)
        return [weapon for _, weapon in found if weapon is not None]

    def _typed(self, texts: Sequence[str]) -> list[str]:
        """Return registration numbers as they were typed or scanned."""
        numbers = dict[str, None]()
        for text in texts:
            label = read_label(text)
            if not isinstance(label, Label) or label.kind is not Kind.WEAPON or not label.sound:
                raise Unprinted("no_weapon_number", text)
            numbers[label.text] = None
        if len(numbers) > LABELS_MAX:
            raise Unprinted("too_many_labels", str(len(numbers)))
        return list(numbers)

    def _listed(self, wanted: LabelsWanted) -> list[str]:
        """Return a part of a whole list, by registration number."""
        if wanted.every == "bay":
            with closing(CountPapers.at(self.database)) as papers:
                every = papers.in_bay()
        else:
            with closing(Incoming.at(self.database)) as incoming:
                every = incoming.waiting(unready=False, after="", limit=EVERY_MAX)
        begins = (max(wanted.part, 1) - 1) * LABELS_MAX
        return [str(one) for one in every[begins : begins + LABELS_MAX]]
