"""What the campaign knows of every wire format: its frames, and what may be done to them."""

from drivers.protocols.formats import FORMATS
from drivers.protocols.frames import Found
from drivers.protocols.frames import Frame as Decoded
from tests.drivers import card_frames, wire
from tests.drivers.frames import Frame

CHECKED = frozenset(
    {*wire.CHECKED, "iso14443a", "iso14443a-session", "osdp", "osdp-sc", "hid-pos"}
    | {"wiegand26", "wiegand34"}
)
"""The formats in which one wrong bit must be seen."""

STEPPED = frozenset(
    {"iso14443a", "iso14443a-session", "osdp-sc", "wiegand26", "wiegand34", "hid-keyboard"}
    | {name for name in wire.DEVICES if name not in wire.CHECKED}
)
"""The formats in which a frame begins where the one before it ended, and nowhere else."""

_UNPROTECTED = {"osdp": {"marks"}}
"""What a frame says that stands outside its check."""

_WHO = frozenset({"uid", "sak"})
"""An activation is judged by the card it names: the ATQA, and calls in vain, carry no check."""

_SHIFTED = "LEFTSHIFT down"


def known(name: str, *, valid: bool | None = None) -> list[Frame]:
    """Return the known frames of a format."""
    if name in wire.DEVICES:
        return wire.known(name, valid=valid)
    return [one for key, one in card_frames.format_frames(valid=valid) if key == name]


def good(name: str) -> list[Frame]:
    """Return the valid frames that may stand beside each other in any order."""
    if name in wire.DEVICES:
        return wire.joinable(name)
    frames = known(name, valid=True)
    if name == "hid-keyboard":  # a text that no key ends runs on into the next one
        return [frame for frame in frames if "suffix" in frame["decoded"]]
    return [frame for frame in frames if _SHIFTED not in frame["decoded"].get("meaning", "")]


def protected(name: str) -> list[Frame]:
    """Return the valid frames whose check holds."""
    if name == "hid-pos":
        return [frame for frame in good(name) if frame["decoded"].get("crc_ok")]
    return good(name)


def says(name: str, found: Found, frame: Frame) -> bool:
    """Return whether what was found is this frame."""
    if name in wire.DEVICES:
        return wire.says(found, frame)
    if name == "osdp" and isinstance(found, Decoded):  # noise may end with marks of its own
        found = Decoded({**found.decoded, "marks": frame["decoded"]["marks"]})
    return card_frames.says(found, frame["decoded"])


def same(name: str, found: Decoded, frame: Frame) -> bool:
    """Return whether a damaged frame was taken for nothing but itself.

    A badge's digits may be of either case; what is outside a check may have changed.
    """
    expected = wire.expected(frame)
    keys = _WHO if name == "iso14443a-session" else expected.keys() - _UNPROTECTED.get(name, set())
    said = {key: found.decoded.get(key) for key in keys}
    return str(said).upper() == str({key: expected[key] for key in said}).upper()


assert FORMATS.keys() >= CHECKED | STEPPED
