"""Papers for the office, answered from inside the kiosk's own process.

Whether somebody may is asked of the rules, each time; drawing them is the assembly's.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.keeper.ports import Facts
from kiosk.rules.broken import KioskError
from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.things import OfficerNumber
from kiosk.service.papers import views as v
from kiosk.service.protocol import KioskSilent

MAY_PRINT = {
    "certificate": frozenset({Desk.BAY}),
    "search_list": frozenset({Desk.BAY}),
    "labels": frozenset({Desk.REGISTER, Desk.RACKING}),
    "badges": frozenset({Desk.PEOPLE}),
    "commands": frozenset({Desk.REGISTER}),
    "positions": frozenset({Desk.REGISTER, Desk.RACKING}),
    "cards": frozenset({Desk.CARDS, Desk.RACKING}),
    "losses": frozenset({Desk.LOSSES}),
}
"""At which desk somebody sits who may print what: where its page stands, and no other.

The number of a badge is half of what opens a cable: who has to do with people prints them. A
command card moves a screen at the racks and opens nothing; an armourer needs neither.
"""


class Unprinted(Exception):
    """There is no such paper. `reason` and `about` as in `PaperPage`."""

    def __init__(self, reason: str, about: str = "") -> None:
        super().__init__(reason)
        self.reason, self.about = reason, about


@dataclass(frozen=True, slots=True)
class Draws:
    """What draws each paper. Each may raise `Unprinted`, or what a register that is broken does."""

    certificate: Callable[[int], str]
    search_list: Callable[[], str]
    labels: Callable[[v.LabelsWanted], str]
    cards: Callable[[str, int], str]
    losses: Callable[[str], str]


class PaperDesk:
    """Prints for who sits at a desk. Any thread."""

    def __init__(self, facts: Facts, draws: Draws) -> None:
        """Take what knows people, and what draws."""
        self._facts, self._draws = facts, draws

    def certificate(self, by: str, count: int) -> v.PaperPage:
        """Return the certificate of a count."""
        return self._drawn(by, "certificate", lambda: self._draws.certificate(count))

    def search_list(self, by: str) -> v.PaperPage:
        """Return what every missing weapon is searched by."""
        return self._drawn(by, "search_list", self._draws.search_list)

    def labels(self, by: str, wanted: v.LabelsWanted) -> v.PaperPage:
        """Return labels, or where each is stuck."""
        paper = wanted.every if wanted.every in v.THINGS else "labels"
        return self._drawn(by, paper, lambda: self._draws.labels(wanted))

    def cards(self, by: str, first: str, many: int) -> v.PaperPage:
        """Return blank registration cards."""
        return self._drawn(by, "cards", lambda: self._draws.cards(first, many))

    def losses(self, by: str, form: str) -> v.PaperPage:
        """Return the reports of losses as a file."""
        return self._drawn(by, "losses", lambda: self._draws.losses(form))

    def _drawn(self, by: str, paper: str, draw: Callable[[], str]) -> v.PaperPage:
        try:
            person = self._facts.person(OfficerNumber(by))
            if person is None:
                return v.PaperPage(reason="unknown_officer")
            if not MAY_PRINT[paper] & set(desks_of(person)):
                return v.PaperPage(reason="wrong_role")
            return v.PaperPage(draw())
        except Unprinted as wrong:
            return v.PaperPage(reason=wrong.reason, about=wrong.about)
        except KioskError as wrong:
            raise KioskSilent(str(wrong)) from wrong
