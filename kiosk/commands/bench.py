"""`kiosk bench`: readers and chips that are not there, played by whoever types the orders."""

import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import click

from kiosk.assembly.playing.bench import Bed, BedMissing, Bench
from kiosk.assembly.playing.kinds import KINDS, NodeKind
from kiosk.commands import FAILED, ends
from kiosk.commands.ending import told_to_end
from kiosk.commands.options import say

_TICK_MS: Final = 100
"""How soon an end is noticed while nothing is typed."""

_PIECE: Final = 4096
_PROGRAM: Final = "program"
_TOLD: Final = 128 + signal.SIGTERM
"""The status of a program that our SIGTERM ended, as shells say it."""


class _BeforeDashes(click.Command):
    """A command that leaves everything behind `--` to the program that is named there."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the program apart; click alone would take `--` out and mix the words."""
        at = args.index("--") if "--" in args else len(args)
        ctx.meta[_PROGRAM] = args[at + 1 :]
        return super().parse_args(ctx, args[:at])


@click.command(cls=_BeforeDashes, options_metavar="[OPTIONS]")
@click.argument("kinds", metavar="[KIND]... [-- PROGRAM...]", nargs=-1)
@click.option(
    "--at",
    metavar="LINK",
    type=click.Path(path_type=Path),
    help="Where a device on a cable is found; a name of its own in $XDG_RUNTIME_DIR if not given.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object an answer, one a line.")
@click.pass_context
def command(ctx: click.Context, kinds: tuple[str, ...], at: Path | None, as_json: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Play readers and chips that are not there.

    Prints what kiosk.toml says of them; then takes orders, one a line: `help` lists them. Without
    a KIND it lists what there is. Devices on a cable are found by any program; what needs a device
    node is found by PROGRAM alone, which is started here (Debian: umockdev). It ends with its
    orders, and with PROGRAM's status.
    """
    program: list[str] = ctx.meta[_PROGRAM]
    if not kinds:
        for name, kind in KINDS.items():
            click.echo(f"{name.ljust(10)}  {kind.says}")
        return
    _check(kinds, at, program)
    told = told_to_end()
    with closing(Bench(kinds, at)) as bench:
        _introduce(bench, as_json=as_json)
        if not program:
            _play(bench, _orders(told, lambda: False), as_json=as_json)
            return
        try:
            bed = bench.start(program, stdin=subprocess.DEVNULL)
        except BedMissing as missing:
            ends(str(missing), FAILED)
        _play(bench, _orders(told, lambda: bed.process.poll() is not None), as_json=as_json)
        sys.exit(_ended(bed))


def _check(kinds: tuple[str, ...], at: Path | None, program: list[str]) -> None:
    """Refuse what can not be played."""
    for name in kinds:
        kind = KINDS.get(name)
        if kind is None:
            raise click.UsageError(f"nothing is called {name!r}; known are {', '.join(KINDS)}")
        if not isinstance(kind, NodeKind):
            continue
        if not program:
            raise click.UsageError(
                "only a program that is started here finds a device node: "
                f"kiosk bench {name} -- PROGRAM"
            )
        if kinds.count(name) > kind.most:
            raise click.UsageError(f"there can be {kind.most} {name}, not {kinds.count(name)}")
    if at is not None and (len(kinds) > 1 or isinstance(KINDS[kinds[0]], NodeKind)):
        raise click.UsageError("--at is for one device on a cable")


def _introduce(bench: Bench, *, as_json: bool) -> None:
    """Say how a kiosk is told of these devices."""
    if as_json:
        _json({"tables": [{each.section: each.settings} for each in bench.tables]})
        return
    for each in bench.tables:
        _out(each.toml())
        if each.note:
            _out(f"# {each.note}")
        if each.refused:
            _out(f"# This kiosk takes no such table: {each.refused}")
        _out("")
    say("Orders, one a line; help lists them, Ctrl-D ends.")


def _play(bench: Bench, orders: Iterator[str], *, as_json: bool) -> None:
    for line in orders:
        answer = bench.obey(line)
        if as_json:
            _json({"order": line.strip(), "done": answer.done, "said": answer.said})
        else:
            _out(answer.said if answer.done else f"not done: {answer.said}")


def _orders(told: threading.Event, over: Callable[[], bool]) -> Iterator[str]:
    """Return what is typed line by line, until the end of input, or until told, or over."""
    stdin = sys.stdin.fileno()
    poller = select.poll()
    poller.register(stdin, select.POLLIN)
    held = b""
    while not told.is_set() and not over():
        if not poller.poll(_TICK_MS):
            continue
        piece = os.read(stdin, _PIECE)
        *whole, held = (held + piece).split(b"\n")
        for line in whole if piece else [held]:
            if line.strip():
                yield line.decode("utf-8", "replace")
        if not piece:
            return


def _ended(bed: Bed) -> int:
    """Return the program's status; that it ended when it was told to is none."""
    by_itself = bed.process.poll() is not None
    status = bed.end()
    if by_itself:
        say(f"The program has ended with {status}.")
    return 0 if status == _TOLD and not by_itself else status


def _json(document: dict[str, object]) -> None:
    _out(json.dumps(document, ensure_ascii=False, sort_keys=True))


def _out(text: str) -> None:
    click.echo(text)
    sys.stdout.flush()
