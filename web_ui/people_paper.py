"""The report of certificates: arranged for paper and as CSV. Pure."""

import csv
import io
from dataclasses import dataclass

from kiosk.service.people.views import PersonRow
from kiosk.service.people_works import CertificateFacts
from web_ui.languages import Calendar

COLUMNS = (
    "number", "name", "name_km", "rank", "unit", "post", "role", "type", "certificate", "course",
    "issued", "issuer", "expires", "state", "untrained",
)  # fmt: skip
"""The headings of the CSV: wire names, like those of the lists that are read in."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Report:
    """Everybody who serves, by number. `whole`: nobody was left out."""

    rows: tuple[PersonRow, ...] = ()
    now_ms: int = 0
    whole: bool = True
    reason: str = ""

    @property
    def untrained(self) -> tuple[PersonRow, ...]:
        """Who is out with a weapon, or is sent with an order, and has no certificate for it."""
        return tuple(row for row in self.rows if row.untrained)

    @property
    def trained(self) -> tuple[PersonRow, ...]:
        """Who has at least one certificate that counts, and is not among the untrained."""
        return tuple(row for row in self.rows if not row.untrained and self._counts(row))

    @property
    def others(self) -> tuple[PersonRow, ...]:
        """Who has none that counts, and draws nothing."""
        return tuple(row for row in self.rows if not row.untrained and not self._counts(row))

    @property
    def totals(self) -> tuple[tuple[str, int], ...]:
        """How many people have a certificate that counts, type by type."""
        found: dict[str, int] = {}
        for row in self.rows:
            for kind in {c.type for c in row.facts.certificates if state_of(c, self.now_ms)}:
                found[kind] = found.get(kind, 0) + 1
        return tuple(sorted(found.items()))

    def _counts(self, row: PersonRow) -> bool:
        return any(state_of(one, self.now_ms) for one in row.facts.certificates)


def state_of(one: CertificateFacts, now_ms: int) -> bool:
    """Return whether a certificate counts."""
    return one.expires_ms > now_ms


def as_csv(report: Report, calendar: Calendar, *, guarded: bool = False) -> str:
    """Return the report as CSV (RFC 4180), one line a certificate; who has none has a line too.

    Args:
        report: who.
        calendar: for the days; a certificate counts through its last one.
        guarded: put an apostrophe before what a spreadsheet would compute. Without it every cell
            is as the register has it.
    """
    buffer = io.StringIO(newline="")
    lines = csv.writer(buffer)
    lines.writerow(COLUMNS)
    for row in report.rows:
        for one in row.facts.certificates or (None,):
            cells = [*_person(row), *_paper(one, report.now_ms, calendar)]
            cells.append(
                " ".join(filter(None, row.untrained)) or ("mission" if row.untrained else "")
            )
            lines.writerow([_safe(cell) for cell in cells] if guarded else cells)
    return buffer.getvalue()


def _person(row: PersonRow) -> list[str]:
    one = row.facts
    return [one.number, one.name, one.name_km, one.rank, one.unit, one.post, one.role]


def _paper(one: CertificateFacts | None, now_ms: int, calendar: Calendar) -> list[str]:
    if one is None:
        return ["", "", "", "", "", "", "none"]
    issued = calendar.iso_day(one.issued_ms) if one.issued_ms else ""
    state = "valid" if state_of(one, now_ms) else "expired"
    last = calendar.iso_day(one.expires_ms - 1)
    return [one.type, one.number, one.course, issued, one.issuer, last, state]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
