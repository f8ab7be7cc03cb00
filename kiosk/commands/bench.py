"""`kiosk bench`: readers and chips that are not there, played by whoever types the orders."""

import json
import os
import select
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import click

from kiosk.assembly.playing.bench import Bench, toml
from kiosk.assembly.playing.kinds import CABLES
from kiosk.commands.ending import told_to_end
from kiosk.commands.options import say

_TICK_MS: Final = 100
"""How soon an end is noticed while nothing is typed."""

_PIECE: Final = 4096


@click.command()
@click.argument("kinds", metavar="KIND...", nargs=-1, required=True)
@click.option(
    "--at",
    metavar="LINK",
    type=click.Path(path_type=Path),
    help="Where the device is found; a name of its own in $XDG_RUNTIME_DIR if not given.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object an answer, one a line.")
def command(kinds: tuple[str, ...], at: Path | None, as_json: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Play readers and chips that are not there, for a kiosk on a laptop."""
    for kind in kinds:
        if kind not in CABLES:
            raise click.UsageError(f"nothing is called {kind!r}; known are {', '.join(CABLES)}")
    if at is not None and len(kinds) > 1:
        raise click.UsageError("--at is for one device; several are found by their kinds")
    told = told_to_end()
    with closing(Bench(kinds, at)) as bench:
        _introduce(bench, as_json=as_json)
        for line in _orders(told, lambda: False):
            answer = bench.obey(line)
            if as_json:
                _answer({"order": line.strip(), "done": answer.done, "said": answer.said})
            else:
                _out(answer.said if answer.done else f"not done: {answer.said}")


def _introduce(bench: Bench, *, as_json: bool) -> None:
    """Say how a kiosk is told of these readers."""
    if as_json:
        _answer({"readers": [dict(each.table) for each in bench.readers]})
        return
    for each in bench.readers:
        _out(toml(each.table))
        for note in each.notes:
            _out(f"# {note}")
        if each.refused:
            _out(f"# This kiosk does not take it yet: {each.refused}")
        _out("")
    say("Orders, one a line; help lists them, Ctrl-D ends.")


def _orders(told: threading.Event, over: Callable[[], bool]) -> Iterator[str]:
    """Return what is typed line by line, until the end of input, or until told, or over."""
    poller = select.poll()
    poller.register(sys.stdin.fileno(), select.POLLIN)
    held = b""
    while not told.is_set() and not over():
        if not poller.poll(_TICK_MS):
            continue
        piece = os.read(sys.stdin.fileno(), _PIECE)
        *whole, held = (held + piece).split(b"\n")
        if not piece:
            whole = [held]
        for line in whole:
            if line.strip():
                yield line.decode("utf-8", "replace")
        if not piece:
            return


def _answer(document: dict[str, object]) -> None:
    _out(json.dumps(document, ensure_ascii=False, sort_keys=True))


def _out(text: str) -> None:
    click.echo(text)
    sys.stdout.flush()
