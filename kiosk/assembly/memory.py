"""How the C library keeps memory: what a PIN took is given back once the PIN was compared."""

import ctypes
from contextlib import suppress

_M_MMAP_THRESHOLD = -3
"""mallopt(3)."""

LARGE_BYTES = 1 << 20


def give_large_blocks_back() -> None:
    """Have every block of 1 MiB or more taken from the kernel, and given back when it is freed.

    scrypt takes 16 MiB for each PIN. glibc moves its own threshold up to blocks it saw freed, and
    then keeps them, one for each thread that ever compared a PIN: 184 MB after fifty visits, and
    41 MB with the threshold held still (measured). Another C library may know no such setting.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, LARGE_BYTES)
