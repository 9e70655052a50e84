"""English where it bends: a count with its noun. Chinese needs nothing of the kind."""

from __future__ import annotations


def some(count: int, noun: str, nouns: str = "") -> str:
    """“1 province”, “1,096 counties”; ``nouns`` where it is not the noun and an s."""
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"


def batches(count: int, customers: int) -> str:
    """“80 batches, 7,471,844 customers”."""
    return f"{some(count, 'batch', 'batches')}, {some(customers, 'customer')}"
