"""docs/commands.md, made from the commands themselves: `python -m kiosk.commands.page`."""

from collections.abc import Iterator
from pathlib import Path

import click

from kiosk.commands import COMMANDS, commands

PLACE = Path(__file__).resolve().parents[2] / "docs" / "commands.md"

BEGINNING = """# Commands

<!-- Made by `python -m kiosk.commands.page` from the commands; a test fails when it is stale. -->

What a technician types. Answers go to stdout, talk goes to stderr; `--json` answers with one JSON
document, its keys sorted, with `"schema": 1`. Colours are for terminals, never with `NO_COLOR`.

| exit code | means |
|---|---|
| 0 | done |
| 1 | failed, refused, or nobody answers |
| 2 | typed wrong |
| 3 | something was found: the book is not as it was written |
| 4 | not permitted to this account |
| 75 | try again later: another program has the book, or the disk did not do what was asked |
| 78 | `kiosk.toml` is wrong; the sentence names file, key and what was expected |

## Who may

`kiosk status`, `officers`, `weapons`, `missions` and `badge` ask the running kiosk through its
Unix socket, which belongs to the kiosk's account and its group (mode 0660). Whoever is in that
group may write new people, weapons and mission orders; the book names the account that asked, as
the kernel tells it. So put technicians and registrars in the group, and the program of the pages,
and nobody else. Nobody gets a badge or a PIN this way: that takes two people at the kiosk's own
reader. What stands in the register is changed by `kiosk correct` alone, which takes two people
there too. Without a running kiosk the same commands write new things into the book themselves, and
must be run as the account that owns it.
"""


def page() -> str:
    """Return the whole page."""
    context = click.Context(commands, info_name="kiosk", **commands.context_settings)
    parts = [BEGINNING]
    for name in sorted(COMMANDS):
        found = commands.get_command(context, name)
        if found is not None:
            parts.extend(_described(found, context, name))
    return "\n".join(parts)


def _described(command: click.Command, above: click.Context, name: str) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=above, max_content_width=96)
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found is not None:
                yield from _described(found, context, below)
        return
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    PLACE.write_text(page(), encoding="utf-8")
