"""A number as Code 128 (ISO/IEC 15417, code set B), drawn as the bars of an SVG. Pure."""

_PATTERNS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231"
    "113222123122123221223211221132221231213212223112312131311222321122321221312212322112322211"
    "212123212321232121111323131123131321112313132113132311211313231113231311112133112331132131"
    "113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111"
    "314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211"
    "241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
    "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214"
    "211232"
)
_PARTS = 6
_START, _END, _PRIME = 104, "2331112", 103
_QUIET = 10


def bars(text: str) -> tuple[tuple[int, int], ...]:
    """Return where each dark bar begins and how wide it is, in modules; quiet zones are left white.

    Raises:
        ValueError: a character is none of the printable ASCII that code set B has.
    """
    if not text or not all(" " <= one <= "~" for one in text):
        raise ValueError("code set B has printable ASCII only")
    values = [ord(one) - ord(" ") for one in text]
    check = (_START + sum(place * value for place, value in enumerate(values, 1))) % _PRIME
    widths = "".join(_pattern(value) for value in (_START, *values, check)) + _END
    found, at = [], _QUIET
    for place, width in enumerate(map(int, widths)):
        if place % 2 == 0:
            found.append((at, width))
        at += width
    return tuple(found)


def modules(text: str) -> int:
    """Return how many modules wide the symbol of a text is, with its quiet zones."""
    at, width = bars(text)[-1]
    return at + width + _QUIET


def _pattern(value: int) -> str:
    return _PATTERNS[value * _PARTS : (value + 1) * _PARTS]
