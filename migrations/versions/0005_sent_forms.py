"""Remember what was sent from a page, so that a second click makes no second record."""

import sqlalchemy as sa
from alembic import op

revision = "0005_sent_forms"
down_revision = "0004_withdrawn_messages"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "sent_form",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("location", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sent_form"),
    )
    op.create_index("ix_sent_form_sent_at", "sent_form", ["sent_at"])


def downgrade():
    op.drop_table("sent_form")
