"""JSON in, JSON out: the contract of ``/api/v1``."""
