"""What is told about the requests."""

from collections import Counter

from city_pipelines.tables import Row, format_table
from prefect import task


@task
def summarize(requests: list[Row], older_than_days: int) -> str:
    """A table of the requests older than so many days, by district."""
    late = Counter(row["district"] for row in requests if int(row["days"]) > older_than_days)
    return format_table(("district", "open requests"), late.most_common())
