"""What can be wrong with a figure, each with what is wrong and the way out, in both languages. Pure.

One place for all of them, so that a figure by hand and a row of a table are refused in the same words.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that keeps a figure from being taken; `field` is the column or the field of the form."""

    code: str
    field: str
    zh: str
    en: str
    way_zh: str
    way_en: str


#: code → what is wrong (zh, en) and the way out (zh, en); `{…}` are filled with what the row says.
_WORDS: dict[str, tuple[str, str, str, str]] = {
    "kind_missing": (
        "没有写指标", "no indicator is given",
        "从「填写说明」表中选一个指标名", "take a name from the sheet of notes",
    ),
    "kind_unknown": (
        "没有「{given}」这个指标", "there is no indicator “{given}”",
        "相近的有：{near}", "near it: {near}",
    ),
    "kind_reckoned": (
        "「{given}」由系统从日志计算，不接受填报", "“{given}” is reckoned from the log and cannot be stated",
        "删去这一行", "leave the row out",
    ),
    "province_missing": (
        "没有写省份", "no province is given",
        "写省名或六位代码；全国数写「全国」", "give its name or six-digit code; “nation” for the whole country",
    ),
    "province_unknown": (
        "没有「{given}」这个省份", "there is no province “{given}”",
        "写省级名称或六位代码", "give the name or six-digit code of a province",
    ),
    "province_too_fine": (
        "「{given}」不是省级，而在{above}", "“{given}” is no province but lies in {above}",
        "省份列写 {above}，地市写在地市列", "put {above} here and the city in its own column",
    ),
    "province_outside": (
        "「{given}」没有省公司", "“{given}” has no provincial company",
        "删去这一行", "leave the row out",
    ),
    "province_total": (
        "「{given}」像是合计行", "“{given}” looks like a line of totals",
        "删去合计行，合计由系统计算；确为全国数写「全国」", "leave totals out; “nation” for the country",
    ),
    "province_not_yours": (
        "{given} 不是你可以填报的省份", "you may not state figures of {given}",
        "只填本省的行，其余请该省或总部填报", "keep to your own province; others state theirs",
    ),
    "province_not_told": (
        "本次事件没有通知这个省", "the province was not told of this incident",
        "核对省份，或请总部先把该省列入", "look at the province again, or have headquarters include it",
    ),
    "city_unknown": (
        "没有「{given}」这个地市", "there is no city “{given}”",
        "写地市名称或六位代码，整省的数留空", "give a city's name or code, or nothing for the whole province",
    ),
    "city_too_fine": (
        "「{given}」是区县", "“{given}” is a county",
        "写它所在的地市：{above}", "give the city that it lies in: {above}",
    ),
    "city_elsewhere": (
        "{given} 不在{place}", "{given} does not lie in {place}",
        "改正省份或地市", "mend the province or the city",
    ),
    "city_of_nation": (
        "全国数不分地市", "a figure of the nation has no city",
        "省份列写省名，或去掉地市", "give the province, or no city",
    ),
    "measure_unknown": (
        "本次事件没有「{given}」这项措施", "the incident has no measure “{given}”",
        "写措施名称或编号：{near}", "give a measure's title or id: {near}",
    ),
    "measure_twice": (
        "有几项措施都叫「{given}」", "several measures are called “{given}”",
        "写措施编号", "give the measure's id",
    ),
    "measure_elsewhere": (
        "这项措施不在该省实施", "the measure is not carried out in that province",
        "改正措施或省份", "mend the measure or the province",
    ),
    "segment_unknown": (
        "没有「{given}」这个客户品牌", "there is no segment “{given}”",
        "写全球通、神州行、动感地带或其他，不分品牌留空", "gotone, easyown, mzone or other; nothing for all of them",
    ),
    "from_missing": (
        "没有写起始日", "no first day is given",
        "写成 2008-05-12", "write it as 2008-05-12",
    ),
    "day_unreadable": (
        "「{given}」不是日期", "“{given}” is no day",
        "写成 2008-05-12", "write it as 2008-05-12",
    ),
    "day_ambiguous": (
        "「{given}」分不清年月日", "“{given}” may be several days",
        "写成 2008-05-12，年份四位在前", "write it as 2008-05-12, the year of four digits first",
    ),
    "day_serial": (
        "「{given}」是表格软件的日期序号", "“{given}” is a spreadsheet's number of a day",
        "把单元格设为日期格式，或写成 2008-05-12", "make the cell a date, or write it as 2008-05-12",
    ),
    "day_not_there": (
        "没有「{given}」这一天", "there is no day {given}",
        "改正日期", "mend the day",
    ),
    "period_backwards": (
        "截止日 {to} 早于起始日 {from_}", "the last day {to} is before the first {from_}",
        "对调或改正两个日期", "swap or mend the two days",
    ),
    "period_ahead": (
        "{given} 还没有到", "{given} has not come yet",
        "只填已经过去的日子，今天是 {today}", "only days that are past; today is {today}",
    ),
    "period_before": (
        "{given} 远早于事件发生（{began}）", "{given} is long before the incident ({began})",
        "改正日期，或选对事件", "mend the day, or choose the right incident",
    ),
    "period_long": (
        "期间有 {given} 天，最长 366 天", "the period has {given} days, 366 at most",
        "分成几段填报", "state it in several periods",
    ),
    "value_missing": (
        "没有写数值", "no value is given",
        "填写数值；没有发生写 0，不知道就删去这一行", "give it: 0 where nothing happened; leave the row out if unknown",
    ),
    "value_no_number": (
        "「{given}」不是数", "“{given}” is no number",
        "只写阿拉伯数字", "write digits only",
    ),
    "value_with_words": (
        "「{given}」里带着文字", "“{given}” has words in it",
        "数值列只写数，单位写在单位列", "put the number alone here and its unit in the column of units",
    ),
    "value_error": (
        "「{given}」是表格软件的错误值", "“{given}” is an error of the spreadsheet",
        "修好公式，或直接写数", "mend the formula, or write the number",
    ),
    "value_formula": (
        "公式「{given}」没有算出的值", "the formula “{given}” has no reckoned value",
        "在表格软件里打开后重新保存，或直接写数", "open and save it in the spreadsheet, or write the number",
    ),
    "value_scientific": (
        "「{given}」是科学计数法，尾数可能已丢失", "“{given}” is scientific notation, digits may be lost",
        "把单元格设为数值格式，写出全部数字", "make the cell a number and write all digits",
    ),
    "value_spelling": (
        "「{given}」的分隔符看不懂", "the separators of “{given}” are unclear",
        "千分位用逗号或不用，小数点用「.」", "thousands by commas or none, decimals by a point",
    ),
    "value_negative": (
        "{given} 是负数", "{given} is negative",
        "填写发生数；要改以前的数，填原期间的新数和更正理由", "state what happened; to correct, give the new figure",
    ),
    "value_impossible": (
        "{given} 不可能：须在 {least} 至 {most}", "{given} cannot be: {least} to {most}",
        "改正数值或单位", "mend the value or its unit",
    ),
    "value_looks_like_share": (
        "{given} 像是小数形式的比例", "{given} looks like a share of one",
        "百分数写成 85.3；如属实，在说明里写明理由", "write 85.3 for 85.3 %; if it is true, say why in the note",
    ),
    "value_implausible": (
        "{given} 不在合理范围 {least} 至 {most} 内", "{given} is outside the plausible range {least} to {most}",
        "改正；如属实，在说明里写明理由", "mend it; if it is true, say why in the note",
    ),
    "value_not_whole": (
        "{given} 须为整数", "{given} must be a whole number",
        "按实际个数填写", "state how many there were",
    ),
    "value_too_fine": (
        "{given} 的小数位太多，最多 {decimals} 位", "{given} has more than {decimals} decimals",
        "四舍五入到 {decimals} 位", "round it to {decimals}",
    ),
    "unit_unknown": (
        "没有「{given}」这个单位", "there is no unit “{given}”",
        "这个指标的单位是 {unit}", "the indicator's unit is {unit}",
    ),
    "unit_of_another": (
        "「{given}」不是这个指标的单位", "“{given}” is not the unit of this indicator",
        "换算成 {unit}", "convert it to {unit}",
    ),
    "base_missing": (
        "没有写基数（{base}）", "the base is missing ({base})",
        "填写 {base}，各省才能加权", "give the {base}, by which places are weighed",
    ),
    "base_no_number": (
        "基数「{given}」不是整数", "the base “{given}” is no whole number",
        "只写阿拉伯数字", "write digits only",
    ),
    "base_zero": (
        "基数为 0，没有可比的数", "the base is 0, so nothing can be said",
        "删去这一行，或填写真实基数", "leave the row out, or give the true base",
    ),
    "base_not_wanted": (
        "这个指标没有基数", "this indicator has no base",
        "清空基数列", "leave the base empty",
    ),
    "sent_missing": (
        "没有写发出的问卷数", "how many were asked is missing",
        "填写发出数", "give how many messages were sent",
    ),
    "sent_no_number": (
        "发出数「{given}」不是整数", "the number asked “{given}” is no whole number",
        "只写阿拉伯数字", "write digits only",
    ),
    "sent_too_few": (
        "发出 {sent} 少于回复 {answers}", "{sent} were asked and {answers} answered",
        "核对发出数和有效回复数", "look at both numbers again",
    ),
    "sent_not_wanted": (
        "只有短信回访才填发出数", "only a survey has a number asked",
        "清空发出列", "leave it empty",
    ),
    "source_unknown": (
        "没有「{given}」这个来源", "there is no source “{given}”",
        "可填：{known}", "one of: {known}",
    ),
    "source_not_for_kind": (
        "这个指标不来自「{given}」", "this indicator does not come from “{given}”",
        "可填：{known}", "one of: {known}",
    ),
    "text_long": (
        "文字有 {given} 个，最多 {most} 个", "the text has {given} characters, {most} at most",
        "写短一些，详情作为凭证文件上传", "shorten it; attach a file for details",
    ),
    "text_number": (
        "文字里像是有客户号码", "the text seems to hold a customer's number",
        "删去号码：记录里不留任何客户号码", "take it out: no customer's number is kept here",
    ),
    "correction_of_nothing": (
        "没有可更正的数：这个期间还没有填报过", "there is nothing to correct: the period was not stated yet",
        "清空更正理由", "leave the reason for correcting empty",
    ),
    "differs": (
        "这个期间已填报 {was}，与 {given} 不同", "the period was stated as {was}, which differs from {given}",
        "要改就在更正理由列写明为什么", "to change it, say why in the column for corrections",
    ),
    "overlaps": (
        "与已有的 {was} 期间重叠，会重复计算", "it overlaps the period {was}, and would count twice",
        "改成不重叠的期间，或更正原来的数", "choose another period, or correct that figure",
    ),
    "twice": (
        "与第 {row} 行重复", "it stands in row {row} already",
        "删去其中一行", "leave one of them out",
    ),
    "contradicts": (
        "与第 {row} 行同一项，数却不同", "row {row} says another number of the same",
        "只留对的那一行", "keep the right one",
    ),
    "overlaps_row": (
        "与第 {row} 行期间重叠，会重复计算", "it overlaps the period of row {row}, and would count twice",
        "改成不重叠的期间", "choose periods that do not overlap",
    ),
    "row_wide": (
        "这一行有 {given} 格，表头只有 {most} 列", "the row has {given} cells and the head {most}",
        "删去多出的格；文字里有逗号要加引号", "take out what is too many; quote texts with commas",
    ),
}  # fmt: skip


def fault(code: str, field: str, *, en: dict[str, object] | None = None, **given: object) -> Fault:
    """The fault of that code; `given` fills its words, `en` those that differ in English."""
    zh, english, way_zh, way_en = _WORDS[code]
    in_english = given | (en or {})
    return Fault(
        code=code,
        field=field,
        zh=zh.format_map(given),
        en=english.format_map(in_english),
        way_zh=way_zh.format_map(given),
        way_en=way_en.format_map(in_english),
    )
