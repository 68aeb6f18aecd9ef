"""Who chairs the partnership and who is on it, from tables, lists, definitions, cards and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from config.vocabulary import words_of
from crawler.names import Bodies, plain_names
from store.reading import Block, Fact

_TITLE = (
    r"(?:The\s+)?(?:Rt\.?\s+Hon\.?|Right\s+Honourable|Cllr|Councillor|Cllrs|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Mayor|Mr|Mrs|Ms|Miss|Mx"
    r"|Revd?|Reverend|Canon|Ald|Alderman)\b\.?"
)
_WORD = r"[A-ZÀ-ÖØ-ÞŁŚŽ][\w'’-]*[\w]"
_INNER = r"(?:[A-Z]\.?|de|da|van|von|der|den|le|la|el|al|bin|ap|di|du)"
NAME = rf"(?:{_TITLE}\s+)*{_WORD}(?:\s+{_INNER})*\s+{_WORD}(?:[\s-]{_WORD})?"
_TITLED = rf"(?:{_TITLE}\s+)+{_WORD}(?:(?:\s+{_INNER})*\s+{_WORD})?(?:[\s-]{_WORD})?"
_NO_NAME = frozenset(
    """council county city borough district trust nhs board partnership partnerships health care healthwatch university college police fire
    service services hospital hospitals foundation alliance association director chief executive officer leader cabinet member members
    committee chair vice deputy public adult adults social children integrated strategic voluntary community vacancy vacant the local authority
    authorities chamber town hall group network primary national representative representatives north south east west assembly forum
    department system systems mental medical clinical nursing general practice sector organisation housing combined council's england
    healthcare wellbeing teams microsoft meeting meetings agenda minutes papers street road park centre room suite house building strategy
    lead head manager portfolio holder professor and of for in our its education schools business enterprise federation society charity
    commissioner constable rescue ambulance pharmaceutical dental optical royal london better together live working people place support
    email tel telephone contact read more find download view join terms reference hub co unitary parish company interim independent
    non former current new appointed elected pdf docx item quarter january february march july september october november
    december however when after following since welcome thank thanks also dear both monday tuesday wednesday thursday friday saturday sunday tbc confirmed data""".split()
)
_ORG = re.compile(
    r"\b(?:council|nhs|trust|icb|board|healthwatch|university|college|police|fire|alliance|association|authority|partnership|federation|network|"
    r"committee|borough|service|services|group|forum|chamber|society|society|charity|hospice|company|ltd|cic|community|foundation|union|sector|"
    r"ambulance|church|commissioner|enterprise|collaborative|providers?|consortium|hospitals?|institute|office|age uk|citizens advice|vcse|vcfse|cvs)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:director|leader|chief|officer|chair|member|manager|head|lead|cabinet|portfolio|vice[- ]chancellor|mayor|commissioner|representative|"
    r"constable|executive|secretary|trustee|governor|dean|consultant|nurse|president|treasurer|principal|gp|councillor|coordinator|dentist|pharmacist)\b",
    re.IGNORECASE,
)
_KIND = r"(co-?|joint[ -]|vice[ -]?|deputy[ -]|interim[ -]|acting[ -]|current[ -])?"
_CHAIR = rf"\b{_KIND}chair(?:man|woman|person)?\b"
_OF_US = r"(?:(?:for|of|to|on) (?:the |our |this )?(?:strategic |new )?(?:partnership|assembly|icp|committee)\b(?! for)(?:'s)?(?: (?:board|assembly|forum|committee)\b)?)"
_PLAIN_CHAIR = re.compile(rf"(?:the |our |partnership )?{_KIND}chair(?:man|woman|person)?(?: {_OF_US})?", re.IGNORECASE)
_CHAIR_WORD = re.compile(
    rf"\b(?P<how>co-?|joint(?:ly)?[ -]|vice[ -]?|deputy[ -]|interim[ -]|acting[ -])?chair(?!'|’|ity)(?:man|woman|person)?(?P<form>s|ed|ing)?\b",
    re.IGNORECASE,
)
_LEADS_TO = re.compile(
    r"(?i)\)?(?: (?:of|for|to) (?:the |our )?(?:partnership|assembly|icp|committee|board)(?:'s)?(?: (?:board|assembly|forum))?)?"
    r"(?:,| is| –| -|:| \(|, who is| will be| was|\n)* ?(?:currently |now |the |also )?"
)
_OURS = re.compile(
    r"(?i)\s*(?:the |our |this |its |meetings of the )?(?:strategic |new |whole )?(?:partnership|assembly|icp|committee|it|meetings?|year|20\d\d|two years|municipal|first|remainder|next)\b(?! (?:for|of) [A-Z])"
)
_OBJECT = re.compile(r"\s+(?:the\b|our\b|this\b|its\b|meetings\b|it\b|[A-Z])")
_OTHER_CHAIR = re.compile(
    r"\b(?i:board|icb|trust|council|committee|nhs|cabinet|healthwatch|place|trustees?)(?:'s|’s)?(?: [A-Z]\w+){0,3}\s+$"
)
_OTHER_BODY = re.compile(
    r"(?i)^(?!.*\bours\b).*\b(?:board|committee|trust|icb|council|group|panel|network|forum|alliance)\b"
)
_OUR_NAME = re.compile(r"(?i)\b(?:the|our|this) (?:strategic )?(?:partnership|assembly|icp)\b|\bmeetings\b|\bit\b")
_NEVER = re.compile(r"(?!)")
_TOKEN = re.compile(r"[^\s,;:()]+")
_BODIES = frozenset(
    {
        "council",
        "city",
        "county",
        "borough",
        "district",
        "university",
        "nhs",
        "hospital",
        "hospitals",
        "police",
        "college",
        "trust",
        "icb",
    }
)
_IS_TITLE = re.compile(_TITLE)
_RUN = re.compile(rf"(?:(?:{_TITLE}|{_WORD}|{_INNER})\s+)+(?:{_WORD})")
_ROLES = {
    "co": "Co-chair",
    "joint": "Co-chair",
    "vice": "Vice chair",
    "deputy": "Deputy chair",
    "interim": "Interim chair",
    "acting": "Interim chair",
}
_SPLIT = re.compile(r"\s*[,;–—|\n()\[\]:]+\s*|\s+-\s+|\s+/\s+")
_SENTENCE = re.compile(r"(?<=[a-z0-9)”\"][.!?])\s+(?=[A-Z“\"‘])|\n")
_NOT_NOW = re.compile(
    r"\b(?:former|formerly|previous|previously|outgoing|retired|past|late|predecessor|stood down|stepped down|until \w+ 20)\b",
    re.I,
)
_MEMBERS = re.compile(
    r"\b(?:members?|membership|who's who|who’s who|who is who|who is on|who sits|representatives|our people|composition|made up|meet the (?!chair)|"
    r"sits? (?:on|around)|our partners|partner organisations|people on|committee details|board members|our board|the board|who are we|the people)\b",
    re.IGNORECASE,
)
_NOT_MEMBERS = re.compile(
    r"question|present|attend|apolog|officer|support|observ|public|clerk|contact|minutes|agenda|papers|secretariat|role of|responsib|expected|declaration|substitut|"
    r"meeting|news|how to become|former|previous|document|terms of office|appointment of|quorum|voting",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:nhs|icb|trust|healthwatch|hospital|university|college|integrated care board|foundation|federation|ambulance)\b",
    re.I,
)
_VACANT = re.compile(
    r"^\W*(?:vacan\w+|tbc|tba|to be (?:confirmed|appointed|advised)|currently vacant|awaiting \w+)\W*$", re.IGNORECASE
)
_MAY_LIST = re.compile(r"embers|made up|consists|comprises|represented")
_LISTS = re.compile(
    r"\b(?:members (?:of the partnership )?(?:are|include)|membership (?:is|comprises|includes)|made up of|consists of|comprises|represented by)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    role: str
    organisation: str
    chair: str
    evidence: str


def is_person(text: str) -> bool:
    """Say whether a text is a person's name and nothing else."""
    text = text.strip(" .,*")
    if not re.fullmatch(rf"{NAME}|{_TITLED}", text):
        return False
    bare = re.sub(rf"^(?:{_TITLE}\s+)+", "", text)
    words = re.split(r"[\s-]+", bare)
    return not any(_bare(word) in _NO_NAME or (len(word) > 2 and word.isupper()) for word in words)


def people(blocks: Sequence[Block], bodies: Bodies, heading: str = "", *, ours: bool = True) -> list[Fact]:
    """Return chairs and members, each person once and chairs first; organisations where nobody is named for them.

    `bodies` says what the partnership is called, `heading` is the page's title, under which everything stands;
    with `ours` false the page is another body's, and its chair is whoever it names.
    """
    entries = list(_entries(blocks, bodies, heading))
    chairs = {_key(fact.value): fact for fact in _chairs(blocks, bodies, ours)}
    for entry in entries:
        if entry.name and (entry.chair or (not ours and _PLAIN_CHAIR.fullmatch(entry.role))):
            known = chairs.get(_key(entry.name))
            if known is None or not known.organisation:
                chairs[_key(entry.name)] = Fact(
                    "chair", entry.name, entry.chair or entry.role, entry.organisation, evidence=entry.evidence
                )
    members = {}
    for entry in entries:
        key = _key(entry.name) or entry.organisation.lower()
        if key not in chairs:
            members.setdefault(
                key,
                Fact(
                    "member",
                    entry.name,
                    entry.role or "Member" * bool(entry.name),
                    entry.organisation,
                    evidence=entry.evidence,
                ),
            )
    return [*chairs.values(), *members.values()]


def _key(name: str) -> str:
    return re.sub(rf"^(?:{_TITLE}\s+)+", "", name).lower()


# ------------------------------------------------------------------ members


def _entries(blocks: Sequence[Block], bodies: Bodies, heading: str) -> Iterator[_Entry]:
    for number, block in enumerate(blocks):
        where = block.path[-3:] or (heading,)
        if block.kind == "heading":
            yield from _card(blocks, number, heading)
        elif block.kind == "row":
            yield from _row(block, _is_members(where))
        elif not _is_members(where) and not any("mgUserInfo" in link.url for link in block.links):
            if block.kind == "paragraph" and _MAY_LIST.search(block.text) and _LISTS.search(block.text):
                yield from _sentence(plain_names(block.text, bodies))
        elif block.kind == "definition":
            yield from _definition(block)
        elif block.kind in {"item", "paragraph"} and not is_person(block.path[-1] if block.path else ""):
            yield from _lines(block)


@lru_cache(maxsize=256)
def _is_members(where: tuple[str, ...]) -> bool:
    """Say whether headings, outermost first, open a section on who is on the partnership; the innermost that says so decides."""
    for text in reversed(where):
        if _NOT_MEMBERS.search(text):
            return False
        if _MEMBERS.search(text):
            return True
    return False


def _card(blocks: Sequence[Block], number: int, heading: str) -> Iterator[_Entry]:
    block = blocks[number]
    if not is_person(block.text) or not _is_members((heading, *block.path)):
        return
    below = []
    for following in blocks[number + 1 : number + 5]:
        if following.kind == "heading" or len(following.text) > 200:
            break
        below.append(following.text)
    yield _entry(block.text, "\n".join(below), "\n".join((block.text, *below)))


def _row(block: Block, in_section: bool) -> Iterator[_Entry]:
    if block.cells == block.labels or not block.cells:
        return
    labels = (
        [label.lower() for label in block.labels] if len(block.labels) == len(block.cells) else [""] * len(block.cells)
    )
    said = " ".join(labels)
    named = re.search(r"name|member|representative|who|person|councillor", said)
    if not in_section and not (
        named and re.search(r"organi[sz]ation|representing|role|position|body|title|sector|partner", said)
    ):
        return
    if re.search(r"date|published|file|document|item|no\.", said):
        return
    holder = next((cell for cell in block.cells if _person_in(cell)), "")
    rest = "\n".join(cell for cell in block.cells if cell != holder)
    if holder:
        yield _entry(
            holder,
            rest,
            block.text,
            job=any("job" in label for label in labels),
            ours="on the" in said or "partnership" in said,
        )
    else:
        orgs = [
            cell
            for label, cell in zip(labels, block.cells, strict=True)
            if cell and not _VACANT.match(cell) and (_ORG.search(cell) or "organi" in label)
        ]
        if orgs:
            yield _Entry("", "", orgs[0].split("\n")[0], "", block.text)


def _definition(block: Block) -> Iterator[_Entry]:
    for cell in block.cells:
        yield from _line(": ".join((*block.labels[:1], cell)), block.text)


def _lines(block: Block) -> Iterator[_Entry]:
    if block.kind == "paragraph" and "\n" not in block.text and len(block.text) > 90:
        yield from _sentence(block.text)
        return
    for line in block.text.split("\n"):
        if block.kind == "item" or "\n" in block.text or _person_in(line):
            yield from _line(line, line)


def _line(line: str, evidence: str) -> Iterator[_Entry]:
    line = line.strip(" •*-–\t")
    if not line or len(line) > 220:
        return
    if _person_in(line):
        yield _entry(line, "", evidence)
    elif (
        (_ORG.search(line) or line.istitle())
        and len(line.split()) <= 14
        and not line.endswith(":")
        and not re.search(r"\b(?:is|are|will|was|has|have|we|you)\b", line)
    ):
        whole = re.split(r"\s*[:–(]\s*", line)[0] if _VACANT.match(re.split(r"[:–(]", line)[-1].strip(" )")) else line
        yield _Entry("", "", whole.strip(" .;,"), "", evidence)


def _sentence(text: str) -> Iterator[_Entry]:
    """Yield people with their organisations in brackets, or, from a sentence that says so, the organisations that it lists."""
    for sentence in _SENTENCE.split(text):
        pairs = [
            (match[1], match[2])
            for match in re.finditer(rf"({NAME})\s*\(([^)]{{3,90}})\)", sentence)
            if is_person(match[1])
        ]
        if len(pairs) > 1:
            for name, rest in pairs:
                yield _entry(name, rest, sentence)
        elif match := _LISTS.search(sentence):
            listed = [
                part.strip(" .:")
                for part in re.split(r",\s*(?:and\s+)?|;\s*|\s+and\s+(?=(?:the )?[A-Z])", sentence[match.end() :])
            ]
            orgs = [
                re.sub(r"^(?:representatives (?:of|from) |the )+", "", part)
                for part in listed
                if _ORG.search(part) and re.search(r"[A-Z]", part)
            ]
            if len(orgs) > 2:
                yield from (_Entry("", "", org, "", sentence) for org in orgs if len(org) < 90)


def _person_in(text: str) -> bool:
    return any(is_person(part) for part in _SPLIT.split(text) if part)


def _entry(holder: str, rest: str, evidence: str, *, job: bool = False, ours: bool = False) -> _Entry:
    """Return the person of a list entry with role and organisation told apart by the words in them."""
    parts = [part for part in (*_SPLIT.split(holder), *_SPLIT.split(rest)) if part]
    name = next(part for part in parts if is_person(part))
    others = [
        half
        for part in parts
        if part != name
        for half in re.split(r"\s+(?:at|from|representing)\s+(?=(?:the )?[A-Z])", part)
    ]
    chair = next((part for part in others if _PLAIN_CHAIR.fullmatch(part)), "")
    organisation = next((part for part in others if part != chair and _ORG.search(part) and not _leads(part)), "")
    role = next((part for part in others if part not in (chair, organisation) and _ROLE.search(part)), "")
    bracketed = bool(
        re.search(rf"\(\s*{_PLAIN_CHAIR.pattern}\s*\)|{_PLAIN_CHAIR.pattern}\s*:", f"{holder}\n{rest}", re.IGNORECASE)
    )
    plain = (
        chair
        and not job
        and (bracketed or ours or not _ELSEWHERE.search(organisation) or bool(re.search(_OF_US, chair, re.I)))
    )
    if match := re.fullmatch(r"(.{3,60}?),? (?:of|for) ((?:the )?[A-Z].*)", role):
        role, organisation = (match[1], organisation or match[2]) if _ORG.search(match[2]) else (role, organisation)
    return _Entry(name.strip(" .,*"), role or chair, organisation, _role_of(chair) if plain else "", evidence)


def _leads(part: str) -> bool:
    return bool(
        re.match(
            r"(?:deputy |assistant |group |joint |strategic |executive |interim )*(?:leader|director|chief|head|cabinet|portfolio|chair|vice|medical|lead|manager|member)\b",
            part,
            re.I,
        )
    )


# ------------------------------------------------------------------ chairs


def names_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and words of each person's name that stands in a text."""
    for run in _RUN.finditer(text):
        words: list[re.Match[str]] = []
        for word in [*_TOKEN.finditer(text, run.start(), run.end()), None]:
            if word is not None and (_IS_TITLE.fullmatch(word[0]) or _bare(word[0]) not in _NO_NAME):
                words.append(word)
                continue
            body = word is not None and _bare(word[0]) in _BODIES
            if words and not body and is_person(name := text[words[0].start() : words[-1].end()]):
                yield words[0].start(), words[-1].end(), name
            words = []


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.lower())


def _chairs(blocks: Sequence[Block], bodies: Bodies, ours: bool) -> Iterator[Fact]:
    for block in blocks:
        if "hair" in block.text and not (block.kind == "row" and block.labels):
            for sentence in _SENTENCE.split(block.text):
                if "hair" in sentence and len(sentence) < 900:
                    plain = plain_names(sentence, bodies)
                    for name, role in _chairs_said(plain, bodies.places, ours=ours):
                        yield Fact(
                            "chair", name, role, _organisation(plain, name), evidence=" ".join(sentence.split())[:160]
                        )


def _chairs_said(text: str, places: frozenset[str], *, ours: bool = True) -> Iterator[tuple[str, str]]:
    """Yield whom a sentence names as chair of the partnership, and in which role; other bodies' chairs are passed over."""
    names = [name for name in names_in(text) if not places.issuperset(words_of(name[2]))]
    for match in _CHAIR_WORD.finditer(text) if names else ():
        form, after = (match["form"] or "").lower(), text[match.end() :]
        verb = form == "s" and bool(_OBJECT.match(after))
        before = text[: match.start()]
        if _NOT_NOW.search(before[-25:]) or (ours and not _is_ours(verb, after)):
            continue
        if ours and (_OTHER_BODY if form == "ed" else _OTHER_CHAIR if not verb else _NEVER).search(
            _OUR_NAME.sub("ours", before)
        ):
            continue
        several = bool(re.match(r"(?i)co|joint", match["how"] or "")) or (form == "s" and not verb)
        for name in _subjects(text, match, names, several=several):
            yield name, _role_of(match[0])


def _is_ours(verb: bool, after: str) -> bool:
    """Say whether what is chaired is the partnership; where nothing is named after the word, it is."""
    complement = re.match(r"\s+(?:of|for|to)\b", after)
    if not complement and not verb:
        return True
    return bool(_OURS.match(after[complement.end() if complement else 0 :]))


def _subjects(text: str, match: re.Match[str], names: Sequence[tuple[int, int, str]], *, several: bool) -> list[str]:
    """Return the people that a word for chair belongs to: those right after it, else the nearest before it."""
    most = 2 if several else 1
    later = [name for name in names if name[0] >= match.end()]
    if (match["form"] or "").lower() == "ed":
        return [name for _, _, name in later[:most]] if re.match(r"\s+(?:jointly )?by\b", text[match.end() :]) else []
    if later and _LEADS_TO.fullmatch(text[match.end() : later[0][0]]):
        return [name for _, _, name in later[:most]]
    return [name for _, end, name in names if end <= match.start()][-most:]


def _role_of(words: str) -> str:
    match = re.search(r"(?i)\b(co|joint|vice|deputy|interim|acting)(?:ly)?[ -]?chair", words)
    return _ROLES.get(match[1].lower() if match else "", "Chair")


def _organisation(sentence: str, name: str) -> str:
    after = sentence[sentence.find(name) + len(name) :][:120]
    match = re.match(r"\s*\(([^)]{3,90})\)", after) or re.match(
        r"(?:(?! and )[^.;]){0,60}?\b(?:of|from|at) ((?:the )?(?:[A-Z][\w'’&-]*(?:,? (?:and|of|the|&) (?=[A-Z])|,? )?){1,8})",
        after,
    )
    found = match[1].strip(" ,") if match else ""
    return found if _ORG.search(found) and not re.match(r"(?i)the partnership", found) else ""
