"""What several commands ask for and how they answer: the configuration, JSON, progress."""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.registry.progress import Progress, Tell
from kiosk.service.sentences import LANGUAGES

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    Bar = ProgressBar[int]

CONFIG_PATH = Path("/etc/kiosk/kiosk.toml")

config_option = click.option(
    "--config",
    type=click.Path(path_type=Path, readable=False),  # whatever is wrong with it, config says
    metavar="FILE",
    default=CONFIG_PATH,
    show_default=True,
    help="The kiosk this is about.",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON document.")

language_option = click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True
)

root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default="/",
    metavar="FOLDER",
    help="Where /sys, /proc, /boot and /usr begin, if not at the root.",
)


def say(sentence: str) -> None:
    """Talk: to stderr."""
    click.echo(sentence, err=True)


def answer(document: Mapping[str, object]) -> None:
    """Answer with one JSON document, its keys sorted, its form numbered."""
    click.echo(json.dumps({"schema": 1, **document}, ensure_ascii=False, sort_keys=True, indent=2))


def colourful(stream: object) -> bool:
    """Return whether to colour what goes to a stream (https://no-color.org)."""
    isatty = getattr(stream, "isatty", None)
    return isatty is not None and isatty() and not os.environ.get("NO_COLOR")


def table(rows: Sequence[tuple[str, ...]]) -> None:
    """Answer with aligned columns; the first row names them."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        click.echo("  ".join(cells).rstrip())


@contextmanager
def progress() -> Iterator[Tell]:
    """Show how far long work is, to a person who waits; say nothing to anything else."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with ExitStack() as shown:
        bars: dict[str, Bar] = {}

        def tell(now: Progress) -> None:
            if now.task not in bars:
                shown.close()  # one task after the other, each with a bar of its own
                bar = click.progressbar(length=max(now.total, 1), label=now.task, file=sys.stderr)
                bars[now.task] = shown.enter_context(bar)
            bars[now.task].update(now.done - bars[now.task].pos)

        yield tell
