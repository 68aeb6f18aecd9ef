"""How promising a link is to lead to the partnership's pages; the words stand in config/vocabulary.toml."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from config.vocabulary import vocabulary, words_of
from crawler.names import PageContext

_OWN, _ICP, _PUBLISHES, _LEADS, _AGAINST = 6.0, 5.0, 2.0, 1.5, -4.0
"""What each sort of words adds. The partnership's own name outweighs any word against it; what leads there does not."""
_OWN_PARENT = 2.0
"""Added where the link stands on a page of the partnership itself (of one of its kinds)."""
_PARENTS = frozenset(
    {"about", "membership", "chair", "meetings", "papers", "terms-of-reference", "strategy", "involvement"}
)


def promise(
    link_text: str, heading: str, url_path: str, context: PageContext, parent_kinds: Collection[str] = ()
) -> float:
    """Return how promising a link is: above 5 for the partnership itself, 0 for nothing known, below 0 for better not.

    `heading` is the heading above the link, `parent_kinds` the kinds of the page that it stands on where that page is
    the partnership's own, else empty. The link's words count in full, its address nearly so, the heading by half.
    """
    own = _own(context.names)
    in_text, in_path = _points(link_text, own), _points_of_path(url_path, own)
    score = max(in_text, 0.9 * in_path) + 0.5 * max(_points(heading, own), 0.0)
    score += min(in_text, 0.0) + min(in_path, 0.0)
    return score + (_OWN_PARENT if _PARENTS.intersection(parent_kinds) else 0.0)


def _points_of_path(path: str, own: frozenset[str]) -> float:
    """Return the points of an address; folders above a page lead to it no longer, all else they say holds for it."""
    folders, _, name = path.rstrip("/").rpartition("/")
    return _points(name, own) + sum(points for points in _groups(folders, own) if points not in (_PUBLISHES, _LEADS))


def _points(text: str, own: frozenset[str]) -> float:
    return sum(_groups(text, own))


@lru_cache(maxsize=16_384)
def _groups(text: str, own: frozenset[str]) -> tuple[float, ...]:
    """Return the points of each group of words of which a text holds one."""
    if not text:
        return ()
    padded = f" {' '.join(words_of(text.replace('_', ' ')[:500]))} "
    lists = vocabulary().promise
    groups = (
        (_OWN, own),
        (_ICP, lists["icp"]),
        (_PUBLISHES, lists["publishes"]),
        (_LEADS, lists["leads"]),
        (_AGAINST, lists["against"]),
    )
    return tuple(points for points, phrases in groups if any(f" {phrase} " in padded for phrase in phrases))


@lru_cache(maxsize=64)
def _own(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(" ".join(words_of(name)) for name in names) - {""}
