"""What a run adds up to: what the pages said, what the book has, and what was planted."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Total:
    """One line of the table. `pages`, `book`: None where only the other one can say it."""

    name: str
    planted: int
    pages: int | None
    book: int | None

    @property
    def is_right(self) -> bool:
        """Whether everybody who can say it says what was planted."""
        return all(said in {None, self.planted} for said in (self.pages, self.book))


@dataclass
class Totals:
    """Every total of a run, in the order in which they came."""

    lines: list[Total] = field(default_factory=list)

    def add(
        self, name: str, planted: int, pages: int | None = None, book: int | None = None
    ) -> None:
        """Add a total."""
        self.lines.append(Total(name, planted, pages, book))

    @property
    def wrong(self) -> list[str]:
        """A sentence for each total that is not what was planted."""
        return [
            f"{one.name}: {one.planted} planted, {_said(one.pages)} on the pages,"
            f" {_said(one.book)} in the book."
            for one in self.lines
            if not one.is_right
        ]

    def table(self) -> str:
        """Return them to be read."""
        rows = [("", "planted", "pages", "book", "")]
        rows += [
            (
                one.name, str(one.planted), _said(one.pages), _said(one.book),
                "" if one.is_right else "WRONG",
            )
            for one in self.lines
        ]  # fmt: skip
        return "\n".join(
            f"{name:34}{planted:>9}{pages:>9}{book:>9}  {right}".rstrip()
            for name, planted, pages, book, right in rows
        )


def _said(figure: int | None) -> str:
    return "-" if figure is None else str(figure)
