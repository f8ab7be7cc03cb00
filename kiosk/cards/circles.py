"""Python's search for values that hold each other in a circle, left out while many cards pass.

A card, its entry and its line hold nothing in a circle, and are gone with their last reader. The
search looks through all of a batch again and again: a tenth of the time of an import.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_circles() -> Iterator[None]:
    """Leave the search out meanwhile, if it was on: for a program that does nothing else."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
