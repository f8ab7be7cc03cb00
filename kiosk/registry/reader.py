"""Reads whole commits off the line file: what both rebuilding and mending go by.

A commit ends at a signed line. Lines after the last signed one were in flight when the power went;
nobody was told about them, and they are not read.
"""

from collections.abc import Iterator

from kiosk.registry.chain import Head, Line, follows, read_line
from kiosk.registry.keys import HeadKey
from kiosk.registry.line_file import LineFile
from kiosk.rules.broken import BookBroken

AT_ONCE = 1000
"""Commits are handed on together up to about this many lines: one signature is checked for all."""


class CommitReader:
    """Reads on from a known head. `head` and `end` follow what was handed out."""

    def __init__(self, lines: LineFile, key: HeadKey, head: Head, end: int) -> None:
        """Begin after `head`, whose line ends at byte `end`."""
        self._lines = lines
        self._key = key
        self.head = head
        self.end = end

    @property
    def size(self) -> int:
        """Bytes in the line file."""
        return self._lines.size

    def commits(self) -> Iterator[list[Line]]:
        """Return runs of whole commits, each run's last signature checked.

        Raises:
            BookBroken: a well-formed line contradicts the chain, a signature is not this kiosk's,
                or lines of later commits stand behind a destroyed place.
            OSError: the file cannot be read.
        """
        rest = self._lines.lines(self.end)
        head, end = self.head, self.end
        whole: list[Line] = []
        begun: list[Line] = []
        whole_end = end
        for raw in rest:
            line = read_line(raw)
            if line is None:
                break
            if not follows(line, head):
                raise BookBroken(
                    f"Line {head.seq + 1} of the line file does not follow from the line before:"
                    " somebody changed it. Keep both copies as they are."
                )
            begun.append(line)
            head, end = line.head, end + len(raw)
            if line.signature is not None:
                whole += begun
                begun, whole_end = [], end
                if len(whole) >= AT_ONCE:
                    yield self._handed(whole, whole_end)
                    whole = []
        if whole:
            yield self._handed(whole, whole_end)
        self._refuse_later_commits(rest)

    def _handed(self, whole: list[Line], end: int) -> list[Line]:
        last = whole[-1]
        if last.signature is None or not self._key.vouches(last.head, last.signature):
            raise BookBroken(
                f"The signature of line {last.seq} is not this kiosk's: somebody wrote the line"
                " file anew. Keep both copies as they are."
            )
        self.head, self.end = last.head, end
        return whole

    def _refuse_later_commits(self, rest: Iterator[bytes]) -> None:
        """Make sure that what is left out is one unfinished commit and no more."""
        signed = [line for raw in rest if (line := read_line(raw)) and line.signature]
        if len(signed) > 1:
            raise BookBroken(
                f"The line file is destroyed after line {self.head.seq}, goes on up to line"
                f" {signed[-1].seq}, and the database does not have these lines either."
            )
