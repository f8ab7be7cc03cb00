"""Lots: numbers that nobody could choose or foresee, for whoever draws among people and places."""

import secrets

BITS = 62
"""So many fit into every integer of a database, and no two orders get the same."""


def draw_lot() -> int:
    """Return a lot."""
    return secrets.randbits(BITS)
