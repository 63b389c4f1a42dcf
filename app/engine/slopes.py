"""
Measuring one slope: the output, as a function of one number of one leaf, by differences.

A difference is measured by running the forward pass again with one number moved, so it shares no derivative with the
backward pass. No one step suits every function: too wide, and a fast oscillation or a pole is stepped over; too small,
and the difference drowns in rounding. So the usual step is tried first, and where that does not settle the matter,
narrower ones, while there is more to see than rounding, and then wider ones, where rounding is what stands in the way.

- A kink is where the slopes on both sides go on differing as the step shrinks. A curve's difference shrinks with it.
  So a function that turns faster than float64 numbers lie (sin at 1e20) has nothing but kinks here, too.
  Where rounding hides the two sides of such a function from each other, it is known by this: it moves as far with the
  narrowest step as with the usual one.
- Two values of size V are off by about eps V, so a slope is off by eps V / step whatever the gradient. A slope smaller
  than what this leaves visible cannot be told from another one; `Measured.error` is relative to it then, so that status
  and error always say the same.

Sources: eps^(1/3) balances rounding against truncation, Numerical Recipes, third edition, equation 5.7.8; extrapolating
two steps to none is Richardson's scheme, section 5.7 there.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np

from .array import as_array
from .graph import Value
from .limits import Limits
from .passes import Run, forward

TOLERANCE = 1e-6
STEP = sys.float_info.epsilon ** (1 / 3)
ROUNDING = 16.0  # units in the last place that the largest value on the way may be off
CURVED = 1e-4  # relative difference of the two slopes that a gentle curve may have
FACTOR, NARROWER = 8.0, 9  # each narrower step is this part of the one before; the narrowest is 5e-14
FINEST = 64.0  # units in the last place of the number that a step has at least
WIDER = (64.0, 64.0**2, 64.0**3)  # the widest is 1.6 times the number's size
HIDDEN = 0.02  # how much of a difference of two slopes rounding may be before it is lost
SHARP = 0.01  # doubt, relative to its slope, up to which an estimate says what the slope is
ROUGH = 0.05  # ... and up to which the narrowest step, where nothing else can be seen, says so
RESTLESS = 0.125  # part of the usual step's movement that narrow ones make only where the output turns within
NARROWEST = 6  # steps that are looked at for that, so that one of them sees the output move

Status = Literal["ok", "mismatch", "kink", "not-finite"]


class Measured(NamedTuple):
    """
    One number's slope, and how the gradient compares.

    Attributes:
        slope: The measured slope.
        step: How far the number was moved to both sides.
        status: Whether the two agree.
        error: Their difference, relative to the larger of both, or to the smallest slope that can be measured to the
            tolerance if that is larger.
    """

    slope: float
    step: float
    status: Status
    error: float


class _Look(NamedTuple):
    """What one step shows: the slopes right and left of the number, and how far off rounding may put them."""

    step: float
    right: float
    left: float
    noise: float

    @property
    def slope(self) -> float:
        return (self.right + self.left) / 2.0

    @property
    def size(self) -> float:
        return max(abs(self.right), abs(self.left))

    @property
    def bend(self) -> float:
        return abs(self.right - self.left)

    @property
    def is_finite(self) -> bool:
        return math.isfinite(self.right) and math.isfinite(self.left)

    def is_smooth(self, wider: _Look | None = None) -> bool:
        """Whether both sides agree, or differ as a curve does: less than with a *wider* step, in proportion."""
        allowed = CURVED * self.size
        if wider is not None and wider.is_finite:
            allowed = max(allowed, 2.0 * wider.bend * self.step / wider.step)
        return self.is_finite and self.bend <= allowed + 4.0 * self.noise

    def repeats(self, wider: _Look) -> bool:
        """Whether the slope of each side is what it was with a *wider* step."""
        allowed = CURVED * self.size + 4.0 * self.noise
        return abs(self.right - wider.right) <= allowed and abs(self.left - wider.left) <= allowed


class _Estimate(NamedTuple):
    """A slope, and how far off it may be."""

    slope: float
    step: float
    doubt: float

    def settles(self, backward: float) -> bool:
        """Whether it agrees with *backward* to the tolerance, whatever the doubt."""
        return _relative(self.slope, backward) <= TOLERANCE

    def is_coarse(self, backward: float) -> bool:
        """Whether the doubt alone is more than the tolerance."""
        return self.doubt > TOLERANCE * max(abs(self.slope), abs(backward))

    def judged(self, backward: float) -> Measured:
        error = _relative(self.slope, backward, self.doubt / TOLERANCE)
        return Measured(self.slope, self.step, "ok" if error <= TOLERANCE else "mismatch", error)


def _relative(slope: float, backward: float, least: float = 0.0) -> float:
    """Return the difference relative to the larger of both, and to no less than *least*."""
    difference = abs(slope - backward)
    return difference / max(abs(slope), abs(backward), least) if difference else 0.0


def _extrapolated(look: _Look, wider: _Look, before: float | None) -> _Estimate:
    """
    Take two steps to none: the error of a curve's central difference goes with the square of the step.

    Not every curve's does, so the result is doubted as far as it differs from *before*, that of wider steps.
    """
    slope = look.slope + (look.slope - wider.slope) / ((wider.step / look.step) ** 2 - 1.0)
    return _Estimate(slope, look.step, look.noise + abs(slope - (wider.slope if before is None else before)))


def _beside(look: _Look, other: _Look) -> _Estimate:
    """Take the slope of one step, doubted as far as another step shows something else."""
    return _Estimate(look.slope, look.step, look.noise + abs(look.slope - other.slope))


def _size(value: Value | None) -> float:
    return float(np.max(np.abs(as_array(value)), initial=0.0))  # type: ignore[arg-type]  # a complete graph


class Probe:
    """The output of *run*, with its seed, as a function of the numbers of the leaf *name*."""

    def __init__(self, run: Run, name: str, limits: Limits) -> None:
        self.run, self.name, self.limits = run, name, limits
        self.value = as_array(run.values[run.graph.slot[name]])  # type: ignore[arg-type]  # a complete graph
        self.seed = as_array(run.seed)  # type: ignore[arg-type]  # as above
        self.here = self._weighed(run.values[run.output])
        largest = max([size for size in self._sizes() if math.isfinite(size)], default=0.0)
        self.largest = largest * _size(self.seed)

    def _sizes(self) -> Iterator[float]:
        """Yield the sizes of the numbers that are rounded between the leaf and the output."""
        run, graph = self.run, self.run.graph
        reached = {graph.slot[self.name]}
        for slot, op in enumerate(graph.ops):
            if op is None or not run.on_path[slot] or reached.isdisjoint(graph.inputs[slot]):
                continue
            reached.add(slot)
            yield _size(run.values[slot])
            if not op.elementwise and op.category != "shape":  # terms of its sums can be larger than the sum
                yield math.prod(max(1.0, _size(run.values[source])) for source in graph.inputs[slot])

    def _slope(self, place: tuple[int, ...], move: float) -> float:
        """Return the slope towards the number moved, by as much as it really moves after rounding."""
        moved, number = self.value.copy(), float(self.value[place])
        moved[place] = number + move
        graph = self.run.graph.with_values({self.name: moved if moved.ndim else float(moved)}, self.limits)
        there = self._weighed(forward(graph, limits=self.limits).values[self.run.output])
        return (there - self.here) / (number + move - number)

    def _weighed(self, value: Value | None) -> float:
        with np.errstate(all="ignore"):
            return float(np.vdot(self.seed, as_array(value)))  # type: ignore[arg-type]  # complete

    def _look(self, place: tuple[int, ...], h: float) -> _Look:
        right, left = self._slope(place, h), self._slope(place, -h)
        moved = max((abs(side) * h for side in (right, left) if math.isfinite(side)), default=0.0)
        return _Look(h, right, left, ROUNDING * sys.float_info.epsilon * max(self.largest, moved) / h)

    def compare(self, place: tuple[int, ...], backward: float) -> Measured:
        """Measure the slope at one number, the entry at *place*, and hold *backward* against it."""
        first = self._look(place, STEP * max(1.0, abs(float(self.value[place]))))
        usual = _Estimate(first.slope, first.step, 0.0)
        if not math.isfinite(backward):
            return Measured(
                first.slope, first.step, "not-finite", 0.0 if first.slope == backward else math.inf
            )
        if first.is_smooth() and usual.settles(backward):
            return usual.judged(backward)
        estimates, kink = self._narrow(place, first, backward)
        if not kink and all(estimate.is_coarse(backward) for estimate in estimates):
            wide, kink = self._widen(place, first)
            estimates += wide
        if kink or (not estimates and first.is_finite):
            return Measured(first.slope, first.step, "kink", _relative(first.slope, backward))
        if not estimates:
            return Measured(first.slope, first.step, "not-finite", math.inf)
        found = min(estimates, key=lambda e: (not e.settles(backward), e.doubt)).judged(backward)
        if found.status == "mismatch" and self._is_restless(place, first, estimates, backward):
            return found._replace(status="kink")
        return found

    def _narrow(self, place: tuple[int, ...], first: _Look, backward: float) -> tuple[list[_Estimate], bool]:
        """Narrow the step until the slope is found, or a kink, or there is only rounding to see."""
        estimates: list[_Estimate] = []
        wider, smooth = first, first.is_smooth()
        for h in self._narrower(place, first.step):
            look = self._look(place, h)
            if not look.is_finite or (not smooth and look.noise > HIDDEN * max(wider.bend, look.size)):
                continue
            before, was_smooth = wider, smooth
            wider, smooth = look, look.is_smooth(before)
            if not smooth and look.repeats(before):
                break
            if not smooth or abs(look.slope - before.slope) > abs(before.slope) + look.noise:
                estimates.clear()  # what wider steps seemed to show was not so
            if smooth:
                last = estimates[-1].slope if estimates else None
                estimates.append(_extrapolated(look, before, last) if was_smooth else _beside(look, before))
                if estimates[-1].settles(backward) or abs(look.slope - before.slope) <= look.noise:
                    break
        # A bend that only the usual step shows may be a curve's: rounding hid what narrower ones would say.
        return estimates, wider is not first and wider.is_finite and not smooth

    def _widen(self, place: tuple[int, ...], first: _Look) -> tuple[list[_Estimate], bool]:
        """Widen the step, where rounding hides the slope; what the narrower step showed limits the trust in it."""
        estimates: list[_Estimate] = []
        narrower = first
        for factor in WIDER:
            look = self._look(place, first.step * factor)
            if not (look.is_finite and narrower.is_finite):
                break
            if not narrower.is_smooth(look):
                return estimates, narrower.repeats(look)
            estimates.append(_beside(look, narrower))
            narrower = look
        return estimates, False

    def _is_restless(
        self, place: tuple[int, ...], first: _Look, estimates: list[_Estimate], backward: float
    ) -> bool:
        """
        Whether no estimate means anything, because the output turns within every step.

        It moves as far, however narrow the step, or the narrowest step alone shows the gradient.
        """
        if any(estimate.doubt <= SHARP * abs(estimate.slope) for estimate in estimates):
            return False
        looks = [self._look(place, h) for h in list(self._narrower(place, first.step))[-NARROWEST:]]
        moved = max((look.size * look.step for look in looks), default=0.0)
        rounded = ROUNDING * sys.float_info.epsilon * abs(self.here)
        if moved > max(RESTLESS * first.size * first.step, rounded):
            return True
        return bool(looks) and abs(looks[-1].slope - backward) <= ROUGH * abs(backward)

    def _narrower(self, place: tuple[int, ...], usual: float) -> Iterator[float]:
        """Yield narrower steps, as far as the number can take them; for one tinier than all, one by its own size."""
        size = abs(float(self.value[place]))
        steps = [usual / FACTOR**k for k in range(1, NARROWER + 1)]
        yield from (step for step in steps if step > FINEST * math.ulp(size))
        if 0.0 < STEP * size < steps[-1]:
            yield STEP * size
