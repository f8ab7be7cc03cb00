"""The program `kiosk`: hands what was typed to the commands."""

from kiosk.commands import commands


def main() -> None:
    """Run one command and end with its exit code."""
    commands(prog_name="kiosk")


if __name__ == "__main__":
    main()
