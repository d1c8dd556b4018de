"""Applications, evidence, the catalogue, the single central record, and desk-top reviews.

The words of an offer are searched with the database's own engine: FTS5 in SQLite, tsvector in PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002_catalogue"
down_revision = "0001_registers"
branch_labels = None
depends_on = None


LOGS = {
    "document_entry": "received_at",
    "item_check": "at",
    "application_event": "at",
    "listing_event": "at",
    "told_person": "at",
}


def upgrade():
    _make_tables()
    _make_search()
    for table, column in LOGS.items():
        _guard(table, column)


def _make_search():
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE offer_text USING fts5(words, tokenize = 'porter unicode61')"
        )
        return
    op.execute(
        "CREATE TABLE offer_text (rowid integer CONSTRAINT pk_offer_text PRIMARY KEY,"
        " words text NOT NULL,"
        " vector tsvector GENERATED ALWAYS AS (to_tsvector('english', words)) STORED)"
    )
    op.execute("CREATE INDEX ix_offer_text_vector ON offer_text USING gin (vector)")


def _guard(table, column):
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_is_never_altered BEFORE UPDATE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} rows are never altered'); END"
        )
        op.execute(
            f"CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table}"
            f" WHEN OLD.{column} > datetime('now', '-6 years')"
            f" BEGIN SELECT RAISE(ABORT, '{table} rows are kept for six years'); END"
        )
        return
    op.execute(
        f"""CREATE FUNCTION guard_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'DELETE' AND OLD.{column} <= now() - interval '6 years' THEN RETURN OLD; END IF;
          RAISE EXCEPTION '{table} rows are never altered, and kept for six years';
        END $$"""
    )
    op.execute(
        f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION guard_{table}()"
    )


def _make_tables():
    op.create_table(
        "postcode_point",
        sa.Column("postcode", sa.String(length=8), nullable=False),
        sa.Column("easting", sa.Integer(), nullable=False),
        sa.Column("northing", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("postcode", name=op.f("pk_postcode_point")),
    )
    op.create_table(
        "ended_sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ended_sign_in")),
    )
    op.create_table(
        "stored_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_api_token_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_api_token_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_api_token_token_sha256")),
    )
    op.create_table(
        "council_setting",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user.id"], name=op.f("fk_council_setting_changed_by_id")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_council_setting")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("round_key", sa.String(length=20), nullable=False),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("change_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_document_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index("ix_document_provider_id", ["provider_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("cover_pence", sa.BigInteger(), nullable=True),
        sa.Column("insurer", sa.String(length=120), nullable=False),
        sa.Column("policy_number", sa.String(length=80), nullable=False),
        sa.Column("excludes_abuse", sa.Boolean(), nullable=True),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(), nullable=True),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["user.id"], name=op.f("fk_evidence_checked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_evidence_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["evidence.id"], name=op.f("fk_evidence_replaced_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_file.sha256"], name=op.f("fk_evidence_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_evidence_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_expires_on", ["expires_on"], unique=False)
        batch_op.create_index("ix_evidence_provider_id", ["provider_id", "kind"], unique=False)

    op.create_table(
        "listing_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("listing", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_listing_event_by_id")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_listing_event_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_event")),
    )
    with op.batch_alter_table("listing_event", schema=None) as batch_op:
        batch_op.create_index("ix_listing_event_provider_id", ["provider_id"], unique=False)

    op.create_table(
        "offer",
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(length=4000), nullable=False),
        sa.Column("low_age", sa.Integer(), nullable=False),
        sa.Column("high_age", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("price_pence", sa.Integer(), nullable=False),
        sa.Column("transport", sa.String(length=500), nullable=False),
        sa.Column("risk_band", sa.String(length=20), nullable=False),
        sa.Column("qa_outcome", sa.String(length=40), nullable=False),
        sa.Column("qa_on", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("needs_check_since", sa.DateTime(), nullable=True),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_offer_capacity_is_not_negative")),
        sa.CheckConstraint(
            "high_age BETWEEN low_age AND 25", name=op.f("ck_offer_high_age_is_not_lower")
        ),
        sa.CheckConstraint("low_age BETWEEN 0 AND 25", name=op.f("ck_offer_low_age_is_an_age")),
        sa.CheckConstraint("price_pence >= 0", name=op.f("ck_offer_price_is_not_negative")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_offer_provider_id")
        ),
        sa.PrimaryKeyConstraint("provider_id", name=op.f("pk_offer")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index("ix_offer_price_pence", ["price_pence"], unique=False)

    op.create_table(
        "pack_acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("accepted_by_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(length=120), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["user.id"], name=op.f("fk_pack_acceptance_accepted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_pack_acceptance_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_pack_acceptance_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_acceptance")),
    )
    with op.batch_alter_table("pack_acceptance", schema=None) as batch_op:
        batch_op.create_index(
            "ix_pack_acceptance_provider_id", ["provider_id", "organisation_id"], unique=False
        )

    op.create_table(
        "staff_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(length=120), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["user.id"], name=op.f("fk_staff_confirmation_issued_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_staff_confirmation_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_confirmation")),
    )
    with op.batch_alter_table("staff_confirmation", schema=None) as batch_op:
        batch_op.create_index("ix_staff_confirmation_provider_id", ["provider_id"], unique=False)

    op.create_table(
        "staff_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=120), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("is_regulated_activity", sa.Boolean(), nullable=False),
        sa.Column("is_manager", sa.Boolean(), nullable=False),
        sa.Column("teaches", sa.Boolean(), nullable=False),
        sa.Column("lived_abroad", sa.Boolean(), nullable=False),
        sa.Column("works_with_under_eights", sa.Boolean(), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_staff_member_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_member")),
    )
    with op.batch_alter_table("staff_member", schema=None) as batch_op:
        batch_op.create_index("ix_staff_member_provider_id", ["provider_id"], unique=False)

    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("stored_sha256", sa.String(length=64), nullable=True),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_upload_by_id")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_upload_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["stored_sha256"], ["stored_file.sha256"], name=op.f("fk_upload_stored_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("provider_id", "sha256", name=op.f("uq_upload_provider_id_sha256")),
    )
    op.create_table(
        "application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("state_changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["document.id"], name=op.f("fk_application_id")),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["application.id"], name=op.f("fk_application_previous_id")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_application_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index("ix_application_provider_id", ["provider_id"], unique=False)
        batch_op.create_index("ix_application_state", ["state", "submitted_at"], unique=False)

    op.create_table(
        "document_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=48), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_document_entry_by_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_entry_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_entry")),
        sa.UniqueConstraint(
            "document_id", "key", "version", name=op.f("uq_document_entry_document_id_key_version")
        ),
    )
    op.create_table(
        "item_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("item_key", sa.String(length=80), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_item_check_by_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_item_check_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_check")),
    )
    with op.batch_alter_table("item_check", schema=None) as batch_op:
        batch_op.create_index(
            "ix_item_check_document_id", ["document_id", "item_key"], unique=False
        )

    op.create_table(
        "item_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("item_key", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.String(length=4000), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user.id"], name=op.f("fk_item_question_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user.id"], name=op.f("fk_item_question_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_item_question_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_question")),
    )
    with op.batch_alter_table("item_question", schema=None) as batch_op:
        batch_op.create_index("ix_item_question_document_id", ["document_id"], unique=False)

    op.create_table(
        "offer_tag",
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["offer.provider_id"], name=op.f("fk_offer_tag_provider_id")
        ),
        sa.PrimaryKeyConstraint("provider_id", "kind", "value", name=op.f("pk_offer_tag")),
    )
    with op.batch_alter_table("offer_tag", schema=None) as batch_op:
        batch_op.create_index("ix_offer_tag_kind", ["kind", "value", "provider_id"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("handed_to_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("conditions", sa.String(length=4000), nullable=False),
        sa.Column("reasons", sa.String(length=4000), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("may_be_unregistered_school", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_review_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["handed_to_id"], ["user.id"], name=op.f("fk_review_handed_to_id")),
        sa.ForeignKeyConstraint(["id"], ["document.id"], name=op.f("fk_review_id")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_review_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index("ix_review_provider_id", ["provider_id"], unique=False)
        batch_op.create_index("ix_review_state", ["state", "due_on"], unique=False)

    op.create_table(
        "staff_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("seen_by", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_staff_check_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_member_id"], ["staff_member.id"], name=op.f("fk_staff_check_staff_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_check")),
        sa.UniqueConstraint(
            "staff_member_id",
            "kind",
            "checked_on",
            name=op.f("uq_staff_check_staff_member_id_kind_checked_on"),
        ),
    )
    op.create_table(
        "application_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("reasons", sa.String(length=4000), nullable=False),
        sa.Column("recommended_by_id", sa.Integer(), nullable=False),
        sa.Column("recommended_at", sa.DateTime(), nullable=False),
        sa.Column("agreed_by_id", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(), nullable=True),
        sa.Column("sent_back_at", sa.DateTime(), nullable=True),
        sa.Column("sent_back_reason", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["user.id"], name=op.f("fk_application_decision_agreed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_decision_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recommended_by_id"],
            ["user.id"],
            name=op.f("fk_application_decision_recommended_by_id"),
        ),
        sa.CheckConstraint(
            "agreed_by_id <> recommended_by_id",
            name=op.f("ck_application_decision_two_people_decide"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_decision")),
    )
    with op.batch_alter_table("application_decision", schema=None) as batch_op:
        batch_op.create_index(
            "ix_application_decision_application_id", ["application_id"], unique=False
        )
        batch_op.create_index(
            "uq_application_decision_open",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("agreed_at IS NULL AND sent_back_at IS NULL"),
            postgresql_where=sa.text("agreed_at IS NULL AND sent_back_at IS NULL"),
        )

    op.create_table(
        "application_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_event_application_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_application_event_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_event")),
    )
    with op.batch_alter_table("application_event", schema=None) as batch_op:
        batch_op.create_index(
            "ix_application_event_application_id", ["application_id"], unique=False
        )

    op.create_table(
        "document_field",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("other_entry_id", sa.Uuid(), nullable=True),
        sa.Column("change_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_field_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["document_entry.id"], name=op.f("fk_document_field_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_entry_id"], ["document_entry.id"], name=op.f("fk_document_field_other_entry_id")
        ),
        sa.PrimaryKeyConstraint("document_id", "key", name=op.f("pk_document_field")),
    )
    op.create_table(
        "non_listed_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("uses_from", sa.Date(), nullable=False),
        sa.Column("reported_by_id", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_non_listed_report_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["user.id"], name=op.f("fk_non_listed_report_reported_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_non_listed_report_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_non_listed_report")),
    )
    with op.batch_alter_table("non_listed_report", schema=None) as batch_op:
        batch_op.create_index("ix_non_listed_report_review_id", ["review_id"], unique=False)

    op.create_table(
        "told_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("whom", sa.String(length=200), nullable=False),
        sa.Column("how", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_told_person_by_id")),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_told_person_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_person")),
    )
    with op.batch_alter_table("told_person", schema=None) as batch_op:
        batch_op.create_index("ix_told_person_review_id", ["review_id"], unique=False)

    op.create_table(
        "condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("met_at", sa.DateTime(), nullable=True),
        sa.Column("met_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["application_decision.id"], name=op.f("fk_condition_decision_id")
        ),
        sa.ForeignKeyConstraint(["met_by_id"], ["user.id"], name=op.f("fk_condition_met_by_id")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_condition_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition")),
    )
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.create_index("ix_condition_provider_id", ["provider_id"], unique=False)

    op.create_table(
        "reported_pupil",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_reported_pupil_pupil_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["non_listed_report.id"], name=op.f("fk_reported_pupil_report_id")
        ),
        sa.PrimaryKeyConstraint("report_id", "pupil_id", name=op.f("pk_reported_pupil")),
    )
    op.add_column("site", sa.Column("easting", sa.Integer(), nullable=True))
    op.add_column("site", sa.Column("northing", sa.Integer(), nullable=True))


def downgrade():
    for table in LOGS:
        _unguard(table)
    op.execute("DROP TABLE offer_text")
    _drop_tables()


def _unguard(table):
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {table}_is_never_altered")
        op.execute(f"DROP TRIGGER {table}_is_kept")
        return
    op.execute(f"DROP TRIGGER {table}_guard ON {table}")
    op.execute(f"DROP FUNCTION guard_{table}()")


def _drop_tables():
    op.drop_column("site", "northing")
    op.drop_column("site", "easting")
    op.drop_table("reported_pupil")
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.drop_index("ix_condition_provider_id")

    op.drop_table("condition")
    with op.batch_alter_table("told_person", schema=None) as batch_op:
        batch_op.drop_index("ix_told_person_review_id")

    op.drop_table("told_person")
    with op.batch_alter_table("non_listed_report", schema=None) as batch_op:
        batch_op.drop_index("ix_non_listed_report_review_id")

    op.drop_table("non_listed_report")
    op.drop_table("document_field")
    with op.batch_alter_table("application_event", schema=None) as batch_op:
        batch_op.drop_index("ix_application_event_application_id")

    op.drop_table("application_event")
    with op.batch_alter_table("application_decision", schema=None) as batch_op:
        batch_op.drop_index("uq_application_decision_open")
        batch_op.drop_index("ix_application_decision_application_id")

    op.drop_table("application_decision")
    op.drop_table("staff_check")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index("ix_review_state")
        batch_op.drop_index("ix_review_provider_id")

    op.drop_table("review")
    with op.batch_alter_table("offer_tag", schema=None) as batch_op:
        batch_op.drop_index("ix_offer_tag_kind")

    op.drop_table("offer_tag")
    with op.batch_alter_table("item_question", schema=None) as batch_op:
        batch_op.drop_index("ix_item_question_document_id")

    op.drop_table("item_question")
    with op.batch_alter_table("item_check", schema=None) as batch_op:
        batch_op.drop_index("ix_item_check_document_id")

    op.drop_table("item_check")
    op.drop_table("document_entry")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index("ix_application_state")
        batch_op.drop_index("ix_application_provider_id")

    op.drop_table("application")
    op.drop_table("upload")
    with op.batch_alter_table("staff_member", schema=None) as batch_op:
        batch_op.drop_index("ix_staff_member_provider_id")

    op.drop_table("staff_member")
    with op.batch_alter_table("staff_confirmation", schema=None) as batch_op:
        batch_op.drop_index("ix_staff_confirmation_provider_id")

    op.drop_table("staff_confirmation")
    with op.batch_alter_table("pack_acceptance", schema=None) as batch_op:
        batch_op.drop_index("ix_pack_acceptance_provider_id")

    op.drop_table("pack_acceptance")
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index("ix_offer_price_pence")

    op.drop_table("offer")
    with op.batch_alter_table("listing_event", schema=None) as batch_op:
        batch_op.drop_index("ix_listing_event_provider_id")

    op.drop_table("listing_event")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_provider_id")
        batch_op.drop_index("ix_evidence_expires_on")

    op.drop_table("evidence")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index("ix_document_provider_id")

    op.drop_table("document")
    op.drop_table("council_setting")
    op.drop_table("api_token")
    op.drop_table("stored_file")
    op.drop_table("ended_sign_in")
    op.drop_table("postcode_point")
