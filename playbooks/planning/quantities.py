"""What places have of something, in words: so many service halls, one service hall, none."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Quantity:
    """A thing that is counted: its Chinese counter and noun, and its English noun after one and after many."""

    counter: str
    noun: str
    one: str
    many: str

    @property
    def zh(self) -> str:
        """What stands after a figure in Chinese: 「个营业厅」, 「家 A 类集团客户」."""
        return f"{self.counter}{self.noun_zh}"

    @property
    def noun_zh(self) -> str:
        """The noun after a Chinese word: with a space where it begins with a Latin letter."""
        return f" {self.noun}" if self.noun[0].isascii() else self.noun


QUANTITIES: Mapping[str, Quantity] = MappingProxyType(
    {
        "customers": Quantity("户", "客户", "customer", "customers"),
        "people": Quantity("名", "居民", "person", "people"),
        "sites": Quantity("个", "基站", "cell site", "cell sites"),
        "halls": Quantity("个", "营业厅", "service hall", "service halls"),
        "key_customers": Quantity("家", "重要客户", "key customer", "key customers"),
        "vulnerable": Quantity("户", "需要照顾的客户", "vulnerable customer", "vulnerable customers"),
        "A+": Quantity("家", "A+ 类集团客户", "group customer of tier A+", "group customers of tier A+"),
        "A": Quantity("家", "A 类集团客户", "group customer of tier A", "group customers of tier A"),
        "B": Quantity("家", "B 类集团客户", "group customer of tier B", "group customers of tier B"),
        "C": Quantity("家", "C 类集团客户", "group customer of tier C", "group customers of tier C"),
    }
)
#: What stands after a figure, (zh, en).
QUANTITY_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {name: (one.zh, one.many) for name, one in QUANTITIES.items()}
)
#: Of something that a place must have at least one of and has none of; of how much there is, where that is kept.
NOTHING_AT_ALL: dict[str, tuple[str, str]] = {
    "nothing_there": ("所及范围内没有{noun_zh}。", "The area that is reached has no {quantity_en}."),
    "no_county_with": ("所及各县都没有{noun_zh}。", "No county that is reached has any {quantity_en}."),
}
TOO_FEW: dict[str, tuple[str, str]] = {
    "nothing_there": (
        "所及范围内，{noun_zh}只有 {count} {counter_zh}，要求至少 {least} {counter_zh}。",
        "The area that is reached has {count} {quantity_en}; at least {least} are asked for.",
    ),
    "no_county_with": (
        "所及各县的{noun_zh}，最多的只有 {count} {counter_zh}，要求至少 {least} {counter_zh}。",
        "No county that is reached has more than {count} {quantity_en}; at least {least} are asked for.",
    ),
}
_BY_WORDS = {one.many: one for one in QUANTITIES.values()}


def inflected(args: Mapping[str, str | int]) -> dict[str, str]:
    """What a reason's quantity is called besides: its noun and counter, and the English noun that its count takes.

    Made when a reason is read, from the words that are kept with it.
    """
    quantity = _BY_WORDS.get(str(args.get("quantity_en", "")))
    if quantity is None:
        return {}
    told = {"noun_zh": quantity.noun_zh, "counter_zh": quantity.counter}
    return told | ({"quantity_en": quantity.one} if args.get("count") == 1 else {})
