from wellrun.web.presenters.judged_line import judged_line


def test_one_line_names_the_rules_and_which_measures_are_judged_otherwise() -> None:
    same = [("Falls", "nhs", False), ("Waits", "nhs", False), ("Falls", "nhs", False)]
    assert judged_line(same) == "Real changes here are found by the NHS rules."
    mixed = [*same, ("Sickness", "nhs", True), ("Cost", "nelson", False)]
    assert judged_line(mixed) == (
        "Real changes here are found by the NHS rules; those of Sickness by the NHS rules and early detection; "
        "those of Cost by the Nelson rules."
    )
    assert judged_line([]) == ""
    many = [*same, *((name, "nhs", True) for name in "ABCD"), *((name, "nhs", False) for name in "EFGH")]
    assert judged_line(many) == (
        "Real changes here are found by the NHS rules; those of 4 measures by the NHS rules and early detection."
    )
