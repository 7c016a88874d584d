"""Opens the dashboard in the browser of whoever started it, once it answers: `python -m pipelines.opening ADDRESS`.

Streamlit can do this too, and then talks about itself, in English, over the first page.
"""

from __future__ import annotations

import os
import sys
import time
import urllib.request
import webbrowser
from urllib.parse import urljoin

PATIENCE = 60
"""Seconds in which a dashboard answers, or never will."""


def has_screen() -> bool:
    """Tell whether a browser can be shown here."""
    if os.environ.get("CI"):
        return False
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_when_ready(address: str) -> bool:
    """Wait for the dashboard at `address` and open it; tell whether it came."""
    give_up_at = time.monotonic() + PATIENCE
    while time.monotonic() < give_up_at:
        try:
            with urllib.request.urlopen(urljoin(address, "/_stcore/health"), timeout=5):  # noqa: S310
                return webbrowser.open(address)
        except OSError:
            time.sleep(0.2)
    return False


if __name__ == "__main__":
    open_when_ready(sys.argv[1])
