"""What is JSON, what is not, and how numbers that are not finite travel."""

from __future__ import annotations

import json
import math

import numpy as np
import orjson
import pytest

from app.api.wire import decode, encode
from app.engine.errors import EngineError

NOT_JSON = {
    "nothing": b"",
    "a word": b"word",
    "NaN": b'{"a": NaN}',
    "Infinity": b"[Infinity, -Infinity]",
    "a comma too many": b"[1, 2,]",
    "single quotes": b"{'a': 1}",
    "a comment": b"[1] // one",
    "two documents": b"{} {}",
    "a byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": '{"a": 1}'.encode("utf-16-le"),
    "half a surrogate pair": rb'"\ud800"',
    "the other half": rb'{"\udc00": 1}',
    "a raw control character": b'"\x01"',
    "a key twice": b'{"a": 1, "a": 2}',
    "a key twice, deep down": b'[{"b": {"a": 1, "c": 0, "a": 1}}]',
    "a key twice, one of them escaped": rb'{"a": 1, "\u0061": 2}',
    "a key twice, hidden by an escaped colon": rb'{"a": "\u003a", "a": "\u003A"}',
    "a leading zero": b"01",
    "a leading plus": b"+1",
    "hexadecimal": b"0x10",
    "an open string": b'{"a": "',
}


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON)
def test_what_is_not_json_is_refused(body: bytes) -> None:
    """Bytes outside RFC 8259, and objects that contradict themselves, are not read."""
    with pytest.raises(EngineError) as caught:
        decode(body)
    assert caught.value.code == "not-json"


def test_bytes_outside_utf_8_are_refused() -> None:
    """The message says which byte does not belong."""
    with pytest.raises(EngineError) as caught:
        decode(b'{"a": "\xff"}')
    assert (caught.value.code, caught.value.message) == (
        "not-utf-8",
        "The body is not UTF-8: byte 8 does not belong.",
    )


@pytest.mark.parametrize("number", ["1e400", "-1e400", "1" + "0" * 400, "9" * 5000], ids=len)
def test_a_number_beyond_float64_is_no_number(number: str) -> None:
    """It is JSON, so the complaint is about the number and says where it stands."""
    with pytest.raises(EngineError) as caught:
        decode(f'{{"a": 1, "b": [0, {{"c": {number}}}]}}'.encode())
    assert (caught.value.code, caught.value.loc) == ("not-a-number", ("b", 1, "c"))


def test_the_whole_can_be_the_number_that_is_too_large() -> None:
    """It has no place then."""
    with pytest.raises(EngineError) as caught:
        decode(b"1e400")
    assert (caught.value.code, caught.value.loc) == ("not-a-number", ())


def test_brackets_within_strings_neither_nest_nor_close() -> None:
    """A closing bracket in a string takes nothing off the depth, an opening one adds nothing."""
    assert decode(json.dumps(["[{" * 5000, '\\"[' * 5000, {"]": "[" * 5000}]).encode(), 8) is not None
    with pytest.raises(EngineError) as caught:
        decode(b'["]",' * 500 + b"1" + b',"["]' * 500)
    assert caught.value.code == "too-deep"


@pytest.mark.parametrize("kinds", ["[]", "{}", "[{"])
def test_nesting_is_read_up_to_the_limit_and_not_beyond(kinds: str) -> None:
    """Arrays and objects count alike."""

    def nested(depth: int) -> bytes:
        found: object = 0
        for level in range(depth):
            found = {"k": found} if kinds[level % 2] == "{" or kinds == "{}" else [found]
        return json.dumps(found).encode()

    assert decode(nested(100), 100) is not None
    with pytest.raises(EngineError) as caught:
        decode(nested(101), 100)
    assert caught.value.code == "too-deep"


def test_a_million_brackets_are_refused() -> None:
    """Nothing recurses over them."""
    with pytest.raises(EngineError) as caught:
        decode(b"[" * 1_000_000)
    assert caught.value.code == "too-deep"


def test_brackets_and_colons_inside_strings_are_only_text() -> None:
    """Counting bytes must not be fooled by what a string holds."""
    document = {"a": "[" * 500, "b": '":{' * 300, "c\\": 'x\\"]: ', ":": [":"]}
    assert decode(json.dumps(document).encode()) == document
    assert decode(rb'{"a": "\u003a", "b": 1}') == {"a": ":", "b": 1}


@pytest.mark.parametrize("depth", range(4))
def test_every_number_that_is_not_finite_is_written_as_its_word(depth: int) -> None:
    """In numbers, lists, tuples, dicts and arrays, at any depth."""
    found: object = [
        math.nan,
        math.inf,
        -math.inf,
        1.5,
        np.float64("nan"),
        np.array([1.0, math.inf]),
        np.array(-math.inf),
    ]
    want: object = ["NaN", "Infinity", "-Infinity", 1.5, "NaN", [1.0, "Infinity"], "-Infinity"]
    for _ in range(depth):
        found, want = {"k": (found, 1)}, {"k": [want, 1]}
    assert orjson.loads(encode(found)) == want


def test_arrays_are_written_as_nested_arrays_whatever_their_memory() -> None:
    """Views, transposes, scalars and empty arrays too."""
    array = np.arange(6.0).reshape(2, 3)
    found = {
        "plain": array,
        "turned": array.T,
        "some": array[:, ::2],
        "none": array[:0],
        "one": np.array(3.0),
    }
    want = {name: value.tolist() for name, value in found.items()}
    assert orjson.loads(encode(found)) == want
    assert orjson.loads(encode(found, finite=True)) == want


@pytest.mark.parametrize("number", [0.1, 1e-323, 1.7976931348623157e308, -0.0, 2**53 + 0.0, 1 / 3])
def test_a_float_comes_back_the_same(number: float) -> None:
    """Shortest digits that read back to the same bits."""
    back = decode(encode([number]))[0]
    assert math.copysign(1, back) == math.copysign(1, number) and back == number
