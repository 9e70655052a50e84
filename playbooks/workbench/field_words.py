"""What the words of a playbook's file mean, in both languages: for differences, for the form and for help on hover."""

from collections.abc import Mapping

from playbooks.terms.words import Words

#: Name in the file → what it is called.
NAMES: Mapping[str, Words] = {
    name: Words(zh=zh, en=en)
    for name, (zh, en) in {
        "slug": ("代号", "Slug"),
        "version": ("版本", "Version"),
        "title": ("名称", "Title"),
        "summary": ("要点", "Summary"),
        "owner": ("负责部门", "Owner"),
        "hazards": ("适用灾种", "Hazards"),
        "sources": ("依据", "Sources"),
        "teams": ("班组", "Teams"),
        "parameters": ("参数", "Parameters"),
        "class_b_cap_fen": ("一人可批上限", "One person may approve up to"),
        "task_notice": ("任务通知", "Task notice"),
        "response_clocks": ("时限", "Clocks"),
        "escalation": ("没人确认时", "When nobody acknowledges"),
        "measures": ("措施", "Measures"),
        "tasks": ("任务", "Tasks"),
        "messages": ("消息", "Messages"),
        "tests": ("自带的测试", "Tests"),
        "kind": ("措施类型", "Kind of measure"),
        "why": ("为什么", "Why"),
        "when": ("条件", "Condition"),
        "levels": ("响应级别", "Response levels"),
        "colours": ("预警颜色", "Warning colours"),
        "reaches": ("达到", "Reaches"),
        "having": ("至少有", "Having at least"),
        "below": ("低于", "Below"),
        "regions": ("仅限地区", "Only in"),
        "counties_with": ("县内至少有", "Counties with at least"),
        "near": ("附近有", "Near"),
        "points": ("地点", "Points"),
        "km": ("多少公里以内", "Within km"),
        "at": ("在哪里", "Where"),
        "lon": ("经度", "Longitude"),
        "lat": ("纬度", "Latitude"),
        "if": ("且须", "And if"),
        "phase": ("阶段", "Phase"),
        "phases": ("阶段", "Phases"),
        "prepare": ("预备", "Prepare"),
        "warn": ("预警", "Warn"),
        "respond": ("处置", "Respond"),
        "recover": ("恢复", "Recover"),
        "triggers": ("启动条件", "Triggers"),
        "calendar": ("日程", "Calendar"),
        "signal": ("信号", "Signal"),
        "signals": ("信号", "Signals"),
        "approval": ("审批类别", "Approval class"),
        "provinces": ("哪些省", "Provinces"),
        "window": ("起止", "Window"),
        "from": ("起", "From"),
        "until": ("止", "Until"),
        "team": ("由谁", "Team"),
        "critical": ("关键", "Critical"),
        "depends_on": ("在…之后", "Depends on"),
        "step": ("日程节点", "Step of the calendar"),
        "segments": ("客群", "Segments"),
        "rules": ("怎样算在内", "Who counts"),
        "fields": ("内容", "Content"),
        "message": ("所用消息", "Message"),
        "target": ("份数", "How many"),
        "clocks": ("时限变动", "Clock changes"),
        "checklist": ("清单", "Checklist"),
        "outcomes": ("上报", "Reports"),
        "channel": ("渠道", "Channel"),
        "text": ("正文", "Text"),
        "correction": ("备好的更正", "Correction, prepared"),
        "cancel": ("备好的解除", "Cancel, prepared"),
        "unit": ("单位", "Unit"),
        "default": ("默认值", "Default"),
        "least": ("最小", "Least"),
        "most": ("最大", "Most"),
        "cap_fen": ("资金上限", "Cap"),
        "acknowledge_minutes": ("确认", "Acknowledge"),
        "start_minutes": ("开始", "Start"),
        "work_minutes": ("办结", "Finish"),
        "report_minutes": ("续报", "Report every"),
        "reference": ("出处", "Reference"),
        "given": ("假设", "Given"),
        "expect": ("应得", "Expected"),
        "id": ("代号", "Id"),
        "parameter": ("取自参数", "Taken from the parameter"),
        "zh": ("中文", "Chinese"),
        "en": ("英文", "English"),
    }.items()
}

#: What a planner is told when the pointer rests on a word.
HELP: Mapping[str, Words] = {
    name: Words(zh=zh, en=en)
    for name, (zh, en) in {
        "slug": (
            "预案的代号，也是文件名：小写字母、数字、横线。改了就是另一份预案。",
            "The playbook's name, also of its file: small letters, digits, hyphens. Another one is another playbook.",
        ),
        "version": (
            "每次发布必须比上一次大。",
            "Must be higher at each publication.",
        ),
        "hazards": ("适用的灾种；事件按灾种找预案。", "Hazards that it is for; incidents find their playbook by them."),
        "class_b_cap_fen": (
            "一人（乙类）可批准的最高金额，单位分；超过须两人。",
            "The most that one person (class B) may approve, in fen; above it two must.",
        ),
        "parameters": (
            "执勤人员启动时可在 least 与 most 之间调整的数，用 {parameter: 名称} 引用。",
            "Numbers that may be changed between least and most when planning; referred to by {parameter: name}.",
        ),
        "when": (
            "条件：写出的每一部分都要成立。reaches 是按单位写的门槛。",
            "The condition: every part given must hold. reaches names a threshold for each unit.",
        ),
        "reaches": (
            "最低烈度或等级，按单位：CSI（中国烈度）、MMI、level（1 蓝到 4 红）、force、kn；单位之间不换算。",
            "Least severity by unit: CSI (Chinese intensity), MMI, level (1 blue to 4 red), force, kn.",
        ),
        "near": (
            "只在这些地点（points 的名称）附近的县；地点所在的县总算在内。写几个，近其一即可。",
            "Only counties near a point of one of these groups (names of points); the county it lies in always counts.",
        ),
        "points": (
            "预案认得的地点：名称、公里数、经纬度（WGS-84）；at: venues 即活动的场馆。条件里用 near 引用。",
            "Points that the playbook knows: title, how many km, and where (WGS-84); at: venues are the event's.",
        ),
        "levels": ("响应级别 I 到 IV 之一已宣布。", "One of these response levels has been declared."),
        "window": (
            "起止时刻：day（当日 0:00）、T+0、T+90m、T-2h、T+30d。",
            "From when until when: day (0:00 of the day), T+0, T+90m, T-2h, T+30d.",
        ),
        "kind": ("措施类型；fields 随类型而定。", "The kind of measure; its fields depend on it."),
        "fields": ("这种措施自己的内容，单位写在名称里（_fen 分，_ppm 百万分之一）。",
                   "What this kind of measure needs; units stand in the names (_fen fen, _ppm millionths)."),
        "rules": ("怎样算在影响范围内；各省实际用的不同，可并用。",
                  "What counts as being in the area; operators really use different ones, several may be named."),
        "team": ("teams 里的一个班组。", "One of the teams above."),
        "critical": ("关键项：无人确认时优先升级，桌面上排在前面。", "Comes first on screens and when nobody answers."),
        "depends_on": ("先做完这些项再做。", "Items that must be done before."),
        "step": ("计划活动：这项就是日程里的哪个节点；到时日程不再另派任务。",
                 "Planned events: which step of the calendar this is; the calendar then gives no task of its own."),
        "checklist": ("班组照着做的一到二十行。", "One to twenty lines that the team works through."),
        "outcomes": ("班组办结时上报的数，带单位和可信范围。",
                     "Figures that the team reports when done, with unit and believable range."),
        "message": ("messages 里的一条。", "One of the messages below."),
        "text": ("正文；{where}、{when} 等由系统填入。", "The text; {where}, {when} and so on are filled in."),
        "correction": ("发出之前就备好的更正。", "The correction that lies ready before anything is sent."),
        "cancel": ("发出之前就备好的解除；不写则按标题拟一句。", "The word that it holds no more; else the title."),
        "task_notice": ("每项任务下达时发给班组的通知。", "What a team is told with every task that names no other."),
        "response_clocks": ("各级别的时限（分钟）。", "Minutes at each response level."),
        "escalation": ("没人确认时依次通知谁。", "Who is called in turn when nobody acknowledges."),
        "tests": ("随预案走的测试：given 是假设的情况，expect 是应得的结果。",
                  "Tests that travel with it: a situation (given) and what must follow (expect)."),
        "sources": ("做法的出处；没有出处写 proposal。", "Where a practice comes from; proposal where there is none."),
        "cap_fen": ("资金上限，单位分。", "The most it may cost, in fen."),
        "target": ("incident 全国一项，province 每省一项，county 每县一项。",
                   "incident: one for all; province: one a province; county: one a county."),
    }.items()
}  # fmt: skip


def name_of(word: str) -> Words:
    """Return what a word of the file is called; the word itself where nobody has said."""
    return NAMES.get(word) or Words(zh=word, en=word)
