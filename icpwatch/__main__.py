"""The launcher: makes the five folders importable by their short names, then hands over to the command line.

In a wheel they lie in `icpwatch/_rooms/`, in a checkout beside `icpwatch/`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def rooms() -> Path:
    """Return the folder that holds config, store, crawler, spiders and reports."""
    here = Path(__file__).resolve().parent
    private = here / "_rooms"
    return private if private.is_dir() else here.parent


def open_rooms() -> None:
    """Put the five folders first on the module path, for this process and for the Python processes it starts."""
    folder = str(rooms())
    sys.path[:] = [folder, *(entry for entry in sys.path if entry != folder)]
    inherited = [entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry not in ("", folder)]
    os.environ["PYTHONPATH"] = os.pathsep.join([folder, *inherited])
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "config.scrapy_settings")


def main() -> None:
    """Run the command line and end the process with its exit status."""
    open_rooms()
    from icpwatch.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
