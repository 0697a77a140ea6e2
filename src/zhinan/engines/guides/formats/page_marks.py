"""What a page of a pdf shows: characters and ruled lines with their places, turned so that the text runs from left to right."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MOST_RULES = 3000  # a page with more is a drawing
_DEEPEST = 4  # forms within forms
_SLANT = 0.12  # radians a character may lean and still be upright
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "-"}
_SAMPLE = 97
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Glyph(NamedTuple):
    """One character and its box in points; down the page is more. ``spaced``: a space was written before it."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    spaced: bool = False


class Rule(NamedTuple):
    """A ruled line along one axis: upright at ``at`` = x, level at ``at`` = y."""

    is_upright: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is read. ``unclear``: characters without a meaning; ``hidden``: characters nobody sees, from recognition."""

    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    top: float
    bottom: float
    unclear: int = 0
    hidden: int = 0


def marks_of(page: pdfium.PdfPage) -> Page:
    """The characters and rules of a page, whichever way it is turned; slanted characters (watermarks) are left out."""
    found, unclear, hidden = _characters(page.raw)
    if not found:
        return Page((), (), 0.0, 0.0, unclear, hidden)
    turn = Counter(quarter for quarter, _ in found).most_common(1)[0][0]
    glyphs = tuple(
        Glyph(*_turned(glyph[:4], turn), glyph.text, glyph.spaced)
        for quarter, glyph in found
        if quarter == turn
    )
    rules = tuple(_rule(_turned(box, turn)) for box in _boxes(page.raw))
    width, height = page.get_size()
    if page.get_rotation() in (90, 270):
        width, height = height, width
    _, top, _, bottom = _turned((0.0, 0.0, width, height), turn)
    return Page(glyphs, rules, top, bottom, unclear, hidden)


def _turned(box: Any, turn: int) -> tuple[float, float, float, float]:
    """A box of the page (up is more) as it is read: left, top, right, bottom (down is more)."""
    left, low, right, high = box
    if turn == 0:
        return left, -high, right, -low
    if turn == 1:
        return low, left, high, right
    if turn == 2:
        return -right, low, -left, high
    return -high, -right, -low, -left


def _characters(page: Any) -> tuple[list[tuple[int, Glyph]], int, int]:
    """Quarter turn and box of each character, how many have no meaning, how many nobody sees."""
    text = raw.FPDFText_LoadPage(page)
    found: list[tuple[int, Glyph]] = []
    unclear = hidden = 0
    box, high, spaced = raw.FS_RECTF(), 0, False
    try:
        for at in range(raw.FPDFText_CountChars(text)):
            code = raw.FPDFText_GetUnicode(text, at)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000 and high:
                code, high = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00, 0
            if (code <= 32 and code not in _HYPHENS) or code in (0xA0, 0x3000):
                spaced = spaced or (code >= 32 and not raw.FPDFText_IsGenerated(text, at))
                continue
            if (
                code == 0xFFFD
                or 0xE000 <= code < 0xF900
                or raw.FPDFText_HasUnicodeMapError(text, at) == 1
            ):
                unclear += 1
            if not raw.FPDFText_GetLooseCharBox(text, at, box):
                continue
            quarter = _quarter(raw.FPDFText_GetCharAngle(text, at))
            if quarter is None:
                continue
            if at % _SAMPLE == 0 and _is_hidden(text, at):
                hidden += _SAMPLE
            written = _HYPHENS.get(code) or chr(code)
            found.append(
                (quarter, Glyph(box.left, box.bottom, box.right, box.top, written, spaced))
            )
            spaced = False
    finally:
        raw.FPDFText_ClosePage(text)
    return found, unclear, hidden


def _quarter(angle: float) -> int | None:
    """Quarter turns of a character against the clock; none where it leans."""
    turns = angle / (math.pi / 2)
    nearest = round(turns)
    return -nearest % 4 if abs(turns - nearest) * math.pi / 2 < _SLANT else None


def _is_hidden(text: Any, at: int) -> bool:
    """Whether a character is drawn invisibly, as the layer of a recognised scan is."""
    thing = raw.FPDFText_GetTextObject(text, at)
    return (
        bool(thing)
        and raw.FPDFTextObj_GetTextRenderMode(thing) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
    )


def _rule(box: tuple[float, float, float, float]) -> Rule:
    left, top, right, bottom = box
    if right - left < bottom - top:
        return Rule(True, (left + right) / 2, top, bottom)
    return Rule(False, (top + bottom) / 2, left, right)


def _boxes(page: Any) -> list[tuple[float, float, float, float]]:
    """Thin boxes of all ruled lines of a page; none where there are so many that it is a drawing."""
    found: list[tuple[float, float, float, float]] = []
    for at in range(raw.FPDFPage_CountObjects(page)):
        for box in _lines_of(raw.FPDFPage_GetObject(page, at), _SAME, 0):
            found.append(box)
            if len(found) > MOST_RULES:
                return []
    return found


def _lines_of(thing: Any, outer: Matrix, depth: int) -> Iterator[tuple[float, float, float, float]]:
    """The lines of a page object; of a form, of what it holds."""
    kind = raw.FPDFPageObj_GetType(thing)
    if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        inner = _combined(_matrix_of(thing), outer)
        for at in range(raw.FPDFFormObj_CountObjects(thing)):
            yield from _lines_of(raw.FPDFFormObj_GetObject(thing, at), inner, depth + 1)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        yield from _path(thing, _combined(_matrix_of(thing), outer))


def _path(thing: Any, matrix: Matrix) -> Iterator[tuple[float, float, float, float]]:
    """Lines of a path along the axes; a thin filled box is a line, a wide one (shading) is none."""
    count = raw.FPDFPath_CountSegments(thing)
    if count < 2 or count > MOST_RULES:
        return
    points = [_point(raw.FPDFPath_GetPathSegment(thing, at), matrix) for at in range(count)]
    across, down = [p[1] for p in points], [p[2] for p in points]
    whole = (min(across), min(down), max(across), max(down))
    if min(whole[2] - whole[0], whole[3] - whole[1]) < 2.5:
        if max(whole[2] - whole[0], whole[3] - whole[1]) > 4:
            yield whole
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing, fill, stroke)
    if stroke.value:
        yield from _sides(points)


def _sides(
    points: list[tuple[int, float, float, bool]],
) -> Iterator[tuple[float, float, float, float]]:
    begun = points[0]
    for before, after in pairwise(points):
        if after[0] == raw.FPDF_SEGMENT_MOVETO:
            begun = after
            continue
        pairs = [(before, after), *([(after, begun)] if after[3] else [])]
        for one, other in pairs:
            left, right = sorted((one[1], other[1]))
            low, high = sorted((one[2], other[2]))
            if after[0] == raw.FPDF_SEGMENT_LINETO and min(right - left, high - low) < 1 < max(
                right - left - 3, high - low - 3
            ):
                yield left, low, right, high


def _point(segment: Any, matrix: Matrix) -> tuple[int, float, float, bool]:
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(segment, x, y)
    a, b, c, d, e, f = matrix
    return (
        raw.FPDFPathSegment_GetType(segment),
        a * x.value + c * y.value + e,
        b * x.value + d * y.value + f,
        bool(raw.FPDFPathSegment_GetClose(segment)),
    )


def _matrix_of(thing: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, matrix):
        return _SAME
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _combined(inner: Matrix, outer: Matrix) -> Matrix:
    """The inner matrix first, then the outer."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip
