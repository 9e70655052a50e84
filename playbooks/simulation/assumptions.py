"""What a simulation reckons with, all of it shown beside the figures with its source.

Whatever an operator knows better (who is on duty, how long teams really take) is handed over instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from playbooks.planning.hotline import HotlineModel
from playbooks.terms.words import Words

_HOUSE = Words(zh="本系统的规划假设", en="a planning assumption of this house")


@dataclass(frozen=True, kw_only=True)
class ResponseTimes:
    """How long teams take, as a share of their clock: log-normal, as times of people at work mostly are.

    Half of all take less than ``median_percent`` of the clock; ``spread_percent`` is the standard deviation of the
    logarithm. Zero spread: all take the same.
    """

    median_percent: int = 50
    spread_percent: int = 80
    source: Words = _HOUSE

    def __post_init__(self) -> None:
        if not 1 <= self.median_percent <= 1000 or not 0 <= self.spread_percent <= 300:
            raise ValueError("median_percent must be from 1 to 1000 and spread_percent from 0 to 300")


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """The numbers beside a playbook and a footprint.

    ``on_duty``: people by province and hour after planning, from a roster, as far as it is known; a province that is
    not in it has ``on_duty_assumed``. A task keeps one person busy for ``busy_percent`` of its work clock, but not for
    more than ``busy_most_minutes`` (most clocks of days are for waiting and reporting). ``responses``: how long teams
    take by province, where the log says it; ``response`` for all others. A measure or message takes effect
    ``approval_minutes`` after planning, in half of all cases sooner.
    """

    hotline: HotlineModel
    patience_s: int = 180
    message_rate_per_s: int = 400
    on_duty: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    on_duty_source: Words = _HOUSE
    on_duty_assumed: int = 6
    busy_percent: int = 25
    busy_most_minutes: int = 120
    approval_minutes: int = 30
    response: ResponseTimes = ResponseTimes()
    responses: Mapping[str, ResponseTimes] = field(default_factory=dict)
    hours: int = 72
    days: int = 35

    def __post_init__(self) -> None:
        bounds = {
            "patience_s": (1, 86_400), "message_rate_per_s": (1, 1_000_000), "on_duty_assumed": (0, 10_000),
            "busy_percent": (1, 100), "busy_most_minutes": (1, 10_000), "approval_minutes": (0, 10_000),
            "hours": (1, 240), "days": (1, 400),
        }  # fmt: skip
        for name, (least, most) in bounds.items():
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"{name} must be from {least} to {most}, got {getattr(self, name)}")

    def people_on_duty(self, province: str, hour: int) -> int:
        """How many people a province has in an hour after planning (0 is the first)."""
        known = self.on_duty.get(province)
        return known[min(hour, len(known) - 1)] if known else self.on_duty_assumed

    def response_of(self, province: str) -> ResponseTimes:
        """How long the teams of a province take."""
        return self.responses.get(province, self.response)

    def shown(self) -> list[dict[str, object]]:
        """Return every assumption as a row: name, value, unit, words and source in both languages."""
        hotline, response = self.hotline, self.response
        erlang = Words(
            zh="Erlang C（1917）与 Erlang A（Palm 1957；Garnett 等 2002）；数值为系统设置",
            en="Erlang C (1917) and Erlang A (Palm 1957; Garnett and others 2002); the numbers are settings",
        )
        setting = Words(zh="系统设置", en="a setting of this system")
        calls = "/".join(map(str, hotline.calls_per_100k))
        rows = [
            ("calls_per_100k", calls, "", "每十万收信客户各小时来电", "Calls an hour, of 100,000 told", setting),
            ("talk_s", hotline.talk_s, "s", "每通时长", "Length of a call", erlang),
            ("seats", hotline.seats, "", "热线坐席", "Hotline seats", setting),
            ("answer_s", hotline.answer_s, "s", f"承诺 {hotline.answer_percent}% 在多少秒内接起",
             f"Promise: {hotline.answer_percent} % answered within", setting),
            ("patience_s", self.patience_s, "s", "平均等待耐心", "Mean patience of a caller", _HOUSE),
            ("message_rate_per_s", self.message_rate_per_s, "/s", "短信下发速率（条）", "Parts sent a second", setting),
            ("on_duty", self.on_duty_assumed, "", "未排班省份的当班人数（假设）",
             "People on duty where no roster says it (assumed)", _HOUSE),
            ("busy_percent", self.busy_percent, "%", "一项任务占用一人的时间，占办结时限",
             "A task keeps one person busy for, of its work clock", _HOUSE),
            ("busy_most_minutes", self.busy_most_minutes, "min", "但不超过", "but not for more than", _HOUSE),
            ("approval_minutes", self.approval_minutes, "min", "批准用时（中位）", "Approval takes (median)", _HOUSE),
            ("median_percent", response.median_percent, "%", "响应用时（中位），占时限",
             "Response takes (median), of its clock", response.source),
            ("spread_percent", response.spread_percent, "%", "响应用时的离散（对数标准差）",
             "Spread of responses (standard deviation of the logarithm)", response.source),
        ]  # fmt: skip
        if self.responses:
            measured = next(iter(self.responses.values())).source
            rows.append(
                (
                    "responses",
                    f"{len(self.responses)}",
                    "",
                    "响应用时取自日志的省份",
                    "Provinces whose response times are from the log",
                    measured,
                )
            )
        if self.on_duty:
            known = f"{len(self.on_duty)}"
            rows.append(("rosters", known, "", "已排班的省份", "Provinces with a roster", self.on_duty_source))
        return [
            {"name": name, "value": value, "unit": unit, "zh": zh, "en": en, "source_zh": source.zh,
             "source_en": source.en}
            for name, value, unit, zh, en, source in rows
        ]  # fmt: skip
