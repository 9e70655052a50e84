"""What readers say has Chinese: every sentence that their source can raise or note is in the phrase book."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.readers.formats import _OTHERS
from geo.words import in_chinese

REPO = Path(__file__).parents[2]
#: Readers of tables that come in by the command line alone, which speaks English.
BY_COMMAND = {"boundaries", "drivers", "eligibility", "population", "service_points", "site_rows", "site_tables"}
BY_COMMAND |= {"tables", "workbook"}
RAISED = {"FootprintError", "Unlistable", "SignatureRefused", "_Mismatch", "_Uncheckable", "_unverified", "_error"}
NOTED = {"append"}
#: Sentences whose gap holds the half that says it; told by `test_…_are_chinese_too`.
BY_THEIR_GAP = {
    "msgType is 7: 7 (7) and is no new area",
    "this is 7",
    "no region is called or coded 7 (boundaries 7, 7)7",
    "line 1: 7; of XML files the grid.xml of a ShakeMap, KML and CAP are read",
}
QUOTED = "读取时的说明（原文）"


def sentences() -> Iterator[tuple[str, str]]:
    """Where a sentence of a reader stands, and the sentence with a 7 in its gaps."""
    files = [file for file in sorted((REPO / "geo" / "readers").glob("*.py")) if file.stem not in BY_COMMAND]
    files += [
        REPO / "geo" / name
        for name in ("footprint.py", "forecast.py", "places.py", "region_choice.py", "sandbox.py", "tracks.py")
    ]
    files += [REPO / "incident" / "feeds" / "entries.py", REPO / "incident" / "feeds" / "plain_sources.py"]
    for file in files:
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            wanted = RAISED | NOTED | ({"ValueError"} if file.stem == "plain_sources" else set())
            for said in call.args if name in wanted else ():
                text = _filled(said)
                if text is not None and re.search(r"[a-z]{3} [a-z]", text):
                    yield f"{file.name}:{call.lineno}", text


def _filled(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_filled(part) or "7" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return f"{_filled(node.left) or ''}{_filled(node.right) or ''}"
    return None


def test_every_sentence_of_the_readers_has_chinese() -> None:
    found = [(where, text) for where, text in sentences() if text not in BY_THEIR_GAP] + [
        ("formats.py", f"this is {words}") for _mark, words in _OTHERS
    ]
    missing = [f"{where}: {text}" for where, text in found if QUOTED in in_chinese(text).replace(f"{QUOTED}：7", "")]

    assert len(found) > 150
    assert missing == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("info 1, urgency is missing or empty (and 2 more)", "第 1 个 info，urgency 缺失或为空（另有 2 处）"),
        ("status is missing or empty; info 1, category is missing", "status 缺失或为空；第 1 个 info，category 缺失"),
        (
            "Coordinates: GCJ-02, declared in the file; converted to WGS-84.",
            "坐标系：GCJ-02，由文件声明；已转换为 WGS-84。",
        ),
        (
            "Its area cannot be read: line 3, ring 2: not UTF-8; save the file as UTF-8",
            "它的范围无法读取：第 3 行，第 2 个环：不是 UTF-8；请另存为 UTF-8",
        ),
        (
            "msgType is Cancel: it ends the messages it refers to (A1) and is no new area",
            "msgType 为 Cancel：它结束所引用的消息（A1），没有新的范围",
        ),
        (
            "line 1: the root element is 'svg'; of XML files the grid.xml of a ShakeMap, KML and CAP are read",
            "第 1 行：根元素是 'svg'；XML 文件可读取 ShakeMap 的 grid.xml、KML 和 CAP",
        ),
        (
            "no region is called or coded '朝' (boundaries 1, 2023); near it are 110105 朝阳区 (北京市)",
            "没有名称或代码为 '朝' 的地区（界线 1，2023）；相近的有 110105 朝阳区 (北京市)",
        ),
        ("expected ',' or '}' in an object", "对象中应为 , 或 }"),
    ],
)
def test_places_and_sentences_within_sentences_are_chinese_too(english: str, chinese: str) -> None:
    assert in_chinese(english) == chinese


def test_what_no_phrase_fits_is_quoted_as_it_was_said() -> None:
    assert in_chinese("the moon is full") == f"{QUOTED}：the moon is full"
