"""A local model asked over an OpenAI-compatible address: one piece of text out, suggested records back.

What comes back is a stranger's word: it is read with a limit of time and size, and only what stands literally in
the text and has fields the type knows is kept.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPException
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from zhinan.engines.guides.record import TYPES
from zhinan.engines.guides.record_fields import FIELDS, field_findings

PIECE = 6000  # characters sent at once
MOST_PIECES = 40
MOST_BYTES = 512 * 1024  # of one answer
LONGEST_QUOTE = 2000
LONGEST_FIELDS = 8000  # characters of one suggestion's fields as JSON
MOST_KEPT = 300
SUGGESTED = ("programme", "topic", "contact", "deadline", "quota", "condition", "support", "required_document", "process", "indicator")  # fmt: skip
_FENCE = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$")
_PROMPT = Path(__file__).with_name("model_prompt.txt")


class ModelSilentError(Exception):
    """No usable answer: unreachable, too slow, too long, or nothing like JSON. The message is for people."""


@dataclass(frozen=True, slots=True)
class Model:
    """Where the model listens. ``seconds``: most one answer may take."""

    url: str
    name: str
    key: str = ""
    seconds: float = 60.0

    @property
    def address(self) -> str:
        base = self.url.rstrip("/")
        return base if base.endswith("/chat/completions") else f"{base}/chat/completions"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A record that a model suggests; its quote stands in the text at these offsets."""

    type: str
    start: int
    end: int
    fields: Mapping[str, Any]
    confidence_permille: int


@dataclass(slots=True)
class Answer:
    """What was kept of all pieces, how many suggestions were dropped, and which pieces failed."""

    kept: list[Suggestion] = field(default_factory=list)
    dropped: int = 0
    pieces: int = 0
    failures: list[str] = field(default_factory=list)
    is_cut: bool = False  # the text is longer than what is sent


class _StayHere(HTTPRedirectHandler):
    """An answer that points elsewhere is no answer: the text goes to the configured address only."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def ask(model: Model, text: str) -> Answer:
    """Ask the model piece by piece; a piece that fails does not spoil the others. At most 40 requests."""
    answer = Answer()
    for start, piece in _pieces(text):
        if answer.pieces == MOST_PIECES or len(answer.kept) >= MOST_KEPT:
            answer.is_cut = True
            break
        answer.pieces += 1
        try:
            suggested = _suggested(_send(model, piece))
        except ModelSilentError as silent:
            answer.failures.append(str(silent))
            if len(answer.failures) == 3 and not answer.kept:
                break  # it does not answer at all
            continue
        found = [_checked(one, piece, start) for one in suggested]
        answer.kept += [one for one in found if one is not None]
        answer.dropped += sum(one is None for one in found)
    answer.kept = list({(s.type, s.start, s.end): s for s in answer.kept}.values())[:MOST_KEPT]
    return answer


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces that end at a line."""
    start = 0
    while start < len(text):
        end = min(start + PIECE, len(text))
        if end < len(text):
            line = text.rfind("\n", start + PIECE // 2, end)
            end = line + 1 if line > 0 else end
        if text[start:end].strip():
            yield start, text[start:end]
        start = end


@cache
def prompt() -> str:
    """What the model is told: the task, and the types with their fields."""
    types = "\n".join(
        f"{name}: "
        + "、".join(
            f"{f.name}{'！' if f.is_needed else ''}{_choices(f.choices)}"
            for f in FIELDS[name].values()
        )
        for name in SUGGESTED
    )
    return _PROMPT.read_text(encoding="utf-8").replace("{types}", types)


def _choices(choices: Sequence[str]) -> str:
    return f"（{' / '.join(choices)}）" if choices else ""


def _send(model: Model, piece: str) -> bytes:
    if urlsplit(model.address).scheme not in ("http", "https"):
        raise ModelSilentError("模型地址应以http://或https://开头")
    said = {
        "model": model.name, "temperature": 0, "stream": False, "max_tokens": 4096,
        "messages": [
            {"role": "system", "content": prompt()},
            {"role": "user", "content": f"<<<原文开始>>>\n{piece}\n<<<原文结束>>>"},
        ],
    }  # fmt: skip
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if model.key:
        headers["Authorization"] = f"Bearer {model.key}"
    request = Request(model.address, json.dumps(said).encode(), headers, method="POST")  # noqa: S310 -- scheme checked above
    ends = monotonic() + model.seconds
    try:
        with build_opener(ProxyHandler({}), _StayHere()).open(
            request, timeout=model.seconds
        ) as response:
            return _read(response, ends, model.seconds)
    except TimeoutError:
        raise ModelSilentError(f"模型{model.seconds:g}秒内没有回答") from None
    except URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise ModelSilentError(f"模型{model.seconds:g}秒内没有回答") from None
        code = getattr(error, "code", None)
        raise ModelSilentError(f"模型返回HTTP {code}" if code else "连不上模型") from None
    except (HTTPException, OSError, ValueError):
        raise ModelSilentError("连不上模型") from None


def _read(response: Any, ends: float, seconds: float) -> bytes:
    """The answer, in time and no longer than allowed."""
    content = b""
    while chunk := response.read1(65536):
        content += chunk
        if len(content) > MOST_BYTES:
            raise ModelSilentError(f"模型的回答超过{MOST_BYTES // 1024}KB")
        if monotonic() > ends:
            raise ModelSilentError(f"模型{seconds:g}秒内没有答完")
    return content


def _suggested(content: bytes) -> list[Any]:
    """The list of suggestions in an answer."""
    try:
        said = json.loads(content)["choices"][0]["message"]["content"]
        found = json.loads(_FENCE.sub("", said), parse_constant=_refuse)
        records = found["records"] if isinstance(found, dict) else found
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise ModelSilentError("模型的回答不是约定的格式") from None
    if not isinstance(records, list):
        raise ModelSilentError("模型的回答不是约定的格式")
    return records


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no number of ours")


def _checked(one: Any, piece: str, offset: int) -> Suggestion | None:
    """A suggestion that holds: a known type, a quote that stands in the piece, fields the type knows."""
    if not isinstance(one, dict) or not isinstance(one.get("fields"), dict):
        return None
    type_, quote, fields = one.get("type"), one.get("quote"), one["fields"]
    if type_ not in SUGGESTED or type_ not in TYPES or not isinstance(quote, str):
        return None
    if not quote.strip() or len(quote) > LONGEST_QUOTE or quote != quote.strip():
        return None
    at = piece.find(quote)
    if at < 0 or len(json.dumps(fields, ensure_ascii=False)) > LONGEST_FIELDS:
        return None
    if field_findings(str(type_), fields, whole=fields):
        return None
    said = one.get("confidence")
    sure = (
        said
        if isinstance(said, int | float) and not isinstance(said, bool) and 0 <= said <= 1
        else 0.5
    )
    return Suggestion(
        str(type_), offset + at, offset + at + len(quote), fields, min(int(sure * 1000), 500)
    )
