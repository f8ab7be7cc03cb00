"""`kiosk restore`: the book put back from a copy, or the drill of it."""

import os
from pathlib import Path

import click

from kiosk.assembly.drills import Drill, drill, write_drill
from kiosk.assembly.founding import account
from kiosk.commands import FAILED, FOUND, ends
from kiosk.commands.options import answer, config_option, json_option, progress
from kiosk.commands.verify import head_of
from kiosk.config import Settings, read_settings
from kiosk.provision.laying import Target
from kiosk.provision.putting_back import PutBack, Wanted, put_back
from kiosk.registry.restoring import newest_copy
from kiosk.service.devices import ask_devices
from kiosk.service.protocol import KioskSilent

STICK = Path("/media/kiosk-backup")

heads_option = click.option(
    "--head",
    "heads",
    multiple=True,
    metavar="SEQ:HASH",
    help="A head that left the box, from paper or a receipt. May be given again.",
)


@click.command()
@config_option
@json_option
@heads_option
@click.option("--drill", "drilled", is_flag=True, help="Only try it; the book stays as it is.")
@click.option(
    "--pepper",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="The pepper of the lost book, so that its PINs go on.",
)
@click.option(
    "--within",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path("/var/tmp"),  # noqa: S108 - a folder of its own is made in it
    show_default=True,
    metavar="DIR",
    help="Where a drill puts the copy for a while.",
)
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def command(  # noqa: PLR0913, PLR0917 - click calls it by name
    config: Path,
    heads: tuple[str, ...],
    folder: Path | None,
    pepper: Path | None,
    within: Path,
    drilled: bool,  # noqa: FBT001 - click calls it by name
    as_json: bool,  # noqa: FBT001 - click calls it by name
) -> None:
    """Put the book back from the copy in FOLDER: one copy, or the newest of this kiosk in it.

    With --drill the copy is put back beside the book, verified, compared with it and with every
    --head, and thrown away; the book says that it was done. The kiosk may run. FOLDER is
    /media/kiosk-backup if not given.

    Without --drill the lost book is put back: only where there is none, with a new key, the gap
    named in the book, and a count of everything ordered. Do it as root. Old PINs go on only with
    the pepper of the lost book; without it: kiosk replace.

    Ends with 3 when the copy is not as it was written, with 75 when a disk did not do its part.
    """
    settings = read_settings(config)
    given = [head_of(text) for text in heads]
    if drilled:
        source = newest_copy(folder or STICK, settings.kiosk.name)
        with progress() as tell:
            made = drill(settings, source, given, within, tell)
        _drilled(made, settings, as_json=as_json)
        return
    if folder is None:
        raise click.UsageError("FOLDER: say which copy is to be put back")
    if pepper is None:
        raise click.UsageError(
            "--pepper: without the pepper of the lost book no PIN is right; with new PINs a book is"
            " put back by kiosk replace"
        )
    refuse_running(settings)
    wanted = Wanted(
        source=newest_copy(folder, settings.kiosk.name),
        heads=given,
        pepper=pepper.read_bytes(),
        gifts=(),
        by=account(os.geteuid()),
    )
    with progress() as tell:
        done = put_back(settings, wanted, Target(Path("/")), tell)
    if as_json:
        answer(plain_of(done))
    else:
        told(done)


def refuse_running(settings: Settings) -> None:
    """Refuse while a kiosk runs on this configuration: it goes on with the book it has open."""
    try:
        ask_devices(Path(settings.kiosk.socket))
    except KioskSilent:
        return
    ends("A kiosk runs on this configuration: stop it first. Nothing was changed.", FAILED)


def _drilled(made: Drill, settings: Settings, *, as_json: bool) -> None:
    """Say what a drill found, and have the book say it."""
    drill = made.told
    if not as_json:
        click.echo(_sentence(made))
    seq = write_drill(settings, made)
    if as_json:
        answer(
            {
                "source": drill.source,
                "good": not drill.fault,
                "fault": drill.fault,
                "last_seq": drill.last_seq,
                "known_seq": drill.known_seq,
                "lost": made.lost,
                "compared": made.compared,
                "took_ms": drill.took_ms,
                "entry": seq,
            }
        )
    elif seq:
        click.echo(f"The book says so: entry {seq}.")
    if drill.fault:
        click.get_current_context().exit(FOUND)


def _sentence(made: Drill) -> str:
    drill = made.told
    took = f"{drill.took_ms / 1000:.1f} s"
    if drill.fault:
        return f"{drill.source} is of no use. {drill.fault} It took {took} to find out."
    beside = "the book" if made.compared else "any head given"
    back = f"{drill.source}: put back in {took}, verified, its tables made again and equal."
    if not made.lost:
        return f"{back} Nothing would be lost: {beside} ends at entry {drill.last_seq} too."
    if made.lost == 1:
        return f"{back} Put back now, entry {drill.known_seq} would be lost."
    return (
        f"{back} Put back now, {made.lost} entries would be lost: from {drill.last_seq + 1} to"
        f" {drill.known_seq}."
    )


def plain_of(done: PutBack) -> dict[str, object]:
    """Return what was put back, as JSON has it."""
    return {
        "place": str(done.place),
        "last_seq": done.last_seq,
        "known_seq": done.known_seq,
        "head": {"seq": done.head.seq, "hash": done.head.hex},
        "key": done.key,
        "counters": list(done.counters),
    }


def told(done: PutBack) -> None:
    """Say what was put back, and what to do now."""
    click.echo(f"{done.place}: put back up to entry {done.last_seq}. {done.gap}")
    click.echo(f"The key from here on, for the other stores: {done.key}")
    if done.counters:
        click.echo(f"Ordered: a count of every position, by {' and then '.join(done.counters)}.")
    else:
        click.echo("Nobody could be drawn to count: on the screen the chief orders the count.")
    click.echo(f"Write this head down: {done.head.seq}:{done.head.hex}")
