"""Man pages and shell completions, made from the commands: `python -m kiosk.commands.manual DIR`.

What `kiosk X --help` says is what kiosk-X(1) says; nothing is written twice.
"""

import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from kiosk.commands import COMMANDS, commands

SHELLS = {
    "bash": "bash-completion/completions/kiosk",
    "zsh": "zsh/vendor-completions/_kiosk",
    "fish": "fish/vendor_completions.d/kiosk.fish",
}
"""Each shell's file below /usr/share, in Debian."""

CODES = (
    ("0", "done"),
    ("1", "failed, refused, or nobody answers"),
    ("2", "typed wrong"),
    ("3", "something was found"),
    ("4", "not permitted to this account"),
    ("75", "try again later"),
    ("78", "kiosk.toml is wrong; the sentence names file, key and what was expected"),
)


class Undocumented(Exception):
    """A command or an option says nothing about itself; the text names it."""


def pages(program: str) -> Iterator[tuple[str, str]]:
    """Yield every man page: the name of its file, and its text. `program`: name and version.

    Raises:
        Undocumented: a command has no sentence.
    """
    top = click.Context(commands, info_name="kiosk", **commands.context_settings)
    yield "kiosk.1", _page(commands, top, program)
    for name in sorted(COMMANDS):
        found = commands.get_command(top, name)
        if found is not None:
            yield from _below(found, top, name, program)


def completion(shell: str) -> str:
    """Return what a shell reads to complete our words."""
    found = get_completion_class(shell)
    assert found is not None, f"click knows no {shell}"
    return found(commands, {}, "kiosk", "_KIOSK_COMPLETE").source()


def _below(
    command: click.Command, above: click.Context, name: str, program: str
) -> Iterator[tuple[str, str]]:
    context = click.Context(command, info_name=name, parent=above)
    yield f"{context.command_path.replace(' ', '-')}.1", _page(command, context, program)
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found is not None:
                yield from _below(found, context, below, program)


def _page(command: click.Command, context: click.Context, program: str) -> str:
    if not command.help:
        raise Undocumented(f"{context.command_path} says nothing about itself")
    title = context.command_path.replace(" ", "-")
    first, _, rest = command.help.strip().partition("\n\n")
    parts = [
        f'.TH {_said(title.upper())} 1 "" "{_said(program)}" "Armoury kiosk"',
        ".SH NAME",
        f"{_said(title)} \\- {_said(_sentence(first))}",
        ".SH SYNOPSIS",
        f".B {_said(context.command_path)}",
        _said(" ".join(command.collect_usage_pieces(context))),
        ".SH DESCRIPTION",
        *_paragraphs(f"{first}\n\n{rest}"),
    ]
    params = command.get_params(context)
    options = [row for each in params if (row := each.get_help_record(context))]
    if options:
        parts.append(".SH OPTIONS")
        for name, says in options:
            parts += [".TP", f".B {_said(name)}", _said(says) or "\\&"]
    if isinstance(command, click.Group):
        parts.append(".SH COMMANDS")
        for name in command.list_commands(context):
            page = f".BR {_said(title)}\\-{_said(name)} (1)"
            parts += [".TP", page, _said(_short(command, name))]
    if context.parent is None:
        parts.append(".SH EXIT STATUS")
        for code, means in CODES:
            parts += [".TP", f".B {code}", _said(means)]
        parts += [".SH FILES", ".TP", ".I /etc/kiosk/kiosk.toml", "What hangs on this kiosk."]
        parts += [".TP", ".I /var/lib/kiosk", "Its book."]
    return "\n".join(parts) + "\n"


def _short(group: click.Group, name: str) -> str:
    """Return the line of one command in the list of its group, importing as little as it can."""
    if group is commands:
        return COMMANDS[name]
    found = group.commands[name]
    if not found.help:
        raise Undocumented(f"{name} says nothing about itself")
    return _sentence(found.help.strip().partition("\n\n")[0])


def _sentence(text: str) -> str:
    """Return the first sentence of a paragraph, on one line."""
    line = " ".join(text.split())
    return line.partition(". ")[0].removesuffix(".") + "."


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        yield ".PP"
        yield _said(" ".join(paragraph.split()))


def _said(text: str) -> str:
    """Return text as roff takes it: no dash for a minus, no command out of a point."""
    safe = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{safe}" if safe.startswith((".", "'")) else safe


def write(share: Path) -> None:
    """Write everything below a folder that becomes /usr/share."""
    for name, text in pages(f"armoury-kiosk {version('armoury-kiosk')}"):
        path = share / "man/man1" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for shell, place in SHELLS.items():
        path = share / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(completion(shell), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
