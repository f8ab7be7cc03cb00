"""Putting a paper where it was asked for: as HTML, or as PDF by the machine's own Chromium.

A file is there whole, or not at all.
"""

import errno
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import click

from kiosk.assembly.clock import SystemClock
from kiosk.assembly.own_key import key_in_use
from kiosk.commands import FAILED, ends
from kiosk.config import Settings
from kiosk.papers.frame import Printed

PRINTERS = ("chromium", "chromium-browser")
"""What Debian and Raspberry Pi OS call their browser."""
PATIENCE_S = 120
"""How long a Pi may print: one page takes a second on a laptop, and a register of labels hundreds
of pages. Ours."""

out_option = click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    help="Where to write it.",
)
pdf_option = click.option(
    "--pdf", is_flag=True, help="Print it into a PDF, with this machine's Chromium."
)


def printed_here(settings: Settings, head: str = "") -> Printed:
    """Return where and when a paper is printed: here and now."""
    now_ms = SystemClock().now().wall_ms
    key = key_in_use(settings) if head else None
    return Printed(
        settings.kiosk.name,
        now_ms,
        settings.policy.utc_offset_min,
        head,
        settings.kiosk.training,
        unvouched=key is not None and key.enrolled is None,
    )


def put(out: Path, paper: str, *, pdf: bool = False) -> None:
    """Write a paper, or nothing."""
    content = _as_pdf(paper) if pdf else paper.encode()
    if out.is_dir():
        raise IsADirectoryError(errno.EISDIR, "this is a folder; name a file in it", str(out))
    if out.exists() and not out.is_file():
        out.write_bytes(content)  # a printer's own device, or a pipe: nothing to be whole
        return
    half = out.with_name(f".{out.name}.half")
    try:
        half.write_bytes(content)
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)


def can_print() -> bool:
    """Return whether this machine can make a PDF."""
    return _chromium() is not None


def _chromium() -> str | None:
    return next((found for name in PRINTERS if (found := shutil.which(name))), None)


def _as_pdf(paper: str) -> bytes:
    program = _chromium()
    if program is None:
        ends(
            "There is no Chromium on this machine to make a PDF. Leave --pdf out and print the"
            " page from any browser at 100 %, or: apt install chromium. Nothing was written.",
            FAILED,
        )
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        page, made = Path(folder, "paper.html"), Path(folder, "paper.pdf")
        page.write_text(paper, encoding="utf-8")
        words = [
            program, "--headless", "--disable-gpu", "--no-pdf-header-footer", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}", page.as_uri(),
        ]  # fmt: skip
        if os.geteuid() == 0:
            words.insert(1, "--no-sandbox")  # Chromium has none for root, and stops without this
        try:
            subprocess.run(words, check=False, capture_output=True, timeout=PATIENCE_S)  # noqa: S603 - Debian's program, arguments written here
        except subprocess.TimeoutExpired:
            ends(f"Chromium had no PDF after {PATIENCE_S} s. Nothing was written.", FAILED)
        if not made.is_file():
            ends("Chromium made no PDF. Leave --pdf out. Nothing was written.", FAILED)
        return made.read_bytes()
