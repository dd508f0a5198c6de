"""Many questions go to one limited child process; one that dies, falls silent or says what cannot be is replaced, and blames no other question."""

import errno
import os
import platform
import sys
from collections.abc import Iterator

import pytest

from counterwatch.core.errors import Cancelled
from counterwatch.files.child import ChildFailed
from counterwatch.files.confined.limits import MACHINES
from counterwatch.files.conversation import Conversation

CHILD = "child_that_fails"


@pytest.fixture
def talk() -> Iterator[Conversation]:
    with Conversation(CHILD, largest=1 << 20, most=5, patience=2.0) as found:
        yield found


def echoed(talk: Conversation, data: bytes = b"words") -> int:
    ((head, body),) = talk.ask({"what": "echo"}, data)
    assert body == data
    return int(head["process"])


def test_one_process_answers_many_questions(talk: Conversation) -> None:
    assert len({echoed(talk, bytes([number]) * 100_000) for number in range(50)}) == 1


@pytest.mark.parametrize("what", ["die", "sleep", "garbage", "chatter"])
def test_what_kills_or_silences_two_processes_is_named_and_the_next_question_is_answered(talk: Conversation, what: str) -> None:
    before = echoed(talk)
    with pytest.raises(ChildFailed):
        talk.ask({"what": what}, bytes(300_000))
    assert echoed(talk) != before


def test_an_answer_larger_than_agreed_is_refused(talk: Conversation) -> None:
    with pytest.raises(ChildFailed):
        echoed(talk, bytes((1 << 20) + 1))


@pytest.mark.parametrize("what", ["refuse", "memory"])
def test_a_refusal_is_an_answer_and_the_process_goes_on(talk: Conversation, what: str) -> None:
    before = echoed(talk)
    ((head, _),) = talk.ask({"what": what}, b"")
    assert (head["kind"], head["code"]) == ("refused", {"refuse": "because", "memory": "memory"}[what])
    assert echoed(talk) == before


def test_it_opens_no_socket_writes_no_file_and_starts_no_program(talk: Conversation) -> None:
    if sys.platform != "linux" or platform.machine() not in MACHINES:
        pytest.skip("system calls are filtered on Linux for x86-64 and arm64 only")
    ((head, _),) = talk.ask({"what": "try"}, b"")
    assert head["errors"] == [errno.EPERM] * 3


def test_after_so_many_questions_the_process_is_another(talk: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterwatch.files.conversation.MOST_QUESTIONS", 3)
    processes = [echoed(talk) for _ in range(7)]
    assert [processes.index(each) for each in processes] == [0, 0, 0, 3, 3, 3, 6]


def test_no_process_is_left() -> None:
    with Conversation(CHILD, largest=1 << 20, most=5) as talk:
        process = echoed(talk)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_it_can_be_stopped_while_it_waits() -> None:
    with pytest.raises(Cancelled), Conversation(CHILD, largest=1 << 20, most=5, cancel=lambda: True) as talk:
        talk.ask({"what": "sleep"}, b"")
