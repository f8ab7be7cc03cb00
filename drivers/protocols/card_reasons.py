"""Why the bytes of a card, a badge reader or a keyboard are no frame: fixed wire names.

What scanners reject has its names in `reasons`; this room adds what only cards and buses can do.
"""

from typing import Final

NO_FRAME: Final = "no_frame"
"""Bytes that belong to no frame of the format: noise, or what is left of a damaged one."""

HALF_FRAME: Final = "half_frame"
"""A frame began, and the bytes stopped before its end."""

BAD_LENGTH: Final = "bad_length"
"""The length that the frame states cannot be."""

BAD_PARITY: Final = "bad_parity"
"""A parity bit disagrees with its half of the card."""

NOT_THE_EXAMPLE: Final = "not_the_example"
"""Sixteen bytes that the standard's worked example does not contain."""

TWO_CARDS: Final = "two_cards"
"""Two cards spoke at once."""

RANDOM_UID: Final = "random_uid"
"""A phone, or a card that hides its number: another UID each time."""

CANNOT_PROVE: Final = "card_cannot_prove"
"""The reader demands a proof, and the card has nothing but its UID."""
