"""The first tables: entries, versions and drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("class_id", sa.String(120), nullable=True),
        sa.Column("team", sa.String(120), nullable=True),
        sa.Column("part_of", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.ForeignKeyConstraint(["part_of"], ["entry.id"], name="fk_entry_part_of"),
    )
    for column in ("student_id", "class_id", "team", "part_of"):
        op.create_index(f"ix_entry_{column}", "entry", [column])
    op.create_table(
        "version",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("class_id", sa.String(120), nullable=True),
        sa.Column("author", sa.String(320), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "n", name="pk_version"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_version_entry_id"),
    )
    op.create_table(
        "draft",
        sa.Column("author", sa.String(320), nullable=False),
        sa.Column("place", sa.String(400), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("author", "place", name="pk_draft"),
    )
    op.create_index("ix_draft_student_id", "draft", ["student_id"])
