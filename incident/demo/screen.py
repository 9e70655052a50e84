"""What the terminal shows around the story: where to go, who to be, what the set-up does, and the balance."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from incident.demo.balance import Reckoning
from incident.demo.processes import Ports
from incident.demo.stage import Stage

ROLES = (
    ("watch", "看全局，不影响剧情", "look on; changes nothing, the story goes on"),
    ("duty", "总部值班员", "duty officer: declare, dispatch, submit, verify"),
    ("commander", "总指挥", "commander: level, activate, close"),
    ("approver1 approver2", "审批人", "approvers: two for class A"),
    ("planner  reviewer", "预案员、复盘员", "planner, reviewer"),
    ("admin", "管理员", "administrator: people"),
    ("sichuan", "四川省值班", "Sichuan's team; every province has one"),
    ("sichuan.lead", "四川省负责人", "Sichuan's lead: may decline"),
)


def console() -> Console:
    """The terminal; wide enough for tables where it is no terminal at all."""
    return Console(file=sys.stdout, width=None if sys.stdout.isatty() else 110, highlight=False)


@contextmanager
def progress(terminal: Console, *, steps: int) -> Iterator[Callable[[str], None]]:
    """A bar while maps are built; the function tells the step that begins."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=terminal, transient=True) as bar:
        line = bar.add_task("set-up", total=steps + 1)

        def step(words: str) -> None:
            bar.update(line, description=f"set-up: {words}", advance=1)

        yield step


def show_addresses(terminal: Console, stage: Stage, ports: Ports, *, lan: str | None, watching: str) -> None:
    """Where to go and who to be."""
    if stage.resumed:
        terminal.print("接着上次停下的地方。 Goes on where it stopped; --fresh begins anew.\n", style="yellow")
    where = Table(title="演练 EXERCISE · 同心 Tongxin", title_style="bold yellow", show_header=False, box=None)
    where.add_row("总部 headquarters", f"http://hq.localhost:{ports.web}")
    where.add_row("四川 Sichuan", f"http://sichuan.localhost:{ports.web}/workspace")
    if lan:
        where.add_row("局域网 other machines", f"http://{lan}:{ports.web}")
    where.add_row("邮件 mails that left", f"http://127.0.0.1:{ports.mailbox}/messages")
    where.add_row("短信 SMS that left", f"http://127.0.0.1:{ports.sms}/messages")
    where.add_row("密码 password, all accounts", f"[bold]{stage.run.password}[/bold]")
    terminal.print(where)
    terminal.print(f"免登录观看 / watch without a login: {watching}", soft_wrap=True)
    who = Table(box=None, pad_edge=True)
    for title in ("login", "角色", "role"):
        who.add_column(title)
    for row in ROLES:
        who.add_row(*row)
    terminal.print(who)
    terminal.print(
        f"\n时钟 {stage.run.speed} 倍速；有访客操作时回到真实速度，其角色由访客接手，闲置五分钟后交还。\n"
        f"The clock runs {stage.run.speed} times as fast, and at real speed while you act in a role; the part you log "
        "in as is yours until you log out or rest for five minutes. Ctrl-C ends it.\n"
    )


def show_balance(terminal: Console, reckoning: Reckoning) -> None:
    """The balance, and every difference on a line of its own."""
    table = Table(title="平衡表 Balance · 户 customers", title_style="bold")
    table.add_column("措施 measure")
    for title in ("应 intended", "交 submitted", "待 waiting", "成 applied", "败 failed", "未知 unknown", "元 yuan"):
        table.add_column(title, justify="right")
    for line in reckoning.lines:
        figures = (line.intended, line.submitted, line.waiting, line.applied, line.failed, line.unknown)
        table.add_row(f"{line.title_zh}\n{line.title_en}", *(f"{n:,}" for n in figures), f"{line.fen / 100:,.0f}")
    terminal.print(table)
    told = " · ".join(f"{name} {count}" for name, count in reckoning.tasks.items())
    terminal.print(f"任务 tasks: {told}")
    for difference in reckoning.differences:
        terminal.print(f"[red]≠[/red] {difference}")
    if reckoning.even:
        terminal.print(
            "[green]平 even[/green]：与计费、网关各自的账一致 / agrees with billing's and the gateway's own books"
        )
    else:
        terminal.print(f"[red]不平 not even[/red]: {len(reckoning.differences)} differences")
