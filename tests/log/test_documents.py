"""Documents: where words stand in them, and what comes near."""

from summitevents.log.documents import nearest_passages


def test_nearest_stretches() -> None:
    text = "The bridge\u00a0was “opened” in May. " + "Nothing more was said of it. " * 3000 + "The end came soon."
    assert [p.text for p in nearest_passages(text, "bridge was open")] == ["bridge\u00a0was “opened”"]
    assert [p.text for p in nearest_passages(text, "the end cme")][:1] == ["The end came"]
    assert nearest_passages(text, "zzz qqq") == nearest_passages("", "a") == nearest_passages(text, " ") == []
