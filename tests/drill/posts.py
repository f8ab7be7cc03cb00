"""Those who keep posts in the book: the chief leaves weapons there, sheets go out and come back.

They name the wrong holder now and then, muster what is their own, scan an old sheet, and tick what
is not true. Whatever they do, nobody's weapon changes hands by a sheet of paper.
"""

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.mustering import NO_MUSTERS
from kiosk.rules.musters.codes import code_of
from kiosk.rules.observations import musters as m
from kiosk.rules.things import OfficerNumber, Role, WeaponNumber
from tests.drill.people import Visitor
from tests.drill.world import Life, Meaning

POSTS = ("Kdol", "ប៉ុស្តិ៍សំឡូត")


class PostDesk(Visitor):
    """A chief or registrar at the desk of musters."""

    def life(self) -> Life:
        """Sit down there every hour or two."""
        random = self.world.random
        while True:
            yield random.choice([1800, 3600, 7200])
            screen = self.screen
            if screen is None:
                continue
            if self.who.role is Role.CHIEF and screen.out and not self.errs(0.3):
                self._leave(screen)
            elif screen.musters.open and not self.errs(0.2):
                self._enter(screen)
            else:
                self._asks(self._draw())

    def _leave(self, screen: Bay) -> None:
        random = self.world.random
        weapon = random.choice(sorted(screen.out))
        holder = screen.out[weapon].holder if not self.errs(0.1) else self.who.number
        asked = (weapon, holder, random.choice(POSTS), "SA-1", random.choice([1, 90]), 1)
        signature = self._signature()
        self._asks(lambda _, at: m.StandingAsked(at, signature, *asked))

    def _draw(self) -> Meaning:
        post, signature = self.world.random.choice(POSTS), self._signature()
        return lambda _, at: m.MusterAsked(at, signature, post)

    def _enter(self, screen: Bay) -> None:
        """Enter a sheet row by row, close it, and hold what was written against what was said."""
        random, signature = self.world.random, self._signature()
        sheet = random.choice([*screen.musters.open.values()])
        looker = random.choice(self.world.layout.people).number
        number = sheet.drawn.muster - self.errs(0.1)
        for row in sheet.drawn.rows:
            said = self._said(number, row.weapon)
            self._asks(_rows_said(signature, (said,), looker))
        self._asks(lambda _, at: m.MusterEnded(at, signature, sheet.drawn.muster))

    def _said(self, muster: int, weapon: WeaponNumber) -> m.RowSaid:
        answer = self.world.random.choice([*e.MusterAnswer, e.MusterAnswer.SEEN])
        engraved = "9" * 4 if answer is e.MusterAnswer.DIFFERS else ""
        return m.RowSaid(code_of(max(muster, 0), weapon), answer, engraved)

    def _signature(self) -> o.Signature:
        person = self.world.register.person(self.who.number)
        return o.Signature(self.who.number, person, not self.errs(0.05))

    def _asks(self, meaning: Meaning) -> None:
        hold = self.world.hold
        before = dict(self.screen.out) if self.screen is not None else {}
        sheets = self.screen.musters if self.screen is not None else NO_MUSTERS
        for entry in self.world.ask(meaning):
            if isinstance(entry, e.MusterAnswered):
                custody = before.get(entry.weapon)
                holder = custody.holder if custody is not None else None
                three = len({entry.seen_by, entry.by, holder}) == 3
                hold("P10", three, f"{entry.weapon}: somebody musters their own")
            if isinstance(entry, e.StandingAssigned):
                hold("P10", entry.by != entry.officer, "somebody leaves it with themselves")
            if isinstance(entry, e.MusterClosed):
                hold("P10", entry.by not in entry.seen_by, "who looked closes the sheet")
                sheet = sheets.numbered(entry.muster)
                entered = {one.by for one in sheet.answers.values()} if sheet is not None else set()
                hold("P10", entry.by not in entered, "who entered closes the sheet")
        after = dict(self.screen.out) if self.screen is not None else before
        same = all(after[one].holder == before[one].holder for one in before if one in after)
        hold("P5", before.keys() == after.keys() and same, "a sheet moved a weapon")


def _rows_said(
    signature: o.Signature, rows: tuple[m.RowSaid, ...], looker: OfficerNumber
) -> Meaning:
    return lambda eyes, at: eyes.muster_read(at, signature, rows, looker)
