"""What draws the labels that the office pages ask for: from the register, read only.

Of weapons by number or by whole lists, of badges that nobody was ever given, of command cards and
of positions; on sheets, on rolls, or as the list of where each is stuck.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk.config import Settings
from kiosk.papers.faces import PrintedLabel, TooSmall
from kiosk.papers.frame import Printed
from kiosk.papers.sheets import SHEETS, sheets
from kiosk.papers.sticking_list import Stuck, placed, sticking_list
from kiosk.papers.zpl import DOTS_PER_MM, ROLLS, zpl
from kiosk.registry.count_queries import CountPapers
from kiosk.registry.racking_queries import Incoming
from kiosk.registry.search import PlacedWeapon, Search
from kiosk.rules.labels import SEQUENCES, Kind, Label, command_cards, number, read_label
from kiosk.service.papers.desk import Unprinted
from kiosk.service.papers.views import LABELS_MAX, LabelsWanted

EVERY_MAX = 100_000
"""Weapons of a whole list, at most: more than a store has."""

_Stuck = tuple[PrintedLabel, Stuck]
"""A label, and what it goes on."""


@dataclass(frozen=True, slots=True)
class LabelPapers:
    """Draws labels for the kiosk of `settings`, whose register is at `database`. Any thread.

    `printed`: where and when, for the list of what is stuck where.
    """

    settings: Settings
    database: Path
    printed: Callable[[], Printed]

    def drawn(self, wanted: LabelsWanted) -> str:
        """Return labels as sheets (HTML) or for a roll (ZPL), or the list of where each is stuck.

        Raises:
            Unprinted: there is no such stock, or no such label.
        """
        _refuse_stock(wanted)
        labels = [*self._labels(wanted)]
        if not labels:
            raise Unprinted("no_labels")
        faces, sheet = [label for label, _ in labels], SHEETS[wanted.sheet]
        if wanted.stuck:
            first = 0 if wanted.roll else wanted.first
            stuck = placed([goes_on for _, goes_on in labels], sheet.labels, first)
            return sticking_list(stuck, self.printed())
        try:
            if wanted.roll:
                return zpl(faces, ROLLS[wanted.roll], wanted.dpi)
            return sheets(faces, sheet, wanted.first)
        except TooSmall as small:
            raise Unprinted("label_too_small", wanted.roll or wanted.sheet) from small

    def _labels(self, wanted: LabelsWanted) -> Iterator[_Stuck]:
        match wanted.every:
            case "badges":
                return self._badges(wanted.begins, wanted.ends)
            case "commands":
                return self._commands()
            case "positions":
                return self._positions()
            case _:
                return self._of_weapons(wanted)

    def _badges(self, begins: int, ends: int) -> Iterator[_Stuck]:
        """Yield badges by their running numbers; one that anybody ever had is not printed again."""
        if not 0 <= begins <= ends < SEQUENCES:
            raise Unprinted("badge_numbers", str(SEQUENCES - 1))
        if ends - begins >= LABELS_MAX:
            raise Unprinted("too_many_labels", str(ends - begins + 1))
        site, name = self.settings.kiosk.site, self.settings.kiosk.name
        with closing(CountPapers.at(self.database)) as papers:
            for sequence in range(begins, ends + 1):
                badge = number(Kind.BADGE, site, sequence)
                if papers.was_given(badge):
                    raise Unprinted("badge_given", badge)
                yield PrintedLabel(badge, name), Stuck("", badge, what="new badge")

    def _commands(self) -> Iterator[_Stuck]:
        for text, name in command_cards(self.settings.kiosk.site):
            yield PrintedLabel(text, name), Stuck("", text, what=f"command card {name}")

    def _positions(self) -> Iterator[_Stuck]:
        for position in self.settings.positions():
            yield PrintedLabel("", position.id), Stuck("", "", place=position.id)

    def _of_weapons(self, wanted: LabelsWanted) -> Iterator[_Stuck]:
        for one in self._weapons(wanted):
            goes_on = Stuck("", one.number, one.serial, one.name, one.position)
            yield PrintedLabel(one.number, self.settings.kiosk.name), goes_on

    def _weapons(self, wanted: LabelsWanted) -> list[PlacedWeapon]:
        """Return the weapons that are asked for, each once, in their order."""
        with closing(Search.at(self.database)) as search:
            numbers = self._listed(wanted) if wanted.every else _typed(wanted.numbers)
            found = [(number, search.weapon(number)) for number in numbers]
        unknown = next((number for number, weapon in found if weapon is None), None)
        if unknown is not None:
            raise Unprinted("unknown_weapon", unknown)
        return [weapon for _, weapon in found if weapon is not None]

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


def _refuse_stock(wanted: LabelsWanted) -> None:
    """Say so when no such sheet or roll is sold, or no such printer.

    Raises:
        Unprinted: it is so.
    """
    if wanted.sheet not in SHEETS:
        raise Unprinted("sheet_unknown", wanted.sheet)
    if wanted.roll and (wanted.roll not in ROLLS or wanted.dpi not in DOTS_PER_MM):
        raise Unprinted("sheet_unknown", f"{wanted.roll} {wanted.dpi}")
    labels = SHEETS[wanted.sheet].labels
    if not wanted.roll and not 1 <= wanted.first <= labels:
        raise Unprinted("label_first", str(labels))


def _typed(texts: Sequence[str]) -> list[str]:
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
