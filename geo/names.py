"""Names of regions in English letters.

The 34 provinces are a table, because spelling them by sound fails just where it matters (Shaanxi and Shanxi
sound alike; Inner Mongolia, Hong Kong are no pinyin). The rest is pinyin without tones, the administrative
suffix and the names of nationalities left out where something remains: 北川羌族自治县 is Beichuan.
"""

import re
import unicodedata
import warnings

PROVINCES_EN = {
    "110000": "Beijing", "120000": "Tianjin", "130000": "Hebei", "140000": "Shanxi",
    "150000": "Inner Mongolia", "210000": "Liaoning", "220000": "Jilin", "230000": "Heilongjiang",
    "310000": "Shanghai", "320000": "Jiangsu", "330000": "Zhejiang", "340000": "Anhui",
    "350000": "Fujian", "360000": "Jiangxi", "370000": "Shandong", "410000": "Henan",
    "420000": "Hubei", "430000": "Hunan", "440000": "Guangdong", "450000": "Guangxi",
    "460000": "Hainan", "500000": "Chongqing", "510000": "Sichuan", "520000": "Guizhou",
    "530000": "Yunnan", "540000": "Xizang", "610000": "Shaanxi", "620000": "Gansu",
    "630000": "Qinghai", "640000": "Ningxia", "650000": "Xinjiang", "710000": "Taiwan",
    "810000": "Hong Kong", "820000": "Macao",
}  # fmt: skip
#: Names whose usual English form is not their pinyin; by adcode.
_USUAL = {
    "150100": "Hohhot", "150200": "Baotou", "150400": "Chifeng", "150600": "Ordos", "150700": "Hulunbuir",
    "150800": "Bayannur", "150900": "Ulanqab", "152200": "Hinggan", "152500": "Xilingol", "152900": "Alxa",
    "513200": "Aba", "513300": "Garzê", "513400": "Liangshan", "222400": "Yanbian", "230200": "Qiqihar",
    "540100": "Lhasa", "540200": "Xigazê", "540300": "Qamdo", "540400": "Nyingchi", "540500": "Shannan",
    "540600": "Nagqu", "542500": "Ngari", "632200": "Haibei", "632700": "Yushu", "632800": "Haixi",
    "650100": "Ürümqi", "650200": "Karamay", "650400": "Turpan", "650500": "Hami", "652300": "Changji",
    "652700": "Bortala", "652800": "Bayingolin", "652900": "Aksu", "653000": "Kizilsu",
    "653100": "Kashgar", "653200": "Hotan", "654000": "Ili", "654200": "Tacheng", "654300": "Altay",
    "659001": "Shihezi", "659002": "Aral", "659003": "Tumxuk", "659004": "Wujiaqu", "659005": "Beitun",
    "659006": "Tiemenguan", "659007": "Shuanghe", "659008": "Kokdala", "659009": "Kunyu",
    "533300": "Nujiang", "533400": "Diqing", "532800": "Xishuangbanna", "620921": "Jinta",
    "810001": "Central and Western", "810002": "Wan Chai", "810003": "Eastern", "810004": "Southern",
    "810005": "Yau Tsim Mong", "810006": "Sham Shui Po", "810007": "Kowloon City",
    "810008": "Wong Tai Sin", "810009": "Kwun Tong", "810010": "Tsuen Wan", "810011": "Tuen Mun",
    "810012": "Yuen Long", "810013": "North", "810014": "Tai Po", "810015": "Sai Kung",
    "810016": "Sha Tin", "810017": "Kwai Tsing", "810018": "Islands",
    "820001": "Nossa Senhora de Fátima", "820002": "Santo António", "820003": "São Lázaro",
    "820004": "Sé", "820005": "São Lourenço", "820006": "Nossa Senhora do Carmo", "820007": "Cotai",
    "820008": "São Francisco Xavier",
}  # fmt: skip
_NATIONALITIES = (
    "蒙古族|回族|藏族|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|傣族|黎族|傈僳族|"
    "佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|"
    "锡伯族|阿昌族|普米族|塔吉克族|怒族|乌孜别克族|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|京族|独龙族|鄂伦春族|各族|"
    "蒙古|哈萨克|柯尔克孜|塔吉克|锡伯|维吾尔"
)
_AUTONOMOUS = re.compile(rf"(?:{_NATIONALITIES})*自治(?:州|县|旗)$")
_SUFFIX = re.compile(r"(?:特别行政区|林区|地区|新区|矿区|市辖区|联合旗|左旗|右旗|中旗|前旗|后旗|市|县|区|旗|盟)$")
#: Kept in the English name: leaving them out would give two places one name.
_KEPT = {"新区": " New Area", "矿区": " Mining District", "林区": " Forestry District"}
#: Characters with several readings that the dictionary reads wrongly in these place names.
_READINGS = {
    "什邡": "shi fang", "单县": "shan xian", "浚县": "xun xian", "乐陵": "lao ling", "筠连": "jun lian",
    "长治": "chang zhi", "洪洞": "hong tong", "繁峙": "fan shi", "涡阳": "guo yang", "六合": "lu he",
    "宕昌": "tan chang", "伽师": "jia shi", "朝阳": "chao yang", "长宁": "chang ning", "召陵": "shao ling",
    "覃塘": "qin tang", "泊头": "bo tou", "漯河": "luo he", "珲春": "hun chun", "穆棱": "mu ling",
    "佛坪": "fo ping",
}  # fmt: skip
#: Read one way in every place name.
_ONE_READING = {"都": "du"}
_BANNERS = {"左": "Left", "右": "Right", "中": "Middle", "前": "Front", "后": "Rear", "联合": "United"}


def english_name(adcode: str, name: str) -> str:
    """Return the name in English letters, without the word for city, county or district."""
    if adcode in PROVINCES_EN:
        return PROVINCES_EN[adcode]
    if adcode in _USUAL:
        return _USUAL[adcode]
    core = _AUTONOMOUS.sub("", name)
    if core == name:
        core = _SUFFIX.sub("", name)
    if len(core) < 2:  # 郊区, 东区, 渝水 keep: a lone character says nothing without its suffix
        return _spell(name)
    return _spell(core) + _qualifier(name)


def _qualifier(name: str) -> str:
    for ending, english in _KEPT.items():
        if name.endswith(ending):
            return english
    if name.endswith("旗") and not name.endswith("自治旗"):
        for character, english in _BANNERS.items():
            if name.endswith(f"{character}旗"):
                return f" {english} Banner"
    return ""


def _spell(text: str) -> str:
    # Imported here: only building the cache spells names, and the dictionary takes 0.2 s to load.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pypinyin import Style, lazy_pinyin
    syllables = lazy_pinyin(text, style=Style.NORMAL, v_to_u=True)
    if text in _READINGS:
        syllables = _READINGS[text].split()
    elif len(syllables) == len(text):  # one syllable a character: all of it was read
        syllables = [_ONE_READING.get(c, syllable) for c, syllable in zip(text, syllables, strict=True)]
    joined = syllables[0]
    for syllable in syllables[1:]:
        joined += ("'" if syllable[0] in "aeo" else "") + syllable
    return joined.capitalize()


def search_key(text: str) -> str:
    """Return text folded for search: no accents, case, spaces or apostrophes (Ürümqi is urumqi)."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c) and c not in " '’-")


def same_name(one: str, other: str) -> bool:
    """Say whether two names mean one place: 安县 and 安州区 do not, 沙县 and 沙县区, 海门市 and 海门区 do."""
    return one == other or _core(one) == _core(other)


def _core(name: str) -> str:
    """Return a name without its suffix and the names of nationalities, where two characters remain."""
    plain = name.strip().rstrip(".")
    core = _AUTONOMOUS.sub("", plain)
    core = _SUFFIX.sub("", core) if core == plain else core
    return core if len(core) >= 2 else plain


def spelled(name: str) -> tuple[str, str, str, str]:
    """Return how a Chinese name is typed: the pinyin of all of it and of its core, and the initials of both.

    安州区 is anzhouqu, anzhou, azq and az.
    """
    core = _core(name)
    rest = name[len(core) :] if name.startswith(core) else ""
    whole = _syllables(core) + (_syllables(rest) if rest else [])
    short = _syllables(core)
    return "".join(whole), "".join(short), "".join(s[:1] for s in whole), "".join(s[:1] for s in short)


def _syllables(text: str) -> list[str]:
    if text in _READINGS:
        return _READINGS[text].split()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pypinyin import Style, lazy_pinyin
    syllables: list[str] = lazy_pinyin(text, style=Style.NORMAL, v_to_u=False)
    if len(syllables) == len(text):
        syllables = [_ONE_READING.get(c, syllable) for c, syllable in zip(text, syllables, strict=True)]
    return [search_key(syllable) for syllable in syllables]
