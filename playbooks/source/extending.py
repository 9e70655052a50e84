"""A playbook that builds on others: its parent (``extends``), then fragments, then what it says itself, merged to one.

Each parent is named by slug, version and digest, each fragment by name and digest: what was agreed to is what is used,
and a parent that has changed since is refused until somebody has looked at it. The result pins all of them
(``lineage``), stands without them, and knows of each of its lines who wrote it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

import rfc8785

from playbooks.source.shelf import Shelf
from playbooks.source.trees import Node, merged, nodes, plain, tree_of, without
from playbooks.source.yaml_source import Source, read_yaml
from playbooks.terms.problems import Path, PlaybookError, Problem, path_text, unknown_word

#: A variant of a variant of a variant is as much as anybody can follow.
MAX_PARENTS = 3
#: Digits of a digest that are enough to name it.
LEAST_DIGITS = 12
#: What a file may take out of its parent, by id.
LISTS = ("measures", "tasks", "messages", "triggers", "sources", "tests")
#: What only a whole playbook can be.
_OWN = ("slug", "version", "title", "summary", "owner")


@dataclass(frozen=True)
class Resolved:
    """A file with all that it builds on: values as plain data, and where each was written."""

    source: Source
    tree: Node
    #: What it was made of, oldest first: kind, name, version, digest.
    lineage: tuple[Mapping[str, Any], ...] = ()
    problems: list[Problem] = field(default_factory=list)

    @property
    def data(self) -> Any:
        """The merged values, with what they were made of."""
        values = plain(self.tree)
        if isinstance(values, dict) and self.lineage:
            values["lineage"] = [dict(one) for one in self.lineage]
        return values

    def problem(self, path: Path, *, zh: str, en: str) -> Problem:
        """Return a problem at ``path`` of the whole, in the file and at the place where that was written."""
        node, rest = self._nearest(path)
        return node.source.problem((*node.path, *rest), zh=zh, en=en)

    def problem_within(self, path: Path, offset: int, *, zh: str, en: str) -> Problem:
        """Return a problem at one character of the text at ``path``."""
        node, rest = self._nearest(path)
        return node.source.problem_within((*node.path, *rest), offset, zh=zh, en=en)

    def lines(self) -> Iterator[tuple[str, Any, str, int]]:
        """Yield every plain value with its path in the whole, and the file and line that it comes from."""
        for path, node in nodes(self.tree):
            if not isinstance(node.value, (dict, list)):
                at = node.source.problem(node.path, zh="", en="")
                yield path_text(path), node.value, at.filename, at.line

    def _nearest(self, path: Path) -> tuple[Node, Path]:
        """The node at ``path``, or its nearest parent with the steps that are missing."""
        node = self.tree
        for depth, step in enumerate(path):
            if _has(node.value, step):
                node = node.value[step]
            else:
                return node, path[depth:]
        return node, ()


def resolve(
    text: str, *, filename: str, shelf: Shelf, digest_of: Callable[[str, str], str], parents: tuple[str, ...] = ()
) -> Resolved:
    """Return the file with its parents and fragments merged in; PlaybookError where one can't be used.

    ``digest_of(text, filename)`` gives the digest of a whole parent; the loader brings it. ``parents`` are those who
    asked for this one.
    """
    source = read_yaml(text, filename=filename)
    own = tree_of(source, source.data)
    if not isinstance(own.value, dict) or not {"extends", "fragments", "without"} & set(own.value):
        return Resolved(source, own, problems=list(source.problems))
    made = _Resolving(source, shelf=shelf, digest_of=digest_of, parents=parents)
    return made.of(own)


class _Resolving:
    """Merges one file with what it names; every refusal stands at the line that names it."""

    def __init__(
        self, source: Source, *, shelf: Shelf, digest_of: Callable[[str, str], str], parents: tuple[str, ...]
    ) -> None:
        self._source, self._shelf, self._digest_of, self._parents = source, shelf, digest_of, parents
        self._problems = list(source.problems)
        self._lineage: list[Mapping[str, Any]] = []

    def of(self, own: Node) -> Resolved:
        whole: Node | None = None
        if "extends" in own.value:
            whole = self._parent(own.value["extends"])
        for index, use in enumerate(self._list(own, "fragments")):
            fragment = self._fragment(use, at=("fragments", index))
            whole = fragment if whole is None else merged(whole, fragment)
        if "without" in own.value and whole is not None:
            whole = self._without(whole, own.value["without"])
        rest = {name: node for name, node in own.value.items() if name not in ("extends", "fragments", "without")}
        tree = Node(rest, own.source, own.path)
        if self._problems:
            raise PlaybookError(self._problems)
        return Resolved(self._source, tree if whole is None else merged(whole, tree), tuple(self._lineage))

    def _parent(self, use: Node) -> Node:
        given = self._named(use, at=("extends",), names={"playbook": str, "version": int, "digest": str})
        slug, version = given["playbook"], given["version"]
        if slug in self._parents:
            self._refuse(("extends", "playbook"), f"“{slug}”绕了一圈又继承自己", f"{slug!r} extends itself in a circle")
        if len(self._parents) >= MAX_PARENTS:
            zh, en = f"继承超过 {MAX_PARENTS} 层", f"more than {MAX_PARENTS} parents in a row"
            self._refuse(("extends",), zh, en)
        text = self._shelf.playbook(slug, version=version)
        if text is None:
            self._refuse(("extends", "playbook"), *unknown_word(slug, known=self._shelf.playbooks()))
        filename = f"{slug}.yaml"
        parent = resolve(
            text, filename=filename, shelf=self._shelf, digest_of=self._digest_of, parents=(*self._parents, slug)
        )
        if plain(parent.tree).get("version") != version:
            has = plain(parent.tree).get("version")
            zh, en = f"“{slug}”现为第 {has} 版", f"{slug!r} is at version {has} now"
            self._refuse(("extends", "version"), zh, en)
        digest = self._digest_of(text, filename)
        self._pin(("extends", "digest"), digest, given=given["digest"], name=slug)
        self._lineage += [*parent.lineage, {"kind": "playbook", "name": slug, "version": version, "digest": digest}]
        own = {name: node for name, node in parent.tree.value.items() if name not in ("slug", "version")}
        return Node(own, parent.tree.source, parent.tree.path)

    def _fragment(self, use: Node, *, at: Path) -> Node:
        given = self._named(use, at=at, names={"fragment": str, "digest": str})
        name = given["fragment"]
        text = self._shelf.fragment(name)
        if text is None:
            self._refuse((*at, "fragment"), *unknown_word(name, known=self._shelf.fragments()))
        source = read_yaml(text, filename=f"fragments/{name}.yaml")
        tree = tree_of(source, source.data)
        if not isinstance(tree.value, dict) or source.problems:
            raise PlaybookError(
                source.problems or [source.problem((), zh="应为一组“名称: 值”", en="must be 'name: value' lines")]
            )
        for word in (*_OWN, "extends", "fragments", "without"):
            if word in tree.value:
                problem = source.problem((word,), zh=f"片段不能写 {word}", en=f"a fragment can't say {word}")
                raise PlaybookError([problem])
        digest = hashlib.sha256(rfc8785.dumps(plain(tree))).hexdigest()
        self._pin((*at, "digest"), digest, given=given["digest"], name=name)
        self._lineage.append({"kind": "fragment", "name": name, "digest": digest})
        return tree

    def _named(self, use: Node, *, at: Path, names: Mapping[str, type]) -> dict[str, Any]:
        given = plain(use)
        if not isinstance(given, dict):
            self._refuse(at, f"应写 {', '.join(names)}", f"must say {', '.join(names)}")
        for name in given:
            if name not in names:
                self._refuse((*at, name), *unknown_word(name, known=names))
        for name, kind in names.items():
            if type(given.get(name)) is not kind:
                what = "whole number" if kind is int else "text"
                zh = "整数" if kind is int else "文字（必要时加引号）"
                self._refuse((*at, name), f"须写明 {name}（{zh}）", f"must say {name}, as {what}")
        return given

    def _pin(self, at: Path, digest: str, *, given: str, name: str) -> None:
        if len(given) < LEAST_DIGITS or not digest.startswith(given):
            zh = f"“{name}”的摘要现为 {digest[:LEAST_DIGITS]}；看过改动后再写这个"
            en = f"{name!r} has the digest {digest[:LEAST_DIGITS]} now; look at what it says, then write that"
            self._refuse(at, zh, en)

    def _without(self, whole: Node, wanted: Node) -> Node:
        """Take out of the parent what the file does not want, list by list."""
        found = dict(whole.value)
        given = plain(wanted)
        for part, ids in (given if isinstance(given, dict) else {"?": None}).items():
            at: Path = ("without", part)
            if part not in LISTS:
                self._refuse(at, *unknown_word(part, known=LISTS))
            if not isinstance(ids, list):
                self._refuse(at, "应为列表", "must be a list of ids")
            known = [one.id for one in found[part].value if one.id] if part in found else []
            for index, one in enumerate(ids):
                if one not in known:
                    self._refuse((*at, index), *unknown_word(str(one), known=known))
            if part in found:
                found[part] = without(found[part], frozenset(ids))
        return Node(found, whole.source, whole.path)

    def _list(self, own: Node, name: str) -> list[Node]:
        node = own.value.get(name)
        if node is None:
            return []
        if not isinstance(node.value, list):
            self._refuse((name,), "应为列表", "must be a list")
        found: list[Node] = node.value
        return found

    def _refuse(self, path: Path, zh: str, en: str) -> NoReturn:
        raise PlaybookError([*self._problems, self._source.problem(path, zh=zh, en=en)])


def _has(value: Any, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and step < len(value)
