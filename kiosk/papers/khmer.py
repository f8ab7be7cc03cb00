"""The Khmer letters that every paper brings along, so that no machine prints boxes in their place.

Noto Sans Khmer under the SIL Open Font Licence (fonts/): the same bytes as those of the pages.
Debian has no Khmer font unless somebody installed one, and a paper is printed wherever there is a
printer.
"""

from base64 import b64encode
from functools import cache
from importlib.resources import files

FAMILY = "Noto Sans Khmer"
"""What the styles of the papers ask for."""

WEIGHTS = (400, 700)


@cache
def letters() -> str:
    """Return the rules of a style sheet that hold the letters, for any thread."""
    return "".join(_face(weight) for weight in WEIGHTS)


def _face(weight: int) -> str:
    name = f"noto-sans-khmer-khmer-{weight}-normal.woff2"
    held = b64encode((files(__package__) / "fonts" / name).read_bytes()).decode("ascii")
    return (
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-display: block;\n'
        "  unicode-range: U+1780-17FF, U+19E0-19FF, U+200C-200D, U+25CC;\n"
        f"  src: url(data:font/woff2;base64,{held}) }}\n"
    )
