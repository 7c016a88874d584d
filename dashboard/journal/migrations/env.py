"""Run by alembic: it changes the database that `dashboard.journal.database` opened, in the transaction of that."""

from alembic import context

from dashboard.journal.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
