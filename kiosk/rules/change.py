"""A value with some of its fields changed: what `dataclasses.replace` does, in a tenth of the time.

A line changes the bay up to half a dozen times, and is folded twice before a bolt moves: once to
decide what follows from it, once when it is durable.
"""

from typing import TYPE_CHECKING, TypeVar

__all__ = ["replace"]

if TYPE_CHECKING:
    from dataclasses import replace  # so that every name and type is checked
else:
    Value = TypeVar("Value")

    def replace(value: Value, /, **changes: object) -> Value:
        """Return a copy of a dataclass without slots, some of its fields changed."""
        changed = object.__new__(type(value))
        fields = changed.__dict__
        fields.update(value.__dict__)
        fields.update(changes)
        assert len(fields) == len(value.__dict__), f"not all are its fields: {[*changes]}"
        return changed
