"""Which landmark an element opens, and which elements nobody sees."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache
from typing import Any

from store.reading import Place

_TAGS: dict[str, Place] = {
    "nav": "nav", "header": "header", "footer": "footer", "aside": "aside", "dialog": "dialog", "main": "main",
}  # fmt: skip
_ROLES: dict[str, Place] = {
    "navigation": "nav", "menu": "nav", "menubar": "nav", "search": "nav", "toolbar": "nav", "banner": "header",
    "contentinfo": "footer", "complementary": "aside", "dialog": "dialog", "alertdialog": "dialog", "main": "main",
}  # fmt: skip
_NAMES: tuple[tuple[Place, re.Pattern[str]], ...] = (
    ("dialog", re.compile(
        r".*cookie[-_]?(?:banner|bar|notice|message|popup|consent|control|law|overlay|dialog|panel|info|alert|wrapper).*"
        r"|cookies?|ccc|cky|cmplz|gdpr|eu-cookie"
        r"|(?:cookies?|ccc|cky|cmplz|gdpr|cc|civic)[-_](?:banner|bar|notice|notify|consent|window|container).*"
        r"|onetrust-.*|cybot.*|moove_gdpr.*|.*consent[-_](?:banner|bar|popup|modal)|modal|lightbox|popup(?:-.*)?"
    )),
    ("nav", re.compile(
        r"(?:.*[-_])?(?:breadcrumbs?|crumbs|skip-?links?|skip-?to-?content|pagination|pager|nav|navbar|navigation|menu)"
        r"|breadcrumbs?[-_].*|crumb-?trail|trail|skip|(?:main|mega|top|side|sub|left|mobile|primary|section|site)[-_]?(?:nav|menu|navigation)"
        r"|(?:social|share)(?:[-_](?:bar|links?|buttons?|icons?|media|this|page|tools?|list|share|sharing|wrapper))*"
        r"|sharedaddy|addthis.*|addtoany.*|a2a_kit|shariff|sharing|recite.*|reachdeck.*|browsealoud.*|gtranslate.*"
        r"|google_translate_element|translate|accessibility[-_]?(?:tools|toolbar|bar|widget)"
        r"|(?:table-of-contents|toc)(?:-.*)?|mg\w*menu\w*"
    )),
    ("header", re.compile(r"(?:(?:site|main|global|nhsuk|govuk|top)[-_]?)?(?:header|masthead)|site-?head|top-?bar")),
    ("footer", re.compile(
        r"(?:.*[-_])?footer(?:[-_]?(?:area|wrap|wrapper|container|content|inner|links|nav|top|bottom))?"
        r"|(?:(?:site|main|global|page|nhsuk|govuk)[-_]?)?footer|site-?foot|colophon|site-info"
    )),
    ("aside", re.compile(
        r"(?:(?:left|right|page|main|primary|content)[-_]?)?side-?bar(?:[-_](?:left|right|first|second|primary))?"
        r"|widget(?:-area|s)?|(?:left|right)[-_]?(?:col|column|hand|rail)|(?:col|column)[-_](?:left|right)|rhs|lhs|rail"
        r"|supplement|further-?info|(?:.*[-_])?aside(?:[-_].*)?|(?:nhsuk|govuk)-grid-column-one-(?:third|quarter)"
        r"|(?:.*[-_])?(?:promos?|ctas?|call-?to-?action)(?:[-_].*)?|contact-?box|info-?box|related(?:[-_].*)?"
        r"|(?:.*[-_])?(?:carousel|slider|slideshow|swiper|slick)(?:[-_](?:container|wrapper))?"
    )),
)  # fmt: skip
_MAIN_ID = re.compile(r"(?:(?:main|page)[-_]?)?content|main|content[-_]?main|primary[-_]?content|skip-?target")
_NEVER_NAMED = ("html", "body", "article", "form", "h1", "h2", "h3", "h4", "h5", "h6")
_STATE_CLASS = re.compile(r"(?:has|no|with|is|js|hide|show)[-_]")

_CAROUSEL = re.compile(r"carousel|slider|slideshow|swiper|slick", re.IGNORECASE)
_GONE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_OPENED_BY_CLICK = re.compile(
    r"accordion|collaps|\btab|tab-?(?:pane|content|panel)|toggle|expand|faq|reveal", re.IGNORECASE
)
_BOLD, _LONGEST_BOLD = ("b", "strong"), 80
_TITLED = re.compile(r"(?i)(?:title|heading|card-?header|panel-?head(?:er)?)$|(?:title|heading)\s")
_ACCORDION = re.compile(r"(?i)accordion|collaps|expand|\bfaq|\btab\b")
_LONGEST_PROMO = 50
_PROMO = re.compile(
    r"(?i)\W*(?:contact\b|get in touch|get involved|have your say|latest (?:news|updates)|news\b|newsletter|sign up"
    r"|subscribe|join our|related\b|in this section|more in|quick links|useful links|follow us|share this|you may also"
    r"|popular|(?:upcoming |forthcoming |latest |our )?events?\b|need help|(?:our |events? )?diary$|calendar$"
    r"|what['’]s (?:on|coming up|new|happening)\b|in the news|recent (?:news|posts|updates)|(?:from )?(?:our|the) blog"
    r"|spotlight|other (?:boards|committees|meetings))"
)
_DECORATION = ("i", "span", "b", "em", "sup")


def landmark(element: Any, place: Place, in_main: bool) -> Place | None:
    """Return the landmark that an element opens, or None if it opens none.

    `header` and `footer` inside the main part or an article belong to that part; inside a landmark other than main,
    only the main part counts, so that a menu whose end was forgotten does not swallow the page.
    """
    found = _TAGS.get(element.tag) or _ROLES.get(element.get("role", ""))
    if not found and element.get("aria-roledescription") == "carousel":
        return "aside" if place == "main" else None
    if not found and element.tag not in _NEVER_NAMED:
        found = _named(element.get("class", "").lower(), element.get("id", "").lower())
    if (found in ("header", "footer") and in_main) or (found != "nav" and element.tag == "a"):
        return None  # of links only those that skip to the content are named, "popup" on a link means how it opens
    if found == "main" or place == "main" or (place == "header" and found in ("nav", "dialog")):
        return found
    return None


@lru_cache(maxsize=4096)
def _named(classes: str, identifier: str) -> Place | None:
    if _MAIN_ID.fullmatch(identifier):
        return "main"
    for name in (identifier, *classes.split()):
        if name and not _STATE_CLASS.match(name):
            for place, pattern in _NAMES:
                if pattern.fullmatch(name):
                    return place
    return None


def is_bold_heading(element: Any) -> bool:
    """Say whether a block is a heading that only its looks tell: one short line, bold or called a title."""
    child = next(iter(element), None)
    titled = _TITLED.search(element.get("class", ""))
    if len(element) > 1 or not (titled or (child is not None and child.tag in _BOLD)):
        return False
    if child is not None and (child.tag not in (*_BOLD, "span") or len(child) > 0):
        return False
    around = "" if child is None else (element.text or "") + (child.tail or "")
    text = " ".join("".join(element.itertext()).split())
    return not around.strip() and 2 < len(text) <= _LONGEST_BOLD and text[-1] not in ".,;" and text[0].isupper()


def opens_a_panel(button: Any) -> bool:
    """Say whether a button is the title of an accordion or a tab."""
    names = button.get("aria-controls") or button.get("aria-expanded") or button.get("role") == "tab"
    return bool(names or _ACCORDION.search(button.get("class", "")))


def is_promo(text: str) -> bool:
    """Say whether a line heads what a site puts beside all its pages: its news, its addresses, its surveys."""
    return len(text) <= _LONGEST_PROMO and bool(_PROMO.match(text))


def is_carousel(element: Any) -> bool:
    """Say whether an element that is an aside shows its parts one at a time, as campaigns on home pages do."""
    names = f"{element.get('class', '')} {element.get('id', '')} {element.get('aria-roledescription', '')}"
    return bool(_CAROUSEL.search(names))


def is_hidden(element: Any, opened: Set[str]) -> bool:
    """Say whether an element is never seen, not even after a click on a tab or accordion.

    `opened` holds the ids that some control of the page opens; others are opened by the control right before them.
    """
    is_hidden_from_readers = element.get("aria-hidden") == "true"
    is_marked = element.get("hidden", "until-found") != "until-found" or _GONE.search(element.get("style", ""))
    if not (is_hidden_from_readers or is_marked):
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if is_hidden_from_readers and (element.tag in _DECORATION or "clone" in names):
        return True
    if not is_marked:
        return False
    if element.get("role") == "tabpanel" or _OPENED_BY_CLICK.search(names) or element.get("id", "") in opened:
        return False
    before = element.getprevious()
    return before is None or not before.xpath("boolean(descendant-or-self::*[@aria-expanded])")


def opened_ids(root: Any) -> frozenset[str]:
    """Return the ids of the elements that tabs, accordions and toggles of the page open."""
    controls = root.xpath("//@aria-controls | //@data-target | //@data-bs-target | //a/@href[starts-with(., '#')]")
    return frozenset(name.lstrip("#") for value in controls for name in value.split())
