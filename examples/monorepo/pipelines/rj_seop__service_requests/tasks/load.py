"""Where the requests come from."""

from pathlib import Path

from city_pipelines.tables import Row, read_rows
from prefect import task

REQUESTS_FILE = Path(__file__).parent.parent / "requests.csv"


@task
def load_open_requests() -> list[Row]:
    """The requests that nobody has closed."""
    return [row for row in read_rows(REQUESTS_FILE) if row["status"] == "open"]
