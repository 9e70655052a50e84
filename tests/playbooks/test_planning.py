"""The plan: what is proposed for whom, and why. Small situations by hand, and properties over made-up ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.language.provinces import PROVINCES
from playbooks.language.situation import Situation, SituationRegion
from playbooks.measures import KINDS
from playbooks.planning.plan import Plan, snapshot
from playbooks.planning.planner import plan
from playbooks.planning.reasons import say
from playbooks.source.playbook import library
from playbooks.terms.words import SEGMENTS
from tests.playbooks.builders import DUJIANGYAN, NINGQIANG, WENCHUAN, WUHOU, earthquake, region, situation


def keys(planned: Plan) -> set[str]:
    return {item.item_key for item in planned.items}


def test_a_measure_has_one_key_without_version_area_or_footprint_in_it() -> None:
    planned = plan(earthquake(), situation(region(WENCHUAN, value=11)))

    assert {"earthquake/deferral/*", "earthquake/waiver/*", "earthquake/public-info/*"} <= keys(planned)
    assert "earthquake/report-situation/510000" in keys(planned)
    assert f"earthquake/county-points/{WENCHUAN}" in keys(planned)


def test_the_same_situation_gives_the_same_plan() -> None:
    told = situation(region(WENCHUAN, value=11), region(WUHOU, value=6))

    assert plan(earthquake(), told) == plan(earthquake(), told)


def test_a_growing_footprint_keeps_every_key_of_provinces_and_counties_still_hit() -> None:
    before = plan(earthquake(), situation(region(WENCHUAN, value=9)))
    after = plan(earthquake(), situation(region(WENCHUAN, value=10), region(NINGQIANG, value=8)))

    gone = keys(before) - keys(after)
    assert gone == {"earthquake/stand-by/610000"}  # Shaanxi is hit now and supports nobody
    assert len([key for key in keys(after) if key.startswith("earthquake/deferral/")]) == 1


def test_a_county_counts_only_with_the_part_that_reaches_the_threshold() -> None:
    severe = region(WENCHUAN, value=8, segments={"gotone": 7, "easyown": 1, "mzone": 0, "other": 2})
    felt = region(WENCHUAN, value=6, segments={"gotone": 70, "easyown": 10, "mzone": 0, "other": 20})

    planned = plan(earthquake(), situation(severe, felt))

    assert planned.item("earthquake/waiver/*").counts.by_segment == {
        "gotone": 7,
        "easyown": 1,
        "mzone": 0,
        "other": 2,
    }
    assert planned.item("earthquake/public-info/*").counts.total == 110
    assert planned.item("earthquake/public-info/*").area == {"510000": (WENCHUAN,)}


def test_area_is_sorted_counties_by_province() -> None:
    told = situation(region(NINGQIANG, value=8), region(WENCHUAN, value=8), region(DUJIANGYAN, value=8))

    area = plan(earthquake(), told).item("earthquake/deferral/*").area

    assert list(area.items()) == [("510000", (DUJIANGYAN, WENCHUAN)), ("610000", (NINGQIANG,))]


def test_a_task_knows_its_province_team_clocks_and_checklist_with_names_filled_in() -> None:
    item = plan(earthquake(), situation(region(WENCHUAN, value=9))).item(f"earthquake/county-points/{WENCHUAN}")

    assert (item.type, item.province, item.team) == ("task", "510000", "province_halls")
    assert item.title.zh == f"在{WENCHUAN}县设免费电话、充电、补卡点"
    assert item.clocks is not None
    assert (item.clocks.acknowledge_minutes, item.clocks.start_minutes, item.clocks.work_minutes) == (
        5,
        15,
        360,
    )
    assert len(item.checklist) == 4
    assert {outcome.name for outcome in item.outcomes} >= {"points_open", "people_served"}
    assert item.message is not None
    assert "5分钟内确认" in item.message.texts[0].text


@pytest.mark.parametrize(("level", "minutes"), [("I", 5), ("II", 10), ("III", 15), (None, 30)])
def test_clocks_follow_the_response_level_and_are_slowest_where_none_is_declared(
    level: str | None, minutes: int
) -> None:
    item = plan(earthquake(), situation(region(value=8), level=level)).item("earthquake/report-situation/510000")

    assert item.clocks is not None
    assert item.clocks.acknowledge_minutes == minutes


def test_the_waiver_counts_from_midnight_of_the_day_in_china() -> None:
    item = plan(earthquake(), situation(region(value=8))).item("earthquake/waiver/*")

    assert item.window is not None
    assert item.window.from_ == "2008-05-12T00:00:00+08:00"
    assert "retroactive" in {reason.code for reason in item.reasons}


def test_planning_later_gives_the_same_windows() -> None:
    early = plan(earthquake(), situation(region(value=8), hours=1)).item("earthquake/waiver/*")
    late = plan(earthquake(), situation(region(value=8), hours=50)).item("earthquake/waiver/*")

    assert snapshot(early) == snapshot(late)


def test_a_broadcast_is_class_a_described_never_numbered_and_has_its_correction() -> None:
    item = plan(earthquake(), situation(region(value=8))).item("earthquake/public-info/*")

    assert (item.type, item.approval_class) == ("broadcast", "A")
    assert item.audience is not None
    assert item.audience.counties == {"510000": (WENCHUAN,)}
    assert (item.audience.count, item.audience.segments) == (400, SEGMENTS)
    assert item.message is not None
    assert item.message.texts[0].parts == 2
    assert item.message.corrections[0].text.startswith("【更正】")
    assert [cancel.text[:4] for cancel in item.message.cancels] == ["【解除】", "With"]
    assert item.eta_seconds == 1  # 400 × 2 parts at 12,000 a second


def test_what_it_is_handed_stands_in_front_of_every_text() -> None:
    planned = plan(earthquake(), situation(region(value=11), text_prefix="«drill»"))

    texts = [
        text
        for item in planned.items
        if item.message
        for text in (*item.message.texts, *item.message.corrections, *item.message.cancels)
    ]
    assert len(texts) > 20
    assert all(text.text.startswith("«drill»") for text in texts)


@pytest.mark.parametrize(
    ("told", "item_id", "code"),
    [
        (situation(region(value=7)), "waiver", "no_county_reaches"),
        (situation(region(value=8), level="III"), "waiver", "needs_level"),
        (situation(region(value=8), level=None), "deferral", "needs_level_none"),
        (situation(), "report-situation", "no_region_hit"),
        (situation(region(value=8), hazard="typhoon"), "deferral", "other_hazard"),
        (situation(region(value=8, vulnerable=0)), "vulnerable-calls", "no_county_reaches"),
        (situation(region(value=9, vulnerable=0)), "vulnerable-calls", "nothing_there"),
        (situation(region(value=8, unit="level")), "deferral", "unit_not_known"),
        (situation(region(value=8), hours=24 * 8), "waiver", "window_over"),
        (
            situation(*(region(f"{p.adcode[:2]}0101", value=8) for p in PROVINCES)),
            "stand-by",
            "no_other_province",
        ),
    ],
)
def test_what_is_left_out_says_why(told: Situation, item_id: str, code: str) -> None:
    planned = plan(earthquake(), told)

    (omission,) = [left for left in planned.omitted if left.item_id == item_id]
    assert [reason.code for reason in omission.reasons] == [code]
    assert not [item for item in planned.items if item.item_id == item_id]


def test_mmi_is_compared_with_its_own_threshold_and_never_converted() -> None:
    assert "earthquake/waiver/*" in keys(plan(earthquake(), situation(region(value=7, unit="MMI"))))
    assert "earthquake/waiver/*" not in keys(plan(earthquake(), situation(region(value=7, unit="CSI"))))


def test_the_reason_names_counties_threshold_and_the_worst() -> None:
    told = situation(region(WENCHUAN, value=11), region(NINGQIANG, value=8), region(WUHOU, value=6))
    item = plan(earthquake(), told).item("earthquake/waiver/*")

    said = [say(reason, "en") for reason in item.reasons]
    assert f"2 counties in 2 provinces at CSI VIII or above, up to CSI XI in county {WENCHUAN}." in said


def test_a_parameter_moves_the_threshold_and_one_out_of_bounds_is_refused() -> None:
    told = situation(region(value=7))

    assert "earthquake/waiver/*" in keys(plan(earthquake(), told, parameters={"severe_from": 7}))
    with pytest.raises(ValueError, match=r"severe_from.*7 to 10"):
        plan(earthquake(), told, parameters={"severe_from": 3})
    with pytest.raises(ValueError, match="unknown"):
        plan(earthquake(), told, parameters={"severe": 8})


def test_money_above_the_cap_of_b_needs_two_approvers() -> None:
    told = situation(region(value=8))

    assert plan(earthquake(), told).item("earthquake/deferral/*").approval_class == "A"
    small = plan(earthquake(), told, parameters={"deferral_cap_fen": 500_000_000})
    assert small.item("earthquake/deferral/*").approval_class == "B"


def test_regions_outside_the_operator_and_not_assessed_are_noted_and_not_planned() -> None:
    told = situation(region(WENCHUAN, value=8), region("710001", value=9), not_assessed=("513222", "513223"))

    planned = plan(earthquake(), told)

    assert "710000" not in planned.item("earthquake/deferral/*").area
    assert [(note.code, note.args["counties"]) for note in planned.notes] == [
        ("outside_operator", 1),
        ("not_assessed", 2),
    ]


def test_what_depends_on_another_item_names_its_key_in_the_same_place() -> None:
    planned = plan(earthquake(), situation(region(WENCHUAN, value=8), region(NINGQIANG, value=8)))

    assert planned.item("earthquake/waiver-bills/610000").depends_on == ("earthquake/waiver/*",)
    assert planned.item("earthquake/staff-supplies/610000").depends_on == ("earthquake/report-situation/610000",)
    assert all(key in keys(planned) for item in planned.items for key in item.depends_on)


def test_a_report_of_a_province_follows_what_its_own_counties_do() -> None:
    hit = (region(WENCHUAN, value=4, unit="level"), region(NINGQIANG, value=4, unit="level"))
    planned = plan(library()["ice"], situation(*hit, hazard="ice"))

    report = planned.item("ice/county-points-report/510000")
    assert report.depends_on == (f"ice/county-points-open/{WENCHUAN}",)
    assert "waits_for" in {reason.code for reason in report.reasons}


def test_a_nationwide_footprint_is_planned_whole() -> None:
    counties = tuple(
        region(f"{p.adcode[:2]}{n // 20 + 1:02d}{n % 20 + 1:02d}", value=6 + n % 6)
        for p in PROVINCES
        for n in range(92)
    )

    planned = plan(earthquake(), situation(*counties))

    assert len(counties) == 2852
    assert planned.item("earthquake/public-info/*").counts.total == 2852 * 400
    # VIII and above: 61 of every 92 counties
    points = [item for item in planned.items if item.item_id == "county-points"]
    assert len(points) == sum(row.value_milli >= 8000 for row in counties)


segment_counts: st.SearchStrategy[dict[str, int]] = st.fixed_dictionaries(
    {str(name): st.integers(0, 10**7) for name in SEGMENTS}
)


@st.composite
def regions_hit(draw: st.DrawFn) -> tuple[SituationRegion, ...]:
    places = draw(
        st.lists(
            st.tuples(
                st.sampled_from(PROVINCES),
                st.integers(1, 9),
                st.integers(1, 12),
                st.sampled_from(["CSI", "MMI"]),
            ),
            max_size=12,
            unique_by=lambda place: (place[0].adcode, place[1], place[2]),
        )
    )
    return tuple(
        region(
            f"{p.adcode[:2]}010{n}",
            value=value,
            unit=unit,
            segments=draw(segment_counts),
            halls=draw(st.integers(0, 3)),
            key_customers=draw(st.integers(0, 2)),
            vulnerable=draw(st.integers(0, 2)),
        )
        for p, n, value, unit in places
    )


@settings(deadline=None, max_examples=60)
@given(regions_hit(), st.sampled_from(["I", "II", "III", "IV", None]))
def test_counts_add_up_every_way_and_to_the_situation(regions: tuple[SituationRegion, ...], level: str | None) -> None:
    for item in plan(earthquake(), situation(*regions, level=level)).items:
        counts = item.counts
        assert counts.total == sum(counts.by_segment.values()) == sum(counts.by_province.values())
        assert counts.total == sum(sum(county.values()) for county in counts.by_county.values())
        assert set(counts.by_county) == {adcode for counties in item.area.values() for adcode in counties}
        least = {"waiver": 8, "deferral": 7, "public-info": 6}.get(item.item_id)
        if least is not None:
            thresholds = {"CSI": least * 1000, "MMI": (least - 1) * 1000}
            assert counts.total == sum(row.total for row in regions if row.value_milli >= thresholds[row.unit])


@settings(deadline=None, max_examples=60)
@given(regions_hit(), st.sampled_from(["I", "II", "III", "IV", None]))
def test_every_item_is_planned_or_left_out_with_a_reason_that_can_be_said(
    regions: tuple[SituationRegion, ...], level: str | None
) -> None:
    book = earthquake()
    planned = plan(book, situation(*regions, level=level))

    chosen = {item.item_id for item in planned.items}
    left = {omission.item_id for omission in planned.omitted}
    assert not chosen & left
    assert chosen | left >= {item.id for item in (*book.measures, *book.tasks)}
    for reasons in [item.reasons for item in planned.items] + [omission.reasons for omission in planned.omitted]:
        assert reasons
        for reason in reasons:
            for lang in ("zh", "en"):
                said = say(reason, lang)
                assert said.strip()
                assert "{" not in said


@settings(deadline=None, max_examples=40)
@given(regions_hit())
def test_keys_are_unique_and_money_is_whole_and_within_its_cap(regions: tuple[SituationRegion, ...]) -> None:
    planned = plan(earthquake(), situation(*regions))

    assert len(keys(planned)) == len(planned.items)
    for item in planned.items:
        assert (item.cost is None) == (item.type == "task")
        if item.cost is not None:
            assert item.kind in KINDS
            assert type(item.cost.fen_total) is int
            assert 0 <= item.cost.fen_total <= item.cost.fen_cap
