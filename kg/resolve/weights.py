"""What each piece of evidence on two reports weighs: points, which sum to a score.

All are multiples of a half, so that sums are exact and no order of adding shows. They were set by hand on the tuned
part of the sample events; most can move by a point without a figure of `make bench` changing in the second decimal.
"""

from __future__ import annotations

from decimal import Decimal

JOIN = 1.5
"""Mean score from which two groups of reports are one event. From 1 to 2, recall falls by a few points."""
ASK = 0.0
"""Score below which two reports speak of two events, whatever others say. What lies between this and `JOIN` is asked."""

# --- What tells two events of a kind apart: the person hired, the model launched ----------------------------------------

SAME_IDENTITY, SAME_IDENTITY_IN_OTHER_ROLE = 2.0, 1.0
"""A partner may be told as a counterparty; but whom a company sues is not who regulates it."""
HAPPENS_ONCE_FOR = 2.0
"""On top, where the kind happens once for each: a company is bought once, but makes many deals with one partner."""
ALSO_DIFFERENT_ROLE, ALSO_OTHERS = -1.5, -1.0
"""The partner is the same but the place is not; or each names a partner that the other does not."""
ALIKE_IDENTITY = 0.5
"""`Groq` and `Groq assets`: no obstacle, but `GPT-5` and `GPT-5 mini` are two."""
OTHER_IDENTITY, OTHER_RECURRING_IDENTITY = -4.0, -3.0
UNTOLD_IDENTITY, UNTOLD_IDENTITY_THAT_HAPPENS_ONCE, UNTOLD_ALTOGETHER = -1.5, -2.0, -2.5
"""A hire of nobody knows whom does not join the only hire of its month, unless more agrees; nor does just any event."""
HAPPENS_ONCE = 6.0
"""A company is founded once, whatever the sources say of when."""
FEW = 1.0
"""A kind that declares nothing to tell its events apart has few for each company: it goes public once, in stages."""

# --- Who else takes part --------------------------------------------------------------------------------------------------

SHARED_PARTY, MOST_SHARED_PARTIES, SAME_PARTIES = 1.0, 2, 0.5
"""Lists of investors are seldom whole, so that having none in common says nothing."""
OTHER_SINGLE = -1.0
"""Another former employer, where there can be one."""
SAME_TEXT, OTHER_TEXT = 1.5, -0.5
"""Of positions; sources word them differently."""
SAME_POST, WEAKER_CONTRADICTS, SAME_WAY = 2.0, 1.0, 0.5
"""Against another person: the same position in the month makes it one hire in dispute; a weaker statement that names
another from the same employer comes near; two firm ones are a question."""

# --- Companies and kinds ----------------------------------------------------------------------------------------------------

CROSSWISE, ONE_TAKES_PART, OTHER_COMPANY = -0.5, -1.5, -4.0
"""Principal organisations that differ: each takes part in the other's event, or their names are alike; one does; none."""
CLOSE_KIND = -2.5
"""An affair told as two kinds needs as much again: the other party, and people or money or the month."""
SHARED_SELDOM, SHARED_COMPANY, NOBODY_SHARED = 2.0, 1.5, -4.0
"""Between kinds: who takes part in few events, such as a person; a company; nobody."""

# --- Times ------------------------------------------------------------------------------------------------------------------

SAME_DAY, SAME_MONTH, DATES_MEET = 2.5, 2.0, 0.5
BY_DAYS_APART = ((31, 0.5), (62, -1.0), (120, -2.0), (400, -3.0))
BY_DAYS_APART_OF_ONE = ((62, 0.0), (200, -1.0), (400, -2.5), (800, -3.0))
"""Days at most, and weight. What happens once is announced, signed and closed within two years."""
FAR_APART = -4.0

# --- Money ------------------------------------------------------------------------------------------------------------------

MONEY_AGREES, MONEY_NEAR, MONEY_DIFFERS, MONEY_DISPUTED = 2.0, 1.0, -2.5, -0.5
NEAR, WITHIN_REACH, EXCHANGE = Decimal("1.3"), Decimal("2.5"), Decimal("1.5")
"""Ratios of two figures: 6.5bn before and 6.6bn after the closing; what one price is disputed within; euros and dollars."""

# --- Words ------------------------------------------------------------------------------------------------------------------

SAME_ROUND, OTHER_ROUND = 2.0, -4.0
SAME_STAGE, STAGE_UNTOLD, OTHER_STAGE = 0.5, -0.5, -4.0
SHARED_WORD, MOST_SHARED_WORDS, SAME_TITLE = 0.5, 2, 3.0
ONE_SOURCE, TWO_NAMES = -3.0, -40.0
"""A source tells an event once: of 227 pairs of reports by one source, none was of one event. One that gives two events
IRIs of their own says that they are two."""
