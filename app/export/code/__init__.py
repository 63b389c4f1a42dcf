"""A graph as a program that anybody can run: NumPy with the chain rule written out, PyTorch, JAX."""
