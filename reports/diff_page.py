"""One difference as a page that stands alone, for `icpwatch diff --view html`."""

from __future__ import annotations

import sys

from markupsafe import Markup

from reports.diff_html import show_diff
from reports.site_pages import TEMPLATES, make_environment
from store.diff import Diff


def diff_page(old_name: str, new_name: str, diff: Diff) -> str:
    """Return the whole difference as HTML with its style within, nothing left out."""
    style = Markup((TEMPLATES / "style.css").read_text("utf-8"))
    template = make_environment().get_template("diff.html.j2")
    return template.render(old_name=old_name, new_name=new_name, shown=show_diff(diff, sys.maxsize), style=style)
