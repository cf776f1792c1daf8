from scripts.bench import table


def test_a_missed_bar_is_marked() -> None:
    lines = table([("judging", 1.8, 2.0), ("ingest of the real data", 3.1, 2.5)]).splitlines()
    assert lines[-2].split() == ["judging", "1.8", "2", "kept"]
    assert lines[-1].endswith("MISSED")


def test_what_was_not_measured_misses_no_bar() -> None:
    assert table([("peers are not installed", float("nan"), float("inf"))]).endswith("not measured")


def test_no_benchmark_is_an_empty_table() -> None:
    assert table([]).split() == ["what", "ratio", "bar"]
