"""What this pipeline reads and which reasons for a visit it knows."""

from enum import Enum
from pathlib import Path

VISITS_FILE = Path(__file__).parent / "data" / "visits.csv"


class Reason(str, Enum):
    """Why people came."""

    VACCINE = "vaccine"
    CHECK_UP = "check-up"
    EMERGENCY = "emergency"
