"""Revenue by tax, of the latest day or of the whole month."""

from city_pipelines.tables import Row, format_table, read_rows, total_by
from constants import REVENUE_FILE, Period
from prefect import flow, get_run_logger, task


@task
def load_revenue(period: Period) -> list[Row]:
    """The payments of the period; the latest day is the last one in the file."""
    rows = read_rows(REVENUE_FILE)
    latest = max(row["date"] for row in rows)
    return rows if period is Period.MONTH else [row for row in rows if row["date"] == latest]


@task
def report(totals: dict[str, float], minimum: float) -> str:
    """A table of the totals that reach the minimum."""
    return format_table(
        ("tax", "revenue"),
        [(tax, f"{total:,.2f}") for tax, total in totals.items() if total >= minimum],
    )


@flow(name="rj_smfp__revenue_daily")
def revenue(period: Period = Period.DAY, minimum: float = 0.0) -> dict[str, float]:
    """Adds up the revenue by tax and logs it as a table."""
    totals = total_by(load_revenue(period), group="tax", amount="amount")
    get_run_logger().info("Revenue of the %s:\n%s", period.value, report(totals, minimum))
    return totals


if __name__ == "__main__":
    revenue()
