"""What is found is synchrony: no sentence of the instrument says who acts, why or for whom, but to say that it does not."""

import re

from templates import sentences

ACCUSING = re.compile(
    r"\b(bots?|trolls?|sock ?puppets?|fake|inauthentic\w*|astroturf\w*|propagand\w*|sponsor\w*|state-backed|agents? of|paid|orchestrat\w*)\b",
    re.IGNORECASE,
)
SAYS_THAT_IT_DOES_NOT = frozenset({"coordination.export.does_not_show", "coordination.statement.no_source"})


def test_no_sentence_names_a_kind_of_actor_or_a_sponsor() -> None:
    ours = {each.id: each for each in sentences() if each.id.split(".")[0] == "coordination" or ".coordination." in each.id}
    assert len(ours) > 200, "the sentences of the instrument are not there"
    said = {name for name, each in ours.items() if ACCUSING.search(f"{each.english} {each.many}")}
    assert said - SAYS_THAT_IT_DOES_NOT == set()


def test_the_two_sentences_that_use_such_words_deny_them() -> None:
    english = {each.id: each.english for each in sentences()}
    for name in SAYS_THAT_IT_DOES_NOT:
        assert re.search(r"\bnot\b", english[name]), name
