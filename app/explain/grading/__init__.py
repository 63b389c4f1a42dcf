"""
Marking answers: a number, a fraction or a formula held against what a pass computed, and the slip behind a wrong one.

`answers` reads what was written, `closeness` says when two numbers agree, `points` knows the true numbers here and at
random points nearby, `mistakes` what well-known slips would have given instead, `hints` puts a slip into a sentence
that does not give the answer away, and `marking` puts these together. Nothing here knows a derivative: every number,
of the truth and of a slip, comes out of the engine's passes.
"""

from .marking import Marker, Verdict
from .points import ANY, Asked, Quantity

__all__ = ["ANY", "Asked", "Marker", "Quantity", "Verdict"]
