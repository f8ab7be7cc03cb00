"""The names of the formats of cards, badge buses and keyboards, and what decodes each."""

from collections.abc import Mapping
from typing import Final

from drivers.protocols.frames import MakeDecoder
from drivers.protocols.input_records import evdev32, evdev64
from drivers.protocols.iso14443a import iso14443a
from drivers.protocols.iso14443a_session import iso14443a_session
from drivers.protocols.keyboard_reports import hid_keyboard
from drivers.protocols.osdp import osdp
from drivers.protocols.osdp_example import osdp_sc
from drivers.protocols.pos_reports import hid_pos
from drivers.protocols.wiegand import wiegand26, wiegand34

CARD_FORMATS: Final[Mapping[str, MakeDecoder]] = {
    "iso14443a": iso14443a,
    "iso14443a-session": iso14443a_session,
    "osdp": osdp,
    "osdp-sc": osdp_sc,
    "evdev64": evdev64,
    "evdev32": evdev32,
    "hid-keyboard": hid_keyboard,
    "hid-pos": hid_pos,
    "wiegand26": wiegand26,
    "wiegand34": wiegand34,
}
"""Name of a format, as a technician types it -> what makes a decoder of it."""
