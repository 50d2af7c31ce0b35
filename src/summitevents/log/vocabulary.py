"""The lists of words that are the record format's own, the same in every log; those of a subject are in `kinds_and_roles`."""

from collections.abc import Mapping

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

CONFIDENCE = {
    "official-several": "official records of several sides",
    "official-one": "official records of one side, alone or with others",
    "several": "several independent voices, none of them official",
    "one": "one voice",
    "contested": "positions that differ, and that nothing settles",
}
"""By what an event is told: computed of its claims, and in no record."""

UTTERANCES = {
    "announcement": "makes a plan or a decision public",
    "statement": "tells something as a fact",
    "expectation": "says what somebody hopes for or expects",
    "assessment": "says what somebody judges to be so",
    "proposal": "asks for something, or offers it",
    "report": "is a document, or reports something; it needs no speaker",
}
"""What a kind of event can be that is somebody's words. All but a report need a speaker in their claims."""

COLORS = ("blue", "grey", "orange", "green", "purple", "ochre", "rose", "teal")
"""The colours that families have on the page, each in a light and a dark shade."""

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"

Terms = Mapping[str, Mapping[str, str]]
"""The closed lists that hold for a log: name → term → definition."""
