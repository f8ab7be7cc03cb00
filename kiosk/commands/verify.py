"""`kiosk verify`: whether the book is as it was written."""

import sys
from pathlib import Path

import click

from kiosk.commands import FAILED, FOUND, ends
from kiosk.commands.options import answer, config_option, json_option, progress
from kiosk.config import read_settings
from kiosk.registry.verify import whole
from kiosk.rules.entries import Fault

_HASH_DIGITS = 64


@click.command()
@config_option
@json_option
@click.argument("path", required=False, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--head",
    "heads",
    multiple=True,
    metavar="SEQ:HASH",
    help="A head that left the box; the book must contain it. May be given again.",
)
@click.option("--chain-only", is_flag=True, help="Leave the tables out: much quicker.")
def command(
    config: Path,
    path: Path | None,
    heads: tuple[str, ...],
    chain_only: bool,  # noqa: FBT001 - click calls it by name
    as_json: bool,  # noqa: FBT001 - click calls it by name
) -> None:
    """Look for changes in the book, from the first entry to the last. Changes nothing.

    PATH: a data folder, a database (.db) or a line file; the kiosk's own folder if not given. The
    chain of entries is walked, then the tables are held against what the entries make of them.

    Ends with 0 when all is as it was written, with 3 when not, and says where; with 1 when it could
    not be checked to its end.
    """
    wanted = [head_of(text) for text in heads]
    place = path if path is not None else _own_folder(config)
    with progress() as tell:
        verdict = whole(place, heads=wanted, chain_only=chain_only, tell=tell)
    if as_json:
        answer(
            {
                "good": verdict.good,
                "entries": verdict.entries,
                "head": {"seq": verdict.head_seq, "hash": verdict.head_hash},
                "broken_at": verdict.broken_at,
                "copy": verdict.copy,
                "differing_tables": verdict.tables,
                "signatures_checked": verdict.signatures_checked,
                "sentence": verdict.sentence,
            }
        )
    else:
        click.echo(verdict.sentence)
    if verdict.fault is Fault.BOOK_UNCHECKED:
        sys.exit(FAILED)
    sys.exit(0 if verdict.good else FOUND)


def _own_folder(config: Path) -> Path:
    """Return where the kiosk keeps its book, if there is such a folder."""
    folder = read_settings(config).folder
    if not folder.is_dir():
        ends(f"There is no book in {folder}: {_instead(folder)}. Nothing was checked.", FOUND)
    return folder


def _instead(folder: Path) -> str:
    return "it is no folder" if folder.exists() else "there is no such folder"


def head_of(text: str) -> tuple[int, str]:
    """Return the head that somebody typed, as it is printed: number and hash.

    Raises:
        UsageError: it is none.
    """
    seq, _, digest = text.partition(":")
    digits = set("0123456789abcdef")
    if not (
        seq.isascii() and seq.isdigit() and len(digest) == _HASH_DIGITS and set(digest) <= digits
    ):
        raise click.UsageError(
            f"--head: expected NUMBER:HASH with {_HASH_DIGITS} hex digits, not {text!r}"
        )
    return int(seq), digest
