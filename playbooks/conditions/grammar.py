"""The form of a condition, as a grammar that lark reads: text to a tree of words with their places, and nothing more.

lark makes its tables once a process (LALR(1), no backtracking: time grows with the length and no faster) and runs
nothing that a text says.
"""

from functools import cache

from lark import Lark

GRAMMAR = r"""
?either: both ("or" both)*
?both: one ("and" one)*
?one: "not" one -> no
    | comparison
?comparison: sum SIGN sum -> compare
    | sum "in" "[" [words] "]" -> among
    | sum
words: WORD ("," WORD)*
?sum: product
    | sum PLUS product -> plus
?product: atom
    | product "*" atom -> times
?atom: NUMBER UNIT? -> number
    | NUMBER WORD -> number
    | WORD -> name
    | "(" either ")" -> group

SIGN: "<=" | ">=" | "==" | "!=" | "<" | ">"
PLUS: "+" | "-"
UNIT: "%"
WORD: /[A-Za-z][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*/
NUMBER: /[0-9][0-9_]*(\.[0-9]+)?/
%import common.WS
%ignore WS
"""
#: What a person may write where one of these is due, for messages (zh, en).
WORDS_OF_TERMINALS = {
    "SIGN": ("比较符如 >=", "a comparison such as >="),
    "PLUS": ("+ 或 -", "+ or -"),
    "UNIT": ("单位", "a unit"),
    "WORD": ("名称", "a name"),
    "NUMBER": ("数", "a number"),
    "LPAR": ("(", "("),
    "RPAR": (")", ")"),
    "LSQB": ("[", "["),
    "RSQB": ("]", "]"),
    "COMMA": ("逗号", "a comma"),
    "STAR": ("*", "*"),
    "AND": ("and", "and"),
    "OR": ("or", "or"),
    "NOT": ("not", "not"),
    "IN": ("in", "in"),
    "$END": ("结尾", "the end"),
}


@cache
def parser() -> Lark:
    """Return the parser, made once a process."""
    return Lark(
        GRAMMAR, parser="lalr", lexer="basic", start="either", propagate_positions=True, maybe_placeholders=False
    )
