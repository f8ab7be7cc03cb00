"""Frames of cards, badge buses and keyboards, as captured or printed; each names its source."""

import json
from pathlib import Path
from typing import Any

from drivers.protocols.frames import Decoder, Found, Frame, Rejected
from drivers.protocols.iso14443a import bcc, crc_a

CardFrame = dict[str, Any]

# `device` in the file begins so -> the format's name.
FORMATS = {
    "ISO14443A frame": "iso14443a",
    "ISO14443A activation session": "iso14443a-session",
    "OSDP v2 packet": "osdp",
    "OSDP secure channel vector": "osdp-sc",
    "evdev struct input_event stream, 64-bit": "evdev64",
    "evdev struct input_event stream, 32-bit": "evdev32",
    "USB HID boot keyboard": "hid-keyboard",
    "Newland FM30 HID-POS": "hid-pos",
    "Wiegand 26-bit": "wiegand26",
    "Wiegand 34-bit": "wiegand34",
}

# What a person wrote beside a frame, and no decoder can know.
_COMMENTS = {"meaning", "note", "how"}


def card_frames(device: str) -> list[CardFrame]:
    """Return the frames of all devices whose description begins so."""
    told: list[CardFrame] = json.loads(
        Path(__file__).with_name("card_frames.json").read_text("utf-8")
    )
    chosen = [frame for frame in told if frame["device"].startswith(device)]
    assert chosen, f"no frame of {device}"
    return chosen


def format_frames(*, valid: bool | None = None) -> list[tuple[str, CardFrame]]:
    """Return every frame with the name of its format, valid ones or invalid ones only if asked."""
    return [
        (name, frame)
        for device, name in FORMATS.items()
        for frame in card_frames(device)
        if valid is None or frame["valid"] == valid
    ]


def says(found: Found, decoded: object) -> bool:
    """Say whether a frame tells all that is printed beside it; it may tell more."""
    return isinstance(found, Frame) and _within(decoded, dict(found.decoded), more=True)


def _within(wanted: object, told: object, *, more: bool = False) -> bool:
    """Return whether it is told as wanted; `more` keys are welcome in a frame, not in its parts."""
    if isinstance(wanted, dict):
        keys = wanted.keys() - _COMMENTS
        return (
            isinstance(told, dict)
            and (keys <= told.keys() if more else keys == told.keys())
            and all(_within(wanted[key], told[key]) for key in keys)
        )
    if isinstance(wanted, list):
        return (
            isinstance(told, list)
            and len(told) == len(wanted)
            and all(_within(one, other) for one, other in zip(wanted, told, strict=True))
        )
    return wanted == told


def decode(decoder: Decoder, *pieces: bytes) -> list[Found]:
    """Feed the pieces one after the other, then pause."""
    found = [one for piece in pieces for one in decoder.feed(piece)]
    return found + decoder.pause()


def rejections(found: list[Found]) -> list[str]:
    """Return the reasons of what was rejected."""
    return [one.reason for one in found if isinstance(one, Rejected)]


def decoded(found: list[Found]) -> list[dict[str, Any]]:
    """Return what the frames say."""
    return [dict(one.decoded) for one in found if isinstance(one, Frame)]


def activation(*parts: str) -> bytes:
    """Return reader and card in turn; a CRC is added where a part ends with `+`."""
    told = b""
    for part in parts:
        raw = bytes.fromhex(part.rstrip("+^"))
        if "^" in part:
            raw += bytes([bcc(raw[-4:])])
        told += raw + (crc_a(raw) if part.endswith("+") else b"")
    return told


TRIPLE = activation(
    "52", "8400",
    "9320", "8804A1B2^", "93708804A1B2^+", "04+",
    "9520", "88C3D4E5^", "957088C3D4E5^+", "04+",
    "9720", "F6071829^", "9770F6071829^+", "20+",
)  # fmt: skip
"""A whole activation of a card whose UID has ten bytes."""
