"""A mark of a phone keeps the hash of the operation that brought it, and is its own receipt."""

import sqlalchemy as sa
from alembic import op

revision = "0003_receipts"
down_revision = "0002_catalogue"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("mark", sa.Column("sha256", sa.String(length=64), nullable=True))


def downgrade():
    op.drop_column("mark", "sha256")
