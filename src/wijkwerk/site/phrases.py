"""The English texts of the command line, for the catalogue ``commands``: help, output, and what is wrong.

What is wrong with an input is written where it is found, mostly in code that knows no reader. So the phrases
are gathered from the code itself: each text that reaches a ``Problem``, an ``InputError`` or ``in_language``
is followed back to where it is written; values that are filled in stand as ``{names}``.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wijkwerk.registry.language import PROBLEM
from wijkwerk.tables.api import REASONS

Key = tuple[str, str, str]  # context, text, plural; '' when there is none

# Which arguments are phrases: by place (all: None) and by name. Functions and methods by their last name.
_TAKERS: dict[str, tuple[tuple[int, ...] | None, tuple[str, ...]]] = {
    "Problem": ((3, 5, 6), ("code", "expected", "suggestion")),
    "limit.problem": ((2, 4, 5), ("code", "expected", "suggestion")),
    "InputError.of": ((1, 2), ("code", "expected", "suggestion")),
    "in_language": ((0,), ()),
    "steps.tell": ((0,), ()),
    "remarks.append": ((0,), ()),
    "tell": ((0,), ()),
    "progress": ((0,), ()),
    "table": (None, ()),
    "_table": (None, ()),
}
# Phrases of a single word, outside the commands.
_SINGLE = (
    "missing", "unknown", "empty", "none", "checking", "reading", "writing", "protecting", "judging",
    "understanding", "rows", "columns", "cells", "draft", "reports",
)  # fmt: skip
# Rooms with texts in both languages of their own; the API, which is English; what only developers meet.
_NOT_FOR_USERS = re.compile(
    r"(^|/)(report|rest|web|letters|housing)/|/effects|^(ui|home)/"
    r"|^registry/(?!environment)"
    r"|^shared/(sentences|numbers)|^workflow/tables|^access/roles|^site/rest"
)
# How often or as what something was found: put together out of numbers and these.
_COUNTS = (
    "no reference", "no figure of {areas}", "no figure of {areas} and others",
    "1 cell", "{number} cells", "1 row", "{number} rows", "{number} bytes", "{number} values",
    "{number} changes", "semicolon", "comma", "tab", "bar",
    "country", "region", "municipality",
    "rows {numbers}", "columns {names}", "rows {numbers}; columns {names}",
    "{file}: {read} {what} = {used} used + {rest} left out ({why})",
    "{file}: {read} {what} = {used} used + {rest} left out",
)  # fmt: skip
# Of the library of the command line and of the system, which write them in English.
_LIBRARY = (
    "Missing argument {name}.",
    "Missing option {name}.",
    "Missing command.",
    "No such command {name}",
    "No such command {name}.",
    "{message}. Did you mean {names}?",
    "Input should be less than or equal to {number}",
    "Input should be greater than or equal to {number}",
    "Input should be a valid integer, unable to parse string as an integer",
    "Input should be a valid number, unable to parse string as a number",
    "Value error, {why}",
    "No such option: {name}",
    "{message} (Possible options: {names})",
    "Invalid value for {name}: {why}",
    "Invalid value: {why}",
    "Option {name} requires an argument.",
    "Option {name} does not take a value.",
    "Got unexpected extra argument ({name})",
    "Got unexpected extra arguments ({names})",
    "Value {value} is not a valid {kind}.",
    "{value} is not in the range {range}.",
    "{value} is not one of {choices}.",
    "{kind} {path} does not exist.",
    "File {path} is a directory.",
    "Directory {path} is a file.",
    "{kind} {path} is not readable.",
    "int", "float", "path", "Path", "File", "Directory", "error", "warning", "note",
)  # fmt: skip
# And those that it looks up itself; besides the frame of its help.
_LOOKED_UP = (
    "Aborted!", "(dynamic)", "required", "Usage: ", "Show this message and exit.",
    "Missing command.", "No such command {name!r}.", "default: {default}",
    "{place}: {code}: expected {expected}. {suggestion}",
    "{place}: {code}: found {value}; expected {expected}. {suggestion}",
)  # fmt: skip


def help_texts() -> dict[Key, list[str]]:
    """Every paragraph of every command's help, and the help of its options, with the command."""
    from typer.main import get_command

    from wijkwerk.site.cli import app
    from wijkwerk.site.translated import FRAME, paragraphs

    commands_by_text: dict[Key, list[str]] = defaultdict(list)

    def walk(command: Any, name: str) -> None:
        texts = [command.help, *(getattr(option, "help", None) for option in command.params)]
        for text in filter(None, texts):
            for paragraph, is_text in paragraphs(text):
                if is_text:
                    commands_by_text["", paragraph, ""].append(name)
        for below, sub in getattr(command, "commands", {}).items():
            walk(sub, f"{name} {below}")

    walk(get_command(app), "wijkwerk")
    for text in (*FRAME.values(), *_LOOKED_UP):
        commands_by_text["", text, ""].append("typer")
    for text in (*_LIBRARY, *_COUNTS, *(f"{{number}} {reason}" for reason in REASONS)):
        commands_by_text[PROBLEM, text, ""].append("typer")
    return {key: sorted(set(names)) for key, names in commands_by_text.items()}


def phrases(product: Path) -> dict[Key, list[str]]:
    """Every phrase about an input that the modules of ``product`` write, with the modules."""
    code = _Code(product)
    modules_by_phrase: dict[Key, list[str]] = defaultdict(list)
    for text, name in code.taken():
        if _is_phrase(text, name) and not _NOT_FOR_USERS.search(name):
            modules_by_phrase[PROBLEM, text, ""].append(name)
    for module, call, _around in code.calls["Kind"]:
        for option in call.keywords:
            if option.arg == "word" and isinstance(option.value, ast.Constant):
                modules_by_phrase[PROBLEM, str(option.value.value), ""].append(module)
    return {key: sorted(set(names)) for key, names in modules_by_phrase.items()}


def _is_phrase(text: str, module: str) -> bool:
    """Whether a text is for people: words, and not the name of an option, a key or a file."""
    own = _outside(text)
    if " " not in text.strip():
        return bool(re.fullmatch("[a-zé']+", text)) and ("commands" in module or text in _SINGLE)
    return re.search("[a-z]{2}", own) is not None and re.search(r"\s", own) is not None


def _outside(text: str) -> str:
    """``text`` without its ``{names}``."""
    return "".join(part.partition("}")[2] if "}" in part else part for part in text.split("{"))


class _Code:
    """The modules of the product as syntax trees, and how texts go through them."""

    def __init__(self, product: Path) -> None:
        self.trees = {
            path.relative_to(product).as_posix(): ast.parse(path.read_bytes())
            for path in sorted(product.rglob("*.py"))
            if "/migrations/" not in path.as_posix()
        }
        self.functions: dict[str, list[tuple[str, ast.FunctionDef]]] = defaultdict(list)
        self.calls: dict[str, list[tuple[str, ast.Call, list[ast.FunctionDef]]]] = defaultdict(list)
        self.constants: dict[str, list[tuple[str, ast.expr]]] = defaultdict(list)
        for name, tree in self.trees.items():
            self._note(name, tree)
        self._bindings: dict[ast.FunctionDef, dict[str, list[tuple[ast.expr, bool]]]] = {}
        self._seen: set[tuple[str, int, int]] = set()

    def _note(self, name: str, tree: ast.Module) -> None:
        for statement in tree.body:
            for target, value in _assigned(statement):
                self.constants[target].append((name, value))

        def walk(node: ast.AST, around: list[ast.FunctionDef]) -> None:
            if isinstance(node, ast.FunctionDef):
                self.functions[node.name].append((name, node))
                around = [*around, node]
            if isinstance(node, ast.Call):
                self.calls[_called(node)].append((name, node, around))
            for child in ast.iter_child_nodes(node):
                walk(child, around)

        walk(tree, [])

    def taken(self) -> Iterator[tuple[str, str]]:
        """Every phrase with the module that writes it."""
        for name, (places, names) in _TAKERS.items():
            for module, call, around in self.calls.get(name, []):
                yield from self._of_call(module, call, around, places, names)
        for module, tree in self.trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef):
                    for statement in node.body:
                        for target, value in _assigned(statement):
                            if target == "afterwards":
                                yield from self._followed(module, value, [])

    def _of_call(
        self,
        module: str,
        call: ast.Call,
        around: list[ast.FunctionDef],
        places: tuple[int, ...] | None,
        names: tuple[str, ...],
    ) -> Iterator[tuple[str, str]]:
        for place, argument in enumerate(call.args):
            if isinstance(argument, ast.Starred):
                break
            if places is None or place in places:
                yield from self._followed(module, argument, around)
        for option in call.keywords:
            if option.arg in names:
                yield from self._followed(module, option.value, around)

    def _followed(
        self, module: str, node: ast.expr, around: list[ast.FunctionDef]
    ) -> Iterator[tuple[str, str]]:
        """The phrases that ``node`` may be, as far as the code tells."""
        place = (module, node.lineno, node.col_offset)
        if place in self._seen:
            return
        self._seen.add(place)
        for text in _templates(node):
            yield text, module
        for part in _parts(node):
            yield from self._origin(module, part, around)

    def _origin(
        self, module: str, node: ast.expr, around: list[ast.FunctionDef]
    ) -> Iterator[tuple[str, str]]:
        """Where a value that is handed on is written: a variable, a parameter, a table, a function."""
        if isinstance(node, ast.Subscript | ast.Attribute):
            node = node.value
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Name):
                yield from self._returned(module, function.id)
            elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Dict):
                yield from self._inside(module, function.value, around)
            elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
                if function.value.id in ("self", "cls"):
                    yield from self._returned(module, function.attr)
                elif function.attr == "get" and function.value.id.lstrip("_").isupper():
                    yield from self._named(module, function.value.id, around)
        elif isinstance(node, ast.Dict | ast.Tuple | ast.List | ast.Set):
            yield from self._inside(module, node, around)
        elif isinstance(node, ast.Name):
            yield from self._named(module, node.id, around)
        elif isinstance(node, ast.JoinedStr | ast.Constant | ast.IfExp | ast.BoolOp | ast.BinOp):
            yield from self._followed(module, node, around)

    def _named(
        self, module: str, name: str, around: list[ast.FunctionDef]
    ) -> Iterator[tuple[str, str]]:
        for function in reversed(around):
            if function not in self._bindings:
                self._bindings[function] = _bound(function)
            bound = self._bindings[function].get(name, [])
            for value, inside in bound:
                yield from (self._inside if inside else self._followed)(module, value, around)
            places = [
                argument.arg for argument in (*function.args.posonlyargs, *function.args.args)
            ]
            only = [argument.arg for argument in function.args.kwonlyargs]
            if name in places or name in only:
                place = places.index(name) if name in places else -1
                yield from self._given(
                    module, function.name, place, name, places[:1] in (["self"], ["cls"])
                )
                return
            if bound:
                return
        own_values = [value for owner, value in self.constants.get(name, []) if owner == module]
        for value in own_values:
            yield from self._inside(module, value, [])
        if not own_values and name.isupper():
            for owner, value in self.constants.get(name, []):
                yield from self._inside(owner, value, [])

    def _given(
        self, module: str, function: str, place: int, name: str, method: bool
    ) -> Iterator[tuple[str, str]]:
        """What callers of ``function`` give for its parameter ``name``."""
        alone = len(self.functions[function]) == 1
        for owner, call, around in (
            *self.calls.get(function, ()),
            *(self.calls.get(f".{function}", ()) if method else ()),
        ):
            if owner == module or (alone and not function.startswith("_")):
                yield from self._of_call(owner, call, around, (place - method,), (name,))

    def _returned(self, module: str, function: str) -> Iterator[tuple[str, str]]:
        definitions = self.functions.get(function, [])
        own = [entry for entry in definitions if entry[0] == module]
        for owner, definition in own or (definitions if len(definitions) == 1 else []):
            for node in ast.walk(definition):
                if isinstance(node, ast.Return) and node.value is not None:
                    value = node.value
                    follow = self._inside if isinstance(value, ast.Tuple) else self._followed
                    yield from follow(owner, value, [definition])

    def _inside(
        self, module: str, node: ast.expr, around: list[ast.FunctionDef]
    ) -> Iterator[tuple[str, str]]:
        """The phrases in a table or a row of texts: values of a dict, every item of the rest."""
        if isinstance(node, ast.Dict):
            for value in node.values:
                yield from self._inside(module, value, around)
        elif isinstance(node, ast.Tuple | ast.List | ast.Set):
            for value in node.elts:
                yield from self._inside(module, value, around)
        elif isinstance(node, ast.Call) and not _called(node).endswith("join"):
            for value in (*node.args, *(option.value for option in node.keywords)):
                yield from self._inside(module, value, around)
        elif isinstance(node, ast.Constant | ast.JoinedStr | ast.IfExp | ast.BinOp):
            yield from self._followed(module, node, around)


def _called(call: ast.Call) -> str:
    """``InputError.of`` and ``steps.tell`` in full, anything else by its last name."""
    function = call.func
    if isinstance(function, ast.Attribute):
        if isinstance(function.value, ast.Name):
            full = f"{function.value.id}.{function.attr}"
            if full in _TAKERS:
                return full
        return f".{function.attr}"
    return function.id if isinstance(function, ast.Name) else ""


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            if isinstance(target, ast.Name):
                yield target.id, statement.value
    elif (
        isinstance(statement, ast.AnnAssign)
        and isinstance(statement.target, ast.Name)
        and statement.value is not None
    ):
        yield statement.target.id, statement.value


def _bound(function: ast.FunctionDef) -> dict[str, list[tuple[ast.expr, bool]]]:
    """What each name is set to in ``function``; True when it is one of the items of that."""
    values_by_name: dict[str, list[tuple[ast.expr, bool]]] = defaultdict(list)
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for name in _names(target):
                    values_by_name[name].append((node.value, isinstance(target, ast.Tuple)))
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr | ast.AugAssign):
            if isinstance(node.target, ast.Name) and node.value is not None:
                values_by_name[node.target.id].append((node.value, False))
        elif isinstance(node, ast.For | ast.comprehension):
            for name in _names(node.target):
                values_by_name[name].append((node.iter, True))
    return values_by_name


def _names(target: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, ast.Tuple | ast.List):
        for item in target.elts:
            yield from _names(item)


def _templates(node: ast.expr) -> list[str]:
    """The texts that an expression may be, with ``{names}`` for values; none when it is no text."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=values):
            names: dict[str, str] = {}
            return ["".join(_piece(value, names) for value in values)]
        case ast.IfExp(body=body, orelse=orelse):
            return [*_templates(body), *_templates(orelse)]
        case ast.BoolOp(values=values):
            return [text for value in values for text in _templates(value)]
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            before = _templates(left) or ["{" + _name(left) + "}"]
            after = _templates(right) or ["{" + _name(right) + "}"]
            return [first + second for first in before for second in after]
        case _:
            return []


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    """The values inside an expression that may be phrases of their own."""
    match node:
        case ast.JoinedStr(values=values):
            for value in values:
                if isinstance(value, ast.FormattedValue):
                    yield value.value
        case ast.IfExp(body=body, orelse=orelse):
            yield from _parts(body)
            yield from _parts(orelse)
        case ast.BoolOp(values=values):
            for value in values:
                yield from _parts(value)
        case ast.BinOp(left=left, right=right):
            yield from _parts(left)
            yield from _parts(right)
        case ast.Constant():
            return
        case _:
            yield node


def _piece(value: ast.expr, names: dict[str, str]) -> str:
    if isinstance(value, ast.Constant):
        return str(value.value)
    assert isinstance(value, ast.FormattedValue)
    base = name = _name(value.value)
    code, number = ast.unparse(value.value), 2
    while names.setdefault(name, code) != code:
        name, number = f"{base}{number}", number + 1
    return "{" + name + "}"


def _name(node: ast.expr) -> str:
    """A name for a value, from the expression that gives it."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            name = name.strip("_")
            return name if name and not keyword.iskeyword(name) else "value"
        case ast.Subscript(value=value) | ast.FormattedValue(value=value):
            return _name(value)
        case ast.Call(func=ast.Name(id="len"), args=[_, *_]):
            return "number"
        case ast.Call(func=ast.Attribute(attr="join"), args=[first, *_]):
            return _name(first)
        case ast.Call(
            func=ast.Name(id="str" | "repr" | "sorted" | "min" | "max"), args=[first, *_]
        ):
            return _name(first)
        case ast.Call(func=function):
            return _name(function)
        case ast.GeneratorExp(generators=[first, *_]) | ast.ListComp(generators=[first, *_]):
            return _name(first.iter)
        case ast.BinOp(left=left):
            return _name(left)
        case _:
            return "value"
