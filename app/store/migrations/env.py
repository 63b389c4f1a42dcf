"""
What alembic runs: the steps that are missing, on the connection it was handed.

The transaction is the caller's, so that either all steps are done or none.
"""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
