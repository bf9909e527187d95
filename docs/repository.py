"""The public address of the course, as far as it is known: the variable GITHUB_REPOSITORY, "owner/name"."""

import os
import re
from urllib.parse import quote

VARIABLE = "GITHUB_REPOSITORY"  # GitHub's own workflows set it
BINDER = "https://mybinder.org/v2/gh/{repository}/HEAD?labpath={path}"


def binder_link(path: str) -> str | None:
    """Return the address that opens a file of the repository on Binder; None where the repository is unknown.

    Raises:
        ValueError: the variable is set to what cannot be a repository.
    """
    repository = os.environ.get(VARIABLE)
    if not repository:
        return None
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
        raise ValueError(f"{VARIABLE} is {repository!r}; wanted is owner/name")
    return BINDER.format(repository=repository, path=quote(path, safe=""))
