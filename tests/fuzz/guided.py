"""python -m tests.fuzz.guided NAME [libFuzzer's flags]: one decoder under atheris.

The judge is the campaign's: an exception, a wrong accept, a split that makes a difference or more
than 4 KiB held ends the run with the input. Time is left to the campaign: coverage costs some.
"""

import random
import sys
from collections.abc import Callable
from importlib import import_module

atheris = import_module("atheris")  # by name: it is in no lock but its own, and has no types

with atheris.instrument_imports(include=["drivers.protocols"]):
    from tests.fuzz.campaign import DECODERS, Given, Told, judge
    from tests.fuzz.talks import STRANGERS

FAULTS = ("exceptions", "wrong_accepts", "split_differs", "held_too_much")
PIECE = 48


class Fault(Exception):
    """What the judge of the campaign found."""


def decoded(name: str) -> Callable[[bytes], None]:
    """Return the test of a decoder; the first byte chooses how the others are split."""

    def once(fed: bytes) -> None:
        told, chance = Told(), random.Random(fed[0] if fed else 0)
        judge(name, DECODERS[name], Given("guided", fed[1:]), told, chance)
        if any(told.counts[fault] for fault in FAULTS):
            raise Fault(*told.faults)

    return once


def answered(name: str) -> Callable[[bytes], None]:
    """Return the test of a proof or a channel that is answered with anything."""

    def once(fed: bytes) -> None:
        size = (fed[0] if fed else 0) % PIECE + 1
        STRANGERS[name]([fed[at : at + size] for at in range(1, len(fed), size)])

    return once


def main() -> None:
    """Fuzz; atheris ends the process."""
    name, flags = sys.argv[1], sys.argv[2:]
    once = decoded(name) if name in DECODERS else answered(name)
    atheris.Setup([sys.argv[0], *flags], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
