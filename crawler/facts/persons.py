"""Names of people in a text. The words that no name holds, and the titles before one, stand in vocabulary.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from config.vocabulary import spelt, vocabulary

_TITLE = rf"(?i:{spelt('people', 'titles')})\b\.?"
_TITLES = re.compile(rf"(?:{_TITLE}\s+)+")
_HONOURS = re.compile(rf"(?:[\s,]+{spelt('people', 'honours')}\b)+")
_WORD = r"[A-ZÀ-ÖØ-ÞŁŚŽ][\w'’-]{0,30}\w"
_INITIAL = r"(?:(?:[A-Z]\.){1,3}|[A-Z])"
_INNER = rf"(?:{_INITIAL}|(?i:{spelt('people', 'particles')}))"
_NAME = re.compile(
    rf"(?:{_TITLE}\s+)*(?:{_WORD}|{_INITIAL})(?:\s+{_INNER})*\s+{_WORD}(?:[\s-]{_WORD})?|(?:{_TITLE}\s+)+{_WORD}(?:-{_WORD})?"
)
_RUN = re.compile(rf"(?<!\w)(?:(?:{_TITLE}|{_WORD}|{_INNER})[^\S\n]){{1,16}}{_WORD}")
_TOKEN = re.compile(rf"{_TITLE}(?=\s)|[^\s,;:()]+")
_IS_TITLE, _IS_INITIAL = re.compile(_TITLE), re.compile(_INITIAL)
_GIVEN = frozenset(vocabulary().people["given"])
_NOT_NAMES = frozenset(vocabulary().people["not_names"])
_MONTHS = frozenset({"march", "april", "may", "june", "august"})
"""Months that are names as well; the others stand among the words that no name holds."""
_OF_A_DATE = re.compile(
    r"(?:\b(?:in|since|until|till|from|by|during|last|next|early|mid|late)|\d(?:st|nd|rd|th)?)[\s-]+$", re.I
)
_PLURALS = frozenset({"Councillors", "Cllrs"})
"""Titles of those whose names follow, not of the first alone."""
_PREFIXES = frozenset({"co", "non", "vice", "mid", "north", "south", "east", "west", "sub", "post", "pre", "all"})
_STANDS_IN = re.compile(r"\b(?:in|near|across|around|the)\s+$")
"""What stands behind these is a place or a thing, not a person: "a GP in Leighton Buzzard", "the Yorkshire Dales"."""
_SURNAMES = frozenset({"west", "north", "east", "hall", "park", "house", "street", "church", "head", "page", "homes"})
_LONGEST_WITH_HONOURS = 160
_TITLES_AS_NAMES = frozenset({"lord", "dean", "judge", "major", "bishop", "constable", "deacon", "captain", "father"})
_TITLES_AS_NAMES |= {"cc"}  # of a county councillor, behind the name
_GOES_ON = re.compile(r"\s[A-Z]")
_OF_A_BODY = frozenset(
    {"council", "city", "county", "borough", "district", "university", "nhs", "hospital", "hospitals", "trust", "icb"}
    | {"club", "society", "association", "hospice", "school", "federation"}
)
"""Words that make what stands before them the name of a body ("Central Bedfordshire Council")."""


def is_person(text: str) -> bool:
    """Say whether a text is one person's name and nothing else, honours after it apart."""
    text = _HONOURS.sub("", text).strip(" .,*") if len(text) < _LONGEST_WITH_HONOURS else text
    if len(text) > 60 or not _NAME.fullmatch(text):
        return False
    bare = without_title(text)
    words = [word for word in bare.split() if bare == text or not _IS_INITIAL.fullmatch(word)]  # "Cllr A Other"
    named = bare != text or words[0].lower() in _GIVEN
    if named and len(words) > 1 and words[-1].lower() in _SURNAMES:
        del words[-1]
    return not any(_is_common(word) or (len(word) > 2 and word.isalpha() and word.isupper()) for word in words)


def surely_people(names: Sequence[str]) -> list[str]:
    """Return those of several names that a title or a given name makes people's; all of them where none is sure.

    >>> surely_people(["Dr Liz Marsh", "Livewell Southwest"])
    ['Dr Liz Marsh']
    """
    sure = [name for name in names if without_title(name) != name or name.split()[0].lower() in _GIVEN]
    return sure or list(names)


def without_title(name: str) -> str:
    """Return a name without the titles before it.

    >>> without_title("Councillor Dr Ann Other")
    'Ann Other'
    """
    return _TITLES.sub("", name, count=1) if _TITLES.match(name) else name


def names_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and words of each person's name in a text.

    >>> [name for _, _, name in names_in("In June Jo Quill took over from June Other.")]
    ['Jo Quill', 'June Other']
    """
    for run in _RUN.finditer(text):
        words: list[re.Match[str]] = []
        for word in (*_TOKEN.finditer(text, run.start(), run.end()), None):
            if word is not None and (
                _may_name(word[0]) or (words and _IS_INITIAL.fullmatch(word[0])) or _ends_name(text, words, word)
            ):
                opens = _IS_TITLE.fullmatch(word[0]) and not _is_surname(text, word)
                if words and opens and not _IS_TITLE.fullmatch(words[-1][0]):
                    words = []  # "Somerset's Cllr Ann Other"
                words.append(word)
                continue
            if len(words) > 2 and _bare(words[0][0]) in _MONTHS and _OF_A_DATE.search(text[: words[0].start()][-12:]):
                del words[0]
            if len(words) > 2 and words[0][0].endswith(("'s", "’s")):
                del words[0]  # "Somerset's Ann Other"
            of_a_body = word is not None and _bare(word[0]) in _OF_A_BODY
            if len(words) > 1 and words[0][0] in _PLURALS:
                del words[0]
            elif words and not _IS_TITLE.fullmatch(words[0][0]) and _STANDS_IN.search(text[: words[0].start()][-10:]):
                words = []
            if words and not of_a_body and is_person(name := text[words[0].start() : words[-1].end()]):
                name = _without_possessive(name)
                yield words[0].start(), words[0].start() + len(name), name
            words = []


def _without_possessive(name: str) -> str:
    """Return whose something is ("Ann Other's"); saints with it are hospitals and wards ("St George's")."""
    return name if name.startswith("St ") else name.removesuffix("'s").removesuffix("’s")


def _ends_name(text: str, words: list[re.Match[str]], word: re.Match[str]) -> bool:
    """Say whether a word that is mostly no name ends one, behind a title and a name or a given name: "Ann West"."""
    named = len(words) > 1 and _IS_TITLE.fullmatch(words[-2][0]) and not _IS_TITLE.fullmatch(words[-1][0])
    named = named or (bool(words) and words[-1][0].lower() in _GIVEN)
    return bool(named) and word[0].lower() in _SURNAMES and not _GOES_ON.match(text, word.end())


def _is_surname(text: str, word: re.Match[str]) -> bool:
    """Say whether a word that may be a title is a name, as no name follows: "Ann Lord (Rutland)"."""
    return word[0].lower() in _TITLES_AS_NAMES and not _GOES_ON.match(text, word.end())


def _may_name(word: str) -> bool:
    """Say whether a word can belong to a name or to the titles before it."""
    return bool(_IS_TITLE.fullmatch(word)) or not (
        _is_common(word) or (len(word) > 2 and word.isupper()) or _HONOURS.fullmatch(f" {word}")
    )


def _is_common(word: str) -> bool:
    """Say whether no name holds a word; of a double name one half may be such a word ("Sowerby-Hall", "House-Lin")."""
    halves = word.split("-")
    return all(_bare(half) in _NOT_NAMES for half in halves) or (len(halves) > 1 and _bare(halves[0]) in _PREFIXES)


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.lower())
