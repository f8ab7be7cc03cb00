"""The reports of losses for files of the nation and of other countries, as CSV and as JSON.

Numbers and serials byte for byte (P12); a command writes them into files, a page sends them.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone

from kiosk.service.losses.views import LossFace

SCHEMA = 1
COLUMNS = (
    "status", "agency", "case", "date", "place", "circumstances", "firearm_type", "make_model",
    "calibre", "serial", "registration_number", "bearer_number", "bearer_name", "bearer_rank",
    "bearer_unit", "reported", "reported_by", "found", "found_place", "complete", "head",
    "serial_reported",
)  # fmt: skip
"""What a report has: NCIC's mandatory fields first, then who had it, where the book has it, and by
which serial it was reported, if that was corrected since."""

Row = dict[str, str]


def rows_of(told: Iterable[LossFace], utc_offset_min: int) -> list[Row]:
    """Return the reports as rows. `utc_offset_min`: local time, for days."""
    return [_row(one, utc_offset_min) for one in told]


def as_csv(rows: Sequence[Row]) -> str:
    """Return rows as CSV (RFC 4180), every cell quoted."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, COLUMNS, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def as_json(rows: Sequence[Row], kiosk: str) -> str:
    """Return rows as JSON. `kiosk`: whose they are."""
    told = {"schema": SCHEMA, "kiosk": kiosk, "losses": rows}
    return json.dumps(told, ensure_ascii=False, indent=1)


def _row(one: LossFace, utc_offset_min: int) -> dict[str, str]:
    when_ms = one.when_ms
    when = _day(when_ms, utc_offset_min) if one.whole_day else _moment(when_ms)
    return {
        "status": "found" if one.found_ms else one.kind,
        "agency": one.agency,
        "case": one.case,
        "date": when,
        "place": one.place,
        "circumstances": one.how,
        "firearm_type": one.type,
        "make_model": one.name,
        "calibre": one.calibre,
        "serial": one.serial,
        "registration_number": one.number,
        "bearer_number": one.bearer,
        "bearer_name": one.bearer_name,
        "bearer_rank": one.rank,
        "bearer_unit": one.unit,
        "reported": _moment(one.reported_ms),
        "reported_by": one.by,
        "found": _moment(one.found_ms),
        "found_place": one.found_place,
        "complete": "yes" if one.complete else "no",
        "head": one.head,
        "serial_reported": one.serial_reported,
    }


def _moment(wall_ms: int) -> str:
    return f"{datetime.fromtimestamp(wall_ms / 1000, UTC):%Y-%m-%dT%H:%MZ}" if wall_ms else ""


def _day(wall_ms: int, utc_offset_min: int) -> str:
    """Return the local day that begins at a wall moment: all that is known of when it was."""
    zone = timezone(timedelta(minutes=utc_offset_min))
    return f"{datetime.fromtimestamp(wall_ms / 1000, zone):%Y-%m-%d}"
