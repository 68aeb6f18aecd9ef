"""The words that a fact quotes as its evidence."""

from __future__ import annotations

LONGEST_QUOTE = 160  # characters


def quoted(words: str) -> str:
    """Return words on one line, cut at a space and marked so where they are longer than a quote may be.

    >>> quoted("The chair is\\n Zoë Quill."), quoted("word " * 40)[-8:]
    ('The chair is Zoë Quill.', 'd word …')
    """
    line = " ".join(words[: 4 * LONGEST_QUOTE].split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rpartition(" ")[0] + " …"
