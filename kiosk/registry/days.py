"""What the plots ask: the newest days. A reading connection of its own; any thread."""

from dataclasses import dataclass

from kiosk.registry.moves_days import BEGINS_MS, DAY_MS
from kiosk.registry.queries import Asked

_DAYS = """
    SELECT day, issued, returned, openings, open_ms, weapon_ms, counts, counted, differing, steps,
        refused,
        coalesce(inside_then, (SELECT count(*) FROM inside)),
        coalesce(out_then, (SELECT count(*) FROM custody)),
        coalesce(missing_then, (SELECT count(*) FROM missing)),
        coalesce(late_then, (SELECT count(*) FROM late WHERE tells = 'custodian'))
    FROM days ORDER BY day DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the book. `began_ms`: wall.

    `open_ms`: how long cables that were released stood open; `weapon_ms`: the same for each weapon
    they exposed. `inside` and what follows: how it stood when the day had ended, or now.
    """

    began_ms: int
    issued: int = 0
    returned: int = 0
    openings: int = 0
    open_ms: int = 0
    weapon_ms: int = 0
    counts: int = 0
    counted: int = 0
    differing: int = 0
    steps: int = 0
    refused: int = 0
    inside: int = 0
    out: int = 0
    missing: int = 0
    late: int = 0


class Days(Asked):
    """What is asked about days."""

    def newest(self, limit: int) -> tuple[Day, ...]:
        """Return the newest days on which anything was written, oldest first."""
        rows = self._rows(_DAYS, (limit,))
        return tuple(Day(day * DAY_MS - BEGINS_MS, *sums) for day, *sums in reversed(rows))
