"""Hazards in words of both languages: what a playbook is for, and what an incident is.

Playbooks and incidents carry slugs; whoever reads a reason or a sentence reads words. An operator may bring a slug of
its own, which stands as it is. static/src/lib/hazards.ts has the same names for the pages; a test holds both.
"""

from collections.abc import Iterable

from playbooks.terms.words import Words

_NAMES: dict[str, tuple[str, str]] = {
    "earthquake": ("地震", "Earthquake"),
    "typhoon": ("台风", "Typhoon"),
    "flood": ("洪水", "Flood"),
    "ice": ("雨雪冰冻", "Ice and snow"),
    "epidemic": ("疫情", "Epidemic"),
    "landslide": ("滑坡泥石流", "Landslide"),
    "fire": ("火灾", "Fire"),
    "wind": ("大风", "Wind"),
    "tsunami": ("海啸", "Tsunami"),
    "thunderstorm": ("雷暴", "Thunderstorm"),
    "drought": ("干旱", "Drought"),
    "volcano": ("火山", "Volcano"),
    "network_outage": ("区域网络中断", "Regional network outage"),
    "cable_cut": ("光缆中断", "Cable cut"),
    "billing_fault": ("计费故障", "Billing fault"),
    "hotline_overload": ("热线话务过载", "Hotline overload"),
    "spam_wave": ("垃圾短信与诈骗潮", "Spam and fraud wave"),
    "key_customer_outage": ("重要客户业务中断", "Key-customer outage"),
    "new_service_failure": ("新业务故障", "New-service failure"),
    "major_event": ("重大活动", "Major event"),
    "other": ("其他", "Other"),
}


def hazard_words(hazard: str) -> Words:
    """Return a hazard's name as it stands on its own; a slug that nobody has named as it is."""
    zh, en = _NAMES.get(hazard, (hazard, hazard))
    return Words(zh=zh, en=en)


def hazards_said(hazards: Iterable[str]) -> Words:
    """Return several hazards as they stand within a sentence: in quotes and joined in Chinese, small in English."""
    words = [hazard_words(hazard) for hazard in hazards]
    return Words(
        zh="、".join(f"“{one.zh}”" for one in words),
        en=" or ".join(f"“{one.en[:1].lower()}{one.en[1:]}”" for one in words),
    )
