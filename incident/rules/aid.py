"""What may be asked of one another, and which answer may follow which (EDXL-RM 1.0, OASIS). Pure."""

from __future__ import annotations

from collections.abc import Mapping

#: Kind to its names and the unit that is counted.
KINDS: Mapping[str, tuple[str, str]] = {
    "vehicle_bs": ("应急通信车", "mobile base station vehicle"),
    "uav_bs": ("无人机基站", "UAV base station"),
    "satellite_phone": ("卫星电话", "satellite phone"),
    "generator": ("发电机组", "generator set"),
    "fuel_truck": ("油料车", "fuel truck"),
    "splicing_team": ("光缆抢修队", "fibre splicing team"),
    "engineers": ("技术人员", "engineer"),
    "hall_staff": ("营业厅人员", "hall staff"),
    "hotline_seats": ("热线座席", "hotline seat"),
    "power_banks": ("充电设备", "charging kit"),
    "other": ("其他", "other"),
}
MOST = 100_000

#: What may be done to a part in which state.
PART: Mapping[str, frozenset[str]] = {
    "accept": frozenset({"asked", "declined"}),
    "decline": frozenset({"asked", "accepted"}),
    "commit": frozenset({"accepted"}),
    "release": frozenset({"committed"}),
    "cancel": frozenset({"asked", "accepted", "committed"}),
}
#: What may be done to a request in which state.
REQUEST: Mapping[str, frozenset[str]] = {
    "ask": frozenset({"requested", "committed"}),
    "commit": frozenset({"requested", "committed"}),
    "release": frozenset({"requested", "committed", "released"}),
    "cancel": frozenset({"requested", "committed"}),
}


def state_of_request(commitments: Mapping[str, int], *, had_any: bool) -> str:
    """What a request is after its commitments changed: all released once there were some and none is left."""
    if commitments:
        return "committed"
    return "released" if had_any else "requested"
