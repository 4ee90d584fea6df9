"""What the excerpt of the graph gives is what the whole would: on the real graph, and on hundreds of made-up ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from gzkg import vocab
from gzkg.rdf.files import Folders, read_triples
from gzkg.records.consequence import Derivation, consequences
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.infer import Rule, open_store, read_rules, rerun_rules

TODAY = date(2026, 11, 24)
DAYS = ("1999-01-01", "2010-06-30", "2030-01-01")


@pytest.fixture(scope="module")
def folders(repo: Path) -> Folders:
    return Folders(repo)


@pytest.fixture(scope="module")
def rules(folders: Folders) -> list[Rule]:
    return read_rules(folders.rules())


def iri(text: str) -> NamedNode:
    """Return the node of an id, or of a term written `gz:kind` or `tie-kind:sister-city`."""
    prefix, colon, name = text.partition(":")
    return NamedNode(vocab.PREFIXES[prefix] + name if colon else vocab.ID + text)


def say(subject: str, **said: str | Iterable[str]) -> list[Triple]:
    """Return statements: property -> value or values, which are ids, terms, or days."""
    triples = []
    for name, values in said.items():
        for value in [values] if isinstance(values, str) else values:
            day = Literal(value, datatype=NamedNode(vocab.XSD + "date")) if value[:1].isdigit() else iri(value)
            triples.append(Triple(iri(subject), NamedNode(vocab.TYPE if name == "a" else vocab.GZ + name), day))
    return triples


def claim(about: str, number: int = 1, **said: str) -> list[Triple]:
    """Return a claim, achieved and of normal rank unless it is said otherwise."""
    usual = {"claimStatus": "claim-status:achieved", "rank": "rank:normal"}
    usual |= {"statedOn": "2020-01-01", "source": "source/a"}
    return say(f"{about}/claim/{number}", a="gz:Claim", about=about, **usual | said)


def derived(store: EmbeddedStore, rules: list[Rule]) -> set[Derivation]:
    return {
        Derivation(rule.id, *(term.value for term in triple))
        for rule in rules
        for triple in store.triples(vocab.INFERRED + rule.id)
    }


class Whole:
    """The judge: the rules run over everything, without the newcomers and with them."""

    def __init__(self, store: EmbeddedStore, rules: list[Rule]) -> None:
        self.store, self.rules = store, rules
        rerun_rules(store, rules, TODAY)

    def check(self, triples: Iterable[Triple]) -> tuple[set[str], set[str]]:
        """Compare the excerpt with the whole; return what comes and what goes, each as `rule subject object`."""
        found = consequences(self.store, self.rules, TODAY, triples)
        before = derived(self.store, self.rules)
        with self.changed(triples, adds=True):
            after = derived(self.store, self.rules)
        assert (found.added, found.withdrawn) == (after - before, before - after)
        return _short(found.added), _short(found.withdrawn)

    @contextmanager
    def changed(self, triples: Iterable[Triple], *, adds: bool) -> Iterator[None]:
        """Put triples in for a while, or take them out."""
        quads = [Quad(*triple, NamedNode(vocab.CURATED)) for triple in set(triples)]
        quads = [quad for quad in quads if (quad in self.store._store) != adds]
        self._change(quads, adds=adds)
        yield
        self._change(quads, adds=not adds)

    def _change(self, quads: list[Quad], *, adds: bool) -> None:
        for quad in quads:
            (self.store._store.add if adds else self.store._store.remove)(quad)
        rerun_rules(self.store, self.rules, TODAY)


def _short(derivations: Iterable[Derivation]) -> set[str]:
    cut = re.compile(f"{vocab.ID}|{vocab.CONCEPT}")
    return {cut.sub("", f"{one.rule[:3]} {one.subject} {one.object}") for one in derivations}


def test_the_excerpt_knows_every_property_that_a_rule_asks(rules: list[Rule]) -> None:
    # a rule that asks another: see whether the excerpt must follow it, then add it here
    asked = {name for rule in rules for name in re.findall(r"(?<=[ ^|/])(?:gz|skos):[a-z]\w+", rule.construct)}
    of_records = "about claimStatus endLatest host kind member organization outcome participant participatesIn party"
    of_records += " rank role sited source startEarliest startLatest statedOn status submittedBy submittedTo"
    of_things = "parentOrganization publishedOn within"
    of_terms = "shortcut statusOrder"
    made = "formerMemberOf hosted inCountry indirectMemberOf memberOf participatedIn sitedIn tiedWith"
    made += " withinOrganization withinPlace wonAt"
    known = " ".join((of_records, of_things, of_terms, made)).split()
    assert asked == {*(f"gz:{name}" for name in known), "skos:broader"}


# ---- the real graph


@pytest.fixture(scope="module")
def real(folders: Folders, rules: list[Rule]) -> Whole:
    return Whole(open_store(folders, TODAY), rules)


def tie(a: str, b: str, number: str = "") -> list[Triple]:
    record, parties = f"tie/sister-city/{a}--{b}{number}", (f"city/{a}", f"city/{b}")
    return say(record, a="gz:Tie", party=parties, kind="tie-kind:sister-city") + claim(record)


def membership(number: int, body: str, **said: str) -> list[Triple]:
    record = f"membership/x/{number}"
    return say(record, a="gz:Membership", member="city/fr-paris", organization=body, **said) + claim(record)


def refute(record: str) -> list[Triple]:
    return claim(record, 9, claimStatus="claim-status:refuted", rank="rank:preferred")


def test_a_tie(real: Whole) -> None:
    comes, goes = real.check(tie("cn-guangzhou", "fr-paris"))
    assert comes == {
        "R01 tie/sister-city/cn-guangzhou--fr-paris claim-status/achieved",
        "R08 city/cn-guangzhou city/fr-paris",
        "R08 city/fr-paris city/cn-guangzhou",
        "R09 city/cn-guangzhou city/fr-paris",
        "R09 city/fr-paris city/cn-guangzhou",
    }
    assert goes == set()


def test_a_tie_that_is_there_already_by_another_record(real: Whole) -> None:
    comes, goes = real.check(tie("cn-guangzhou", "jp-fukuoka", "--2"))
    assert comes == {"R01 tie/sister-city/cn-guangzhou--jp-fukuoka--2 claim-status/achieved"}
    assert goes == set()


def test_a_claim_that_refutes_a_known_tie(real: Whole) -> None:
    record = "tie/sister-city/cn-guangzhou--jp-fukuoka"
    comes, goes = real.check(refute(record))
    assert comes == {f"R01 {record} claim-status/refuted"}
    assert len(goes) == 5
    with real.changed(tie("cn-guangzhou", "jp-fukuoka", "--2"), adds=True):  # then another record upholds the rest
        assert real.check(refute(record))[1] == {f"R01 {record} claim-status/achieved"}


def test_a_member_that_comes_back(real: Whole) -> None:
    with real.changed(membership(1, "org/uclg", endLatest="2001-01-01"), adds=True):
        comes, goes = real.check(membership(2, "org/uclg"))
    assert comes == {"R01 membership/x/2 claim-status/achieved", "R05 city/fr-paris org/uclg"}
    assert goes == {"R06 city/fr-paris org/uclg"}


def test_a_unit_of_an_organisation_and_its_member(real: Whole) -> None:
    one, other = (say(f"unit/{x}", a="gz:OrganizationUnit", parentOrganization="org/uclg") for x in "xy")
    comes, _ = real.check(one + membership(1, "unit/x"))
    assert {"R03 unit/x org/uclg", "R07 city/fr-paris org/uclg"} <= comes
    with real.changed(one + membership(1, "unit/x"), adds=True):
        upheld = {"R01 membership/x/1 claim-status/achieved", "R05 city/fr-paris unit/x"}
        assert real.check(refute("membership/x/1"))[1] == upheld | {"R07 city/fr-paris org/uclg"}
        with real.changed(other + membership(2, "unit/y"), adds=True):  # by which it still belongs to the whole
            assert real.check(refute("membership/x/1"))[1] == upheld


def test_a_parent_above_an_organisation_with_members(real: Whole) -> None:
    comes, _ = real.check(say("org/c40", parentOrganization="org/uclg"))
    assert {"R03 unit/c40-beijing-office org/uclg", "R07 city/ae-dubai org/uclg"} <= comes


def test_a_place_within_a_region(real: Whole) -> None:
    comes, _ = real.check(say("city/cn-x", a="gz:City", within="region/cn-guangdong"))
    assert comes == {
        "R02 city/cn-x region/cn-guangdong",
        "R02 city/cn-x country/cn",
        "R04 city/cn-x country/cn",
    }


def test_a_region_above_a_known_place(real: Whole) -> None:
    region = say("region/fr-x", a="gz:Region", within="country/cn")
    comes, _ = real.check(region + say("city/fr-lyon", within="region/fr-x"))
    assert {"R02 city/fr-lyon region/fr-x", "R04 city/fr-lyon country/cn"} <= comes


@pytest.mark.parametrize(
    "said",
    [
        {"a": "gz:Participation", "participant": "city/x", "participatesIn": "series/x", "role": "role:host"},
        {"a": "gz:AwardEntry", "submittedBy": "city/x", "submittedTo": "edition/x/1", "outcome": "outcome:winner"},
        {"a": "gz:Siting", "sited": "org/x", "host": "city/x"},
    ],
)
def test_what_another_record_upholds(real: Whole, said: dict[str, str]) -> None:
    both = say("link/x/1", **said) + claim("link/x/1") + say("link/x/2", **said) + claim("link/x/2")
    with real.changed(both, adds=True):
        assert real.check(refute("link/x/1"))[1] == {"R01 link/x/1 claim-status/achieved"}


def test_an_edition_that_turns_out_to_be_to_come(real: Whole) -> None:
    _, goes = real.check(say("edition/guangzhou-award/1", startEarliest="2090-01-01"))
    assert any(text.startswith("R12") for text in goes)


def test_a_source_that_gets_its_date(real: Whole) -> None:
    wish = claim("link/x", 1, claimStatus="claim-status:planned", statedOn="2021-01-01", source="source/x")
    fact = claim("link/x", 2, source="source/y") + say("source/y", publishedOn="2020-01-01")
    with real.changed(wish + fact, adds=True):  # a wish of no known date comes after any fact
        comes, goes = real.check(say("source/x", publishedOn="2021-01-01"))
    assert comes == {"R01 link/x claim-status/planned"}
    assert goes == {"R01 link/x claim-status/achieved"}


@pytest.mark.parametrize(("seed", "files"), [(1, 1), (2, 10), (3, 100), (4, 1000)])
def test_files_taken_out_of_the_real_graph(real: Whole, folders: Folders, seed: int, files: int) -> None:
    held = [triple for path in Random(seed).sample(folders.curated(), files) for triple in read_triples([path])]
    with real.changed(held, adds=False):
        real.check(held)


def test_claims_taken_out_of_the_real_graph(real: Whole) -> None:
    claims = sorted({t.subject.value for t in real.store.triples(vocab.CURATED, None, vocab.TYPE, vocab.GZ + "Claim")})
    held = [triple for claim in claims[::7] for triple in real.store.triples(vocab.CURATED, claim)]
    with real.changed(held, adds=False):
        assert real.check(held)[1]


# ---- made-up graphs


def things(chance: Random) -> Iterator[list[Triple]]:
    """Give the places, organisations, sources, editions and records of a small world, each in a block."""
    for place in PLACES:
        yield say(place, a=chance.choice(("gz:City", "gz:Region", "gz:Country")))
        yield say(place, within=chance.choice(PLACES))
    for body in BODIES:
        yield say(body, a=chance.choice(("gz:Organization", "gz:OrganizationUnit")))
        yield say(body, parentOrganization=chance.choice(BODIES))
    for name in "ab":
        yield say(f"source/{name}", a="gz:Source")
        yield say(f"source/{name}", publishedOn="2020-01-01")
        yield say(f"edition/{name}", a="gz:EventEdition")
        yield say(f"edition/{name}", startEarliest=chance.choice(DAYS))
    for record in RECORDS:
        bound = {chance.choice(("startEarliest", "endLatest", "endEarliest")): chance.choice(DAYS)}
        yield say(record, a=f"gz:{record.split('/')[1]}", **bound, **ends(record, chance))


def ends(record: str, chance: Random) -> dict[str, str | list[str]]:
    """Return what a record joins; often what another joins too."""
    actor, body, edition = chance.choice(PLACES[:2]), chance.choice(BODIES), chance.choice(("edition/a", "edition/b"))
    role = chance.choice(("role:host", "role:speaker"))
    kind = chance.choice(("tie-kind:sister-city", "tie-kind:sister-port"))
    return {
        "Tie": {"party": chance.sample(PLACES[:3], 2), "kind": kind},
        "Membership": {"member": actor, "organization": body},
        "Participation": {"participant": actor, "participatesIn": edition, "role": role},
        "Siting": {"sited": chance.choice(BODIES[:2]), "host": actor},
        "AwardEntry": {"submittedBy": actor, "submittedTo": edition, "outcome": "outcome:winner"},
    }[record.split("/")[1]]


def claims(chance: Random) -> Iterator[list[Triple]]:
    """Give claims about them, each in a block."""
    for number in range(40):
        status = chance.choice(("achieved", "achieved", "ongoing", "planned", "refuted", "abandoned"))
        rank = chance.choice(("normal", "normal", "normal", "preferred", "deprecated"))
        about, source = chance.choice((*RECORDS, *RECORDS, *PLACES)), chance.choice(("source/a", "source/b"))
        said = {"claimStatus": f"claim-status:{status}", "rank": f"rank:{rank}", "source": source}
        yield claim(about, number, **said, statedOn=chance.choice(DAYS))


PLACES = [f"city/{name}" for name in "abcdef"]
BODIES = [f"org/{name}" for name in "abcde"]
KINDS = ("Tie", "Membership", "Membership", "Participation", "Siting", "AwardEntry")
RECORDS = [f"link/{kind}/{number}" for number in range(3) for kind in KINDS]


@pytest.fixture(scope="module")
def terms(folders: Folders) -> list[Triple]:
    """What of the ontology the rules ask; all of it would take three times as long."""
    wanted = (vocab.RDFS + "subClassOf", vocab.SKOS + "broader", vocab.GZ + "statusOrder", vocab.GZ + "shortcut")
    return [triple for triple in read_triples(folders.terms()) if triple.predicate.value in wanted]


def made_up(seed: int, terms: list[Triple]) -> tuple[EmbeddedStore, list[Triple]]:
    """Return a store, and what is new to it: blocks whole or torn, things or claims or both."""
    chance = Random(seed)
    shares = chance.choice((0.0, 0.1, 0.5)), chance.choice((0.1, 0.5))
    torn = chance.choice((0.0, 0.1))
    store, new = EmbeddedStore(), []
    store.add(terms, vocab.ONTOLOGY)
    here = []
    for share, blocks in zip(shares, (things(chance), claims(chance)), strict=True):
        for block in blocks:
            home = new if chance.random() < share else here
            for triple in block:
                (chance.choice((here, new, [])) if chance.random() < torn else home).append(triple)
    store.add(here, vocab.CURATED)
    return store, new


@pytest.mark.parametrize("seed", range(40))
def test_a_made_up_graph(rules: list[Rule], terms: list[Triple], seed: int) -> None:
    store, new = made_up(seed, terms)
    Whole(store, rules).check(new)
