"""What a misspelt word may have meant."""

from summitevents.findings.spelling import did_you_mean, nearest

NAMES = ["Mike Pompeo", "Mike Pence", "Nguyễn Phú Trọng", "Kim Jong-un", "hanoi-summit-2019"]


def test_one_word_of_a_name_is_enough() -> None:
    assert did_you_mean("Pompao", NAMES) == "did you mean Mike Pompeo?"
    assert did_you_mean("Un Jong Kim", NAMES) == "did you mean Kim Jong-un?"
    assert nearest("Mike Ponce", NAMES)[0] == "Mike Pence"


def test_every_word_that_is_sought_must_be_near_one() -> None:
    assert did_you_mean("Pompao Dragons", NAMES, "none") == f"one of {', '.join(NAMES)}"
    assert did_you_mean("", NAMES, "none") == f"one of {', '.join(NAMES)}"


def test_marks_and_capitals_do_not_matter() -> None:
    assert nearest("nguyen phu trong", NAMES) == ["Nguyễn Phú Trọng"]
    assert nearest("HANOI-SUMIT-2019", NAMES) == ["hanoi-summit-2019"]


def test_of_a_long_list_that_has_nothing_near_the_caller_says_where_it_stands() -> None:
    assert did_you_mean("dragons", [f"name {n}" for n in range(31)], "see the list") == "see the list"
