"""A PN532 badge reader on a serial line (HSU), by its own firmware.

`chip` wakes it and carries one command to it and back, `cards` finds out who is there and lets a
card prove itself, and `reader` is the thread.
"""

from drivers.pn532_reader.reader import Pn532Reader

__all__ = ["Pn532Reader"]
