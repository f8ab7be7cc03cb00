"""kiosk.toml as it may leave the kiosk: every key, and what it says where that names nobody."""

import re
from collections.abc import Mapping
from typing import Final

from kiosk.assembly.report.cleaning import LEFT_OUT, Clean
from kiosk.config import Settings
from kiosk.config.comparing import HIDDEN, flat

CALLED: Final = frozenset({"name", "id", "position", "positions", "rack", "racks", "quarantine"})
"""Keys whose values are names that somebody gave, also when they look like numbers."""

_NUMBER: Final = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,3})?")


def told(settings: Settings, clean: Clean) -> Mapping[str, Mapping[str, str]]:
    """Return every table with its keys; a secret is shown as there, or as empty."""
    tables: dict[str, dict[str, str]] = {}
    for row, (table, keys) in enumerate(flat(settings).items()):
        called = table.partition(" ")[0]
        place = f"{row:03} {called}" if called.startswith("[[") else called
        tables[place] = {key: _value(table, key, value, clean) for key, value in keys.items()}
    return tables


def _value(table: str, key: str, value: str, clean: Clean) -> str:
    last = key.rpartition(", ")[2]
    if last in HIDDEN or (table, last) == ("[kiosk]", "name"):
        return LEFT_OUT if value else ""
    if last not in CALLED and _NUMBER.fullmatch(value):
        return value
    return clean(value)
