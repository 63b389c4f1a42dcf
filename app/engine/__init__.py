"""
The mathematics: graphs, ops, the forward and the backward pass.

Numpy and the standard library only; nothing here knows HTTP, HTML or a database.
"""
