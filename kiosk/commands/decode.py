"""`kiosk decode`: what a reader sends."""

import io
import json
import string
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from kiosk.assembly.decoding import NAMES, bytes_of, frames_in
from kiosk.commands import FOUND

_PIECE = 4096

_BETWEEN = str.maketrans(":-,", "   ")
"""What tools write between two bytes."""


@click.command()
@click.argument("name", metavar="FORMAT")
@click.option("--hex", "as_hex", is_flag=True, help="The bytes come as hexadecimal text.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="One JSON object a frame also on a terminal; elsewhere it always is.",
)
@click.option(
    "--from",
    "place",
    metavar="DEVICE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A serial or input device, or a file; stdin if not given.",
)
@click.option(
    "--baud",
    type=click.IntRange(min=50),
    help="Bits a second of DEVICE; what its FORMAT usually has if not given.",
)
def command(name: str, as_hex: bool, as_json: bool, place: Path | None, baud: int | None) -> None:  # noqa: FBT001 - click calls it by name
    """Say what the bytes of a reader mean: one JSON object a frame, one a line, as it comes.

    FORMAT is the reader's wire format; one that is not known gets the list of those that are.
    On a terminal the lines are for people. A device is read until Ctrl-C. Ends with 0 when
    everything was a frame, with 3 when anything was rejected.
    """
    if name not in NAMES:
        raise click.UsageError(f"no format is called {name!r}; known are {', '.join(NAMES)}")
    plain = as_json or not sys.stdout.isatty()
    pieces = _stdin() if place is None else bytes_of(place, name, baud)
    rejected = False
    try:
        for said in frames_in(name, _from_hex(pieces) if as_hex else pieces):
            rejected = rejected or "rejected" in said
            click.echo(json.dumps(said, ensure_ascii=False) if plain else _line(said))
    except KeyboardInterrupt:
        click.echo(err=True)  # behind the terminal's ^C
    sys.exit(FOUND if rejected else 0)


def _stdin() -> Iterator[bytes]:
    """Return what comes on stdin at once, not when a buffer is full."""
    stream = sys.stdin.buffer
    assert isinstance(stream, io.BufferedIOBase), "its read1 returns what is there"
    while piece := stream.read1(_PIECE):
        yield piece


def _from_hex(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Return the bytes that hexadecimal text names, however it is spaced."""
    half = ""
    for piece in pieces:
        # The half goes first: a piece may end between the 0 and the x.
        text = (half + piece.decode("ascii", "replace")).replace("0x", " ").replace("0X", " ")
        digits = "".join(text.translate(_BETWEEN).split())
        if not set(digits) <= set(string.hexdigits):
            raise click.UsageError(
                "--hex: expected hexadecimal digits, with spaces, colons or 0x between them"
            )
        half = digits[len(digits) & ~1 :]
        whole = bytes.fromhex(digits[: len(digits) & ~1])
        if whole or not piece:  # a silence stays one
            yield whole
    if half:
        raise click.UsageError("--hex: one digit is left over; a byte has two")


def _line(said: Mapping[str, object]) -> str:
    """Return a frame as people read it; empty and nested things as JSON."""
    return "  ".join(
        f"{name} {value if isinstance(value, str) and value else json.dumps(value)}"
        for name, value in said.items()
    )
