"""Papers between stores as files: a manifest there, a receipt back, each signed by who wrote it.

C2SP signed notes by the kiosk's own key. The first line says what a paper is and whose, the second
is the paper as JSON. The keys of the other stores lie as `stores/NAME.pub`, each the `kiosk.pub` of
that kiosk, carried here by hand: whoever puts one there says whose papers count.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from kiosk.registry.keys import NOTE_ENDS, HeadKey, SigningKey, key_from_text
from kiosk.rules.broken import BookBroken
from kiosk.rules.manifests import Manifest, Receipt
from kiosk.rules.own_key import OwnKey
from kiosk.spelling import Misspelled, plain, thing

STORES = "stores"
"""The folder of the other stores' keys, beside the book."""

NOTE_MAX = 60_000
"""Characters of a paper: a hundred weapons with every field as long as a card's cell."""

_KEY_MAX = 4096
_MANIFEST, _RECEIPT = "manifest/v1", "receipt/v1"

_Paper = TypeVar("_Paper", Manifest, Receipt)


class Mail:
    """Writes this store's papers and reads those of others. Any thread; keeps nothing."""

    def __init__(
        self, key: SigningKey, folder: Path, enrolled: Callable[[], str] = lambda: ""
    ) -> None:
        """Sign with this key; `folder` is the book's, `enrolled` the key that was vouched for."""
        self._key, self._stores, self._enrolled = key, folder / STORES, enrolled

    @property
    def name(self) -> str:
        """What this store is called."""
        return self._key.kiosk

    def stores(self) -> frozenset[str]:
        """Return the other stores whose papers can be checked."""
        return frozenset(self._keys()) - {self.name}

    def own_key(self) -> OwnKey:
        """Return the key that signs here, and whether two people stood by it."""
        key = self._key.fingerprint
        return OwnKey(key, self._enrolled() == key)

    def fingerprint_of(self, store: str) -> str:
        """Return the fingerprint of another store's key, "" for a store nobody knows."""
        key = self._keys().get(store)
        return "" if key is None else key.fingerprint

    def manifest_note(self, manifest: Manifest) -> str:
        """Return a manifest as it travels."""
        return self._key.signed_note(self._text(_MANIFEST, manifest))

    def receipt_note(self, receipt: Receipt) -> str:
        """Return a receipt as it travels."""
        return self._key.signed_note(self._text(_RECEIPT, receipt))

    def read_manifest(self, note: str) -> Manifest | str:
        """Return the manifest of a note, or what is wrong with it (`manifests.PAPER_PROBLEMS`)."""
        return self._read(note, _MANIFEST, Manifest)

    def read_receipt(self, note: str) -> Receipt | str:
        """Return the receipt of a note, or what is wrong with it, as `read_manifest` does."""
        return self._read(note, _RECEIPT, Receipt)

    def _text(self, kind: str, paper: Manifest | Receipt) -> str:
        spelled = json.dumps(plain(paper), ensure_ascii=False, separators=(",", ":"))
        return f"armoury-transfer/{self.name}/{kind}\n{spelled}\n"

    def _read(self, raw: str, kind: str, of: type[_Paper]) -> _Paper | str:
        # A form of a browser ends its lines with CR LF, and an editor may put a mark in front.
        note = raw.replace("\r\n", "\n").strip("\ufeff \n") + "\n"
        if len(note) > NOTE_MAX or not note.startswith("armoury-transfer/"):
            return "note_of_another_kind"
        text, ending, signature = note.rpartition(NOTE_ENDS)
        if not ending or len(signature) <= len(signature.partition(" ")[0]) + 1:
            return "note_cut"
        first = text.partition("\n")[0].removeprefix("armoury-transfer/")
        origin, _, written = first.partition("/")
        key = self._keys().get(origin)
        if key is None:
            return "note_unknown_store"
        signed = key.signed_text(note)
        if signed is None:
            return "note_cut" if _is_cut(signature) else "note_edited"
        if written != kind:
            return "note_of_another_kind"
        return self._addressed(signed, origin, of)

    def _addressed(self, signed: str, origin: str, of: type[_Paper]) -> _Paper | str:
        try:
            fields: Any = json.loads(signed.partition("\n")[2])
            paper: _Paper = thing(of, fields)
        except (ValueError, AttributeError, Misspelled):
            return "note_of_another_kind"  # of a later version
        if paper.origin != origin:
            return "note_edited"
        return paper if paper.to == self.name else "note_not_for_us"

    def _keys(self) -> dict[str, HeadKey]:
        """Return the keys of the stores; what is no key there counts as none."""
        found = dict[str, HeadKey]()
        for path in sorted(self._stores.glob("*.pub")):
            try:
                with path.open("r", encoding="ascii") as opened:
                    key = key_from_text(opened.read(_KEY_MAX))
            except (OSError, ValueError, BookBroken):
                continue
            found[key.kiosk] = key
        return found


def _is_cut(signature: str) -> bool:
    """Return whether the end of a signature is lacking: 68 bytes are 92 characters of base64."""
    return len(signature.strip().partition(" ")[2]) < 92  # noqa: PLR2004 - as said
