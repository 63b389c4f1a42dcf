"""What lets a save be sent twice and done once; graphs saved before have no key."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Three columns that may be empty, and an index to find a key by."""
    for name in ("key_hash", "key_salt", "key_digest"):
        op.add_column("graphs", sa.Column(name, sa.LargeBinary))
    op.create_index("graphs_by_key", "graphs", ["key_hash"], unique=True)
