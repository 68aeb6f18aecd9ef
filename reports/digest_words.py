"""The sentences of a digest: its subject, its summary, and what could be seen; plain functions of values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from config.times import british_date, london
from reports.digest_values import Due, Section, Watched
from reports.words import counted

DAY = 86_400
WEIGHTS = {"high": 0, "normal": 1, "low": 2}
SUBJECT_CHARACTERS = 90  # before " (and 15 more)"; mail programs show about as many
SITES_NAMED = 3
STALE = "stale"
"""The outcome of a site that was reached, and that no crawl has looked at since the reader's last digest."""
_NOUNS = {"gone": ("gone or cancelled",) * 2, "new": ("addition",), "changed": ("change",)}
_OUTCOMES = {
    "blocked": "has blocked us",
    "unreachable": "could not be reached",
    "excluded": "asks robots to stay away",
    "partly": "was reached only in part",
    "": "was not looked at yet",
}


def subject(sections: Sequence[Section], pressing: Sequence[Due], notices: Sequence[str], coverage: str) -> str:
    """Return the weightiest news and how much more there is; without news, the nearest date, then what was seen."""
    entries = [entry for section in sections for entry in section.entries]
    if entries:
        top = min(entries, key=lambda entry: WEIGHTS[entry.weight])
        news, rest = f"{top.system}: {top.sentence.partition('; ')[0].rstrip('.')}", len(entries) - 1
    elif pressing:
        news, rest = f"{pressing[0].system}: {pressing[0].what}, {pressing[0].day}", len(pressing) - 1
    else:
        news, rest = notices[0].partition(";")[0].rstrip(".") if notices else coverage.rstrip("."), 0
    return shorten(news, SUBJECT_CHARACTERS) + (f" (and {rest} more)" if rest else "")


def summary(
    sections: Sequence[Section], notices: Sequence[str], watched: Sequence[Watched], filters: str, since: int
) -> str:
    """Return what a reader is told first; that nothing changed is said only of what was seen."""
    if sections:
        counts = [counted(len(section.entries), *_NOUNS[section.name]) for section in sections]
        areas = {entry.system: None for section in sections for entry in section.entries}
        where = next(iter(areas)) if len(areas) == 1 else f"{len(areas)} areas"
        listed = " and ".join(filter(None, (", ".join(counts[:-1]), counts[-1])))
        return f"{listed} in {where} since {british_date(since)}."
    if notices:
        return " ".join(notices)
    if not seen(watched):
        return f"No site was reached, so nothing can be said about what changed since {british_date(since)}."
    where = "on the pages that we watch" if seen(watched) == len(watched) else "on the sites that were reached"
    what = "Nothing that you asked for" if filters else "Nothing"
    return f"{what} changed since {british_date(since)} {where}."


def notices(watched: Sequence[Watched], held: int, since: int) -> tuple[str, ...]:
    """Return what else a reader has to know: sites that are watched from now on, and changes that are held back."""
    fresh = [site for site in watched if (site.began or 0) > since]
    said = []
    if fresh:
        what = ", ".join(f"{site.system} ({site.url})" for site in fresh)
        if len(fresh) > SITES_NAMED:
            what = f"{counted(len(fresh), 'site')} of {_listed(list(dict.fromkeys(site.system for site in fresh)))}"
        said.append(f"Now watching {what}; changes are told from here on.")
    if held:
        are, them = ("is", "it") if held == 1 else ("are", "them")
        said.append(f"{counted(held, 'change')} {are} held back from this digest until a person has looked at {them}.")
    return tuple(said)


def _listed(names: Sequence[str]) -> str:
    rest = f" and {counted(len(names) - SITES_NAMED, 'more area')}" if len(names) > SITES_NAMED else ""
    return ", ".join(names[:SITES_NAMED]) + rest


def cover(watched: Sequence[Watched], now: int) -> tuple[str, tuple[str, ...]]:
    """Return the sentence on what was looked at, and one for each site that was not reached or only in part.

    Sites that no crawl has asked are only counted: whoever watches one area asks for no other.
    """
    if not watched:
        return "No site is watched.", ()
    troubled = (site for site in watched if site.outcome not in ("reached", STALE, ""))
    unseen = [f"{seen_words(site, now)}." for site in sorted(troubled, key=lambda site: (site.since or 0, site.url))]
    if stale := [site.looked_at or 0 for site in watched if site.outcome == STALE]:
        unseen.append(f"{counted(len(stale), 'site')} not looked at since {british_date(min(stale))}.")
    if unasked := sum(not site.outcome for site in watched):
        unseen.append(f"{counted(unasked, 'site')} not looked at yet.")
    areas = counted(len({site.system_id for site in watched}), "area")
    return f"{counted(len(watched), 'site')} of {areas} watched, {seen(watched)} reached.", tuple(unseen)


def verdict(watched: Sequence[Watched], coverage: str) -> str:
    """Return what the subject says where there is no news: all clear only if everything was seen."""
    number = seen(watched)
    clear = "Unable to look" if not number else "All clear" if number == len(watched) else "No change seen"
    return f"{clear}: {coverage}"


def seen(watched: Sequence[Watched]) -> int:
    """Return how many sites were reached."""
    return sum(site.outcome == "reached" for site in watched)


def seen_words(site: Watched, now: int) -> str:
    """Return how a site was last seen, since when and why."""
    since = f" {since_words(site.since, now)}" if site.since else ""
    reason = f": {site.reason}" if site.reason else ""
    return f"{site.system}: {site.url} {_OUTCOMES.get(site.outcome, site.outcome)}{since}{reason}"


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


def sentence_of(text: str) -> str:
    """Return text with a capital and a full stop, addresses left as they are."""
    capital = text if text.startswith("http") else text[:1].upper() + text[1:]
    ends = capital.endswith((".", "!", "?")) or "://" in capital.rpartition(" ")[2]
    return capital if ends else f"{capital}."


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
