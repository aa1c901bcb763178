"""The busiest clinics, for all reasons of a visit or for one."""

from typing import Optional

from city_pipelines.tables import format_table, read_rows, total_by
from constants import VISITS_FILE, Reason
from prefect import flow, get_run_logger, task


@task
def count_visits(reason: Optional[Reason]) -> dict[str, float]:
    """The number of visits to each clinic, largest first."""
    rows = [row for row in read_rows(VISITS_FILE) if reason is None or row["reason"] == reason.value]
    return total_by(rows, group="clinic", amount="visits")


@flow(name="rj_sms__clinic_visits")
def clinic_visits(top: int = 5, reason: Optional[Reason] = None) -> dict[str, float]:
    """Logs the clinics with the most visits."""
    busiest = dict(list(count_visits(reason).items())[:top])
    table = format_table(("clinic", "visits"), [(clinic, int(visits)) for clinic, visits in busiest.items()])
    get_run_logger().info("The %d busiest clinics:\n%s", len(busiest), table)
    return busiest


if __name__ == "__main__":
    clinic_visits()
