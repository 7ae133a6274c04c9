"""Trends: a planted one is found, noise is not, and lists count right."""

import datetime as dt
import random

from sitegen.site.trends import Survey, Trend, frequent_authors
from sitegen.terms import joined_terms

WORDS_TEXT = """
lattice river spectral graph kernel sparse neural token image speech protein robot
planning vision quantum tensor grammar causal retrieval segmentation
"""
WORDS = WORDS_TEXT.split()


def titles(planted: str = "", share: float = 0.2, days: int = 200) -> list[tuple[str, str]]:
    """Ten titles a day; in the last 20 days the planted words stand in some of them."""
    dice = random.Random(7)
    rows = []
    start = dt.date(2025, 1, 1)
    for day in range(days):
        date = (start + dt.timedelta(days=day)).isoformat()
        for _ in range(10):
            words = dice.sample(WORDS, 5)
            if planted and day >= days - 20 and dice.random() < share:
                words.insert(2, planted)
            rows.append((date, " ".join(words)))
    return rows


def survey(rows: list[tuple[str, str]]) -> Survey:
    return Survey((date, title, joined_terms(title)) for date, title in rows)


def rising_terms(rows: list[tuple[str, str]]) -> tuple[Trend, ...]:
    return survey(rows).rising()


def frequent_terms(rows: list[str]) -> tuple[Trend, ...]:
    return survey([("", title) for title in rows]).frequent()


def test_planted_trend_is_found_first() -> None:
    found = rising_terms(titles("Mamba Solvers"))
    assert found[0].term == "Mamba solvers" or found[0].term == "mamba solvers"
    assert found[0].share == 1.0
    assert 25 <= found[0].papers <= 60
    # Its two words alone say no more than the pair.
    assert not {"mamba", "solvers"} & {trend.term.lower() for trend in found[1:]}


def test_steady_words_do_not_rise() -> None:
    assert rising_terms(titles()) == ()


def test_too_little_history_says_nothing() -> None:
    assert rising_terms(titles("mamba", days=25)) == ()
    assert rising_terms([]) == ()
    assert rising_terms([("2025-11", "mamba"), ("", "mamba")]) == ()


def test_order_of_the_titles_does_not_matter() -> None:
    rows = titles("mamba")
    assert rising_terms(rows) == rising_terms(rows[::-1])


def test_plurals_and_case_are_one_term() -> None:
    found = frequent_terms(["LLM agents", "An LLM Agent", "agents of LLMs", "Agent studies"])
    assert found[0] == Trend("agents", 4, 1.0)
    assert {trend.term for trend in found} == {"agents", "LLM", "LLM agents"}


def test_pairs_stand_for_words_they_mostly_cover() -> None:
    rows = ["Reinforcement learning of gaits"] * 5 + ["Learning lattices"] * 4
    terms = [trend.term for trend in frequent_terms(rows)]
    assert "reinforcement learning" in terms and "reinforcement" not in terms
    assert "learning" in terms


def test_punctuation_parts_terms() -> None:
    rows = ["Deep: learning"] * 3
    assert "deep learning" not in [trend.term.lower() for trend in frequent_terms(rows)]


def test_frequent_authors_as_printed() -> None:
    papers = [("Ada Example", "Bo"), ("Ada Example", "Ada Example"), ("José Müller",), ("Bo",)]
    assert frequent_authors(papers) == (Trend("Ada Example", 2, 1.0), Trend("Bo", 2, 1.0))
