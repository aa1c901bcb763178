"""Requests to the city that have been open for too long."""

from prefect import flow, get_run_logger
from tasks.load import load_open_requests
from tasks.summarize import summarize


@flow(name="rj_seop__service_requests")
def service_requests(older_than_days: int = 30) -> str:
    """Logs how many requests are open for longer than `older_than_days`, by district."""
    table = summarize(load_open_requests(), older_than_days)
    get_run_logger().info("Open for more than %d days:\n%s", older_than_days, table)
    return table


if __name__ == "__main__":
    service_requests()
