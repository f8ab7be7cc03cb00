"""Bytes that no reader sends, given to every decoder: what is made of them is judged here."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from drivers.protocols.formats import FORMATS
from drivers.protocols.frames import HELD_MAX, Decoder, Found, Frame, MakeDecoder
from tests.drivers import wire
from tests.drivers.frames import Frame as Known
from tests.fuzz import formats, scanners
from tests.fuzz.encoding import stands_in
from tests.fuzz.spoiled_scans import SIZES, spoiled_scan
from tests.fuzz.talks import Wrong

DECODERS: Mapping[str, MakeDecoder] = {**FORMATS, **scanners.SCANNERS}
"""Everything that is fed bytes, by its name in the table."""

SLOW_S = 0.010
"""CPU time of one input, at most (ours)."""

AGAIN = 4
"""How often a slow input is timed anew, of which the least counts: others use the processor too."""

LONGEST = 1024
"""Bytes of an input: more than any reader sends before somebody looks."""

UNCHECKED = b"\xab\xcd"
BLIND = {bytes.fromhex("02000001003331"), bytes.fromhex("03000001003331")}
"""GM65: its heartbeat's reply and an acknowledgement differ in one bit outside the CRC."""


@dataclass(frozen=True, slots=True)
class Given:
    """One input.

    `right`: the frames that stand in it, where that is known. `flipped`: it is this frame with one
    wrong bit, where the format has a check value. `doubled`: the same with two, which a sum or an
    exclusive or may not see: counted, and no fault of the decoder. `typed`: it is a scan with a
    hole, of which this text was typed: whole or not at all.
    """

    kind: str
    received: bytes
    right: tuple[Known, ...] = ()
    flipped: Known | None = None
    doubled: Known | None = None
    typed: str | None = None


@dataclass(slots=True)
class Told:
    """What a campaign found in one format."""

    counts: Counter[str] = field(default_factory=Counter)
    worst_s: float = 0.0
    faults: list[str] = field(default_factory=list)

    def fault(self, what: str, given: Given) -> None:
        """Count a fault, and keep the input of the first ones."""
        self.counts[what] += 1
        if len(self.faults) < 3:
            self.faults.append(f"{what} ({given.kind}): {given.received.hex()}")


def inputs(name: str, chance: random.Random) -> Iterator[Given]:
    """Return inputs for a format without end."""
    frames = formats.known(scanners.FRAMES_OF.get(name, name))
    good = formats.good(name) if name in FORMATS else []
    makers: list[Callable[[], Given]] = [lambda: _random(frames, chance)]
    if frames:
        makers.append(lambda: _mutated(frames, chance))
    if good:
        makers.append(lambda: _glued(name, good, chance))
    if name in formats.CHECKED:
        protected = formats.protected(name)
        makers.append(lambda: _flipped(protected, chance))
    if name in SIZES:
        makers.append(lambda: _holed(name, chance))
    while True:
        yield chance.choice(makers)()


def _random(frames: list[Known], chance: random.Random) -> Given:
    """Return bytes without sense, or the bytes of frames in another order."""
    size = chance.choice((0, 1, 8, 64, LONGEST)) or chance.randrange(1, 200)
    alphabet = wire.sent(chance.choice(frames)) if frames and chance.random() < 0.5 else b""
    if alphabet:
        return Given("shuffled", bytes(chance.choices(alphabet, k=size)))
    return Given("random", chance.randbytes(size))


def _mutated(frames: list[Known], chance: random.Random) -> Given:
    """Return known frames with a few bytes changed, lost or doubled."""
    body = bytearray(
        b"".join(wire.sent(chance.choice(frames)) for _ in range(chance.randint(1, 4)))
    )
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(body))
        match chance.randrange(4):
            case 0:
                body[at] = chance.randrange(256)
            case 1:
                del body[at : at + chance.randint(1, 4)]
            case 2:
                body[at:at] = body[at : at + chance.randint(1, 8)]
            case _:
                body[at] ^= 1 << chance.randrange(8)
        body = body or bytearray(1)
    return Given("mutated", bytes(body[:LONGEST]))


def _glued(name: str, good: list[Known], chance: random.Random) -> Given:
    """Return good frames with noise between them, that must all be found."""
    chosen = tuple(chance.choices(good, k=chance.randint(1, 4)))
    noise = chance.randbytes(chance.choice((0, 0, 3, 30)))
    if name in formats.STEPPED:  # a frame has no beginning: its neighbour's end is its own
        text = name in wire.DEVICES and noise
        noise = noise.translate(None, b"\x02\x03\n") + b"\r" if text else b""
    return Given("glued", noise + noise.join(map(wire.sent, chosen)), chosen)


def _flipped(good: list[Known], chance: random.Random) -> Given:
    frame = chance.choice(good)
    body = bytearray(wire.sent(frame))
    wrong = chance.choice((1, 2))
    for bit in chance.sample(range(8 * len(body)), wrong):
        body[bit // 8] ^= 1 << bit % 8
    if wrong > 1:
        return Given("two bits", bytes(body), doubled=frame)
    return Given("bit", bytes(body), flipped=None if is_blind(frame) else frame)


def _holed(name: str, chance: random.Random) -> Given:
    text, received = spoiled_scan(name, chance)
    return Given("hole", received, typed=text)


def is_blind(frame: Known) -> bool:
    """Return whether a wrong bit of this frame may pass: it is unchecked, or has a twin."""
    return wire.sent(frame) in BLIND or UNCHECKED in wire.sent(frame)


def judge(name: str, make: MakeDecoder, given: Given, told: Told, chance: random.Random) -> None:
    """Give one input to a new decoder, whole and in pieces, and count what is wrong."""
    told.counts["inputs"] += 1
    try:
        found, took_s = _timed(make, given.received)
        for _ in range(AGAIN):
            if took_s <= SLOW_S:
                break
            found, again_s = _timed(make, given.received)
            took_s = min(took_s, again_s)
        pieces = heard(make(), list(_pieces(given.received, chance)))
    except _Grown:
        told.fault("held_too_much", given)
        return
    except Exception as wrong:  # noqa: BLE001 - whatever a decoder raises is a finding
        told.fault("exceptions", given)
        told.faults.append(repr(wrong))
        return
    told.worst_s = max(told.worst_s, took_s)
    told.counts["slow"] += took_s > SLOW_S
    if found != pieces:
        told.fault("split_differs", given)
    frames = [each for each in found if isinstance(each, Frame)]
    told.counts["accepted"] += len(frames)
    told.counts["rejected"] += len(found) - len(frames)
    if given.doubled:
        told.counts["two_bits"] += 1
        told.counts["unseen"] += not all(formats.same(name, each, given.doubled) for each in frames)
    if not all(_right(name, each, given) for each in frames):
        told.fault("wrong_accepts", given)
    if given.right and not _in_order(name, frames, given.right):
        # Noise whose check value holds is a frame, and may cover the beginning of the next one.
        if all(any(formats.says(name, each, frame) for frame in given.right) for each in frames):
            told.fault("lost", given)
        else:
            told.counts["accidents"] += 1


class _Grown(Exception):
    """A decoder holds more than it may."""


def _timed(make: MakeDecoder, received: bytes) -> tuple[list[Found], float]:
    decoder = make()
    began = time.thread_time()
    found = heard(decoder, [received])
    return found, time.thread_time() - began


def _right(name: str, frame: Frame, given: Given) -> bool:
    """Return whether an accepted frame may be accepted from these bytes."""
    if given.flipped and not formats.same(name, frame, given.flipped):
        return False
    if given.typed is not None and frame.decoded.get("text", given.typed) != given.typed:
        return False
    return stands_in(name, frame.decoded, given.received)


def heard(decoder: Decoder, pieces: list[bytes]) -> list[Found]:
    """Return what a decoder makes of some pieces and a silence."""
    found: list[Found] = []
    for piece in pieces:
        found += decoder.feed(piece)
        if decoder.held > HELD_MAX:
            raise _Grown
    return found + decoder.pause()


def _pieces(received: bytes, chance: random.Random) -> Iterator[bytes]:
    step = chance.choice((1, 3, 17))
    for at in range(0, len(received), step):
        yield received[at : at + step]


def _in_order(name: str, frames: list[Frame], right: tuple[Known, ...]) -> bool:
    """Return whether the known frames were found in their order; noise may hold more of them."""
    rest = iter(frames)
    return all(any(formats.says(name, each, frame) for each in rest) for frame in right)


def talk(play: Callable[[random.Random], bool], told: Told, chance: random.Random) -> None:
    """Play one proof or channel, and count what is wrong."""
    told.counts["inputs"] += 1
    seed = chance.getrandbits(64)
    given = Given("talk", seed.to_bytes(8))
    began = time.thread_time()
    try:
        believed = play(random.Random(seed))
    except Wrong:
        told.fault("wrong_accepts", given)
        return
    except Exception as wrong:  # noqa: BLE001 - whatever a protocol raises is a finding
        told.fault("exceptions", given)
        told.faults.append(repr(wrong))
        return
    told.worst_s = max(told.worst_s, time.thread_time() - began)
    told.counts["accepted" if believed else "rejected"] += 1
