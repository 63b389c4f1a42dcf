"""Datasets: what they promise of their points, the same for the same seed."""

import numpy as np
import pytest

from app.nets.datasets import DATASETS, sample, split

MEASURED = ("iris", "digits")


@pytest.mark.parametrize("name", DATASETS)
def test_the_same_seed_is_the_same_sample(name):
    """Twice the same numbers, and with noise another seed gives others."""
    one, again, other = (sample(DATASETS[name], 40, 0.1, seed) for seed in (3, 3, 4))

    assert np.array_equal(one[0], again[0]) and np.array_equal(one[1], again[1])
    assert not np.array_equal(one[0], other[0]) or not np.array_equal(one[1], other[1])


@pytest.mark.parametrize("name", DATASETS)
def test_a_sample_has_the_size_the_table_says(name):
    """n rows, each of `inputs` numbers and one target, a class where there are classes."""
    row = DATASETS[name]
    x, y = sample(row)

    assert (x.shape, y.shape) == ((row.n, row.inputs), (row.n, 1))
    assert np.isfinite(x).all() and np.isfinite(y).all()
    if row.classes:
        assert sorted(set(y[:, 0])) == list(range(len(row.classes)))
        assert (row.task == "two-classes") == (len(row.classes) == 2)
    else:
        assert row.task == "regression"


def test_seeds_mean_the_same_numbers_for_ever():
    """Some numbers as they were first drawn: links and lessons rely on them."""
    x, y = sample(DATASETS["moons"], 2, 0.1, 7)

    np.testing.assert_allclose(x, MOONS, rtol=1e-12)
    assert y[:, 0].tolist() == [0, 1]


MOONS = [[-0.9103742880335493, 0.5847055337482975], [1.4028481816990075, -0.16649440078224526]]


@pytest.mark.parametrize(
    "name, answers", [("and", [0, 0, 0, 1]), ("or", [0, 1, 1, 1]), ("xor", [0, 1, 1, 0])]
)
def test_a_gate_is_its_table(name, answers):
    """Without noise the four corners, in the order of binary numbers."""
    x, y = sample(DATASETS[name])

    assert x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert y[:, 0].tolist() == answers


def test_shapes_are_where_they_belong():
    """Without noise: rings have two radii, blobs are their middles, curves are their formulas."""
    circles, of = sample(DATASETS["circles"], 100, 0.0)
    np.testing.assert_allclose(np.hypot(*circles.T), np.where(of[:, 0] == 1, 0.5, 1.0))
    blobs, of = sample(DATASETS["two_blobs"], 10, 0.0)
    np.testing.assert_allclose(blobs, np.where(of == 0, 1, -1) * np.sqrt([2, 2]))
    for name, height in (("lines", lambda x: 2 * x + 1), ("sine", np.sin), ("quadratic", np.square)):
        x, y = sample(DATASETS[name], 9, 0.0)
        np.testing.assert_allclose(y, height(x))


def test_measured_tables_are_whole():
    """Fifty irises of each kind; 1,797 digits of 64 pixels, some 180 of each."""
    _, iris = sample(DATASETS["iris"])
    pixels, digits = sample(DATASETS["digits"])

    assert np.bincount(iris[:, 0].astype(int)).tolist() == [50, 50, 50]
    assert np.bincount(digits[:, 0].astype(int)).tolist() == [
        178,
        182,
        177,
        183,
        181,
        182,
        181,
        179,
        174,
        180,
    ]
    assert (pixels.min(), pixels.max()) == (0, 1)


def test_a_split_deals_every_example_out_once():
    """Counts are the shares asked for, the rest is for a test, and nothing is lost."""
    x, y = np.arange(10.0)[:, None], np.arange(10.0)[:, None] * 2

    rows = split(x, y, 0.5, 0.3, seed=1)

    assert (rows.train, rows.validation, rows.test) == (5, 3, 2)
    assert sorted(rows.x[:, 0]) == list(range(10)) and np.array_equal(rows.y, 2 * rows.x)
    assert not np.array_equal(rows.x, x)
    assert np.array_equal(split(x, y, 1, 0).x, x)
