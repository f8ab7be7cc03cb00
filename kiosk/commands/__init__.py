"""What a technician types. One command a module, imported when it is called and not before.

    0 done    1 failed    2 typed wrong    3 something was found    4 not permitted
    75 try again later    78 kiosk.toml is wrong

Answers go to stdout, talk goes to stderr. Nothing is decided in here.
"""

import errno
import importlib
import os
import sys
from typing import NoReturn

import click

from kiosk.rules.broken import BookBroken, BookUnwritable, ConfigWrong
from kiosk.service.protocol import KioskSilent

FAILED, USAGE, FOUND, NOT_PERMITTED, LATER, CONFIG = 1, 2, 3, 4, 75, 78
"""Exit codes, for ever the same: scripts and units ask for them (sysexits.h has 75 and 78)."""

COMMANDS = {
    "badge": "Give badges to officers, and withdraw them.",
    "bench": "Play readers and chips that are not there.",
    "backup": "Copy the book, and verify the copy.",
    "cards": "Paper cards: in, what became of them, and out again.",
    "config": "Look through a kiosk.toml, and say what it would change.",
    "correct": "Correct the register; two people stand by it.",
    "counts": "The papers of a count: certificate and search list.",
    "decode": "Say what the bytes of a reader mean.",
    "demo": "Start a simulated warehouse, its pages included.",
    "doctor": "Say what is wrong with the devices, and what to do.",
    "failsafe": "Switch every output off, without the kiosk.",
    "find": "Find weapons, cards and officers by any part of a number or name.",
    "key": "Say by which key the book is sealed, and who stood by it.",
    "labels": "Print labels for weapons, new badges, positions and command cards.",
    "lens": "Say what the lenses see, and write the report for the level above.",
    "logs": "Show what the programs of this kiosk said.",
    "missions": "Write mission orders into the register.",
    "officers": "The people of the register.",
    "provision": "Make a working kiosk of this Pi, from one file or from answers.",
    "rebuild": "Make one part of the book again from the rest.",
    "release": "Sign a package, as somebody who may release one.",
    "replace": "Let this Pi take the place of one that died.",
    "report": "Write one file for whoever helps, without names and keys.",
    "restore": "Put the book back from a copy, or try that.",
    "run": "Guard the racks until told to stop.",
    "screen": "Show the pages on the touch screen, and bring a dead page back.",
    "service": "Service mode: opened by technician and chief at the kiosk, and ended.",
    "sheet": "Print what is out with whom, and where each weapon is.",
    "status": "Say how the running kiosk is.",
    "losses": "Export the reports of lost weapons.",
    "story": "Tell the life of one weapon, from the book.",
    "test": "Try a lock, a reader, the buzzer, the lights or the sensors, in service mode.",
    "train": "Start a training register beside the real one.",
    "update": "Put another version in, signed, tried, and with a way back.",
    "verify": "Look for changes in the book, from the first entry to the last.",
    "watch": "Show what the kiosk reads, decides, writes and moves, as it happens.",
    "weapons": "The weapons of the register.",
}
"""Every command and its line in the help; the module of the same name holds it as `command`."""


class Commands(click.Group):
    """The commands, and how they end when the world is broken."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what was typed, if it is text: no book and no table can hold half a character."""
        for number, word in enumerate(args, 1):
            if _is_broken(word):
                ends(f"Word {number}, {word!a}, is no text in UTF-8. Nothing was done.", USAGE)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, for the help."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = importlib.import_module(f"kiosk.commands.{cmd_name}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing one: a Pi needs a second for all of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; say in one sentence why it could not be done."""
        try:
            return super().invoke(ctx)
        except ConfigWrong as wrong:
            ends(str(wrong), CONFIG)
        except BookUnwritable as wrong:
            ends(str(wrong), NOT_PERMITTED if _is_forbidden(wrong) else LATER)
        except BookBroken as wrong:
            ends(str(wrong), FOUND)
        except KioskSilent as silent:
            if _is_forbidden(silent):
                ends(f"{silent} This account is not in the group of that socket.", NOT_PERMITTED)
            ends(f"{silent}{_cure(silent)}", FAILED)
        except PermissionError as forbidden:
            ends(_sentence(forbidden), NOT_PERMITTED)
        except OSError as wrong:
            if wrong.errno == errno.EPIPE:
                raise
            ends(_sentence(wrong), FAILED)


def _is_forbidden(wrong: Exception) -> bool:
    """Return whether it was this account that may not, and no other try will do better."""
    return isinstance(wrong.__cause__, PermissionError)


def _cure(silent: KioskSilent) -> str:
    """Return what to do about a kiosk that nobody finds behind its socket."""
    if isinstance(silent.__cause__, (FileNotFoundError, ConnectionRefusedError)):
        return " No kiosk runs on this configuration, or it has only begun to start."
    return ""


def _sentence(wrong: OSError) -> str:
    """Return what the disk said; what we said ourselves stays as it is."""
    from kiosk.registry.plainly import plainly  # noqa: PLC0415 - the help loads no room

    ours = wrong.strerror is not None and wrong.strerror != os.strerror(wrong.errno or 0)
    where = f"{wrong.filename}: " if wrong.filename else ""
    return f"{where}{wrong.strerror}." if ours else f"{plainly(wrong)}."


def _is_broken(word: str) -> bool:
    """Return whether a word has bytes in it that Python could only carry, not read."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return True
    return False


def ends(sentence: str, code: int) -> NoReturn:
    """Say why on stderr and end with a code."""
    click.echo(f"kiosk: {sentence}", err=True)
    sys.exit(code)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="armoury-kiosk", message="%(version)s")
def commands() -> None:
    """Guard a bay of weapons: issue, return, remember.

    Answers go to stdout, talk goes to stderr. Exit codes: 0 done, 1 failed, 2 typed wrong,
    3 something was found, 4 not permitted, 75 try again later, 78 kiosk.toml is wrong.
    """
