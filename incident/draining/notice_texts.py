"""The words of staff notices, Chinese and English by template: data, so that a translator can read them.

`{title_*}` is what a notice is about, `{place_*}` whose matter it is, `{incident_*}` the incident; the rest comes from
the notice's own values.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Template to (subject, body), Chinese and English.
TEXTS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "task_dispatched": (
        ("新任务：{title_zh}", "{incident_zh}：下达任务「{title_zh}」{count_zh}，请登录确认。"),
        ("New task: {title_en}", "{incident_en}: “{title_en}”{count_en} was dispatched; sign in to acknowledge."),
    ),
    "task_overdue": (
        ("超时未确认：{title_zh}", "{incident_zh}：任务「{title_zh}」无人确认，已升级到您，请登录处理。"),
        (
            "Not acknowledged in time: {title_en}",
            "{incident_en}: “{title_en}” is not acknowledged; it comes to you.",
        ),
    ),
    "task_expired": (
        ("确认已过期：{title_zh}", "{incident_zh}：任务「{title_zh}」确认后一直没有开始，重新待确认。"),
        (
            "Acknowledgement expired: {title_en}",
            "{incident_en}: “{title_en}” was acknowledged and never begun; it is open again.",
        ),
    ),
    "task_declined": (
        ("任务被拒：{title_zh}", "{incident_zh}：任务「{title_zh}」被省公司拒绝，请另行安排。"),
        ("Task declined: {title_en}", "{incident_en}: a province declined “{title_en}”; find another way."),
    ),
    "task_reminded": (
        ("催办：{title_zh}", "{incident_zh}：总部催办任务「{title_zh}」。"),
        ("Reminder: {title_en}", "{incident_en}: headquarters asks about “{title_en}”."),
    ),
    "ask_made": (
        (
            "{place_zh}请求：{title_zh}",
            "{incident_zh}：{place_zh}向总部请求{title_zh}，须在 {due} 前答复，请登录处理。",
        ),
        (
            "{place_en} asks for: {title_en}",
            "{incident_en}: {place_en} asks headquarters for {title_en}; sign in to answer by {due}.",
        ),
    ),
    "incident_raised": (
        ("{place_zh}上报事件", "{place_zh}上报「{incident_zh}」，须在 {due} 前宣布、并入或不受理，请登录处理。"),
        (
            "{place_en} raised an incident",
            "{place_en} raised “{incident_en}”: declare it, merge it or decline it by {due}. Sign in to decide.",
        ),
    ),
    "ask_overdue": (
        ("超时未答复：{place_zh}", "{incident_zh}：{place_zh}的请求（{title_zh}）无人答复，已升级到您，请登录处理。"),
        (
            "Not answered in time: {place_en}",
            "{incident_en}: what {place_en} asked for ({title_en}) is not answered; it comes to you.",
        ),
    ),
    "ask_accepted": (
        ("总部同意：{title_zh}", "{incident_zh}：总部同意了您的请求（{title_zh}），请登录查看。"),
        (
            "Headquarters agrees: {title_en}",
            "{incident_en}: headquarters agrees to what you asked for ({title_en}); sign in to read it.",
        ),
    ),
    "ask_declined": (
        ("总部未同意：{title_zh}", "{incident_zh}：总部没有同意您的请求（{title_zh}），请登录查看原因。"),
        (
            "Headquarters declines: {title_en}",
            "{incident_en}: headquarters declines what you asked for ({title_en}); sign in to read why.",
        ),
    ),
    "aid_requested": (
        ("{place_zh}请求支援：{title_zh}", "{incident_zh}：{place_zh}请求支援 {title_zh}，请询问各省，请登录处理。"),
        (
            "{place_en} requests aid: {title_en}",
            "{incident_en}: {place_en} requests {title_en}; ask provinces whether they can help. Sign in to act.",
        ),
    ),
    "aid_asked": (
        ("请支援{place_zh}：{title_zh}", "{incident_zh}：请支援{place_zh} {title_zh}，须在 {due} 前答复，请登录处理。"),
        (
            "Can you aid {place_en}: {title_en}",
            "{incident_en}: can you aid {place_en} with {title_en}? An answer is due by {due}. Sign in to give it.",
        ),
    ),
    "aid_unanswered": (
        (
            "支援请求无人处理：{title_zh}",
            "{incident_zh}：{place_zh}的支援请求（{title_zh}）超时，已升级到您，请登录处理。",
        ),
        (
            "Aid: nobody has answered: {title_en}",
            "{incident_en}: {title_en}, asked for by {place_en}, is not answered in time; it comes to you.",
        ),
    ),
    "aid_offered": (
        ("{place_zh}愿支援：{title_zh}", "{incident_zh}：{place_zh}可支援 {title_zh}，{due} 可到，请登录调用。"),
        (
            "{place_en} offers: {title_en}",
            "{incident_en}: {place_en} offers {title_en}, there by {due}; sign in to commit it.",
        ),
    ),
    "aid_declined": (
        ("{place_zh}不能支援：{title_zh}", "{incident_zh}：{place_zh}不能支援 {title_zh}，请登录另行询问。"),
        (
            "{place_en} cannot aid: {title_en}",
            "{incident_en}: {place_en} cannot aid with {title_en}; sign in to ask others.",
        ),
    ),
    "aid_promised": (
        ("支援已调用：{title_zh}", "{incident_zh}：{place_zh}支援您 {title_zh}，{due} 可到，请登录查看。"),
        (
            "Aid is on its way: {title_en}",
            "{incident_en}: {place_en} aids you with {title_en}, there by {due}; sign in to see it.",
        ),
    ),
    "aid_committed": (
        ("请出发支援{place_zh}：{title_zh}", "{incident_zh}：请支援{place_zh} {title_zh}，请登录查看。"),
        (
            "Your aid is called for: {title_en}",
            "{incident_en}: aid {place_en} with {title_en}; sign in to see where and by when.",
        ),
    ),
    "aid_released": (
        ("支援结束，可以撤回：{title_zh}", "{incident_zh}：支援{place_zh}的 {title_zh} 可以撤回，请登录查看。"),
        (
            "Your aid is released: {title_en}",
            "{incident_en}: {title_en} that you lent to {place_en} may go home; sign in to see it.",
        ),
    ),
    "aid_cancelled": (
        ("支援请求已取消：{title_zh}", "{incident_zh}：{place_zh}不再需要 {title_zh}。"),
        ("The request for aid is cancelled: {title_en}", "{incident_en}: {place_en} no longer needs {title_en}."),
    ),
    "merge_proposed": (
        ("提请合并：{incident_zh}", "「{incident_zh}」被标为与「{title_zh}」重复，请决定是否合并。"),
        (
            "Merge proposed: {incident_en}",
            "“{incident_en}” is said to be a duplicate of “{title_en}”; decide whether to merge it. Sign in to act.",
        ),
    ),
    "measure_ends": (
        (
            "{hours} 小时后到期：{title_zh}",
            "{incident_zh}：举措「{title_zh}」还有 {hours} 小时到期，请登录决定延期还是收尾；无人决定则按计划收尾。",
        ),
        (
            "Ends in {hours} h: {title_en}",
            "{incident_en}: “{title_en}” ends in {hours} hours. Sign in to extend it, or it lands as planned.",
        ),
    ),
    "reach_test": (
        ("可达性测试", "这是可达性测试，不是任务：收到请回复 1，或登录后点“我在”。"),
        ("Reachability test", "A test of who can be reached, no task: answer 1, or sign in and press “I am here”."),
    ),
    "test": (
        ("测试通知", "这是您自己发的测试通知，不用回复。"),
        ("Test notice", "You sent this test to yourself; no answer is needed."),
    ),
}
#: For a template that has no words of its own.
OTHER = (
    ("通知：{title_zh}", "{incident_zh}：{title_zh}。请登录查看。"),
    ("Notice: {title_en}", "{incident_en}: {title_en}. Sign in to see it."),
)
#: The same on one line, for what has no room.
SHORT: Mapping[str, tuple[str, str]] = {
    "reach_test": ("可达性测试，不是任务", "A test of who can be reached, no task"),
    "task_dispatched": ("新任务「{title_zh}」{count_zh}", "New task “{title_en}”{count_en}"),
    "task_overdue": ("超时未确认「{title_zh}」", "Not acknowledged: “{title_en}”"),
    "task_expired": ("确认后未开始「{title_zh}」", "Never begun, open again: “{title_en}”"),
    "task_declined": ("被拒「{title_zh}」，请另行安排", "Declined: “{title_en}”; find another way"),
    "task_reminded": ("总部催办「{title_zh}」", "Reminder: “{title_en}”"),
    "measure_ends": ("{hours} 小时后到期「{title_zh}」", "Ends in {hours} h: “{title_en}”"),
}
