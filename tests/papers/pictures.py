"""What a printed paper looks like, and what a reader reads there.

Chromium prints into a PDF, Ghostscript makes a picture of it as a printer does, and the library
that drew a symbol reads the picture. Left in build/evidence/papers.
"""

import base64
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import zxingcpp
from playwright.sync_api import Browser

from kiosk.papers.sheets import Sheet

PAPERS = Path(__file__).parents[2] / "build" / "evidence" / "papers"
MM_PER_INCH = 25.4
DPI = 300
"""As coarse as a printer is that somebody still has."""

_TO_GREY = """async ([kind, spelled]) => {
  const sent = await fetch(`data:image/${kind};base64,${spelled}`).then(one => one.blob());
  const picture = await createImageBitmap(sent);
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const pen = canvas.getContext('2d');
  pen.drawImage(picture, 0, 0);
  const colours = pen.getImageData(0, 0, picture.width, picture.height).data;
  let text = '';
  for (let at = 0; at < colours.length; at += 4 * 8192) {
    const row = colours.subarray(at, at + 4 * 8192).filter((_, place) => place % 4 === 1);
    text += String.fromCharCode(...row);
  }
  return [picture.width, picture.height, btoa(text)];
}"""


@dataclass(frozen=True)
class Picture:
    """Grey pixels, a byte each; 0 is black."""

    width: int
    height: int
    pixels: bytes

    @property
    def rows(self) -> Iterator[bytes]:
        """The rows from the top."""
        return (
            self.pixels[at : at + self.width]
            for at in range(0, self.width * self.height, self.width)
        )

    def part(self, x: int, y: int, width: int, height: int) -> "Picture":
        """Return what stands in a rectangle."""
        rows = list(self.rows)[y : y + height]
        return Picture(width, height, b"".join(row[x : x + width] for row in rows))

    def painted(self, x: int, y: int, width: int, height: int, grey: int) -> "Picture":
        """Return the picture with a rectangle painted over."""
        changed = bytearray(self.pixels)
        for row in range(y, y + height):
            begin = row * self.width + x
            changed[begin : begin + width] = bytes([grey]) * width
        return Picture(self.width, self.height, bytes(changed))

    def dark(self) -> tuple[int, int, int, int]:
        """Return the left, top, right and bottom of what is not white."""
        rows = [place for place, row in enumerate(self.rows) if min(row) < 128]
        columns = [x for row in self.rows for x in (_first(row), self.width - 1 - _first(row[::-1]))
                   if 0 <= x < self.width]  # fmt: skip
        return min(columns), rows[0], max(columns), rows[-1]


def _first(row: bytes) -> int:
    """Return where a row is dark first; far away when it is not."""
    return next((x for x, grey in enumerate(row) if grey < 128), 10**9)


def read(picture: Picture) -> list[tuple[str, bytes]]:
    """Return every symbol that is seen: its kind and its bytes, sorted."""
    shaped = memoryview(picture.pixels).cast("B", shape=[picture.height, picture.width])
    found = zxingcpp.read_barcodes(shaped)
    return sorted((str(one.format).rpartition(".")[2], bytes(one.bytes)) for one in found)


def expected(number: str, *, bars: bool = True) -> list[tuple[str, bytes]]:
    """Return what a reader must see on a label."""
    kinds = ("Code 128", "Data Matrix") if bars else ("Data Matrix",)
    return [(kind, number.encode()) for kind in kinds]


def on_label(page: Picture, sheet: Sheet, place: int, dpi: float = DPI) -> Picture:
    """Return one label of a sheet, cut out as with scissors."""
    x, y = sheet.place(place)
    dots = dpi / MM_PER_INCH
    size = sheet.size
    return page.part(
        round(x * dots), round(y * dots), int(size.width_mm * dots), int(size.height_mm * dots)
    )


def pictures(pdf: Path, dpi: int = DPI) -> list[Picture]:
    """Return the pages of a PDF as a printer draws them."""
    words = ("-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=pgmraw", f"-r{dpi}")
    done = subprocess.run(
        ["gs", *words, "-sOutputFile=-", str(pdf)], check=True, capture_output=True
    )
    return list(_pages(done.stdout))


def _pages(told: bytes) -> Iterator[Picture]:
    at = 0
    while at < len(told):
        head: list[bytes] = []
        while len(head) < 4:
            end = told.index(b"\n", at)
            line, at = told[at:end], end + 1
            head += [] if line.startswith(b"#") else line.split()
        width, height = int(head[1]), int(head[2])
        yield Picture(width, height, told[at : at + width * height])
        at += width * height


def keep_png(pdf: Path, dpi: int = 110) -> None:
    """Leave a picture of each page beside a PDF, to be looked at."""
    words = ("-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=pnggray", f"-r{dpi}")
    smooth = ("-dTextAlphaBits=4", "-dGraphicsAlphaBits=4")
    target = pdf.with_name(f"{pdf.stem}-%d.png")
    subprocess.run(
        ["gs", *words, *smooth, f"-sOutputFile={target}", str(pdf)], check=True, capture_output=True
    )


LETTERS_LOADED = (
    "document.fonts.ready.then(all => [...all].filter(one => one.status == 'loaded').length)"
)
"""How many fonts that a page brought along it is drawn with, asked in the page."""


def printed(browser: Browser, html: str, name: str) -> Path:
    """Print a paper into a PDF, and leave PDF and PNG for people."""
    PAPERS.mkdir(parents=True, exist_ok=True)
    path = PAPERS / f"{name}.pdf"
    page = browser.new_page()
    try:
        page.set_content(html)
        page.evaluate(LETTERS_LOADED)  # what is drawn before they are there stays without them
        page.pdf(path=path, prefer_css_page_size=True)
    finally:
        page.close()
    for old in PAPERS.glob(f"{name}-[0-9]*.png"):
        old.unlink()
    keep_png(path)
    return path


def on_screen(browser: Browser, html: str, wide: int, high: int, scale: float) -> Picture:
    """Return what the browser paints of a page of CSS pixels, `scale` times as fine."""
    context = browser.new_context(
        viewport={"width": wide, "height": high}, device_scale_factor=scale
    )
    try:
        page = context.new_page()
        page.set_content(html)
        shot = page.screenshot()
        spelled = base64.b64encode(shot).decode()
        width, height, text = page.evaluate(_TO_GREY, ["png", spelled])
    finally:
        context.close()
    return Picture(width, height, base64.b64decode(text))


def drawn(rows: Sequence[Sequence[bool]], module: int, quiet: int) -> Picture:
    """Return modules as a picture, with a quiet zone around."""
    white = b"\xff" * quiet
    width = len(rows[0]) * module + 2 * quiet
    lines = [
        white + b"".join((b"\x00" if dark else b"\xff") * module for dark in row) + white
        for row in rows
    ]
    pad = [b"\xff" * width] * quiet
    whole = [*pad, *(line for line in lines for _ in range(module)), *pad]
    return Picture(width, len(whole), b"".join(whole))
