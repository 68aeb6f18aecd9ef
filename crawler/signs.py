"""What can be seen of a page beyond its words: whose name stands in the title, dates, people, documents, the host."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice

from config.vocabulary import any_of, spelt, vocabulary, words_of
from crawler.facts.dates import days_only, find_clock
from crawler.facts.documents import documents, named_documents
from crawler.facts.meetings import each_meeting, may_have_day
from crawler.facts.member_headings import opens_members
from crawler.facts.people import people
from crawler.facts.questions import may_ask, questions
from crawler.facts.sentences import SENTENCE_END
from crawler.names import Bodies, PageContext, area_words, bodies_of, mentions
from crawler.presenting import PRESENTED, PRESENTED_BY, is_body, presented, titled
from store.reading import Block

ICPS_BEGAN = date(2022, 7, 1)
"""Section 26 of the Health and Care Act 2022 came into force; nothing dated earlier is a statutory partnership's."""

_STRATEGY_PATH = re.compile(
    rf"(?i)/(?!{spelt('said', 'other_strategies')})(?:[a-z-]*strategy|(?:our-|strategic-)?(?:priorities"
    rf"|ambitions|vision)|vision-and-[a-z-]+)"
    r"(?:-[\d-]+)?(?:/|$)"
)
_ASKS_PEOPLE = re.compile(rf"(?i){spelt('said', 'survey_hosts')}")
_OF_BODY = re.compile(r"(?i)\b(?:partnership|icp|assembly|committee|board|it|we|us|our|body|alliance|together)\b")
_OF_LISTS = re.compile(
    rf"(?i)\b(?:{spelt('said', 'lists', 'composed')}|{spelt('meetings', 'meets')}"
    rf"|{spelt('people', 'listing', 'members')})\b|\d"
)
"""What a sentence speaks of that tells of a body what stands in lists: when it meets, who belongs, where papers are."""
_FEW_WORDS = 10
_HEADS_A_PLAN = re.compile(
    r"(?i)\bwhere (?:are we|we are)(?: now| today)?\b|\bwhere we want to (?:be|get)\b"
    r"|\bhow (?:will )?we(?:['’]ll| will)? know\b|\bhow (?:progress|success) (?:will be|is) measured\b"
    r"|\bwhat (?:success|good) (?:looks|will look) like\b|\bwhat (?:we|partners) (?:will|are going to) do\b"
    r"|\bwhat we (?:want|will change|aim|have promised)\b|\bour commitments\b|\bthings (?:that )?we will\b"
    r"|\bwhy (?:it|this) matters\b|\bthe case for change\b|\bhow we will (?:get there|do it|measure)\b"
    r"|\bby 20[2-5]\d\b|\b(?:ambition|aim|goal|priority|theme|mission|outcome)s?\b"
)
_BY_YEAR = re.compile(r"\b[Bb]y (?:the (?:end|spring|summer|autumn) of )?20[2-5]\d\b(?!\s*\d)")
_ONE_OF_AIMS = re.compile(
    r"(?i)\b(?:one|first|second|third|last) of (?:the|our) (?:\w+ ){0,2}"
    r"(?:ambitions|priorities|aims|goals|themes|missions|outcomes|chapters|pillars)\b"
)
_PLANS_SOME = 2
_OPENING = 300
"""What a page is about stands in its first characters."""
_ASKED = re.compile(r"[A-Z“\"\d][^.?!\n]{8,140}\?(?=:?\s*$|:? *\n|:? [A-Z])")
_ANOTHER_PATH = re.compile(r"(?i)forward-plan|news|posts|blog")
_OURS = re.compile(r"\b(?:[Tt]he|[Oo]ur) (?:Partnership|Assembly|ICP)\b|\b(?:ICP|Assembly)\b|\b[Oo]ur partnership\b")
_BELOW_ICP = re.compile(r"(?i)\b(?:icp|integrated-care-partnership)\b[^/]*/[^/]")
_DATED_PATH = re.compile(r"/20[0-3]\d/[01]?\d(?:/[^.]*)?$")
_YEAR = re.compile(r"\b20[0-3]\d\b")
_MEETING_OF = re.compile(r"(?im)^[^.\n]{0,40}\bmeeting of(?: the)? ([^\n]{5,120})")
_ITEM_PATH = re.compile(r"mgai|ieissuedetails|iedecisiondetails|mgdecisiondetails|mgissuehistory|celistdocuments")
_POSTED = re.compile(
    rf"(?:\W*(?P<label>{spelt('said', 'posted')})\b\W*)*(?:by [A-Z][\w.' -]{{3,40}}?[,|·•–—:-]?\s*(?:on )?)?"
    r"(?=\d|(?:mon|tues|wednes|thurs|fri|satur|sun|thu|tue|wed|sat)(?:day)?\b|(?:jan|feb|mar|apr|may"
    r"|jun|jul|aug|sep|oct|nov|dec)\w* \d)",
    re.IGNORECASE,
)
_REVIEWED, _PLACE_BEHIND = re.compile(r"(?i)\breview"), re.compile(r"20\d\d, [A-Z]")
"""What a date of posting has not beside it: when the page is reviewed, and where something takes place."""
_DATED_WITHIN, _DATE_LINE = 200, 90
"""A news item says in its first block when it was posted; a line without a word for that holds little else."""
_PAPERS = re.compile(r"(?i)\b(?:agendas?|minutes|papers)\b")
_MEETINGS = re.compile(r"(?i)\b(?:meetings|minutes|agendas?|papers|dates)\b")
_CHAIR_OF = re.compile(
    r"[Cc]hair(?:man|woman|person)? (?:of|for) (?:the |our )?"
    r"((?:[A-Z][\w'’&-]*,?(?: (?:and|of|the|for) (?=[A-Z])| )?)+)"
)
_NAME_NOTHING, _ITS_SITE = frozenset({"and", "of", "the", "for", "board", "committee"}), frozenset({"nhs", "icb"})
_ELSEWHERE = re.compile(r"(?i)\bnorthern ireland\b|\b(?:hsc|local commissioning group|transforming your care)\b")
_ICPS = re.compile(r"(?i)\bicps?\b|integrated[ -]care[ -]partnerships?\b")
_ALLIED, _OF_CARE = (
    re.compile(r"(?i)\b(?:partnership|alliance|together)\b"),
    re.compile(r"(?i)\bhealth|\bcare\b|\bNHS\b"),
)
_AREA = r"[A-Z][\w'’-]+(?:(?: and| &)? [A-Z][\w'’-]+){0,3}"
_BRAND = re.compile(rf"\bOne ({_AREA})\b|\b({_AREA}) Together\b")
"""What partnerships of places call themselves in many systems: "One Bromley", "Walsall Together"."""
_NO_PLACE = any_of("said", "no_places")
_SAYS_WHAT = {"presents-a-body", "says-what-it-does"}
_NEAR_TOP, _DETAILS = 4, 30
_ANSWERS = re.compile(r"(?i)\b(?:questions?|answers?|answered|faqs?|queries|asked)\b")
_QUESTION = re.compile(r"(?i)question|speak|petition|deputation|something|matter|\bask\b")
_ASKS_OF_BODY = re.compile(
    r"(?i)(?:q\W+)?(?:then |so )?(?:what|who|why|how|isn['’]t|is|are|does|do|can|could|will|when|where)\b"
    rf".*\b(?:{spelt('said', 'body')}|it|this|icb|they)\b"
)
_ONE_MATTER = re.compile(
    r"(?i)\b(?:chair|strateg\w+|plans?|priorities|draft|refresh|survey|asking|question (?:to|at|for)|panel)\b"
)
"""A question about a body, and titles of answers that are about one matter."""
_RULES = re.compile(
    r"(?i)\b(?:quorum|voting|substitut\w+|deputies|frequency|conduct|declarations? of interests?"
    r"|conflicts? of interests?|decision[ -]making|terms of reference|amendments?|review|proceedings|administration"
    r"|secretariat|reporting|accountability|term of office|delegat\w+|establishment|constitution)\b"
)
_PARTS_OF_RULES = re.compile(
    rf"{_RULES.pattern}|(?i:\b(?:purpose|role|remit|status|members?|membership|chair\w*|deputy|vote|decisions?|meetings?"
    r"|report|support|interests?|openness|public|alternates|amend\w*|functions?|responsibilities|duties|scope"
    r"|attendance|notice|authority|powers|sub-?groups?|aims|objectives|principles|values|transparency|disputes?)\b)"
)
_PARTS_SOME, _MOST_OF = 4, 0.7
"""Of the headings of terms of reference: so many different ones, and such a share of all."""
_RULES_SOME = 3
"""So many headings of this sort make a page terms of reference, whatever its title."""
_ASKS_OF_BODY_SOME = 2
_ASKS_SOME, _ASKS_MANY = 3, 5
"""Questions of a page whose sections are questions, and of one that does nothing but answer them."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The places of a page where words count."""

    blocks: tuple[Block, ...]
    title: str
    heading: str
    path: str
    link: str
    site: str
    section: str
    text: str
    media: str


def standing(parts: Parts, context: PageContext) -> dict[str, str]:
    """Return the signs of whose page it is: names, dates, host; each with the words or the address that show it."""
    return {
        **dict(_name_signs(parts, context)),
        **dict(_date_signs(parts)),
        **dict(_place_signs(parts.title, context)),
    }


def content(
    parts: Parts, context: PageContext, *, is_icp: bool | None, titled_else: bool, described: bool
) -> dict[str, str]:
    """Return the signs of what is on the page, each with words that show it.

    `is_icp` says whether it is the partnership's own, `titled_else` that its title is about something else than a body,
    `described` that words of it describe one.
    """
    signs = dict(_content_signs(parts, context, is_icp))
    if not titled_else:
        titles = [block.text for block in parts.blocks if block.level][:2] + parts.title.split(" . ")
        listing = ".aspx" in parts.path
        signs |= dict(titled(titles, parts.text, bodies_of(context), is_icp=is_icp, listing=listing))
        listed = next(
            (signs[name] for name in ("meeting-dated", "members-listed", "strategy-linked") if name in signs), ""
        )
        says_what = described or _SAYS_WHAT & signs.keys()
        if "own-title-is-a-body" in signs and listed and not (says_what or _opens_with_prose(parts.blocks)):
            signs["own-title-over-lists"] = listed
    return signs


def _plans_ahead(parts: Parts) -> str:
    """Return words that make a page a chapter of a strategy, whatever the strategy is called; "" where they are few.

    It may be headings on aims and measures, several years by which something will be so, or a count of ambitions.
    """
    headed = [block.text for block in parts.blocks if block.level and _HEADS_A_PLAN.search(block.text)]
    years = [year[0] for year in _BY_YEAR.finditer(parts.text)]
    counted = _ONE_OF_AIMS.search(parts.text)
    found = [*headed[:2], *years[1:2], *([counted[0]] if counted else [])]
    return found[0] if len(found) >= _PLANS_SOME else ""


def _sections_of_rules(blocks: Sequence[Block]) -> str:
    """Return a heading that only terms of reference have, of a page with several or with next to no others; else ""."""
    headings = [block.text for block in blocks if block.kind == "heading" and block.level != 1]
    rules = [heading for heading in headings if _RULES.search(heading)]
    parts = [match[0].lower() for heading in headings if (match := _PARTS_OF_RULES.search(heading))]
    throughout = rules and len(set(parts)) >= _PARTS_SOME and len(parts) >= _MOST_OF * len(headings)
    return rules[0] if throughout or len(rules) >= _RULES_SOME else ""


def _opens_with_prose(blocks: Sequence[Block]) -> bool:
    """Say whether below the title a sentence speaks of the body, and not of its meetings, members or papers."""
    title = next((number for number, block in enumerate(blocks) if block.level == 1), -1)
    opening = [block.text for block in blocks[title + 1 : title + 4] if block.kind == "paragraph"]
    sentences = (sentence for text in opening for sentence in SENTENCE_END.split(text))
    return any(
        len(sentence.split()) > _FEW_WORDS and _OF_BODY.search(sentence) and not _OF_LISTS.search(sentence)
        for sentence in sentences
    )


def their_body(parts: Parts, context: PageContext) -> dict[str, str]:
    """Return the sign that a body which a system's own sites present, not the partnership, is a place's."""
    if _NO_PLACE.search(parts.title) or _ANOTHER_PATH.search(parts.path):
        return {}
    if context.role in {"icb", "partnership", "former"}:
        return {"body-on-their-site": parts.title}
    allied = _ALLIED.search(parts.title) and _OF_CARE.search(f"{parts.title} {parts.text[:_OPENING]}")
    return {"alliance-on-council-site": parts.title} if context.role == "council" and allied else {}


def _name_signs(parts: Parts, context: PageContext) -> Iterator[tuple[str, str]]:
    bodies = bodies_of(context)
    for place in ("title", "heading", "link", "site", "section"):
        for whose, quote in mentions(getattr(parts, place), bodies):
            yield f"{whose}-name-in-{place}", quote
    yield from _own_in_text(parts, bodies)
    path, title = " ".join(words_of(parts.path)), " ".join(words_of(parts.title))
    for name in (name for name in context.names if len(name.split()) > 1 and " ".join(words_of(name)) in path):
        yield "own-name-in-path", name
    for other in (other for other in context.other_bodies if other and other.lower() in parts.title.lower()):
        yield "other-body-in-title", other
    if not context.names and title in vocabulary().names["local"]:
        yield "bare-name-in-title", parts.title
    ours = any(whose == "own" for whose, _ in mentions(parts.title, bodies))
    if context.role == "partnership" and not ours and _NO_PLACE.search(parts.title) and is_body(parts.title):
        yield "another-body-in-title", parts.title
    if not ours and (brand := _place_brand(parts.title, bodies)):
        yield "place-brand-in-title", brand
    if ".aspx" in parts.path and (row := _committee_row(parts.blocks, bodies)):
        yield "own-meeting", row
    if ".aspx" in parts.path and (match := _MEETING_OF.search(parts.text[:PRESENTED])):
        ours = any(whose == "own" for whose, _ in mentions(match[1], bodies))
        yield ("own-meeting" if ours else "other-meeting"), match[0]


def _place_brand(title: str, bodies: Bodies) -> str:
    """Return the brand of another area than the system's in a title; "" where none stands there."""
    for brand in _BRAND.finditer(title):
        area = {word for word in area_words(brand[1] or brand[2]) if not word.endswith("ing")}
        if area and not area & bodies.places:
            return brand[0]
    return ""


def _committee_row(blocks: tuple[Block, ...], bodies: Bodies) -> str:
    """Return the row of a meeting's page (CMIS) that says it is the partnership's; "" where none does."""
    rows = (block for block in blocks[:_DETAILS] if len(block.cells) == 2 and block.cells[0].lower() == "committee")
    return next(
        (block.text for block in rows if any(whose == "own" for whose, _ in mentions(block.cells[1], bodies))), ""
    )


def _own_in_text(parts: Parts, bodies: Bodies) -> Iterator[tuple[str, str]]:
    named = list(mentions(parts.text, bodies))
    own = [quote for whose, quote in named if whose == "own"]
    if own:
        yield "own-name-in-text", own[0]
    general = [quote for whose, quote in named if whose == "any"]
    if len(general) > max(1, len(own)):
        yield "partnerships-in-general", general[0]
    of_icps = bool(named) and _ICPS.search(f"{parts.title} {parts.path}")
    if of_icps and _ELSEWHERE.search(f"{parts.path} {parts.text[:PRESENTED]}"):
        yield "partnerships-of-northern-ireland", named[0][1]
    opening = " ".join(block.text for block in parts.blocks if block.kind != "heading")[:_OPENING]
    opens = ((whose, quote) for whose, quote in mentions(opening, bodies) if whose != "any" and quote.count(" ") > 1)
    for whose, quote in islice((one for one in opens if not one[1].islower()), 1):
        yield f"{whose}-name-opens", quote
        if whose == "own" and PRESENTED_BY.match(opening[opening.find(quote) + len(quote) :]):
            yield "own-name-presented", quote


def _date_signs(parts: Parts) -> Iterator[tuple[str, str]]:
    heads = f"{parts.title} . {parts.heading}"
    titled, days = list(days_only(heads)), list(days_only(parts.text))
    late = any(int(year) > ICPS_BEGAN.year for year in _YEAR.findall(parts.text))
    if titled and max(titled) < ICPS_BEGAN and not late:
        yield "old-title", heads
    elif days and max(days) < ICPS_BEGAN and not late:
        yield "old-text", f"latest date {max(days)}"
    meets = bool(_MEETINGS.search(parts.title))  # under "Meetings" a day is a meeting's
    titled_at = next((number for number, block in enumerate(parts.blocks) if block.level == 1), 0)
    near = parts.blocks[:_NEAR_TOP] if titled_at < _NEAR_TOP else parts.blocks[titled_at : titled_at + _NEAR_TOP]
    dated = [said for block in near if (said := _date_line(block, meets=meets))]
    posted = [said for said in dated if (match := _POSTED.match(said)) and match["label"]]
    if posted:
        yield "dated-line", posted[0]
    elif len(dated) == 1:  # more of them are a list of days
        yield ("day-alone" if parts.media == "html" else "day-in-text"), dated[0]


def _date_line(block: Block, *, meets: bool) -> str:
    """Return the text of a block that says when the page was posted, and nothing of a meeting; else ""."""
    posted = _POSTED.match(block.text)
    if not posted or len(block.text) > (_DATED_WITHIN if posted["label"] else _DATE_LINE) or block.kind == "definition":
        return ""
    rest = block.text[posted.end() :]
    if _REVIEWED.search(rest) or (not posted["label"] and _PLACE_BEHIND.search(rest)):
        return ""
    dated = next(days_only(rest[:30]), None) and (
        posted["label"] or (not meets and not find_clock(rest) and not block.links)
    )
    return block.text if dated and (posted["label"] or block.kind == "paragraph") else ""


def _place_signs(title: str, context: PageContext) -> Iterator[tuple[str, str]]:
    host, _, path = context.url.partition("://")[2].partition("/")
    yield from _host_signs(host.rpartition("@")[2].partition(":")[0].lower(), path, title, context)
    yield from _path_signs(path, context)


def _host_signs(host: str, path: str, title: str, context: PageContext) -> Iterator[tuple[str, str]]:
    for group in _groups_of(host):
        yield f"{group}-host", host
    if context.committee:
        yield ("committee" if ".aspx" in path.lower() else "listed-path"), context.url
    if context.role == "council" and ".aspx" in path.lower() and not context.committee:
        yield "other-committee", context.url
    if context.role == "partnership" and _OURS.search(title):
        yield "ours-in-title", title
    if context.role in {"partnership", "icb", "council"}:
        yield f"{context.role}-site", host
    if _ASKS_PEOPLE.search(host):
        yield "survey-host", host
    elif host and context.names and not context.role and not host.endswith((".icb.nhs.uk", ".ics.nhs.uk")):
        public = "public-host" if host.endswith((".nhs.uk", ".gov.uk")) else "host"
        yield f"unlisted-{'committees' if '.aspx' in path else public}", host


def _path_signs(path: str, context: PageContext) -> Iterator[tuple[str, str]]:
    if context.role in {"partnership", "icb", "former"} and not _ANOTHER_PATH.search(path):
        if _STRATEGY_PATH.search(f"/{path}"):
            yield "under-strategy", path
        if _BELOW_ICP.search(path):
            yield "icp-parent-path", path
    if _DATED_PATH.search(f"/{path.partition('?')[0]}"):
        yield "dated-path", path
    if context.url and not path.strip("/"):
        yield "home-page", context.url
    if context.parent_kinds:
        yield "icp-parent", context.link_text
    if "strategy" in context.parent_kinds and context.under_parent:
        yield "strategy-chapter", context.url


@lru_cache(maxsize=1_024)
def _groups_of(host: str) -> tuple[str, ...]:
    """Return the groups of hosts in the vocabulary that a host belongs to."""
    parents = {host[at:] for at in range(len(host)) if at == 0 or host[at - 1] == "."}
    return tuple(group for group, hosts in vocabulary().hosts.items() if parents.intersection(hosts))


def _content_signs(parts: Parts, context: PageContext, is_icp: bool | None) -> Iterator[tuple[str, str]]:
    ours = is_icp is not False
    if is_icp:
        yield "its-own-page", parts.title
        if planned := _plans_ahead(parts):
            yield "plans-ahead", planned
    if _ITEM_PATH.search(parts.path) and not ours:
        yield "other-item", parts.path
    yield from presented(parts.title, parts.text)
    if rules := _sections_of_rules(parts.blocks):
        yield "sections-of-rules", rules
    yield from _people_signs(parts, bodies_of(context), ours)
    yield from _event_signs(parts, bodies_of(context), ours)


def _people_signs(parts: Parts, bodies: Bodies, ours: bool) -> Iterator[tuple[str, str]]:
    found = people(parts.blocks, bodies, _heading(parts), ours=ours)
    heading = {*words_of(_heading(parts))}
    named = [fact.evidence for fact in found if fact.kind == "chair" and (ours or _is_of_page(fact.evidence, heading))]
    members = [fact.evidence for fact in found if fact.kind == "member"]
    if named:
        yield "chair-named", named[0]
    if len(members) < 3:
        members += [block.text for block in parts.blocks if block.kind == "item" and opens_members(block.path[-1:])]
    if len(members) > 2 or (members and len(members) + len(named) > 2):
        yield "members-listed", members[0]


def _is_of_page(sentence: str, heading: set[str]) -> bool:
    """Say whether a sentence names no chair of a body but the one in the heading, or the one whose site it is."""
    body = _CHAIR_OF.search(sentence)
    return body is None or bool({*words_of(body[1])} & (heading - _NAME_NOTHING | _ITS_SITE))


def _event_signs(parts: Parts, bodies: Bodies, ours: bool) -> Iterator[tuple[str, str]]:
    linked = ((fact.role, fact.evidence) for fact in documents(parts.blocks, ICPS_BEGAN))
    for role, quote in dict((*linked, *named_documents(parts.blocks))).items():
        yield f"{'papers' if role in {'agenda', 'minutes'} else role}-linked", quote
    if ".aspx" in parts.path and (listed := next(filter(None, map(_listed_papers, parts.blocks)), "")):
        yield "papers-linked", listed
    if may_have_day(parts.text):
        met = each_meeting(parts.blocks, bodies.pattern, _heading(parts), ICPS_BEGAN, ours=ours)
        yield from (("meeting-dated", fact.evidence) for fact in islice(met, 1))
    if may_ask(parts.text):
        taken = (fact for block in parts.blocks if block.kind != "row" for fact in questions(block))
        taken = (fact for fact in taken if _QUESTION.search(fact.evidence))
        yield from (("questions-taken", fact.evidence) for fact in islice(taken, 1))
    asked = [block for block in parts.blocks if block.level != 1 and _ASKED.match(block.text)]
    asked = [block for block in asked if block.kind != "item" or block.text[-1:] != "?"]  # a survey's have no answers
    if len(asked) >= _ASKS_SOME:
        headings = sum(block.kind == "heading" and block.level != 1 for block in parts.blocks)
        gathered = sum(bool(_ANSWERS.search(" ".join(block.path[-2:]))) for block in asked) >= _ASKS_SOME
        nothing_else = len(asked) >= headings - 1 and not is_body(_heading(parts))
        whole = gathered or nothing_else or (len(asked) >= _ASKS_MANY and 2 * len(asked) > headings)
        yield ("asks-and-answers" if whole else "asks-some"), asked[0].text
        of_body = [block.text for block in asked if _ASKS_OF_BODY.match(block.text)]
        if ours and len(of_body) >= _ASKS_OF_BODY_SOME and not _ONE_MATTER.search(f"{parts.title} {parts.link}"):
            yield "asks-what-it-is", of_body[0]


def _listed_papers(block: Block) -> str:
    """Return a line of a list of a committee's meetings that leads to the papers of one."""
    leads = any("ielistdocuments" in link.url.lower() for link in block.links)
    return block.text if leads and _PAPERS.search(block.text) else ""


def _heading(parts: Parts) -> str:
    return next((block.text for block in parts.blocks if block.level == 1), parts.title)
