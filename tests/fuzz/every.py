"""Every known frame, split at every place and spoiled in every bit: no chance in it."""

import random

from drivers.protocols.formats import FORMATS
from drivers.protocols.frames import MakeDecoder
from tests.drivers import wire
from tests.fuzz import formats, scanners
from tests.fuzz.campaign import Given, Told, heard, is_blind, judge


def every_split(name: str, make: MakeDecoder, told: Told) -> None:
    """Count where a known frame in two pieces, or byte by byte, is not what it is whole."""
    for frame in formats.known(scanners.FRAMES_OF.get(name, name)):
        sent = wire.sent(frame)
        whole = heard(make(), [sent])
        splits = [[sent[:cut], sent[cut:]] for cut in range(len(sent))]
        for pieces in (*splits, [bytes([byte]) for byte in sent]):
            told.counts["splits"] += 1
            if heard(make(), pieces) != whole:
                told.fault("split_differs", Given("split", sent))


def every_bit(name: str, make: MakeDecoder, told: Told, chance: random.Random) -> None:
    """Judge every known frame with each of its bits wrong."""
    if name not in FORMATS or name not in formats.CHECKED:
        return
    for frame in formats.protected(name):
        sent = wire.sent(frame)
        for bit in range(8 * len(sent)):
            body = bytearray(sent)
            body[bit // 8] ^= 1 << bit % 8
            told.counts["bits"] += 1
            told.counts["inputs"] -= 1  # counted apart
            flipped = None if is_blind(frame) else frame
            judge(name, make, Given("bit", bytes(body), flipped=flipped), told, chance)
