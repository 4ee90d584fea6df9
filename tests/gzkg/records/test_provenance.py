"""Provenance in PROV-O: every property between what its domain and range say, told the same every time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from gzkg import vocab
from gzkg.rdf.turtle import read_turtle, write_turtle
from gzkg.records.model import Submission
from gzkg.records.provenance import ACTIVITY, AGENT, PROV, agent_iri, provenance_of

SUBMITTED = Submission(
    id="s1",
    state="pending",
    author="李伟",
    name="ties.xlsx",
    note="forty ties",
    submitted=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    records=40,
    triples=400,
    sha256="0" * 64,
)
ACCEPTED = replace(
    SUBMITTED,
    state="accepted",
    reviewed=datetime(2026, 11, 25, 10, 0, 0, 5, tzinfo=timezone(timedelta(hours=8))),
    reviewer="Wu Qing",
    reason="checked",
)
REJECTED = replace(ACCEPTED, state="rejected", reason="no source")
PROMOTED = replace(ACCEPTED, state="promoted")
EVERY = pytest.mark.parametrize("submission", [SUBMITTED, ACCEPTED, REJECTED, PROMOTED], ids=lambda one: one.state)

SIGNATURES = {
    "startedAtTime": ("Activity", "dateTime"),
    "endedAtTime": ("Activity", "dateTime"),
    "wasAssociatedWith": ("Activity", "Agent"),
    "wasInformedBy": ("Activity", "Activity"),
    "used": ("Activity", "Entity"),
    "generated": ("Activity", "Entity"),
    "wasGeneratedBy": ("Entity", "Activity"),
    "wasAttributedTo": ("Entity", "Agent"),
    "wasDerivedFrom": ("Entity", "Entity"),
    "wasInvalidatedBy": ("Entity", "Activity"),
    "generatedAtTime": ("Entity", "dateTime"),
    "invalidatedAtTime": ("Entity", "dateTime"),
    "value": ("Entity", None),
}
"""Domain and range as the PROV-O recommendation of 30 April 2013 gives them."""


def told(submission: Submission) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for triple in provenance_of(submission):
        key = triple.subject.value, triple.predicate.value.removeprefix(PROV)
        found.setdefault(key, set()).add(triple.object.value)
    return found


@EVERY
def test_domains_and_ranges(submission: Submission) -> None:
    triples = provenance_of(submission)
    kinds = {t.subject.value: t.object.value.removeprefix(PROV) for t in triples if t.predicate.value == vocab.TYPE}
    assert set(kinds.values()) == {"Activity", "Agent", "Entity"}
    for triple in triples:
        name = triple.predicate.value.removeprefix(PROV)
        if name not in SIGNATURES:
            assert triple.predicate.value.startswith((vocab.RDF, vocab.RDFS, vocab.DCTERMS))
            continue
        domain, range_ = SIGNATURES[name]
        assert kinds[triple.subject.value] == domain
        if isinstance(triple.object, NamedNode):
            assert kinds[triple.object.value] == range_
        elif range_:
            assert triple.object.datatype.value == vocab.XSD + range_


@EVERY
def test_each_thing_is_one_of_three(submission: Submission) -> None:
    typed = [triple.subject for triple in set(provenance_of(submission)) if triple.predicate.value == vocab.TYPE]
    assert len(typed) == len(set(typed))  # activities are no entities


@EVERY
def test_the_same_every_time_and_without_blank_nodes(submission: Submission) -> None:
    triples = provenance_of(submission)
    assert triples == provenance_of(submission)
    assert set(read_turtle(write_turtle(triples).encode(), "")) == set(triples)


def test_a_submission() -> None:
    found = told(SUBMITTED)
    activity, graph, agent = ACTIVITY + "s1", vocab.CONTRIBUTED + "s1", agent_iri("李伟")
    assert found[activity, "startedAtTime"] == found[activity, "endedAtTime"] == {"2026-11-24T09:30:00Z"}
    assert found[activity, "wasAssociatedWith"] == found[graph, "wasAttributedTo"] == {agent}
    assert found[activity, "generated"] == {graph}
    assert found[graph, vocab.DCTERMS + "title"] == {"ties.xlsx"}
    assert found[graph, vocab.DCTERMS + "description"] == {"forty ties"}
    assert not any(subject.endswith(("/review", "/decision")) for subject, _ in found)


@pytest.mark.parametrize(
    ("submission", "value"), [(ACCEPTED, "accepted"), (PROMOTED, "accepted"), (REJECTED, "rejected")]
)
def test_a_review(submission: Submission, value: str) -> None:
    found = told(submission)
    review, decision, graph = ACTIVITY + "s1/review", ACTIVITY + "s1/decision", vocab.CONTRIBUTED + "s1"
    assert found[review, "endedAtTime"] == {"2026-11-25T02:00:00.000005Z"}
    assert found[review, "wasAssociatedWith"] == {agent_iri("Wu Qing")}
    assert found[review, "used"] == {graph}
    assert found[review, "generated"] == {decision}
    assert found[decision, "value"] == {value}
    assert found[decision, vocab.DCTERMS + "description"] == {submission.reason}
    assert found.get((vocab.CURATED, "wasDerivedFrom")) == ({graph} if value == "accepted" else None)
    assert found.get((graph, "wasInvalidatedBy")) == ({review} if value == "accepted" else None)


def test_what_is_named_is_named_in_both_languages() -> None:
    labels: dict[str, set[str | None]] = {}
    for triple in provenance_of(ACCEPTED):
        if triple.predicate.value == vocab.RDFS + "label" and isinstance(triple.object, Literal):
            labels.setdefault(triple.subject.value, set()).add(triple.object.language)
    agents = {iri for iri in labels if iri.startswith(AGENT)}
    assert {iri: labels[iri] for iri in labels.keys() - agents} == {
        iri: {"en", "zh"}
        for iri in (ACTIVITY + "s1", ACTIVITY + "s1/review", ACTIVITY + "s1/decision", vocab.CONTRIBUTED + "s1")
    }
    assert [labels[iri] for iri in agents] == [{None}] * 2


@pytest.mark.parametrize(
    ("one", "other"), [("Li Wei", "li wei"), ("李伟", "李薇"), ("a b", "a-b"), ("", "-"), ("x" * 99, "x" * 98)]
)
def test_two_names_are_two_agents(one: str, other: str) -> None:
    assert agent_iri(one) != agent_iri(other)


@pytest.mark.parametrize("name", ["Li Wei", "李伟", "", "<script> \n", "x" * 1000])
def test_the_iri_of_an_agent_is_plain(name: str) -> None:
    assert agent_iri(name) == agent_iri(name)
    slug = agent_iri(name).removeprefix(AGENT)
    assert slug.replace("-", "").isalnum()
    assert slug.isascii()
    assert len(slug) <= 49


def test_what_nobody_said_is_left_out() -> None:
    bare = replace(SUBMITTED, name="", note="")
    assert not [t for t in provenance_of(bare) if isinstance(t.object, Literal) and not t.object.value]
    assert isinstance(provenance_of(bare)[0], Triple)
