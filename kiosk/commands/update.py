"""`kiosk update`: another version of the program, signed, tried before, and with a way back."""

import os
import signal
from contextlib import closing, suppress
from pathlib import Path

import click

from kiosk.assembly.drills import open_update
from kiosk.commands import FAILED, NOT_PERMITTED, ends
from kiosk.commands.ending import SIGNS
from kiosk.commands.options import config_option, say
from kiosk.config import Settings, read_settings
from kiosk.provision.box import DebianBox
from kiosk.provision.packages import Package
from kiosk.provision.updating import Ended, Unfit, finish, update
from kiosk.registry.opening import DATABASE
from kiosk.registry.queries import Office
from kiosk.registry.releases import (
    NOTE_MAX,
    NOTE_SUFFIX,
    RELEASERS,
    Unsigned,
    digest_of,
    read_keys,
    read_release,
)


@click.command()
@config_option
@click.option("--back", is_flag=True, help="Put the version before in again.")
@click.option("--finish", "cut", is_flag=True, help="Go on with an update that was cut off.")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
def command(
    config: Path,
    file: Path | None,
    back: bool,  # noqa: FBT001 - click calls it by name
    cut: bool,  # noqa: FBT001 - as above
) -> None:
    """Put the version in FILE in the place of this one, or with --back the one before.

    FILE is a package; beside it lies FILE.note, signed by somebody whose key is in
    /etc/armoury-kiosk/releasers. The book is copied first, and the new version tried on the copy.
    Never while a cable is open, somebody is at the bay or a stand-to runs. When its kiosk does not
    answer, the version before is put in again; the book says what was done. Do it as root.

    When the power went meanwhile, --finish looks which version is in, has the book say so, and puts
    the one before in again if its kiosk does not answer. The next start of the machine does that by
    itself.

    Ends with 1 when this version stays in force, and says why.
    """
    if [file is not None, back, cut].count(True) != 1:
        raise click.UsageError("FILE, --back or --finish: say which version is to be put in")
    if os.geteuid() != 0:
        ends("A version is put in by root alone.", NOT_PERMITTED)
    settings = read_settings(config)
    try:
        if cut:
            ended = _finished(settings, config)
        else:
            ended = _back(settings, config) if file is None else _forth(settings, config, file)
    except (Unfit, Unsigned) as why:
        ends(f"{why} Nothing was changed.", FAILED)
    _told(ended)


def _forth(settings: Settings, config: Path, file: Path) -> Ended:
    note = file.with_name(file.name + NOTE_SUFFIX)
    try:
        with note.open("r", encoding="utf-8") as opened:
            text = opened.read(NOTE_MAX)
    except (OSError, ValueError):
        raise Unsigned(f"There is no {note.name} beside the package: it is not signed.") from None
    release, signers = read_release(text, read_keys(Path(RELEASERS)))
    box = DebianBox(settings, config)
    package = box.brought(file, release)
    try:
        return _switched(box, package, release.digest, signers, back=False)
    finally:
        if box.installed() != package.version:
            package.path.unlink(missing_ok=True)
        box.tidy()


def _back(settings: Settings, config: Path) -> Ended:
    box = DebianBox(settings, config)
    package = box.before()
    return _switched(box, package, digest_of(package.path), (), back=True)


def _finished(settings: Settings, config: Path) -> Ended:
    with closing(Office.at(settings.folder / DATABASE)) as office:
        found = open_update(office)
    box = DebianBox(settings, config)
    if found is None:
        if not box.intends:
            raise Unfit("The book tells of no update that has no end.")
        box.settled()  # the power went just before it began, or just after its end was written
        return Ended(box.installed())
    _, begun = found
    _deaf()
    return finish(box, begun.version_before, begun.version, _say)


def _switched(
    box: DebianBox, package: Package, digest: str, signers: tuple[str, ...], *, back: bool
) -> Ended:
    _deaf()
    return update(box, package, digest, signers, _say, back=back)


def _deaf() -> None:
    """Go on to the end, also when the line to the terminal breaks half-way."""
    for sign in SIGNS:
        signal.signal(sign, signal.SIG_IGN)


def _say(sentence: str) -> None:
    with suppress(OSError):
        say(sentence)


def _told(ended: Ended) -> None:
    if ended.stuck:
        ends(
            f"Version {ended.version} was put in again and does not work either: {ended.stuck}"
            " Look at journalctl -u kiosk, then kiosk doctor. The book is as it was.",
            FAILED,
        )
    if ended.fault:
        ends(f"Version {ended.version} is in force again: {ended.fault}", FAILED)
    click.echo(f"Version {ended.version} is in force.")
