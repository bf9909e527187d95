"""The course as people meet it: in a real JupyterLab, in the Chromium of this system."""

import pytest

# They hold tests for the classes of test_lessons.py; without this their failures would show no values.
pytest.register_assert_rewrite(
    *(f"{__name__}.{module}" for module in ("accessibility", "exercises", "running"))
)
