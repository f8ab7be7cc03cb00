"""Time for outputs, moved by hand."""

from collections.abc import Callable

from drivers.parts.bounded_output import Cancel


class Countdowns:
    """Stands in for `wall_countdown`: remembers what was armed, and runs it out when told."""

    def __init__(self) -> None:
        self.armed: list[tuple[float, Callable[[], None]]] = []
        self.late: list[Callable[[], None]] = []
        """Cancelled ones: a real timer may fire at that very moment."""

    def __call__(self, after_s: float, act: Callable[[], None]) -> Cancel:
        entry = (after_s, act)
        self.armed.append(entry)

        def cancel() -> None:
            if entry in self.armed:
                self.armed.remove(entry)
                self.late.append(act)

        return cancel

    @property
    def seconds(self) -> list[float]:
        return [after_s for after_s, _ in self.armed]

    def run_out(self) -> None:
        """Let the one armed countdown end."""
        ((_, act),) = self.armed
        self.armed.clear()
        act()
