"""`kiosk release`: a package signed by somebody who may release one; never done on a kiosk."""

from pathlib import Path

import click

from kiosk.commands import FAILED, ends
from kiosk.provision.packages import read_package
from kiosk.registry.files import read_whole, write_whole
from kiosk.registry.releases import (
    NOTE_SUFFIX,
    Release,
    Unsigned,
    digest_of,
    key_of,
    new_key,
    sign,
)


@click.group()
def command() -> None:
    """Sign a package, as somebody who may release one. Not on a kiosk."""


@command.command("key")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def key(name: str, file: Path) -> None:
    """Make a key for NAME in FILE, which stays with its owner, and FILE.pub for the kiosks.

    Each kiosk gets NAME.pub by hand, into /etc/armoury-kiosk/releasers. FILE is never put over.
    """
    if not (name.isascii() and name.isalnum()):
        raise click.UsageError(f"NAME: expected letters and digits, not {name!r}")
    if file.exists():
        ends(f"{file} is there already. Nothing was written.", FAILED)
    text = new_key(name)
    write_whole(file, text.encode(), mode=0o600)
    public = f"{key_of(text).text}\n"
    write_whole(file.with_name(f"{file.name}.pub"), public.encode(), mode=0o644)
    click.echo(public, nl=False)


@command.command("sign")
@click.argument("key_file", metavar="KEY", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("package", type=click.Path(path_type=Path, dir_okay=False))
def sign_one(key_file: Path, package: Path) -> None:
    """Sign PACKAGE with KEY: write PACKAGE.note, or add a signature to the one that is there."""
    signer = key_of((read_whole(key_file) or b"").decode(errors="replace"))
    found = read_package(package)
    release = Release(found.version, found.architecture, digest_of(package))
    note = package.with_name(package.name + NOTE_SUFFIX)
    before = (read_whole(note) or b"").decode(errors="replace")
    try:
        signed = sign(signer, release, before)
    except Unsigned as why:
        ends(str(why), FAILED)
    write_whole(note, signed.encode(), mode=0o644)
    click.echo(f"{note}: version {found.version}, signed by {signer.kiosk.partition('/')[2]}.")
