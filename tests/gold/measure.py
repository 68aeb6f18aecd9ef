"""Measure how well pages are judged: precision, recall and F1 by kind, for is_icp and by fact, beside a baseline.

python -m tests.gold.measure [dev|aside|unseen] [--show]
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from rich.console import Console
from rich.table import Table

from crawler.classify import PageContext, classify
from crawler.facts.extract import extract_facts
from crawler.main_blocks import text_blocks
from crawler.reading.read import read
from store.reading import Fact, Judgement, Reading
from tests.gold.cases import KINDS, PARTS, Case, Part, load_cases

_TITLES = re.compile(
    r"\b(?:cllr|councillor|county|district|borough|city|assistant|alderman|alderwoman|commissioner|fire officer"
    r"|colonel|pastor|rabbi|imam|cc|fr|lt col|very|dr|prof|professor|mr|mrs|ms|miss|sir|dame|lord|lady|baroness|revd?"
    r"|reverend|canon|rt|right|hon|honourable|bishop|mayor|superintendent|supt|constable|inspector|insp|acc|dcc|chief|the|obe|mbe|cbe|qpm|jp|dl"
    r"|phd|frcgp|frcp|frcs|kbe|dbe|kc|mp|frcn|fmedsci|ffph)\b"
)
_POSTS = re.compile(r"\b(?:vice|deputy)\b", re.I)
_OFF = frozenset({"cancelled", "stood-down"})


@dataclass(slots=True)
class Figure:
    """Hits, misses and false finds of one thing, with what was got wrong where."""

    hits: int = 0
    missed: int = 0
    extra: int = 0
    wrong: list[str] = field(default_factory=list, repr=False)

    def add(self, expected: set[Hashable], found: set[Hashable], where: str) -> None:
        """Count one page's expected and found values."""
        self.hits += len(expected & found)
        self.missed += len(expected - found)
        self.extra += len(found - expected)
        self.wrong += [f"{where}: missed {value}" for value in sorted(map(str, expected - found))]
        self.wrong += [f"{where}: found {value}" for value in sorted(map(str, found - expected))]

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.hits / (self.hits + self.extra) if self.hits + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 1 where nothing is there."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What icpwatch says of one case."""

    case: Case
    judgement: Judgement
    facts: tuple[Fact, ...]
    says_the_words: bool


def context_of(case: Case) -> PageContext:
    """Return what a crawl would know of the page."""
    return PageContext(
        url=case.url,
        system_id=case.system,
        names=case.names,
        other_bodies=case.other_bodies,
        link_text=case.link_text,
        role=case.role,
        committee=case.committee,
        system_name=case.system_name,
    )


def reading_of(case: Case) -> Reading:
    """Return the reading of a case; of a .txt case as a PDF with one block a line would give it."""
    if not case.is_text:
        return read(case.body, "text/html; charset=utf-8", case.url)
    title, text = case.title_and_text()
    return Reading("pdf", title, tuple(text_blocks(f"{title}\n{text}")))


def answer(case: Case) -> Answer:
    """Judge one case as a crawl would."""
    reading, context = reading_of(case), context_of(case)
    judgement = classify(reading, context)
    facts = extract_facts(reading, judgement, context, case.today)
    words = f"{reading.title}\n{reading.text()}".casefold()
    return Answer(case, judgement, facts, "integrated care partnership" in words)


def measure(answers: Sequence[Answer]) -> dict[str, Figure]:
    """Return every figure by name, in the order in which a table shows them."""
    figures: dict[str, Figure] = {"is_icp": Figure(), "is_icp by keyword": Figure()}
    figures |= {kind: Figure() for kind in KINDS} | {name: Figure() for name in _FACTS}
    for one in answers:
        case, where = one.case, f"{one.case.system}/{one.case.path.stem}"
        for kind in KINDS:
            figures[kind].add(_if(kind in case.kinds, kind), _if(kind in one.judgement.kinds, kind), where)
        if case.is_icp is None:
            continue
        figures["is_icp"].add(_if(case.is_icp, "icp"), _if(one.judgement.is_icp is True, "icp"), where)
        figures["is_icp by keyword"].add(_if(case.is_icp, "icp"), _if(one.says_the_words, "icp"), where)
        for name, keys in _FACTS.items():
            if case.is_icp or name in _COUNTED_EVERYWHERE:
                figures[name].add(set(keys(case.facts, case.today)), set(keys(one.facts, case.today)), where)
    return figures


def unsure(answers: Iterable[Answer]) -> Counter[tuple[str, str]]:
    """Return how often a page that is, is not or may be an ICP's was called each."""
    return Counter((_word(one.case.is_icp), _word(one.judgement.is_icp)) for one in answers)


def confusions(answers: Iterable[Answer]) -> Counter[tuple[str, str]]:
    """Return pairs of a kind missed and a kind found instead on the same page ("-" where none was)."""
    pairs: Counter[tuple[str, str]] = Counter()
    for one in answers:
        missed = sorted(one.case.kinds - set(one.judgement.kinds)) or ["-"]
        found = sorted(set(one.judgement.kinds) - one.case.kinds) or ["-"]
        pairs.update((miss, find) for miss in missed for find in found if (miss, find) != ("-", "-"))
    return pairs


def person(name: str) -> str:
    """Return a name as it is compared: no titles or honours, case or punctuation.

    >>> person("Councillor Ann O’Example OBE"), person("Cllr Ann O'Example")
    ('ann oexample', 'ann oexample')
    """
    return " ".join(_TITLES.sub(" ", re.sub(r"[^\w\s-]", "", name.casefold())).split())


def organisation(name: str) -> str:
    """Return an organisation's name as it is compared: without "the", "and" and punctuation."""
    words = re.sub(r"[^\w\s]", " ", name.casefold()).split()
    return " ".join(word for word in words if word not in {"the", "and"})


def _if(holds: bool, value: str) -> set[Hashable]:
    return {value} if holds else set()


def _word(verdict: bool | None) -> str:
    return {True: "ICP", False: "not ICP", None: "unsure"}[verdict]


def _chairs(facts: Iterable[Fact], today: date) -> Iterator[Hashable]:
    for fact in facts:
        if fact.kind == "chair" and fact.value:
            yield person(fact.value), "vice" if _POSTS.search(fact.role) else "chair"


def _people(facts: Iterable[Fact], today: date) -> Iterator[Hashable]:
    return (person(fact.value) for fact in facts if fact.kind in {"chair", "member"} and fact.value)


def _bodies(facts: Iterable[Fact], today: date) -> Iterator[Hashable]:
    return (organisation(fact.organisation) for fact in facts if fact.kind == "member" and not fact.value)


def _meetings(facts: Iterable[Fact], today: date) -> Iterator[Hashable]:
    return ((fact.starts_at[:10], _class(fact)) for fact in facts if fact.kind == "meeting")


def _next_meeting(facts: Iterable[Fact], today: date) -> Iterator[Hashable]:
    days = [day for day, role in set(_meetings_by_day(facts)) if role == "" and day >= today.isoformat()]
    yield from sorted(days)[:1]


def _meetings_by_day(facts: Iterable[Fact]) -> Iterator[tuple[str, str]]:
    return ((fact.starts_at[:10], _class(fact)) for fact in facts if fact.kind == "meeting" and fact.starts_at)


def _times(facts: Iterable[Fact], today: date) -> Iterator[Hashable]:
    return (fact.starts_at[:16] for fact in facts if fact.kind == "meeting" and "T" in fact.starts_at)


def _class(fact: Fact) -> str:
    return "off" if fact.role in _OFF else fact.role


def _documents(facts: Iterable[Fact], today: date) -> Iterator[Hashable]:
    return (fact.detail for fact in facts if fact.kind == "document" and fact.detail)


def _document_roles(facts: Iterable[Fact], today: date) -> Iterator[Hashable]:
    return ((fact.detail, fact.role) for fact in facts if fact.kind == "document" and fact.detail)


def _contacts(facts: Iterable[Fact], today: date) -> Iterator[Hashable]:
    for fact in facts:
        if fact.kind == "contact" and fact.role in {"email", "phone", "form"}:
            yield fact.role, re.sub(r"\D", "", fact.value) if fact.role == "phone" else fact.value.casefold()


def _questions(facts: Iterable[Fact], today: date) -> Iterator[Hashable]:
    return (fact.role for fact in facts if fact.kind == "contact" and fact.role.startswith("question"))


_FACTS: dict[str, Callable[[Iterable[Fact], date], Iterator[Hashable]]] = {
    "fact: chair": _chairs,
    "fact: member (person)": _people,
    "fact: member (organisation)": _bodies,
    "fact: next meeting": _next_meeting,
    "fact: meeting": _meetings,
    "fact: meeting (time)": _times,
    "fact: document": _documents,
    "fact: document (role)": _document_roles,
    "fact: contact": _contacts,
    "fact: question": _questions,
}
_COUNTED_EVERYWHERE = frozenset(f"fact: {name}" for name in ("chair", "member (person)", "next meeting", "meeting"))
"""These count against precision on pages that are no ICP's too."""


def print_figures(part: Part, answers: Sequence[Answer], console: Console) -> None:
    """Print one part's table, and what was confused with what."""
    icp = sum(one.case.is_icp is True for one in answers)
    table = Table(title=f"Made pages, {part}: {len(answers)} pages, {icp} of them an ICP's")
    for heading in ("", "precision", "recall", "F1", "hits", "missed", "wrongly found"):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, figure in measure(answers).items():
        shares = (f"{share:.3f}" for share in (figure.precision, figure.recall, figure.f1))
        table.add_row(name, *shares, str(figure.hits), str(figure.missed), str(figure.extra))
    console.print(table)
    for (expected, said), count in sorted(unsure(answers).items()):
        console.print(f"{expected} called {said}: {count}")
    for (missed, found), count in confusions(answers).most_common(20):
        console.print(f"{count} x missed {missed}, found {found}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures of the parts chosen, or of all, and with --show what went wrong on which page of dev."""
    parser = argparse.ArgumentParser(description=measure.__doc__)
    parser.add_argument("part", nargs="*", choices=PARTS, default=list(PARTS))
    parser.add_argument("--show", action="store_true", help="list what was judged wrong (dev only)")
    chosen = parser.parse_args(arguments)
    console = Console(width=110)
    for part in chosen.part:
        answers = [answer(case) for case in load_cases(part)]
        print_figures(part, answers, console)
        if chosen.show and part == "dev":
            for name, figure in measure(answers).items():
                console.print(*(f"{name}: {line}" for line in figure.wrong), sep="\n", markup=False)


if __name__ == "__main__":
    main()
