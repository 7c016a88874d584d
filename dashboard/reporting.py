"""What `groeilijn report` starts, as the pipelines know no dashboard: prints without a server."""

import typer
from streamlit import logger

# Without a server Streamlit warns, while it is imported, of what nobody misses here.
logger.set_log_level("error")

from dashboard.reports import command  # noqa: E402

if __name__ == "__main__":
    typer.run(command.main)
