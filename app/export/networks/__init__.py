"""A layered network and its training as programs: NumPy by hand, and a PyTorch module."""
