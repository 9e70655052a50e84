"""The kind of hazard by the words that an issuer uses, in Chinese and English; `area` where none is known."""

_WORDS = (
    ("typhoon", ("台风", "颱風", "typhoon", "tropical", "hurricane", "cyclone")),
    ("earthquake", ("地震", "earthquake")),
    ("tsunami", ("海啸", "tsunami")),
    ("flood", ("洪", "暴雨", "山洪", "泄洪", "洩洪", "内涝", "flood", "rainstorm", "heavy rain")),
    ("ice", ("道路结冰", "冰冻", "暴雪", "寒潮", "ice storm", "snow", "blizzard", "freez")),
    ("wind", ("大风", "龙卷", "wind", "tornado")),
    ("thunderstorm", ("雷", "冰雹", "thunderstorm", "hail")),
    ("fire", ("火险", "火灾", "fire")),
    ("landslide", ("地质灾害", "滑坡", "泥石流", "landslide")),
)


def kind_named(*texts: str) -> str:
    """Return the kind that the first text with a known word names."""
    for text in texts:
        folded = text.casefold()
        for kind, words in _WORDS:
            if any(word in folded for word in words):
                return kind
    return "area"
