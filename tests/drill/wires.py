"""The wires of the rack room: how every line really stands, and which of them are cut."""

from collections.abc import Callable

from drivers.readings import Edge, Found, Lost, Reading
from kiosk.keeper.eyes import Wiring
from kiosk.rules.things import CableId
from tests.drill.truth import Truth

WHY = "the wires are cut"


class Wires:
    """The contacts of the cables and the lines beside them. A line that is cut tells nothing."""

    def __init__(self, wiring: Wiring, truth: Truth, put: Callable[..., object]) -> None:
        """Begin with every line whole, and none beside the contacts active."""
        self._wiring, self._truth, self._put = wiring, truth, put
        self.active = dict.fromkeys(wiring.signals, False)
        self._cut = set[str]()

    def tell(self, cable: CableId) -> None:
        """Let the contact of a cable say how it stands now."""
        self._say(next(line for line, its in self._wiring.cables.items() if its == cable))

    def signal(self, line: str, *, active: bool) -> None:
        """Let a line beside those of the cables become active, or come to rest."""
        if self.active[line] != active:
            self.active[line] = active
            self._say(line)

    def sever(self, line: str) -> None:
        """Cut a wire."""
        if line not in self._cut:
            self._cut.add(line)
            self._put(Lost(line, WHY))

    def splice(self, line: str) -> None:
        """Mend a wire: its line is there again, and says how it stands."""
        if line in self._cut:
            self._put(Found(line), Edge(line, closed=self._closed(line)))
            self._cut.discard(line)

    def lost(self) -> list[Reading]:
        """Return what a driver says of the wires that are cut when it starts."""
        return [Lost(line, WHY) for line in sorted(self._cut)]

    def levels(self) -> dict[str, bool]:
        """Return how every line stands that can say so, True for closed."""
        lines = [*self._wiring.cables, *self._wiring.signals]
        return {line: self._closed(line) for line in lines if line not in self._cut}

    def unseen(self) -> set[CableId]:
        """Return the cables whose contact says nothing."""
        return {its for line, its in self._wiring.cables.items() if line in self._cut}

    def _say(self, line: str) -> None:
        if line not in self._cut:
            self._put(Edge(line, closed=self._closed(line)))

    def _closed(self, line: str) -> bool:
        cable = self._wiring.cables.get(line)
        return not (self.active[line] if cable is None else self._truth.open[cable])
