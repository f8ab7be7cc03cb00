"""`kiosk config`: a kiosk.toml looked through before it counts, and held against another one."""

from dataclasses import asdict
from pathlib import Path

import click

from kiosk.assembly.config_check import problems
from kiosk.commands import FAILED, FOUND, ends
from kiosk.commands.options import answer, config_option, json_option, say
from kiosk.config import read_settings
from kiosk.config.comparing import Change, Flat, changes, flat
from kiosk.service.protocol import KioskSilent
from kiosk.service.started_with import ask_config

CHIEF = "the chief is asked at the next start"
NAME = "a book keeps its name: this kiosk would not start"

_file = click.argument("file", required=False, type=click.Path(path_type=Path))


@click.group()
def command() -> None:
    """Look through a kiosk.toml before it counts, and hold it against the one that does."""


@command.command()
@config_option
@json_option
@_file
@click.pass_context
def check(
    ctx: click.Context,
    config: Path,
    file: Path | None,
    as_json: bool,  # noqa: FBT001 - click calls it by name
) -> None:
    """Say everything that is wrong with FILE, a kiosk.toml or a policy profile, line by line.

    Without FILE the one of this kiosk. A profile that it names is looked through too. No device is
    asked and nothing is started. Ends with 3 when something is wrong, and says what to do.
    """
    path = file or config
    found = problems(path)
    if as_json:
        answer({"file": str(path), "findings": [asdict(one) for one in found]})
    else:
        for one in found:
            at = f"line {one.line}: " if one.line else ""
            click.echo(f"{one.code}: {at}{one.what}\n  do: {one.do}\n")
        count = len(found)
        click.echo(
            f"{path}: {count} {'thing is' if count == 1 else 'things are'} wrong."
            if found
            else f"{path}: nothing is wrong with it."
        )
    if found:
        ctx.exit(FOUND)


@command.command()
@config_option
@json_option
@_file
@click.pass_context
def diff(
    ctx: click.Context,
    config: Path,
    file: Path | None,
    as_json: bool,  # noqa: FBT001 - click calls it by name
) -> None:
    """Say what would change with FILE: against what the kiosk was started with, or its kiosk.toml.

    Without FILE: whether kiosk.toml was changed since the kiosk started. Keys and where they lie
    are never shown, only that they differ. A changed rule of custody is marked: the chief is asked
    at the next start. Ends with 3 when something would change.
    """
    installed = read_settings(config)
    after = installed if file is None else read_settings(file)
    before: Flat
    try:
        before, called = ask_config(Path(installed.kiosk.socket)), "the running kiosk"
    except KioskSilent as silent:
        if isinstance(silent.__cause__, PermissionError):
            raise
        if file is None:
            ends("No kiosk runs on this configuration: say which FILE is to be compared.", FAILED)
        before, called = flat(installed), str(config)
    found = changes(before, flat(after))
    if as_json:
        answer(
            {
                "before": called,
                "after": str(file or config),
                "changes": [{**asdict(one), "chief": one.chief} for one in found],
            }
        )
    else:
        say(f"From {called} to {file or config}:")
        for one in found:
            click.echo(_line(one))
        if not found:
            click.echo("Nothing would change.")
    if found:
        ctx.exit(FOUND)


def _line(one: Change) -> str:
    if not one.key:
        of = one.becomes or one.was
        kind = "" if of == "there" else f" ({of})"
        return f"{one.table}: is {'new' if one.becomes else 'gone'}{kind}"
    if one.hidden:
        return f"{one.table}, {one.key}: is another one (not shown)"
    line = f"{one.table}, {one.key}: {one.was or 'nothing'}, becomes {one.becomes or 'nothing'}"
    if one.chief:
        return f"{line}: {CHIEF}"
    return f"{line}: {NAME}" if (one.table, one.key) == ("[kiosk]", "name") else line
