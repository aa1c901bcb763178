"""What this pipeline reads and which periods it knows."""

from enum import Enum
from pathlib import Path

REVENUE_FILE = Path(__file__).parent / "data" / "revenue.csv"


class Period(str, Enum):
    """The time that a report covers."""

    DAY = "day"
    MONTH = "month"
