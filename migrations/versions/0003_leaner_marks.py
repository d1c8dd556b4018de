"""A mark of a phone is its own receipt, and what stands now refers to its mark alone.

The mark keeps the hash of the operation that brought it. The current mark's register, placement,
provider and person are those of a mark in the log, which refers to them itself: a check of each of
them again, forty for ten marks, found nothing that the one of the mark does not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_leaner_marks"
down_revision = "0002_catalogue"
branch_labels = None
depends_on = None

SAID_BY_THE_MARK = {
    "register_id": "register",
    "placement_id": "placement",
    "provider_id": "provider",
    "by_id": "user",
}


def upgrade():
    op.add_column("mark", sa.Column("sha256", sa.String(length=64), nullable=True))
    with op.batch_alter_table("current_mark", schema=None) as batch_op:
        for column in SAID_BY_THE_MARK:
            batch_op.drop_constraint(f"fk_current_mark_{column}", type_="foreignkey")


def downgrade():
    with op.batch_alter_table("current_mark", schema=None) as batch_op:
        for column, table in SAID_BY_THE_MARK.items():
            batch_op.create_foreign_key(f"fk_current_mark_{column}", table, [column], ["id"])
    op.drop_column("mark", "sha256")
