"""A made-up facts table of any size: skewed companies, mixed kinds and precision, several sources per event, disputes.

Every name in it says that it is synthetic. The same seed gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from datetime import date, timedelta

KINDS = {"Hire": 20, "Investment": 25, "ModelLaunch": 15, "ProductLaunch": 10, "Acquisition": 8, "Departure": 8, "Partnership": 8,
         "Legal": 4, "Founding": 2}  # fmt: skip
COLUMNS = ("row_id", "kind", "date", "title", "organisation", "participants", "amount", "currency", "statement_kind",
           "source_url", "source_name", "source_date")  # fmt: skip
FIRST_DAY = date(2005, 1, 1)
DAYS = 7800


def facts_table(reports: int, seed: int = 7) -> bytes:
    """A facts table in CSV with so many rows, one for each report of a synthetic event."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for number, row in zip(range(reports), _rows(random.Random(seed), max(20, reports // 20)), strict=False):
        writer.writerow({"row_id": f"synthetic-{number}", **row})
    return out.getvalue().encode()


def _rows(chance: random.Random, companies: int) -> Iterator[dict[str, str]]:
    """Reports, those of one event one after another: one for most events, up to five for some."""
    while True:
        event = _event(chance, companies)
        for _ in range(chance.choices((1, 2, 3, 5), (70, 18, 8, 4))[0]):
            yield _report(chance, event)


def _event(chance: random.Random, companies: int) -> dict[str, str]:
    company = f"Synthetic {min(int(chance.paretovariate(0.25)), companies)}"  # a few companies have most of the events
    kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
    happened = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    number = chance.randrange(10**6)
    other = f"Synthetic {chance.randrange(companies) + 1}"
    roles = {
        "Hire": f"person=Ann Synthetic{number}; employer_from={other}; position=director {number % 40}",
        "Departure": f"person=Bob Synthetic{number}",
        "Investment": f"investor={other}",
        "ModelLaunch": f"model=Synth-{number}",
        "ProductLaunch": f"product=Thing {number}",
        "Acquisition": f"acquired={other}",
        "Partnership": f"partner={other}",
        "Legal": f"counterparty={other}",
        "Founding": f"founder=Cy Synthetic{number}",
    }[kind]
    amount = str(chance.randrange(1, 900) * 1_000_000) if kind in ("Investment", "Acquisition") else ""
    return {"kind": kind, "organisation": company, "date": happened.isoformat(), "participants": roles, "amount": amount,
            "title": f"{kind} of {company}, number {number}"}  # fmt: skip


def _report(chance: random.Random, event: dict[str, str]) -> dict[str, str]:
    """One source's word on the event: its date may be coarser, its amount or person another."""
    publisher = f"Synthetic Daily {chance.randrange(400)}"
    row = dict(event)
    row["date"] = event["date"][: chance.choices((10, 7, 4), (70, 20, 10))[0]]
    if event["amount"] and chance.random() < 0.1:
        row["amount"] = str(int(event["amount"]) * 2)
    if event["kind"] == "Hire" and chance.random() < 0.1:
        row["participants"] = event["participants"].replace("Ann", "Zoe")
    happened = date.fromisoformat(event["date"])
    row.update({
        "currency": "USD" if row["amount"] else "",
        "statement_kind": chance.choices(("reported", "company-announcement", "ai-generated", "rumour"), (70, 12, 12, 6))[0],
        "source_name": publisher,
        "source_url": f"https://synthetic-{publisher.rsplit(' ', 1)[1]}.example/{chance.randrange(10**9)}",
        "source_date": (happened + timedelta(days=chance.randrange(30))).isoformat(),
    })  # fmt: skip
    return row
