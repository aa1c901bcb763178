"""The slowest buses, in a table drawn by a dependency that no other pipeline has."""

import json
from pathlib import Path

from prefect import flow, get_run_logger, task
from tabulate import tabulate

FLEET_FILE = Path(__file__).parent / "fleet.json"

Bus = dict[str, float]


def speed(bus: Bus) -> float:
    """The mean speed of a bus, in km/h."""
    return bus["kilometres"] / bus["minutes"] * 60


@task
def find_slow(slower_than: float) -> list[Bus]:
    """The buses below the speed, slowest first."""
    fleet: list[Bus] = json.loads(FLEET_FILE.read_text(encoding="utf-8"))
    return sorted((bus for bus in fleet if speed(bus) < slower_than), key=speed)


@flow(name="rj_smtr__bus_fleet")
def bus_fleet(slower_than: float = 30.0) -> int:
    """Logs the buses that are slower than `slower_than` km/h; gives their number."""
    rows = [(bus["number"], bus["kilometres"], round(speed(bus), 1)) for bus in find_slow(slower_than)]
    table = tabulate(rows, headers=("bus", "km", "km/h"), tablefmt="github")
    get_run_logger().info("Slower than %g km/h:\n%s", slower_than, table)
    return len(rows)


if __name__ == "__main__":
    bus_fleet()
