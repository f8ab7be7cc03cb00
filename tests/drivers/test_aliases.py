"""The other names of a card: each leads to one identity, or to none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.protocols.aliases import (
    BAD_IDENTITY,
    EM4100,
    FC_CN_26,
    FC_CN_34,
    MFRC522,
    PRINTED_3_5,
    PRINTED_10,
    UID,
    WIEGAND26,
    WIEGAND34,
    Alias,
    AliasTable,
    Credential,
    alias,
    aliases,
    mfrc522_number,
    wiegand_credential,
)
from tests.drivers.card_frames import CardFrame, card_frames
from tests.drivers.frames import Frame, frames

EM_FRAMES = [frame for frame in frames("RDM630") + frames("ID-12LA") if frame["valid"]]


@pytest.mark.parametrize(
    "frame", [one for one in EM_FRAMES if "printed_10d" in one["decoded"]], ids=lambda f: f["hex"]
)
def test_the_decimals_printed_on_a_tag_lead_to_it(frame: Frame) -> None:
    said = frame["decoded"]
    tag = Credential(EM4100, said["tag_id"])
    table = AliasTable([tag])
    facility, card = said["wiegand26_fc"], said["wiegand26_cn"]
    for name in (
        alias(PRINTED_10, said["printed_10d"]),
        alias(PRINTED_10, str(said["number"])),
        alias(PRINTED_3_5, f"{facility:03d},{card:05d}"),
        alias(PRINTED_3_5, f"{facility:03d} {card:05d}"),
        alias(FC_CN_26, f"{facility}/{card}"),
    ):
        assert name is not None
        assert table.credential(name) == tag


@pytest.mark.parametrize("frame", card_frames("Wiegand 26-bit") + card_frames("Wiegand 34-bit"))
def test_what_a_wiegand_reader_sends_leads_to_a_card_unless_its_parity_is_wrong(
    frame: CardFrame,
) -> None:
    said = frame["decoded"]
    card = wiegand_credential(said["bits"])
    if not frame["valid"]:
        assert card is None
        return
    assert card is not None
    assert card.kind == {26: WIEGAND26, 34: WIEGAND34}[said["bit_count"]]
    kind = {26: FC_CN_26, 34: FC_CN_34}[said["bit_count"]]
    assert Alias(kind, f"{said['facility']}/{said['card']}") in aliases(card)


def test_the_printed_number_of_a_tag_is_what_its_wiegand_readers_send() -> None:
    """Tag 3C00CE754C, in the file as 26 and as 34 bits."""
    named = aliases(Credential(EM4100, "3C00CE754C"))
    assert Alias(PRINTED_10, "0013530444") in named
    assert Alias(FC_CN_26, "206/30028") in named
    assert Alias(FC_CN_34, "206/30028") in named


def test_the_number_of_the_mfrc522_library_leads_to_the_whole_uid() -> None:
    (frame,) = card_frames("mfrc522 0.0.7 read_id() value")
    card = Credential(UID, frame["decoded"]["full_uid"])
    number = int.from_bytes(bytes(frame["decoded"]["reported_by_library"]))
    assert mfrc522_number(card.identity) == number
    assert AliasTable([card]).credential(Alias(MFRC522, str(number))) == card


def test_a_uid_of_four_bytes_has_its_check_byte_in_that_number() -> None:
    """DD17380A is told as DD17380AF8 (Galarzaa90/android-things-rc522, issue 3)."""
    assert mfrc522_number("DD17380A") == 0xDD17380AF8


def test_two_cards_that_share_a_number_are_no_card() -> None:
    """NXP's UIDs of seven bytes differ in sixteen bits of that number: it opens nothing."""
    twins = [Credential(UID, "04A1B2C3D4E580"), Credential(UID, "04A1B2FFFFFF81")]
    table = AliasTable([*twins, *twins])
    number = Alias(MFRC522, str(0x8804A1B29F))
    assert table.sharing(number) == tuple(twins)
    assert table.credential(number) is None


@pytest.mark.parametrize(
    ("credential", "why"),
    [
        (Credential(UID, "08112233"), "random_uid"),
        (Credential(UID, "0811223344556677"), BAD_IDENTITY),
        (Credential(UID, "a1a2a3a4"), BAD_IDENTITY),
        (Credential(UID, "A1A2A3"), BAD_IDENTITY),
        (Credential(EM4100, "3C00CE754"), BAD_IDENTITY),
        (Credential("barcode", "3C00CE754C"), BAD_IDENTITY),
        (Credential(UID, ""), BAD_IDENTITY),
    ],
)
def test_a_card_that_cannot_be_told_again_is_refused(credential: Credential, why: str) -> None:
    table = AliasTable()
    assert table.add(credential) == why
    assert all(table.credential(name) is None for name in aliases(credential))


def test_a_uid_of_seven_bytes_may_begin_with_08() -> None:
    assert AliasTable().add(Credential(UID, "08112233445566")) is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (PRINTED_10, "12a"),
        (PRINTED_10, ""),
        (PRINTED_3_5, "7,13536"),
        (FC_CN_26, "7"),
        (FC_CN_26, "7/x"),
        (FC_CN_34, "1/2/3"),
        (MFRC522, "-5"),
        (MFRC522, "٣"),
        ("serial", "1"),
    ],
)
def test_what_is_no_alias_is_not_made_one(kind: str, text: str) -> None:
    assert alias(kind, text) is None


@given(st.integers(0, 2**40 - 1))
def test_every_alias_of_a_tag_leads_back_to_it(number: int) -> None:
    tag = Credential(EM4100, f"{number:010X}")
    table = AliasTable([tag])
    for name in aliases(tag):
        assert alias(name.kind, name.text) == name
        assert table.credential(name) == tag
