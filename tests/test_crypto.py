"""Seals open only with their key and at their place; keys can be changed."""

import base64
from dataclasses import replace
from pathlib import Path

import pytest

from bot import crypto
from bot.errors import BadData

RING = crypto.parse(
    "\n".join([crypto.new_line("k2"), crypto.new_line("k1"), crypto.new_line("index")])
)


def test_a_seal_opens_and_shows_nothing() -> None:
    seal = RING.seal("13873112345", "tickets.phone")
    assert "138" not in seal
    assert seal.startswith("enc1.k2.")
    assert RING.open(seal, "tickets.phone") == "13873112345"
    assert RING.seal("13873112345", "tickets.phone") != seal


def test_moved_to_another_column_it_does_not_open() -> None:
    with pytest.raises(BadData):
        RING.open(RING.seal("李敏", "tickets.phone"), "tickets.applicant_name")


def test_a_changed_seal_does_not_open() -> None:
    seal = RING.seal("李敏", "p")
    head, data = seal[:8], bytearray(base64.b64decode(seal[8:]))
    data[-1] ^= 1
    with pytest.raises(BadData):
        RING.open(head + base64.b64encode(bytes(data)).decode(), "p")


def test_old_seals_open_while_their_key_is_on_the_ring() -> None:
    old = replace(RING, current="k1").seal("李敏", "p")
    assert RING.open(old, "p") == "李敏"
    assert not RING.is_current(old)
    without = replace(RING, keys={"k2": RING.keys["k2"]})
    with pytest.raises(BadData, match="unknown key 'k1'"):
        without.open(old, "p")


def test_marks_are_equal_for_equal_texts_and_need_the_key() -> None:
    assert RING.mark("13873112345", "p") == RING.mark("13873112345", "p")
    assert RING.mark("13873112345", "p") != RING.mark("13873112345", "q")
    other = replace(RING, index_key=b"x" * 32)
    assert RING.mark("13873112345", "p") != other.mark("13873112345", "p")


@pytest.mark.parametrize(
    "text", ["", "k1 = AAAA", "a b = x", crypto.new_line("k1"), crypto.new_line("index")]
)
def test_what_is_no_ring_is_refused_without_showing_a_key(text: str) -> None:
    with pytest.raises(BadData) as refused:
        crypto.parse(text)
    assert "AAAA" not in str(refused.value)


def test_the_key_file_of_the_embedded_default_is_made_once_and_for_its_owner_only(
    tmp_path: Path,
) -> None:
    path = tmp_path / "data" / "keys"
    first = crypto.kept_in(path)
    assert crypto.parse(first).current == "k1"
    assert path.stat().st_mode & 0o777 == 0o600
    assert crypto.kept_in(path) == first
