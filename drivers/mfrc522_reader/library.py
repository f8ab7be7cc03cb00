"""The class MFRC522 of the mfrc522 package, without the hardware libraries that it imports.

Its module imports RPi.GPIO, which raises where there is no Pi and takes pins on one, and spidev.
Here it is run with imports of its own that leave both out; nothing of that stays in the process.
"""

import builtins
import importlib.util
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, Protocol

from drivers.parts.supervision import DeviceFault

VERSION: Final = "0.0.7"
"""The release whose source was read, and the last one."""

_LEFT_OUT: Final[Mapping[str, object]] = {
    "RPi.GPIO": SimpleNamespace(GPIO=None),
    "spidev": SimpleNamespace(),
}

Library = Any
"""An object of the package's class MFRC522: register numbers, and how to read and write one."""


class Bus(Protocol):
    """What the package calls to reach its chip: whole SPI messages."""

    def xfer2(self, values: Sequence[int]) -> list[int]:
        """Send bytes, and return what came back meanwhile, byte for byte."""
        ...

    def close(self) -> None:
        """Let the bus go."""
        ...


def library_on(bus: Bus) -> Library:
    """Return an MFRC522 of the package that speaks over this bus, and has touched nothing yet.

    Its `__init__` is not called: it opens SPI by itself, and a pin.

    Raises:
        DeviceFault: the package is not installed, or is another release.
    """
    kind = _load()
    made = kind.__new__(kind)
    made.spi = bus
    return made


def _load() -> Library:
    from importlib import metadata

    try:
        found = metadata.version("mfrc522")
    except metadata.PackageNotFoundError:
        raise DeviceFault(_wanted("is not installed")) from None
    if found != VERSION:
        raise DeviceFault(_wanted(f"is installed as {found}"))
    package = importlib.util.find_spec("mfrc522")  # finds it, and runs nothing of it
    assert package is not None, "what is installed is found"
    assert package.submodule_search_locations, "it is a folder"
    source = Path(package.submodule_search_locations[0]) / "MFRC522.py"
    spec = importlib.util.spec_from_file_location("mfrc522.MFRC522", source)
    assert spec is not None, "a file ending in .py has a loader"
    assert spec.loader is not None, "the same"
    module = importlib.util.module_from_spec(spec)
    vars(module)["__builtins__"] = vars(builtins) | {"__import__": _importing(builtins.__import__)}
    spec.loader.exec_module(module)
    return module.MFRC522


def _wanted(found: str) -> str:
    return (
        f"the Python package mfrc522 {found}: pip install --no-deps mfrc522=={VERSION}"
        " (it wants RPi.GPIO, which this program does not)"
    )


def _importing(real: Callable[..., object]) -> Callable[..., object]:
    """Return an `__import__` that gives hollow modules in place of hardware libraries."""

    def hollow(name: str, *rest: object) -> object:
        return _LEFT_OUT[name] if name in _LEFT_OUT else real(name, *rest)

    return hollow
