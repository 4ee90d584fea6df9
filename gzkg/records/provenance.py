"""Who handed in what and who decided on it, in PROV-O: what the journal tells to `graph/provenance`.

A submission is an activity that generated the contributed graph; its review is one that used this graph and generated a
decision. What was let in is part of the curated graph from then on, and the contributed one is no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from gzkg import vocab
from gzkg.model import Texts
from gzkg.records.model import Submission

PROV: Final = "http://www.w3.org/ns/prov#"
ACTIVITY: Final = vocab.BASE + "activity/"
AGENT: Final = vocab.BASE + "agent/"

_DATE_TIME: Final = NamedNode(vocab.XSD + "dateTime")
_LABELS: Final = {
    "submission": {"en": "Submission {id}", "zh": "提交 {id}"},
    "graph": {"en": "Records of submission {id}", "zh": "提交 {id} 的记录"},
    "review": {"en": "Review of submission {id}", "zh": "对提交 {id} 的审核"},
    "accepted": {"en": "Accepted", "zh": "接受"},
    "rejected": {"en": "Rejected", "zh": "驳回"},
}


def provenance_of(submission: Submission) -> list[Triple]:
    """Return what is known of a submission and, once there is one, of its review; no blank nodes, always the same."""
    told = [*_submitted(submission)]
    if submission.reviewed and submission.reviewer:
        told += _reviewed(submission, submission.reviewed, submission.reviewer)
    return told


def agent_iri(name: str) -> str:
    """Return the IRI of who has this name: what of it is plain letters, and a hash that tells like ones apart."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:40]
    return AGENT + "-".join(filter(None, (plain, blake2b(name.encode(), digest_size=4).hexdigest())))


def _submitted(submission: Submission) -> Iterator[Triple]:
    activity, graph, author = ACTIVITY + submission.id, submission.graph, agent_iri(submission.author)
    yield from _activity(activity, submission.submitted, submission.author)
    yield from _labels(activity, "submission", submission)
    yield _link(activity, PROV + "generated", graph)
    yield _link(graph, vocab.TYPE, PROV + "Entity")
    yield from _labels(graph, "graph", submission)
    yield _link(graph, PROV + "wasGeneratedBy", activity)
    yield _link(graph, PROV + "wasAttributedTo", author)
    yield _time(graph, "generatedAtTime", submission.submitted)
    yield from _text(graph, vocab.DCTERMS + "title", submission.name)
    yield from _text(graph, vocab.DCTERMS + "description", submission.note)


def _reviewed(submission: Submission, time: datetime, reviewer: str) -> Iterator[Triple]:
    activity = f"{ACTIVITY}{submission.id}/review"
    decision = f"{ACTIVITY}{submission.id}/decision"
    value = "rejected" if submission.state == "rejected" else "accepted"
    yield from _activity(activity, time, reviewer)
    yield from _labels(activity, "review", submission)
    yield _link(activity, PROV + "wasInformedBy", ACTIVITY + submission.id)
    yield _link(activity, PROV + "used", submission.graph)
    yield _link(activity, PROV + "generated", decision)
    yield _link(decision, vocab.TYPE, PROV + "Entity")
    yield from _labels(decision, value, submission)
    yield _link(decision, PROV + "wasGeneratedBy", activity)
    yield from _text(decision, PROV + "value", value)
    yield from _text(decision, vocab.DCTERMS + "description", submission.reason)
    if value == "accepted":
        yield _link(vocab.CURATED, vocab.TYPE, PROV + "Entity")
        yield _link(vocab.CURATED, PROV + "wasDerivedFrom", submission.graph)
        yield _link(submission.graph, PROV + "wasInvalidatedBy", activity)
        yield _time(submission.graph, "invalidatedAtTime", time)


def _activity(iri: str, time: datetime, name: str) -> Iterator[Triple]:
    agent = agent_iri(name)
    yield _link(iri, vocab.TYPE, PROV + "Activity")
    yield _time(iri, "startedAtTime", time)
    yield _time(iri, "endedAtTime", time)
    yield _link(iri, PROV + "wasAssociatedWith", agent)
    yield _link(agent, vocab.TYPE, PROV + "Agent")
    yield from _text(agent, vocab.RDFS + "label", name)


def _labels(iri: str, name: str, submission: Submission) -> Iterator[Triple]:
    texts: Texts = _LABELS[name]
    for language, text in texts.items():
        label = Literal(text.format(id=submission.id), language=language)
        yield Triple(NamedNode(iri), NamedNode(vocab.RDFS + "label"), label)


def _link(subject: str, name: str, object: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(name), NamedNode(object))


def _text(subject: str, name: str, text: str) -> Iterator[Triple]:
    if text:
        yield Triple(NamedNode(subject), NamedNode(name), Literal(text))


def _time(subject: str, name: str, time: datetime) -> Triple:
    text = time.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return Triple(NamedNode(subject), NamedNode(PROV + name), Literal(text, datatype=_DATE_TIME))
