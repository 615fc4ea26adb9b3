"""The forms of an English verb: `raise` is also raises, raised, raising.

Generous: where spelling alone does not tell ("planned" but "opened") both forms are given, since no text has the wrong one.
"""

from __future__ import annotations

from functools import cache

_TABLE = """
    become:became begin:began/begun bid:bid break:broke/broken bring:brought build:built buy:bought choose:chose/chosen
    come:came cut:cut draw:drew/drawn drive:drove/driven fall:fell/fallen find:found forbid:forbade/forbidden get:got/gotten
    give:gave/given go:went/gone hit:hit hold:held keep:kept lay:laid lead:led leave:left let:let lose:lost make:made
    meet:met pay:paid prove:proved/proven put:put quit:quit rise:rose/risen run:ran say:said see:saw/seen seek:sought
    sell:sold send:sent set:set show:showed/shown shut:shut sink:sank/sunk spend:spent spin:spun split:split spring:sprang/sprung
    stand:stood steal:stole/stolen strike:struck swear:swore/sworn take:took/taken tell:told think:thought win:won wind:wound
    withdraw:withdrew/withdrawn write:wrote/written
"""
_IRREGULAR = {verb: frozenset(told.split("/")) for verb, _, told in (pair.partition(":") for pair in _TABLE.split())}
_PREFIXES = ("re", "over", "under", "co-", "co", "counter-", "counter")


@cache
def forms(verb: str) -> frozenset[str]:
    """The verb and its other forms: third person, past, participles."""
    return frozenset({verb, *third_person(verb), *past(verb), *_gerund(verb)})


@cache
def third_person(verb: str) -> frozenset[str]:
    """The forms after "it": raises, does, tries."""
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return frozenset({verb[:-1] + "ies"})
    return frozenset({verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")})


@cache
def past(verb: str) -> frozenset[str]:
    """The past tense and the past participle."""
    for prefix in ("", *_PREFIXES):
        if verb.startswith(prefix) and (irregular := _IRREGULAR.get(verb.removeprefix(prefix))):
            return frozenset(prefix + form for form in irregular)
    if verb.endswith("e"):
        return frozenset({verb + "d"})
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return frozenset({verb[:-1] + "ied"})
    return frozenset({verb + "ed", verb + verb[-1] + "ed"})


def _gerund(verb: str) -> frozenset[str]:
    if verb.endswith("e") and not verb.endswith("ee"):
        return frozenset({verb[:-1] + "ing"})
    return frozenset({verb + "ing", verb + verb[-1] + "ing"})
