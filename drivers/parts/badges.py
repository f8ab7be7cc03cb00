"""What a reader of type A cards tells of a card it has selected: a badge, or why it is none.

The same for every reader chip: a UID that may be one, a proof if that is demanded, each card once.
How a command comes to the card is the reader's.
"""

from collections.abc import Callable
from typing import Protocol

from drivers.parts.presence import Presence
from drivers.protocols.badge_proof import Ask, BadgeProof, Proved
from drivers.protocols.card_reasons import CANNOT_PROVE
from drivers.protocols.ev2_session import NotBelieved
from drivers.protocols.iso14443_4 import Failed
from drivers.protocols.iso14443a import badge_refusal
from drivers.readings import Reading

MakeProof = Callable[[str], BadgeProof]
"""Makes the proof that the card with this UID (upper-case hexadecimal) has to give."""

Outcome = Proved | NotBelieved | Failed
"""How a proof ends; Failed: the card left or fell silent before it was either way."""


class SelectedCard(Protocol):
    """A card that a reader chip has selected."""

    @property
    def uid(self) -> str:
        """Its whole UID in upper-case hexadecimal."""
        ...

    @property
    def smart(self) -> bool:
        """Whether it carries commands to an application (ISO/IEC 14443-4)."""
        ...

    def prove(self, proof: BadgeProof) -> Outcome:
        """Lead it through its proof, and let it rest."""
        ...

    def rest(self) -> None:
        """Let it rest, so that the next look finds it again."""
        ...


def proven(proof: BadgeProof, carry: Callable[[bytes], bytes | Failed]) -> Outcome:
    """Lead a card through a proof.

    Args:
        proof: the steps, not begun.
        carry: brings a command to the card and its answer back.
    """
    told: Ask | Proved | NotBelieved = proof.begin()
    while isinstance(told, Ask):
        answer = carry(told.command)
        if isinstance(answer, Failed):
            return answer
        told = proof.take(answer)
    return told


class Badges:
    """Says what has to be told after each look of one reader at its field."""

    def __init__(self, reader: str, make_proof: MakeProof | None) -> None:
        """Begin with an empty field.

        Args:
            reader: the name that readings carry.
            make_proof: what a card has to prove; None believes its UID. With it, a card that can
                not prove anything is rejected.
        """
        self._presence = Presence(reader)
        self._make_proof = make_proof

    def empty(self) -> None:
        """Take note of a look that met nothing."""
        self._presence.empty()

    def disturbed(self, reason: str) -> Reading | None:
        """Take note of a look that met something and could not read it; tell it if that lasts."""
        return self._presence.disturbed(reason)

    def meet(self, card: SelectedCard) -> Reading | None:
        """Take note of a card, have it prove itself if it is a new one, and let it rest."""
        refusal = badge_refusal(card.uid)
        name = refusal or card.uid  # random UIDs are all the same to us
        if not self._presence.is_new(name):
            card.rest()
            return None
        if refusal is None and self._make_proof is not None and not card.smart:
            refusal = CANNOT_PROVE
        if refusal is not None or self._make_proof is None:
            card.rest()
            if refusal is not None:
                return self._presence.refuse(name, refusal)
            return self._presence.accept(name)
        match card.prove(self._make_proof(card.uid)):
            case Proved():
                return self._presence.accept(name, proved=True)
            case NotBelieved(why):
                return self._presence.refuse(name, why)
            case failed:
                return self._presence.disturbed(failed.why)
