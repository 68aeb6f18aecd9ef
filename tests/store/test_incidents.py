"""Each incident is told when it begins and when it ends, and at no other time."""

from __future__ import annotations

from store.incidents import open_incidents, reconcile, take_untold
from tests.makers import NOW, made_store

BLOCKED = {("site-blocked", "https://a.example/"): "a.example has blocked us"}


def test_incident_is_told_twice_however_often_it_is_found() -> None:
    told = []
    with made_store() as session:
        for minute, found in enumerate((BLOCKED, BLOCKED, BLOCKED, {}, {})):
            reconcile(session, found, NOW + minute)
            begun, ended = take_untold(session, NOW + minute)
            told.append((len(begun), len(ended)))
    assert told == [(1, 0), (0, 0), (0, 0), (0, 1), (0, 0)]


def test_incident_that_comes_back_is_a_new_one() -> None:
    with made_store() as session:
        for minute, found in enumerate((BLOCKED, {}, BLOCKED)):
            reconcile(session, found, NOW + minute)
        assert [row.began_at for row in open_incidents(session)] == [NOW + 2]


def test_incident_over_before_anyone_heard_of_it_is_not_told() -> None:
    with made_store() as session:
        reconcile(session, BLOCKED, NOW)
        reconcile(session, {}, NOW + 1)
        assert take_untold(session, NOW + 2) == ([], [])
        assert take_untold(session, NOW + 3) == ([], [])
