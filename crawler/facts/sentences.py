"""Where a sentence of a page ends."""

from __future__ import annotations

import re

_NO_END = "".join(rf"(?<!\b{word}\.\s)" for word in ("Rev", "Revd", "Dr", "Mr", "Mrs", "Ms", "Cllr", "Prof", "St"))
SENTENCE_END = re.compile(
    rf"\s(?:(?<=[a-z0-9)”\"][.!?]\s){_NO_END}|(?<=[A-Z]{{2}}[.!?]\s))\s*(?=[A-Z“\"‘])|\n"  # begun by \s it is quick
)
