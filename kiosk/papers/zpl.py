r"""Labels for a label printer, in ZPL II: thermal transfer on polyester outlasts paper and oil.

What each command means is said by Zebra's ZPL II Programming Guide (45541L-004):

- `^BXo,h,s,c,r`: Data Matrix; h dots a module, quality s = 200 is ECC 200, columns c and rows r
  may be forced to more than it takes. `^BY` does not change it.
- `^BYw`: w dots a module of the bars that follow, 1 to 10.
- `^BCo,h,f`: Code 128, h dots high; f = N: no line of text below. `>;` at the begin of the field
  starts it in set C, two digits a character; without it the printer takes set B, twice as wide.
- `^FHa`: after it, `_` and two hexadecimal digits stand for a byte, so that no text can be read
  as a command. `^CI28`: those bytes are UTF-8.
- `^FOx,y`: the top left corner of a field, in dots. `^PW`, `^LL`: width and length of the label.
"""

from collections.abc import Sequence
from typing import Final

from kiosk.papers.faces import Face, PrintedLabel, Size, Words, face
from kiosk.papers.symbols import MATRIX_MODULES

DOTS_PER_MM: Final = {203: 8.0, 300: 300 / 25.4}
"""By what the printer is called: 203 dpi are 8 dots a millimetre (the guide); 300 dpi 11.8."""

ROLLS: Final = {
    "50x25": Size(50, 25),
    "57x32": Size(57, 32),
    "100x50": Size(100, 50),
    "38x25": Size(38, 25),
}
"""Label stock on rolls, width along the print head, in millimetres; what is sold most. At 203 dpi
38 mm are too narrow for bars."""

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .-/:")
_ABOVE_BASELINE = (4, 5)


def zpl(labels: Sequence[PrintedLabel], size: Size, dpi: int) -> str:
    """Return one format a label, in the order given.

    Raises:
        TooSmall: the roll has no room for a label.
        KeyError: no printer has so many dots.
    """
    per_mm = DOTS_PER_MM[dpi]
    return "".join(_format(face(label, size, per_mm), label) for label in labels)


def _format(laid: Face, label: PrintedLabel) -> str:
    fields = ["^XA", "^CI28", f"^PW{laid.width}", f"^LL{laid.height}", "^LH0,0"]
    if laid.matrix is not None:
        at = laid.matrix
        size = f"{MATRIX_MODULES},{MATRIX_MODULES}"
        fields.append(f"^FO{at.x},{at.y}^BXN,{at.module},200,{size}^FD{label.number}^FS")
    if laid.bars is not None:
        bars = laid.bars
        fields.append(f"^BY{bars.module}")
        fields.append(f"^FO{bars.x},{bars.y}^BCN,{bars.height},N,N,N^FD>;{label.number}^FS")
    fields += (_text(words) for words in laid.words if words.text.isascii())
    return "\n".join((*fields, "^PQ1", "^XZ", ""))


def _text(words: Words) -> str:
    """Return a line of text; the printers' own font has no Khmer, so that only ASCII gets here."""
    part, of = _ABOVE_BASELINE
    top = words.y - words.height * part // of
    width = words.height * 4 // 5  # Font 0 at that width is no wider than the room we keep.
    return f"^FO{words.x},{top}^A0N,{words.height},{width}^FH^FD{escaped(words.text)}^FS"


def escaped(text: str) -> str:
    """Return a text for a field behind `^FH`: all but plain letters and digits in hexadecimal."""
    return "".join(
        one if one in _PLAIN else "".join(f"_{byte:02X}" for byte in one.encode()) for one in text
    )
