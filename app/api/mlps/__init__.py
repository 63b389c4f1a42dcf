"""Layered networks on the wire: one module per call, imported when it is first asked for."""
