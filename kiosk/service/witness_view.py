"""The second witness of a count, as a screen shows it. Values only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TaggedWeapon:
    """A weapon by whose tag somebody speaks of it. Nobody need have seen it."""

    number: str
    name: str
    serial: str


@dataclass(frozen=True, slots=True)
class WitnessView:
    """What was heard by radio beside a count: it proves nothing, and stands beside what people saw.

    `listened`: the modules that did; `silent`: those that did not, or not to the end, of which
    nothing is known. `uncounted`: heard and not counted; `unheard`: counted, with a tag that was
    not heard. `unknown`: tags that are nobody's.
    """

    listened: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    uncounted: tuple[TaggedWeapon, ...] = ()
    unheard: tuple[TaggedWeapon, ...] = ()
    unknown: int = 0
