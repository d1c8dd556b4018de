"""Remember which emails were not sent because what they said was not true any more."""

import sqlalchemy as sa
from alembic import op

revision = "0004_withdrawn_messages"
down_revision = "0003_leaner_marks"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("message", sa.Column("withdrawn_at", sa.DateTime(), nullable=True))


def downgrade():
    op.drop_column("message", "withdrawn_at")
