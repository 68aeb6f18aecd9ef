"""Decide what a digest says: plain functions from what is known to a value that mail and webhooks put into form.

The order is what the reader can still act on, what is gone, what is new, what changed, and what could not be seen.
Nothing here reads the store or the clock.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from config.settings import Subscription
from config.times import british_date, london
from reports.digest_values import Digest, Due, Entry, Material, News, Section, Watched, each_text

DAY = 86_400
LEAD_SECONDS = 7 * DAY  # a date is news once when it comes this near: time enough to write a question
WEIGHTS = {"high": 0, "normal": 1, "low": 2}
PLACES_SHOWN = 3  # addresses of one change that stands on many pages
SECTIONS = (("gone", "Gone or cancelled"), ("new", "New"), ("changed", "Changed"))
_GONE = frozenset({"vanished", "document-removed", "site-gone"})
_NEW = frozenset({"appeared", "restored", "document-added"})
_LOST = frozenset({"cancelled", "removed", "left"})
_OUTCOMES = {
    "blocked": "has blocked us",
    "unreachable": "could not be reached",
    "excluded": "asks robots to stay away",
    "partly": "was reached only in part",
    "": "was not looked at yet",
}


def compose(subscription: Subscription, material: Material, now: int) -> Digest:
    """Return the digest of a subscription from what became known between `material.since` and `now`."""
    news = _without_returned([item for item in material.news if wants(subscription, item)])
    dues = merge_dues(due for due in material.dues if _concerns(subscription, due))
    watched = [site for site in material.watched if in_scope(subscription, site.system_id, site.region)]
    sections = tuple(Section(name, title, entries) for name, title in SECTIONS if (entries := _entries(news, name)))
    coverage, unseen = cover(watched, now)
    notices = _notices(watched, material)
    quiet = not (sections or notices or any(is_pressing(due, material.since, now) for due in dues))
    digest = Digest(
        key=subscription.key,
        subject=_subject(sections, dues, coverage, material.since, now),
        summary=_summary(sections, material.since),
        since=material.since,
        until=now,
        cursor=material.cursor,
        is_quiet=quiet,
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
    cleaned: Digest = each_text(digest, clean)
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


def since_words(then: int, now: int) -> str:
    """Return since when, as one says it: by weekday in the last week, else by date.

    >>> since_words(1794300000, 1794472200)
    'since Tuesday 10 November'
    """
    day = london(then)
    if now - then < DAY and day.date() == london(now).date():
        return f"since {day:%H:%M} today"
    if now - then < 6 * DAY:
        return f"since {day:%A} {day.day} {day:%B}"
    return f"since {british_date(then)}"


def seen_words(site: Watched, now: int) -> str:
    """Return how a site was last seen, since when and why."""
    since = f" {since_words(site.since, now)}" if site.since else ""
    reason = f": {site.reason}" if site.reason else ""
    return f"{site.system}: {site.url} {_OUTCOMES.get(site.outcome, site.outcome)}{since}{reason}"


def cover(watched: Sequence[Watched], now: int) -> tuple[str, tuple[str, ...]]:
    """Return the sentence on what was looked at, and one for each site that was not reached or only in part.

    Sites that no crawl has asked yet are only counted: whoever watches one area asks for no other.
    """
    unasked = sum(not site.outcome for site in watched)
    troubled = (site for site in watched if site.outcome not in ("reached", ""))
    unseen = [f"{seen_words(site, now)}." for site in sorted(troubled, key=lambda site: (site.since or 0, site.url))]
    reached = len(watched) - len(unseen) - unasked
    if unasked:
        unseen.append(f"{unasked} site{'s' if unasked > 1 else ''} not looked at yet.")
    areas = len({site.system_id for site in watched})
    if not watched:
        return "No site is watched.", ()
    sites = f"{len(watched)} site{'s' if len(watched) > 1 else ''} of {areas} area{'s' if areas > 1 else ''} watched"
    return f"{sites}, {reached} reached.", tuple(unseen)


def clean(text: str) -> str:
    """Return text on one line, without control, bidirectional and invisible characters; many spaces become one.

    >>> clean("ICP\\u202egnp.exe\\r\\nBcc: x")
    'ICPgnp.exe Bcc: x'
    """
    kept = (char for char in text if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    return re.sub(r"\s+", " ", "".join(kept))


def shorten(text: str, length: int) -> str:
    """Return text cut at a word, with an ellipsis where it was longer than `length`.

    >>> shorten("The partnership meets in public", 20)
    'The partnership …'
    """
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def _concerns(subscription: Subscription, due: Due) -> bool:
    if not in_scope(subscription, due.system_id, due.region):
        return False
    if subscription.kinds and not set(subscription.kinds) & set(due.kinds):
        return False
    return not subscription.watch_terms or mentions(subscription.watch_terms, f"{due.what} {due.quote}")


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
    sentence = _sentence(first.summary.removeprefix(f"{first.system}: "))
    return Entry(
        system=first.system,
        sentence=sentence,
        at=first.at,
        weight=min((item.weight for item in group), key=WEIGHTS.__getitem__),
        details=tuple(fact["sentence"] for fact in first.facts if fact["sentence"] not in sentence),
        wordings=() if first.facts else first.wordings,
        places=tuple((item.title or item.url, item.url) for item in group[:PLACES_SHOWN]),
        more_places=max(0, len(group) - PLACES_SHOWN),
        link=first.link,
    )


def _sentence(text: str) -> str:
    """Return text with a capital and a full stop, addresses left as they are."""
    capital = text if text.startswith("http") else text[:1].upper() + text[1:]
    ends = capital.endswith((".", "!", "?")) or "://" in capital.rpartition(" ")[2]
    return capital if ends else f"{capital}."


def _subject(sections: Sequence[Section], dues: Sequence[Due], coverage: str, since: int, now: int) -> str:
    entries = [entry for section in sections for entry in section.entries]
    if entries:
        top = min(entries, key=lambda entry: WEIGHTS[entry.weight])
        more = f" (and {len(entries) - 1} more)" if len(entries) > 1 else ""
        news = top.sentence.split("; ")[0].rstrip(".")
        return shorten(f"{top.system}: {news}", 90) + more
    pressing = [due for due in dues if is_pressing(due, since, now)]
    if pressing:
        more = f" (and {len(pressing) - 1} more)" if len(pressing) > 1 else ""
        return shorten(f"{pressing[0].system}: {pressing[0].what}, {pressing[0].day}", 90) + more
    return f"All clear: {coverage.rstrip('.')}"


def _summary(sections: Sequence[Section], since: int) -> str:
    after = f"since {british_date(since)}"
    if not sections:
        return f"Nothing changed {after} on the pages that we watch."
    counts = [f"{len(section.entries)} {section.title.lower()}" for section in sections]
    areas = len({entry.system for section in sections for entry in section.entries})
    listed = " and ".join(filter(None, (", ".join(counts[:-1]), counts[-1])))
    return f"{listed} in {areas} area{'s' if areas > 1 else ''} {after}."


def _notices(watched: Sequence[Watched], material: Material) -> tuple[str, ...]:
    fresh = [f"{site.system} ({site.url})" for site in watched if (site.began or 0) > material.since]
    notices = [f"Now watching {', '.join(fresh)}; changes are told from here on."] if fresh else []
    if material.held:
        noun = "change is" if material.held == 1 else "changes are"
        notices.append(f"{material.held} {noun} held back from this digest until a person has looked at them.")
    return tuple(notices)


def _scope(watched: Sequence[Watched]) -> str:
    names = list(dict.fromkeys(site.system for site in watched))
    return ", ".join(names) if len(names) <= 3 else f"{len(names)} areas"


def _filters(subscription: Subscription) -> str:
    parts = (("kinds", subscription.kinds), ("events", subscription.events), ("words", subscription.watch_terms))
    return "; ".join(f"only these {name}: {', '.join(values)}" for name, values in parts if values)
