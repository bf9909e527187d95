"""What is taken away for handing in late: a share of the points."""

import math
from collections.abc import Mapping

DAY = 24 * 60 * 60  # seconds


def lost_share(late: Mapping[str, object], seconds: float) -> float:
    """Return the share of the points, 0 to 1, that a submission loses.

    Args:
        late: "policy", "percent_per_day" and "grace_minutes", as in the settings of a class.
        seconds: how long after the deadline it came; negative before it.
    """
    counted = seconds - 60 * late["grace_minutes"]
    if counted <= 0 or late["policy"] == "none":
        return 0.0
    if late["policy"] == "zero":
        return 1.0
    return min(1.0, math.ceil(counted / DAY) * late["percent_per_day"] / 100)
