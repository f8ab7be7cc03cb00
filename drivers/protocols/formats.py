"""Every wire format by the name that a technician types, and what decodes it."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from drivers.protocols import chafon, gm65, magicrf, mercury, pn532
from drivers.protocols.barcodes import CodeDecoder
from drivers.protocols.card_formats import CARD_FORMATS
from drivers.protocols.frames import MakeDecoder
from drivers.protocols.tags import TagDecoder

FORMATS: Final[Mapping[str, MakeDecoder]] = {
    "rdm6300": TagDecoder,
    "id12": TagDecoder,
    "gm65-command": gm65.command_decoder,
    "gm65-reply": gm65.reply_decoder,
    "gm65-code": gm65.EngineDecoder,
    "aim": partial(CodeDecoder, aim=True),
    "line": partial(CodeDecoder, aim=False),
    "r200": partial(magicrf.decoder, header=0xAA, end=0xDD),
    "yrm100": partial(magicrf.decoder, header=0xBB, end=0x7E),
    "chafon18": partial(chafon.decoder, antennas=False),
    "chafon288": partial(chafon.decoder, antennas=True),
    "mercury": mercury.decoder,
    "pn532": pn532.decoder,
    **CARD_FORMATS,
}

BAUD: Final[Mapping[str, int]] = {
    "r200": 115200,
    "yrm100": 115200,
    "chafon18": 57600,
    "chafon288": 57600,
    "mercury": 115200,
    "pn532": 115200,
}
"""Bits a second as the modules leave the factory; 9600 for every format that is not here."""

USUAL_BAUD: Final = 9600
