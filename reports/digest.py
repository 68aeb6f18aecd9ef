"""Decide what a digest says: plain functions from what is known to a value that mail and webhooks put into form.

The order is what the reader can still act on, what is gone, what is new, what changed, and what could not be seen.
Nothing here reads the store or the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from config.settings import Subscription
from config.times import british_date, london
from reports import digest_words as words
from reports.digest_values import Digest, Due, Entry, Material, News, Section, Watched, each_text
from reports.digest_words import DAY, WEIGHTS

LEAD_SECONDS = 7 * DAY  # a date is news once when it comes this near: time enough to write a question
PLACES_SHOWN = 3  # addresses of one change that stands on many pages
SECTIONS = (("gone", "Gone or cancelled"), ("new", "New"), ("changed", "Changed"))
_GONE = frozenset({"vanished", "document-removed", "site-gone"})
_NEW = frozenset({"appeared", "restored", "document-added"})
_LOST = frozenset({"cancelled", "removed", "left"})


def compose(subscription: Subscription, material: Material, now: int) -> Digest:
    """Return the digest of a subscription from what became known between `material.since` and `now`."""
    news = _without_returned([item for item in material.news if wants(subscription, item)])
    dues = merge_dues(due for due in material.dues if _concerns(subscription, due))
    scope = [site for site in material.watched if in_scope(subscription, site.system_id, site.region)]
    watched = [replace(site, outcome=words.STALE) if _is_stale(site, material.since) else site for site in scope]
    sections = tuple(Section(name, title, entries) for name, title in SECTIONS if (entries := _entries(news, name)))
    coverage, unseen = words.cover(watched, now)
    notices = words.notices(watched, material.held, material.since)
    pressing = [due for due in dues if is_pressing(due, material.since, now)]
    digest = Digest(
        key=subscription.key,
        subject=words.subject(sections, pressing, notices, words.verdict(watched, coverage)),
        summary=words.summary(sections, notices, watched, _filters(subscription), material.since),
        since=material.since,
        until=now,
        cursor=material.cursor,
        is_quiet=not (sections or notices or pressing or (watched and not words.seen(watched))),
        dues=dues,
        sections=sections,
        coverage=coverage,
        unseen=unseen,
        notices=notices,
        ledger=material.ledger,
        report_url=material.report_url,
        scope=_scope(watched),
        filters=_filters(subscription),
    )
    cleaned: Digest = each_text(digest, words.clean)
    return cleaned


def in_scope(subscription: Subscription, system_id: str, region: str) -> bool:
    """Return whether a system is among those chosen; none chosen means all.

    >>> in_scope(Subscription(systems=("kent-medway",)), "sussex", "South East")
    False
    """
    if not subscription.systems and not subscription.regions:
        return True
    return system_id in subscription.systems or region in subscription.regions


def wants(subscription: Subscription, news: News) -> bool:
    """Return whether a subscriber asked for this change. Pages not watched are told to who names a kind or a term."""
    if not in_scope(subscription, news.system_id, news.region):
        return False
    if subscription.events and news.event not in subscription.events:
        return False
    if subscription.kinds and not set(subscription.kinds) & set(news.kinds):
        return False
    if subscription.watch_terms:
        facts = " ".join(fact["sentence"] for fact in news.facts)
        return mentions(subscription.watch_terms, f"{news.summary} {news.title} {facts} {news.words}")
    return news.watched or bool(subscription.kinds)


def mentions(terms: Sequence[str], text: str) -> bool:
    """Return whether any term stands in a text as whole words, whatever its case.

    >>> mentions(("ICP board",), "Minutes of the icp  Board")
    True
    """
    flat = " ".join(text.split()).casefold()
    return any(re.search(rf"(?<!\w){re.escape(' '.join(term.split()).casefold())}(?!\w)", flat) for term in terms)


def is_pressing(due: Due, since: int, now: int) -> bool:
    """Return whether a date came near, or went by, since the last digest."""
    return due.is_past or since < due.at - LEAD_SECONDS <= now


def merge_dues(dues: Iterable[Due]) -> tuple[Due, ...]:
    """Return dates in order, the same date of one system on several pages once, with its time where one is known."""
    best: dict[tuple[str, str, str], Due] = {}
    for due in sorted(dues, key=lambda due: (not due.has_clock, due.url.lower().endswith(".pdf"), due.url)):
        best.setdefault((due.system_id, due.kind, str(london(due.at).date())), due)
    return tuple(sorted(best.values(), key=lambda due: (due.is_past, due.at, due.system)))


def fold(digest: Digest, limit: int) -> Digest:
    """Return the digest with at most `limit` entries a section and as many dates, the weightiest kept."""
    sections = tuple(
        replace(section, entries=section.entries[:limit], folded=section.folded + max(0, len(section.entries) - limit))
        for section in digest.sections
    )
    more_dues = digest.more_dues + max(0, len(digest.dues) - limit)
    return replace(digest, sections=sections, dues=digest.dues[:limit], more_dues=more_dues)


def _is_stale(site: Watched, since: int) -> bool:
    return site.outcome == "reached" and (site.looked_at or 0) <= since


def _concerns(subscription: Subscription, due: Due) -> bool:
    if not in_scope(subscription, due.system_id, due.region):
        return False
    if subscription.kinds and not set(subscription.kinds) & set(due.kinds):
        return False
    return not subscription.watch_terms or mentions(subscription.watch_terms, f"{due.what} {due.place} {due.quote}")


def _without_returned(news: Sequence[News]) -> list[News]:
    """Return the news, in order of telling, with each page that vanished and then came back told once, as back."""
    kept: dict[int, News] = {}
    gone: dict[tuple[str, str], News] = {}
    for item in news:
        key = (item.system_id, item.url)
        if item.event in ("vanished", "document-removed"):
            gone[key] = item
        elif item.event == "restored" and key in gone:
            before = kept.pop(gone.pop(key).id)
            away = f"we did not find it from {british_date(before.at)} to {british_date(item.at)}"
            item = replace(item, summary=f"{item.summary.rstrip('.')}; {away}")
        kept[item.id] = item
    return list(kept.values())


def _section_of(news: News) -> str:
    actions = {fact["action"] for fact in news.facts}
    if news.event in _GONE or "cancelled" in actions or (actions and actions <= _LOST):
        return "gone"
    return "new" if news.event in _NEW else "changed"


def _entries(news: Sequence[News], section: str) -> tuple[Entry, ...]:
    """Return the entries of a section, weightiest and newest first, the same change on many pages once."""
    groups: dict[object, list[News]] = {}
    for item in news:
        if _section_of(item) == section:
            groups.setdefault(_signature(item), []).append(item)
    entries = [_entry(group) for group in groups.values()]
    return tuple(sorted(entries, key=lambda entry: (WEIGHTS[entry.weight], -entry.at, entry.system)))


def _signature(news: News) -> object:
    """Return what two changes share that say the same; a change with nothing to compare is like no other."""
    same = tuple(fact["sentence"] for fact in news.facts) or news.wordings
    return (news.system_id, news.event, same) if same else news.id


def _entry(group: Sequence[News]) -> Entry:
    first = group[0]
    said = first.summary.removeprefix(f"{first.system}: ").removesuffix(f" from {first.old_url} to {first.url}")
    sentence = words.sentence_of(said)
    details = tuple(fact["sentence"] for fact in first.facts if fact["sentence"] not in sentence)
    return Entry(
        system=first.system,
        sentence=sentence,
        at=first.at,
        weight=min((item.weight for item in group), key=WEIGHTS.__getitem__),
        details=(*details, f"until now at {first.old_url}") if first.event == "moved" else details,
        wordings=() if first.facts else first.wordings,
        places=tuple((item.title or item.url, item.url) for item in group[:PLACES_SHOWN]),
        more_places=max(0, len(group) - PLACES_SHOWN),
        link=first.link,
    )


def _scope(watched: Sequence[Watched]) -> str:
    names = list(dict.fromkeys(site.system for site in watched))
    return ", ".join(names) if len(names) <= PLACES_SHOWN else ""


def _filters(subscription: Subscription) -> str:
    parts = (("kinds", subscription.kinds), ("events", subscription.events), ("words", subscription.watch_terms))
    return "; ".join(f"only these {name}: {', '.join(values)}" for name, values in parts if values)
