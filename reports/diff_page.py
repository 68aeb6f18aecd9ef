"""One difference as a page that stands alone, for `icpwatch diff --view html`."""

from __future__ import annotations

import sys
from pathlib import Path

from markupsafe import Markup

from reports.diff_html import show_diff
from reports.site_pages import make_environment, make_safe
from store.diff import Diff


def diff_page(old_name: str, new_name: str, diff: Diff) -> str:
    """Return the whole difference as HTML with its style within, nothing left out."""
    style = Path(__file__).with_name("templates").joinpath("style.css").read_text("utf-8")
    template = make_environment(make_safe(())).get_template("diff.html.j2")
    shown = show_diff(diff, sys.maxsize)
    return template.render(old_name=old_name, new_name=new_name, shown=shown, style=Markup(style))
