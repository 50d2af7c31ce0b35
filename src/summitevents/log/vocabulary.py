"""The closed lists of the record format: kinds, roles, statuses, relations, genres; each term with its definition."""

KINDS = {
    "visit": "a person goes to another country or place",
    "meeting": "persons or delegations meet below the rank of a summit",
    "summit": "leaders of states meet",
    "negotiation": "talks, or a round of them",
    "agreement": "parties agree on something, signed or not",
    "relations": "diplomatic relations begin, change, mend or lie dormant",
    "withdrawal": "a party leaves an agreement, or withdraws something",
    "decision": "somebody chooses or decides, such as the venue of a summit",
    "announcement": "somebody makes a plan or a decision public",
    "statement": "an utterance of fact, thanks, praise or blame",
    "expectation": "an utterance of what somebody hopes for or expects",
    "assessment": "an utterance of what somebody judges to be so, or explains",
    "demand": "somebody asks for something",
    "offer": "somebody offers something, often on a condition",
    "report": "a document is submitted, or something is reported",
    "test": "a nuclear or missile test, or a spell without one",
    "armament": "arms are developed, kept, moved or hidden",
    "dismantling": "a facility is taken down or put out of use",
    "construction": "a facility is built or rebuilt",
    "release": "a detained person is let go",
    "abduction": "persons are taken against their will",
    "conflict": "war, hostility, or armed rivalry",
    "dispute": "a quarrel without arms, such as over trade",
    "cooperation": "parties work or trade together",
    "support": "a party backs another",
    "economy": "an economic reform, or a course of an economy",
    "outcome": "what came of another event, where a source tells it as a thing of its own",
}

FAMILIES = {
    "meet": ("visits, meetings, talks", ("summit", "meeting", "visit", "negotiation")),
    "word": ("words", ("announcement", "statement", "expectation", "assessment", "demand", "offer", "report")),
    "arms": ("arms and conflict", ("test", "armament", "dismantling", "construction", "conflict", "abduction", "release")),
    "ties": ("ties, trade, decisions", (
        "agreement", "relations", "cooperation", "support", "economy", "withdrawal", "decision", "dispute", "outcome",
    )),
}  # fmt: skip
"""The kinds in four families, for pictures and tools that have no room for all of them: a name, what it holds, its kinds."""
FAMILY = {kind: family for family, (_, kinds) in FAMILIES.items() for kind in kinds}

ROLES = {
    "participant": "takes part",
    "host": "receives the others, or gives the place",
    "visitor": "goes there",
    "party": "is bound by, or stands in, what the event is: an agreement, a state, a quarrel",
    "agent": "does it",
    "target": "it is done to, or directed at",
    "speaker": "says it: the event is this utterance",
    "audience": "it is said to, or submitted to",
    "author": "wrote it",
    "beneficiary": "gains by it",
    "subject": "is spoken of",
}

STATUSES = {
    "occurred": "the passage tells it as something that took place",
    "ongoing": "a state that lasts, as the passage tells it",
    "alleged": "the passage tells it as somebody's assertion, and does not make it its own",
    "denied": "the passage says that it did not take place",
    "cancelled": "a plan that was given up",
    "announced": "a plan that was made public",
    "expected": "somebody expects it",
    "hypothetical": "a possibility, or one side of a condition",
}
"""In order of precedence: the earlier, the firmer. The last four are plans or thoughts: see PLANNED."""

PLANNED = ("cancelled", "announced", "expected", "hypothetical")
"""Statuses of a claim that speaks of a plan or a thought; the others speak of what was."""

RELATIONS = {
    "part-of": "the event is a part of the other",
    "before": "the event came before the other",
    "follows": "the event came after the other, and answers it or comes of it",
    "announces": "the event makes the other public ahead of it",
    "expects": "the event is an utterance that expects the other",
    "assesses": "the event is an utterance that judges the other",
    "demands": "the event is an utterance that demands the other",
    "about": "the event is an utterance or document about the other",
    "refers-to": "the event mentions or relies on the other",
}

GENRES = {
    "news": "a news report",
    "commentary": "an article that explains or argues",
    "analysis": "a scholarly or think-tank study",
    "statement": "an official statement, communiqué, or declaration",
    "transcript": "spoken words in writing",
    "report": "an official or commissioned report",
    "treaty": "a treaty or agreement",
    "reference": "an encyclopaedia, chronology, list, or data set",
    "page": "any other web page",
}

UTTERANCES = ("announcement", "statement", "expectation", "assessment", "demand", "offer")
"""Kinds that are somebody's words: their claims name a speaker."""
