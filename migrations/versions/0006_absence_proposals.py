"""Keep what those who do not decide say of an absence."""

import sqlalchemy as sa
from alembic import op

revision = "0006_absence_proposals"
down_revision = "0005_sent_forms"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "absence_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "half", sa.Enum("am", "pm", name="half", native_enum=False, length=2), nullable=False
        ),
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user.id"], name="fk_absence_proposal_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_absence_proposal_organisation_id"
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name="fk_absence_proposal_placement_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_absence_proposal"),
    )
    op.create_index(
        "ix_absence_proposal_placement_id", "absence_proposal", ["placement_id", "day", "half"]
    )


def downgrade():
    op.drop_table("absence_proposal")
