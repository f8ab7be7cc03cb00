"""`kiosk backup`: a verified copy of the book on another disk, each evening and by hand."""

from pathlib import Path

import click

from kiosk.assembly.founding import refuse_other_owner
from kiosk.commands.options import answer, config_option, json_option
from kiosk.config import read_settings
from kiosk.registry.copying import copy_book


@click.command()
@config_option
@json_option
@click.option("--same-disk", is_flag=True, help="Copy also onto the disk of the book itself.")
@click.argument("folder", type=click.Path(path_type=Path))
def command(
    config: Path,
    folder: Path,
    as_json: bool,  # noqa: FBT001 - click calls it by name
    same_disk: bool,  # noqa: FBT001 - click calls it by name
) -> None:
    """Copy the book into a new folder below FOLDER, and verify the copy.

    The kiosk may run. Keys and pepper stay here: the copy can be read and verified, and nobody can
    go on with it. The 14 newest copies are kept. Ends with 3 when the copy does not verify, with 75
    when it could not be made.
    """
    settings = read_settings(config)
    refuse_other_owner(settings)
    copied = copy_book(settings.folder, folder, same_disk=same_disk)
    if as_json:
        answer(
            {
                "path": str(copied.path),
                "entries": copied.entries,
                "head": copied.head,
                "dropped": copied.dropped,
            }
        )
        return
    click.echo(f"{copied.path}: {copied.entries} entries, verified.")
    click.echo(f"Write this head down: {copied.entries}:{copied.head}")
