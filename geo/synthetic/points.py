"""Made-up service halls and key customers of a county, with names that say what they are."""

from dataclasses import dataclass

from geo.regions import Region

#: Kind, tier by the founding documents (government, hospital, power, water, transport, bank: A; power grid as a
#: strategic customer A+; insurance B; the rest by size), name in Chinese and English.
KEY_CUSTOMER_KINDS = (
    ("government", "a", "人民政府", "County Government"),
    ("hospital", "a", "人民医院", "People's Hospital"),
    ("power", "a_plus", "供电公司", "Power Supply Company"),
    ("water", "a", "自来水公司", "Waterworks"),
    ("transport", "a", "客运站", "Coach Station"),
    ("bank", "a", "商业银行", "Commercial Bank"),
    ("school", "b", "第一中学", "No. 1 Middle School"),
    ("insurance", "b", "保险公司", "Insurance Company"),
    ("factory", "c", "机械厂", "Machine Works"),
    ("market", "c", "批发市场", "Wholesale Market"),
)
_PEOPLE_PER_HALL = 180_000
_PEOPLE_PER_KEY_CUSTOMER = 110_000


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A point before it has a position."""

    id: str
    name: str
    name_en: str
    kind: str
    tier: str


def halls_of(county: Region, people: int) -> list[MadeUp]:
    """Return the service halls of a county: one, and one more for every 180,000 people, at most 24."""
    count = min(24, 1 + round(people / _PEOPLE_PER_HALL))
    return [
        MadeUp(
            id=f"H-{county.adcode}-{i:02d}", name=f"{county.name}第{i}营业厅（模拟）",
            name_en=f"{county.name_en} service hall {i} (synthetic)", kind="hall", tier="",
        )
        for i in range(1, count + 1)
    ]  # fmt: skip


def key_customers_of(county: Region, people: int) -> list[MadeUp]:
    """Return the key customers of a county: three to thirty, first those that everyone depends on."""
    count = min(30, 3 + round(people / _PEOPLE_PER_KEY_CUSTOMER))
    made = []
    for i in range(count):
        kind, tier, name, name_en = KEY_CUSTOMER_KINDS[i % len(KEY_CUSTOMER_KINDS)]
        turn = i // len(KEY_CUSTOMER_KINDS)
        number = f"{turn + 1}" if turn else ""
        made.append(
            MadeUp(
                id=f"K-{county.adcode}-{i + 1:02d}", name=f"{county.name}{name}{number}（模拟）",
                name_en=f"{county.name_en} {name_en}{' ' + number if number else ''} (synthetic)",
                kind=kind, tier=tier,
            )
        )  # fmt: skip
    return made
