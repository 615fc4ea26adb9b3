"""A first mapping for an unknown table: what its columns seem to mean, each guess with its evidence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.errors import UnknownName
from kg.ingest.mapping.profile import JOINING, Column, Profile, Sort, profile_of, share
from kg.ingest.rows import Layout, Table, open_table
from kg.ontology import EventKind, Ontology
from kg.terms import EL

_MARKS = {
    "organisation": r"compan(?:y|ies)|start\s?ups?|organi[sz]ations?|employer|issuer|recipient|firm|business|institution|"
    r"vendor|provider|developer|maker",
    "acquirer": r"acquirers?|acquiring|buyer|purchaser|parent|bidder",
    "acquired": r"acquired|acquirees?|target|bought",
    "lead_investor": r"lead",
    "investor": r"investors?|backers?|backed|vcs?|funds?",
    "founder": r"founders?|founded by",
    "person": r"person|people|executive|employee|hire|hired|leader|ceo",
    "position": r"position|role|job|title|designation",
    "employer_from": r"previous|former|from",
    "model": r"model",
    "product": r"product|service|app",
    "location": r"city|location|country|state|hq|headquarters?|region|place",
    "regulator": r"regulator|agency|authority|court|commission",
    "counterparty": r"counterparty|defendant|against|opponent",
    "partner": r"partners?",
}  # fmt: skip
"""Words in a column's name by which a role is told; roles of other names are told by those."""
_FITTING: Mapping[str, tuple[Sort, ...]] = {"person": ("people", "text"), "position": ("text",), "location": ("country", "text")}
_SOURCE_URL = re.compile(r"source|link|url|reference|article|press|news", re.IGNORECASE)
_HOME = re.compile(r"web\s?site|home\s?page|domain|crunchbase|linkedin|logo|profile", re.IGNORECASE)
_ROUND = re.compile(r"\b(?:pre-?\s?seed|seed|angel|series\s+[a-k]|venture|private equity|debt|bridge|grant)\b", re.IGNORECASE)
_ROUND_NAME = re.compile(r"round|stage|series|type", re.IGNORECASE)
_CUTS = re.compile(r"laid\s?off|lay\s?offs?|redundanc|job\s?cuts")
_TOTAL = re.compile(
    r"total.*\b(?:funding|raised|investment)|(?:funding|raised|investment)s?\b.*\btotal|funds? raised|raised to date|cumulative"
)
"""Sums over all rounds of a company, which are no amount of one event."""
_PUBLISHED = re.compile(r"published|added|posted|updated|created|reported|retrieved|accessed", re.IGNORECASE)
_MONTH, _DAY = re.compile(r"(?:0?[1-9]|1[0-2]|[^\W\d_]{3,9}\.?)"), re.compile(r"0?[1-9]|[12]\d|3[01]")
_START, _END = (
    re.compile(r"\b(?:start|from|joined|since|begin)", re.IGNORECASE),
    re.compile(r"\b(?:end|until|left|to)\b", re.IGNORECASE),
)


@dataclass
class _Guess:
    """What is taken from which column, and what is left."""

    profile: Profile
    taken: dict[str, Column] = field(default_factory=dict)

    def free(self, *sorts: Sort) -> Iterator[Column]:
        used = {id(column) for column in self.taken.values()}
        return (column for column in self.profile.columns if id(column) not in used and (not sorts or column.sort in sorts))

    def take(self, use: str, column: Column | None) -> None:
        if column is not None and use not in self.taken:
            self.taken[use] = column


def propose(data: bytes, name: str, ontology: Ontology) -> str:
    """The text of a mapping for a file. Valid as it is; `FILL IN` marks what only a person can tell.

    Raises BadInput where the file holds no rows.
    """
    table, walk = open_table(data, name), ""
    guess = _guessed(profile_of(table), ontology)
    inner = next((column for column in guess.profile.lists if _lies_in(guess.taken.get("date"), column)), "")
    if inner:  # what happened stands in a list within each row, so each item of that is a row
        walk = f"{table.walk}.{inner}".strip(".")
        table = open_table(data, name, Layout(walk=walk))
        guess = _guessed(profile_of(table), ontology)
    kinds = _kinds(guess, name, ontology)
    lines = [*_opening(table, walk, guess.profile, name), *_source(guess), *_body(guess, kinds, ontology), *_unused(guess)]
    return "\n".join(lines) + "\n"


def _lies_in(column: Column | None, outer: str) -> bool:
    return column is not None and column.name.startswith(f"{outer}.")


# --- guessing ----------------------------------------------------------------------------------------------------------------


def _guessed(profile: Profile, ontology: Ontology) -> _Guess:
    guess = _Guess(profile)
    guess.take("id", next((column for column in guess.free("id") if not _names_a_model(column)), None))
    _take_dates(guess)
    _take_money(guess)
    urls = sorted(
        guess.free("url"),
        key=lambda column: (
            bool(_HOME.search(column.words)),
            share(column.filled, lambda text: "//api." in text) > 0.5,  # for programs, where people have a page
            not _SOURCE_URL.search(column.words),
        ),
    )
    guess.take("url", next((column for column in urls if not _HOME.search(column.words)), None))
    guess.take("home", next((column for column in urls if _HOME.search(column.words)), None))
    guess.take("round", max(guess.free("text", "people"), key=_round_likeness, default=None))
    if "round" in guess.taken and _round_likeness(guess.taken["round"]) < 0.3:
        del guess.taken["round"]
    guess.take("publisher", _named(guess.free("text", "people"), r"publisher|outlet|media|source name|source$"))
    _take_roles(guess, ontology)
    sentences = sorted(
        guess.free("sentence"), key=lambda column: not re.search(r"headline|title|text|event|news|summary", column.words)
    )
    guess.take("sentence", next(iter(sentences), None))
    return guess


def _take_dates(guess: _Guess) -> None:
    dates = [column for column in guess.profile.columns if column.sort == "date"]
    events = [column for column in dates if not _PUBLISHED.search(column.words)]
    start = next((column for column in events if _START.search(column.words)), None)
    end = next((column for column in events if _END.search(column.words) and column is not start), None)
    if start and end:
        guess.take("start", start)
        guess.take("end", end)
    ranked = sorted(events, key=lambda column: ("found" in column.words, -len(column.filled)))
    if not ranked:  # the day of publishing is nearer to the event than that of a row's making
        ranked = sorted(dates, key=lambda column: "publish" not in column.words)
    guess.take("date", start or next(iter(ranked), None))
    _take_parts_of_a_date(guess)
    guess.take("founded", next((column for column in events if re.search(r"\bfounded\b", column.words)), None))
    guess.take("published", next((column for column in dates if _PUBLISHED.search(column.words)), None))
    for use in ("date", "end"):
        if use in guess.taken:
            words = guess.taken[use].words.split()[0]
            precisions = list(guess.free("precision"))
            guess.take(
                f"{use} precision", next((column for column in precisions if words in column.words), next(iter(precisions), None))
            )


def _take_parts_of_a_date(guess: _Guess) -> None:
    """Month and day in columns of their own, beside the year that was taken for the date."""
    year = guess.taken.get("date")
    if year is None or "year" not in year.words.split() or not all(re.fullmatch(r"\d{4}", text) for text in year.filled):
        return
    free = [column for column in guess.free("number", "text", "date") if column.filled and column.words != year.words]
    months = (column for column in free if "month" in column.words.split() and all(map(_MONTH.fullmatch, column.filled)))
    month = next(months, None)
    if month is None:
        return
    guess.take("month", month)
    days = (column for column in free if re.search(r"\b(?:day|date)\b", column.words) and all(map(_DAY.fullmatch, column.filled)))
    guess.take("day", next(days, None))


def _names_a_model(column: Column) -> bool:
    return column.sort == "id" and bool(re.search(r"\bmodel\b", column.words)) and not all(map(str.isdigit, column.filled))


def _take_money(guess: _Guess) -> None:
    money = [column for column in guess.profile.columns if column.sort == "money"]
    guess.take("valuation", _named(money, r"valuation|valued|post-money|pre-money"))
    guess.take("total", next((column for column in money if _TOTAL.search(column.words)), None))
    amounts = [column for column in money if column is not guess.taken.get("valuation") and not _TOTAL.search(column.words)]
    ranked = sorted(
        amounts,
        key=lambda column: (bool(re.search("total", column.words)), "currency" not in column.options, -len(column.filled)),
    )
    guess.take("amount", next(iter(ranked), None))
    guess.take("currency", next(guess.free("currency"), None))


def _round_likeness(column: Column) -> float:
    named = 0.2 if _ROUND_NAME.search(column.words) else 0.0
    return named + share(column.filled, lambda text: bool(_ROUND.search(text)))


def _take_roles(guess: _Guess, ontology: Ontology) -> None:
    """Roles by the names of columns, those first whose word is told most plainly."""
    found: list[tuple[float, str, Column]] = []
    for role in ontology.roles:
        marks = _MARKS.get(role.name, "|".join(map(re.escape, {role.name.replace("_", " "), role.label.casefold()})))
        named = [column for column in guess.free("id") if role.name == "model" and _names_a_model(column)]
        for column in (*guess.free("text", "people", "country"), *named):
            fits = column in named or column.sort in _FITTING.get(role.name, ("text", "people", "country"))
            if fits and (match := re.search(rf"\b(?:{marks})\b", column.words)):
                found.append((len(match[0]) / len(column.words) + 0.2 * ("name" in column.words), role.name, column))
    for _, name, column in sorted(found, key=lambda item: (-item[0], item[1] == "person", item[1])):
        if column in list(guess.free()):
            guess.take(name, column)
    _take_the_name_around(guess)
    guess.take("person", _named(guess.free("people"), "name"))
    if "acquirer" in guess.taken and "organisation" in guess.taken and "acquired" not in guess.taken:
        guess.taken["acquired"] = guess.taken.pop("organisation")
    if "organisation" not in guess.taken and "acquirer" not in guess.taken:
        names = _named(guess.free("text"), r"name") or max(_single(guess), key=_name_likeness, default=None)
        if names is not None:
            names.doubts = names.doubts or "taken for the organisation because no other column is: check"
            guess.take("organisation", names)


def _take_the_name_around(guess: _Guess) -> None:
    """Names within an object that has a name itself: persons with a position or a start, in their organisation."""
    around, inner = (
        next((column for column in guess.free("text", "people") if column.name == name), None) for name in ("outer.name", "name")
    )
    if around and inner and not {"organisation", "person"} & set(guess.taken) and {"position", "start"} & set(guess.taken):
        guess.take("organisation", around)
        guess.take("person", inner)


def _single(guess: _Guess) -> list[Column]:
    """Free columns of words that have no more than one value in a row."""
    return [column for column in guess.free("text", "people") if len(column.filled) <= guess.profile.rows]


def _name_likeness(column: Column) -> float:
    """How much the cells look like names: capitals, few figures, many different ones."""
    return share(column.filled, lambda text: text[:1].isupper() and not any(map(str.isdigit, text))) + column.distinct / len(
        column.filled
    )


def _named(columns: Iterator[Column] | Sequence[Column], pattern: str) -> Column | None:
    return next((column for column in columns if re.search(rf"\b(?:{pattern})\b", column.words)), None)


@dataclass(frozen=True)
class _Kinds:
    """The kinds of event that the rows tell: one, a start and an end, or what a column says."""

    kinds: tuple[EventKind, ...]
    evidence: str
    column: Column | None = None
    words: Mapping[str, str] = field(default_factory=dict)


def _kinds(guess: _Guess, name: str, ontology: Ontology) -> _Kinds:
    if found := _kind_column(guess, ontology):
        return found
    if _CUTS.search(_told(guess, name)):
        return _Kinds((ontology.kind("Other"),), "job cuts are of no kind of their own")
    if "person" in guess.taken and "start" in guess.taken:
        begins = next((kind for kind in ontology.kinds if kind.principal == EL.employerTo), None)
        ends = next((kind for kind in ontology.kinds if kind.principal == EL.employerFrom), None)
        if begins and ends:
            return _Kinds((begins, ends), "persons with a start and an end: one event each")
    scores = {kind.name: _kind_score(kind, guess, name, ontology) for kind in ontology.kinds}
    best = max(ontology.kinds, key=lambda kind: scores[kind.name])
    if scores[best.name] < 1:
        return _Kinds((ontology.kind("Other"),), "FILL IN: nothing tells the kind; kg map kinds lists them")
    return _Kinds((best,), "told by the names of the columns and of the file: check")


def _told(guess: _Guess, name: str) -> str:
    """The file's name and the columns' names in small letters."""
    return f"{name.rsplit('/', 1)[-1]} {' '.join(column.words for column in guess.profile.columns)}".casefold()


def _kind_score(kind: EventKind, guess: _Guess, name: str, ontology: Ontology) -> float:
    told = _told(guess, name)
    words = set(re.findall(r"[a-z]+", told)) | {word.removesuffix("s") for word in re.findall(r"[a-z]+", told)}
    score = 2.0 * bool({kind.name.casefold(), kind.label.casefold(), kind.plural.casefold()} & words)
    score += 0.5 * min(2, len(set(kind.triggers) & words))
    for use in kind.roles:
        if use.role.name in guess.taken and use.role.name != "organisation":
            score += 2.0 / sum(other.role(use.role.name) is not None for other in ontology.kinds)
    score += sum(1.0 for use in kind.identified_by if use in guess.taken)
    return round(score + 0.25 * sum(part in guess.taken for part in kind.properties), 6)


def _kind_column(guess: _Guess, ontology: Ontology) -> _Kinds | None:
    """A column whose few words are kinds of event, or verbs that tell one."""
    for column in guess.free("text"):
        if column.distinct > 40 or not re.search(r"kind|type|category|event|action|deal", column.words):
            continue
        words = {text: kind for text in sorted(set(column.filled)) if (kind := _kind_of_word(text, ontology))}
        if share(column.filled, lambda text, words=words: text in words) >= 0.5:  # type: ignore[misc]
            guess.take("kind", column)
            others = {text: "Other" for text in sorted(set(column.filled)) if text not in words}
            return _Kinds((), f"its words tell kinds: {column.evidence}", column, {**words, **others})
    return None


def _kind_of_word(text: str, ontology: Ontology) -> str:
    try:
        return ontology.kind(text).name
    except UnknownName:
        folded = text.casefold()
        return next((kind.name for kind in ontology.kinds if folded in kind.triggers), "")


# --- writing -----------------------------------------------------------------------------------------------------------------


def _opening(table: Table, walk: str, profile: Profile, name: str) -> Iterator[str]:
    file = name.rsplit("/", 1)[-1]
    yield f"# A first mapping for {file}, made by kg map init from {profile.rows} rows."
    yield "# Each guess has its evidence beside it. FILL IN marks what the file does not tell; docs/mapping.md has the reference."
    yield f"title = {_text(file)}  # what the table is, in a few words"
    nulls = sorted({word for column in profile.columns for word in column.nulls})
    if nulls:
        yield f'# Words for nothing that occur, and are known: {", ".join(map(_text, nulls[:12]))}. Add others as nulls = ["…"].'
    told = [f"header = {table.header_line}"] if table.header_line > 1 else []
    if walk:
        told.append(f"walk = {_text(walk)}  # each item of this list is a row; values around it come with it")
    elif profile.lists:
        told.append(
            f"# walk = …  # in each row {', '.join(profile.lists)} is a list of objects; walk to it makes each item a row"
        )
    if profile.mojibake:
        told.append("repair_mojibake = true  # such as 'Ã©' for 'é'")
    if told:
        yield from ("", "[file]", *told)
    if "id" in {column.sort for column in profile.columns}:
        column = next(column for column in profile.columns if column.sort == "id")
        yield from ("", "[rows]", f"id = {_braced(column)}  # {column.evidence}")


def _source(guess: _Guess) -> Iterator[str]:
    yield from ("", "[source]")
    if publisher := guess.taken.get("publisher"):
        yield f"publisher = {_braced(publisher)}  # {publisher.evidence}"
    else:
        yield '# publisher = "…"  # FILL IN: who publishes the table; kg ingest --publisher says it too'
    if url := guess.taken.get("url"):
        bad = share(url.filled, lambda text: bool(re.search(r"https?://|www\.", text)))
        spec = _braced(url) if bad == 1 else _table(column=url.name, bad="empty")
        yield f"url = {spec}  # {url.evidence}"
    else:
        yield '# url = "https://…"  # FILL IN: where the table is found'
    published = guess.taken.get("published")
    if published and published is not guess.taken.get("date"):
        yield f"published = {_table(column=published.name, bad='empty', **published.options)}  # {published.evidence}"
    yield 'statement = "reported"  # or company-announcement, rumour, machine-generated, projection'


def _body(guess: _Guess, kinds: _Kinds, ontology: Ontology) -> Iterator[str]:
    organisation = guess.taken.get("acquirer") or guess.taken.get("organisation")
    if "date" in guess.taken and "sentence" in guess.taken and (organisation is None or organisation.doubts):
        yield from _sentence(guess)
    elif organisation is None:
        yield from ("", "# FILL IN: no column seems to name an organisation, so there is no event yet.", *_fallback(guess))
    elif "date" not in guess.taken:
        yield from ("", "# FILL IN: no column seems to hold a date, so there is no event yet. These are the names alone.")
        yield from _entity(guess, organisation)
    else:
        chosen: tuple[EventKind | None, ...] = kinds.kinds or (None,)
        for place, kind in enumerate(chosen):
            yield from _event(guess, kinds, kind, organisation, guess.taken["end"] if place else guess.taken["date"], ontology)
        yield from _founding(guess, kinds, organisation, ontology)
        if "home" in guess.taken:
            yield from _entity(guess, organisation)
        if total := guess.taken.get("total"):
            yield from ("", "# A sum over all rounds is no amount of one event.", "[[claim]]", f"about = {_one(organisation)}")
            yield 'feature = "Total funding"'
            options = {**total.options, "bad": "empty"}
            currency = options.pop("currency", "")
            yield f"value = {_table(column=total.name, number='short', **options)}  # {total.evidence}"
            if currency:
                yield f"qualifier = {_text(str(currency))}"


def _founding(guess: _Guess, kinds: _Kinds, organisation: Column, ontology: Ontology) -> Iterator[str]:
    """The founding of the organisation, where its date stands beside that of another event."""
    kind = next((kind for kind in ontology.kinds if kind.role("founder")), None)
    founded = guess.taken.get("founded")
    if kind is None or founded is None or founded is guess.taken["date"] or kind in kinds.kinds:
        return
    yield from ("", "[[event]]", f"kind = {_text(kind.name)}  # the table says when organisations were founded")
    yield f"when = {{ {_text(founded.name)} = true }}"
    yield f"organisation = {_one(organisation)}"
    yield f"date = {_table(column=founded.name, **founded.options) if founded.options else _braced(founded)}  # {_why(founded)}"


def _event(
    guess: _Guess, kinds: _Kinds, kind: EventKind | None, organisation: Column, moment: Column, ontology: Ontology
) -> Iterator[str]:
    yield from ("", "[[event]]")
    if kind is None and kinds.column is not None:
        yield f"kind = {_table(column=kinds.column.name, map=dict(kinds.words))}  # {kinds.evidence}"
    elif kind is not None:
        yield f"kind = {_text(kind.name)}  # {kinds.evidence}"
    if len(kinds.kinds) > 1:
        yield f"when = {{ {_text(moment.name)} = true }}"
    yield f"organisation = {_one(organisation)}  # {_why(organisation)}"
    precision = guess.taken.get("end precision" if moment is guess.taken.get("end") else "date precision")
    options = {**moment.options, **({"precision": f"{{{precision.name}}}"} if precision else {})}
    if (month := guess.taken.get("month")) and moment is guess.taken["date"]:
        day = f"[{{{guess.taken['day'].name}}}/]" if "day" in guess.taken else ""
        parts = _table(template=f"{day}[{{{month.name}}}/]{{{moment.name}}}", order="DMY")
        yield f"date = {parts}  # its parts stand in columns of their own"
    else:
        yield f"date = {_table(column=moment.name, **options) if options else _braced(moment)}  # {_why(moment)}"
    for use in ("amount", "valuation"):
        if (column := guess.taken.get(use)) and (kind is None or use in kind.properties):
            yield f"{use} = {_money(column, guess.taken.get('currency'))}  # {_why(column)}"
    if (column := guess.taken.get("round")) and (kind is None or "round" in kind.properties):
        yield f"round = {_braced(column)}  # {_why(column)}"
    yield '# title = "{organisation} …"  # a sentence; without one, the kind and the roles are named'
    roles = [
        (role.name, guess.taken[role.name]) for role in ontology.roles if role.name in guess.taken and role.name != "organisation"
    ]
    shown = [(role, column) for role, column in roles if column is not organisation and (kind is None or kind.role(role))]
    if shown:
        yield from ("", "[event.roles]")
        for role, column in shown:
            yield f"{role} = {_listed(column)}  # {_why(column)}"


def _sentence(guess: _Guess) -> Iterator[str]:
    sentence, moment = guess.taken["sentence"], guess.taken["date"]
    html = share(sentence.filled, lambda text: bool(re.search(r"<[a-zA-Z/]", text))) > 0.05
    yield from ("", "# The rows tell their events in words, which the sentence reader takes apart.", "[[sentence]]")
    yield f"text = {_table(column=sentence.name, html=True) if html else _braced(sentence)}  # {_why(sentence)}"
    yield f"date = {_table(column=moment.name, **moment.options) if moment.options else _braced(moment)}  # {_why(moment)}"
    yield '# about = "…"  # FILL IN where all sentences are about one organisation'


def _entity(guess: _Guess, organisation: Column) -> Iterator[str]:
    yield from ("", "[[entity]]", 'type = "organization"', f"name = {_one(organisation)}")
    if home := guess.taken.get("home"):
        yield f"url = {_table(column=home.name, bad='empty')}  # {_why(home)}"


def _fallback(guess: _Guess) -> Iterator[str]:
    column = max(guess.profile.columns, key=lambda one: len(one.filled), default=None)
    yield from ("[[entity]]", 'type = "organization"', f"name = {_one(column) if column else _text('FILL IN')}")


def _unused(guess: _Guess) -> Iterator[str]:
    rest = list(guess.free())
    if rest:
        yield from ("", "# Columns that are not used, and what they seem to hold:")
        yield from (f"#   {column.name}: {column.sort}, {column.evidence}" for column in rest)


# --- TOML --------------------------------------------------------------------------------------------------------------------


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _braced(column: Column) -> str:
    return _table(column=column.name) if re.search(r"[{}]", column.name) else _text(f"{{{column.name}}}")


def _one(column: Column) -> str:
    if column.separator and column.separator not in JOINING and not column.doubts:
        return _table(column=column.name, split=column.separator, pick="first")
    return _braced(column)


def _listed(column: Column) -> str:
    return _table(column=column.name, split=column.separator) if column.separator else _braced(column)


def _money(column: Column, currency: Column | None) -> str:
    options = dict(column.options)
    if currency is not None:
        options["currency"] = f"{{{currency.name}}}"
    return _table(column=column.name, **options) if options else _braced(column)


def _table(**fields: object) -> str:
    return "{ " + ", ".join(f"{name} = {_value(value)}" for name, value in fields.items()) + " }"


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_text(str(key))} = {_value(item)}" for key, item in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def _why(column: Column) -> str:
    return " ".join(f"{column.evidence}{'; CHECK: ' + column.doubts if column.doubts else ''}".split())
