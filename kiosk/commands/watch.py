"""`kiosk watch`: the four lines live, for a technician over SSH."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click

from kiosk.assembly.clock import SystemClock
from kiosk.assembly.witness import line_named
from kiosk.commands.ending import told_to_end
from kiosk.commands.options import colourful, config_option, say
from kiosk.config import Settings, read_settings
from kiosk.service.glimpses import Glimpse, Glimpses, RemoteWindow
from kiosk.service.protocol import KioskSilent
from kiosk.service.sentences import LANGUAGES, sentence

WAIT_MS = 500
"""How long one question waits for news: Ctrl-C is heard within it."""

AGAIN_S = 1.0
"""How long to wait before a kiosk that is away is asked again."""

DAY_MS, HOUR_MS, MINUTE_MS = 86_400_000, 3_600_000, 60_000


@click.command()
@config_option
@click.option("--json", "as_json", is_flag=True, help="A JSON object a line.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True,
    help="Of the sentence that says why something was refused.",
)  # fmt: skip
def command(
    config: Path,
    as_json: bool,  # noqa: FBT001 - click calls it by name
    language: str,
) -> None:
    """Show what the kiosk reads, sees, decides, writes and moves, as it happens. Changes nothing.

    reading: what a device said. seen: what that means here. decided: what is to be written, and
    why. written: it is in the book, by number. acted: which coil, light or sound was asked for.
    told: the page that stands on the screen. Badges, PINs and people are masked, weapons are not.
    A kiosk that is silent is said to be: nothing shown then means nothing. Ctrl-C ends it.
    """
    settings = read_settings(config)
    window = RemoteWindow(Path(settings.kiosk.socket))
    first = window.glimpses(-1, 0)  # where nobody answers at all, this ends with 1 as others do
    stop = told_to_end()
    say(f"Watching {settings.kiosk.name}. Ctrl-C ends it.")
    show = _as_json if as_json else _in_words(settings, language)
    after, silent = first.next, ""
    while not stop.is_set():
        try:
            found = window.glimpses(after, WAIT_MS)
        except KioskSilent as gone:
            found = Glimpses((), -1, 0, str(gone))
            stop.wait(AGAIN_S)
        after = found.next
        if found.missed:
            show(_noted("missed", f"{found.missed} lines came too fast to be shown"))
        for one in found.seen:
            show(one)
        if found.silent != silent:
            silent = found.silent
            show(_noted("silent", silent or "it answers again"))


def _noted(line: str, text: str) -> Glimpse:
    return Glimpse(SystemClock().now().wall_ms, line, text)


def _as_json(one: Glimpse) -> None:
    told = {
        "schema": 1,
        "at_ms": one.at_ms,
        "line": one.line,
        "text": one.text,
        "reasons": list(one.reasons),
        "facts": dict(one.facts),
    }
    _write(json.dumps(told, ensure_ascii=False, sort_keys=True))


def _in_words(settings: Settings, language: str) -> Callable[[Glimpse], None]:
    """Return what shows a glimpse to a person, in the local time of the kiosk."""
    colour, offset_min = colourful(sys.stdout), settings.policy.utc_offset_min

    def show(one: Glimpse) -> None:
        local_ms = (one.at_ms + offset_min * MINUTE_MS) % DAY_MS
        hours, minutes = local_ms // HOUR_MS, local_ms // MINUTE_MS % 60
        clock = f"{hours:02}:{minutes:02}:{local_ms // 1000 % 60:02}"
        _write(f"{clock}  {line_named(one.line, colour=colour)}  {one.text}")
        for reason in one.reasons:
            _write(f"{'':18}  {sentence('refused', reason, language).happened}")

    return show


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
