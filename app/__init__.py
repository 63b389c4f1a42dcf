"""Backprop Visualizer: watch a gradient travel through a computation graph."""

__version__ = "0.1.0"
