"""A stranger's document, read in a child process; text or one clear error back.

Parsers hang, eat memory and abort; nothing inside Python stops that, and no list of exceptions covers it. So a child
reads each document (see ``sandbox``) and answers in JSON: never pickle, because a child that was taken over must not
run code in its parent. Its death becomes a ``LimitError`` with one line.
"""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib import import_module
from typing import Any

from gapscan import errors
from gapscan.errors import DamagedFileError, InputError, LimitError
from gapscan.readers import sandbox
from gapscan.readers.repair import repair_raw
from gapscan.readers.sandbox import Limits, Outcome
from gapscan.records import Notice, RawText, Span

_CHILD = "gapscan.readers.child"
_CODE = re.compile(r"E-[A-Z-]{1,24}")
_CARRIED = {
    kind.__name__: kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, InputError)
}


@dataclass(frozen=True, slots=True)
class Task:
    """Which reader to call: a module's function with ``(data, *, name, **options)`` that returns a ``RawText``.

    ``library`` is imported before the fork, so that many documents pay for it once; "" for none.
    """

    module: str
    name: str
    function: str = "read"
    library: str = ""
    options: Mapping[str, int] = field(default_factory=dict)


def run(task: Task, data: bytes, limits: Limits) -> RawText:
    """Read a document in a child process.

    The child is forked, or, where that is missing or other threads run (a forked child would keep their locks), a
    fresh interpreter.

    Returns:
        The reader's text, repaired.

    Raises:
        InputError: Whatever the reader raised, by class, code and reason.
        LimitError: The child went over a limit or died (E-TIMEOUT, E-MEMORY, E-CRASH).
    """
    try:
        outcome = _outcome(task, data, limits)
    except OSError as error:
        raise LimitError(task.name, "the system has no room for a process to read it", code="E-MEMORY") from error
    if outcome.answer is None:
        raise _death(task.name, outcome, limits)
    try:
        answer = json.loads(outcome.answer)
    except (ValueError, RecursionError) as error:
        raise _nonsense(task.name) from error
    return _interpret(answer, task.name)


def _outcome(task: Task, data: bytes, limits: Limits) -> Outcome:
    if not sandbox.can_fork():
        header = json.dumps({"task": asdict(task), "limits": asdict(limits)}).encode()
        return sandbox.in_interpreter(_CHILD, sandbox.framed(header) + data, limits)
    if task.library:
        import_module(task.library)
    import_module(task.module)
    return sandbox.in_fork(lambda: encoded(work(task, data)), limits)


def run_here(task: Task, data: bytes) -> RawText:
    """Read a document in this process: for formats that can't hurt, and for benchmarks.

    Raises:
        InputError: As ``run`` does, except for what only a child can be stopped at.
    """
    return _interpret(work(task, data), task.name)


def work(task: Task, data: bytes) -> dict[str, Any]:
    """Do the task and return its answer as plain data: ``{"text": …}`` or ``{"error": class, …}``."""
    try:
        raw = repair_raw(getattr(import_module(task.module), task.function)(data, name=task.name, **task.options))
    except InputError as error:
        return {"error": type(error).__name__, "code": error.code, "reason": error.reason}
    except errors.MissingExtraError as error:
        return {"extra": error.extra}
    except MemoryError:
        return {"error": "LimitError", "code": "E-MEMORY", "reason": _MEMORY}
    except RecursionError:
        return {"error": "DamagedFileError", "code": "E-DAMAGED", "reason": "it is nested deeper than any document"}
    # A parser fails on a stranger's file in ways that no list covers (fuzzing found 30 places in one library). Its
    # message may quote the résumé, so only the class of the error is told.
    except Exception as error:  # noqa: BLE001
        reason = f"it breaks the reader ({type(error).__name__}); open it in the program that made it and save it again"
        return {"error": "DamagedFileError", "code": "E-DAMAGED", "reason": reason}
    return {
        "text": raw.text,
        "engine": raw.engine,
        "pages": raw.pages,
        "hidden": [[span.start, span.end] for span in raw.hidden],
        "notices": [[notice.code, notice.message] for notice in raw.notices],
    }


def encoded(answer: dict[str, Any]) -> bytes:
    """Return an answer as JSON."""
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")


_MEMORY = "reading it takes more memory than a document may; export it anew, for example as PDF"


def _interpret(answer: object, name: str) -> RawText:
    """Turn an answer into a text or an error, believing nothing about its shape."""
    if not isinstance(answer, dict):
        raise _nonsense(name)
    if "extra" in answer:
        raise errors.MissingExtraError(_clean(answer["extra"]), "this reader")
    if "error" in answer:
        kind = _CARRIED.get(str(answer["error"]), DamagedFileError)
        code = str(answer.get("code"))
        raise kind(name, _clean(answer.get("reason")), code=code if _CODE.fullmatch(code) else None)
    try:
        return RawText(
            str(answer["text"]),
            _clean(answer["engine"]),
            None if answer["pages"] is None else int(answer["pages"]),
            tuple(Span(int(start), int(end)) for start, end in answer["hidden"]),
            tuple(Notice(_clean(code), _clean(message)) for code, message in answer["notices"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _nonsense(name) from error


def _clean(value: object) -> str:
    return "".join(char if char.isprintable() else " " for char in str(value)[:500])


def _nonsense(name: str) -> LimitError:
    return LimitError(name, "the reader answered with nonsense; the file was not read", code="E-CRASH")


def _death(name: str, outcome: Outcome, limits: Limits) -> LimitError:
    """Say in one line why a child gave no answer."""
    ended_by = -outcome.status
    if outcome.timed_out or ended_by == getattr(signal, "SIGALRM", -1):
        reason = f"reading it was stopped after {limits.wall_s:g} s; export it anew, for example as PDF or plain text"
        return LimitError(name, reason, code="E-TIMEOUT")
    if ended_by == getattr(signal, "SIGXCPU", -1):
        reason = (
            f"reading it takes more than {limits.cpu_s} s of processor time; export it anew, for example as plain text"
        )
        return LimitError(name, reason, code="E-TIMEOUT")
    # The kernel kills when memory ends, PDFium aborts: all 71 aborts seen in tests were of that kind.
    if outcome.status == sandbox.EXIT_MEMORY or ended_by in (getattr(signal, "SIGKILL", -1), signal.SIGABRT):
        return LimitError(name, _MEMORY, code="E-MEMORY")
    return LimitError(
        name, "the reader crashed on it; export it anew, for example as PDF or plain text", code="E-CRASH"
    )
