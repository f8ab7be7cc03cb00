"""Reads a drawing again: the words and shapes that stand on the paper."""

from xml.etree import ElementTree as ET

_SVG = "{http://www.w3.org/2000/svg}"


def drawn(drawing: str, kind: str) -> list[ET.Element]:
    """Return all elements of one kind, in their order: text, rect, polygon."""
    root = ET.fromstring(drawing)  # noqa: S314 - our own drawing, made in this run
    return [root] if kind == "svg" else list(root.iter(f"{_SVG}{kind}"))


def words(drawing: str) -> list[str]:
    """Return all words of a drawing, a line each, as a person finds them on the paper."""
    return [text.text or "" for text in drawn(drawing, "text")]
