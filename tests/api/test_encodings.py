"""Who is sent gzip."""

from __future__ import annotations

import pytest

from app.api.encodings import takes_gzip


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ([], False),
        ([""], False),
        (["gzip"], True),
        (["gzip, deflate, br, zstd"], True),
        (["br;q=1.0, GZip ; Q=0.8, *;q=0.1"], True),
        (["br", "gzip"], True),
        (["x-gzip"], True),
        (["*"], True),
        (["*;q=0"], False),
        (["*, gzip;q=0"], False),
        (["gzip;q=0"], False),
        (["gzip;q=0.000, br"], False),
        (["gzip;q=0.001"], True),
        (["xgzipx"], False),
        (["gzipped, not-gzip"], False),
        (["br;gzip"], False),
        (["gzip;q=much"], False),
        (["gzip;q=0.5, identity"], False),
        (["gzip;q=0.5, identity;q=0.4"], True),
        (["gzip, identity"], True),
        (["identity;q=0"], False),
    ],
    ids=str,
)
def test_gzip_goes_to_who_takes_it(said: list[str], taken: bool) -> None:
    """By the codings and the weights of the header, not by the letters in it."""
    headers = [(b"host", b"gzip"), *((b"accept-encoding", value.encode()) for value in said)]

    assert takes_gzip({"type": "http", "headers": headers}) is taken
