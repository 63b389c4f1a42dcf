"""
The tables as they are now. How they came to be is in ``migrations``; a test holds that both say the same.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, String, Table

HEAD = "0002"
"""The migration that these tables are the result of."""

METADATA = MetaData()

GRAPHS = Table(
    "graphs",
    METADATA,
    Column("id", String(22), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("key_hash", LargeBinary),
    Column("key_salt", LargeBinary),
    Column("key_digest", LargeBinary),
    Index("graphs_by_key", "key_hash", unique=True),
)

RUNS = Table(
    "runs",
    METADATA,
    Column("id", String(22), primary_key=True),
    Column("graph_id", String(22), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
    Column("output", String),
    Column("seed", LargeBinary),
    Column("graph", LargeBinary, nullable=False),
    Column("nodes", LargeBinary, nullable=False),
    Index("runs_by_expiry", "expires_ms"),
)
