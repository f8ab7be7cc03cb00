"""OSDP readers on an RS-485 line, this side being the control panel (SIA OSDP 2.2).

`conversation` speaks with one reader, in a secure channel or not at all; `cards` says what a card
is; `orders` are lights and sounds; `line` is the port and its thread.
"""

from drivers.osdp_line.line import OsdpLine, OsdpReader
from drivers.osdp_line.orders import Colour

__all__ = ["Colour", "OsdpLine", "OsdpReader"]
