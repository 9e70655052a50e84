"""The walls around a reader, put up by the child itself before it touches a byte of the file.

First the limits of the kernel (memory, processor time, file size, open files); then, on Linux, a seccomp
filter that forbids sockets, new processes, changing files and, for readers that get their bytes by standard
input, opening any file at all. The filter is assembled here: it is forty instructions, and a dependency would
be one more thing to trust. `probe` tries what is forbidden and tells what held.
"""

import ctypes
import os
import platform
import resource
import socket
import struct
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

OPEN_FILES = 64


@dataclass(frozen=True, slots=True)
class Limits:
    """What the kernel grants a reader."""

    memory_bytes: int
    cpu_seconds: int
    file_bytes: int


FOOTPRINT_LIMITS = Limits(memory_bytes=1 << 30, cpu_seconds=10, file_bytes=64 << 20)
#: Regions and exposure are mapped, which counts as memory though it is shared.
IMPACT_LIMITS = Limits(memory_bytes=4 << 30, cpu_seconds=25, file_bytes=64 << 20)
#: A map of the whole country is read once, by an administrator: more of everything, still not without end.
MAP_LIMITS = Limits(memory_bytes=4 << 30, cpu_seconds=90, file_bytes=256 << 20)

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_ALLOW, _KILL, _EPERM = 0x7FFF0000, 0x80000000, 0x00050001
_CLONE_THREAD = 0x00010000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_ENOSYS = 0x00050000 | 38

#: AUDIT_ARCH, forbidden calls, clone, clone3, and (call, argument index of its flags) for the open family.
_MACHINES: dict[str, tuple[int, tuple[int, ...], int, int, tuple[tuple[int, int], ...]]] = {
    "x86_64": (
        0xC000003E,
        # socket connect accept sendto sendmsg bind listen socketpair fork vfork execve kill truncate rename mkdir
        # rmdir creat link unlink symlink chmod chown ptrace mknod mount accept4 tkill
        (41, 42, 43, 44, 46, 49, 50, 53, 57, 58, 59, 62, 76, 82, 83, 84, 85, 86, 87, 88, 90, 92, 101, 133, 165, 200,
         # keyctl mkdirat mknodat fchownat unlinkat renameat linkat symlinkat fchmodat accept4 process_vm_* renameat2
         250, 258, 259, 260, 263, 264, 265, 266, 268, 288, 310, 311, 316,
         # bpf execveat userfaultfd io_uring_setup pidfd_open openat2
         321, 322, 323, 425, 434, 437),
        56, 435, ((2, 1), (257, 2)),
    ),
    "aarch64": (
        0xC00000B7,
        # mknodat mkdirat unlinkat symlinkat linkat renameat mount truncate fchmodat fchownat ptrace kill tkill
        (33, 34, 35, 36, 37, 38, 40, 45, 53, 54, 117, 129, 130,
         # socket socketpair bind listen accept connect sendto sendmsg keyctl execve accept4 process_vm_* renameat2
         198, 199, 200, 201, 202, 203, 206, 211, 219, 221, 242, 270, 271, 276,
         # bpf execveat userfaultfd io_uring_setup pidfd_open openat2
         280, 281, 282, 425, 434, 437),
        220, 435, ((56, 2),),
    ),
}  # fmt: skip


def limit_resources(limits: Limits) -> None:
    """Set the limits of the kernel for this process; they cannot be raised again."""
    for which, amount in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(which)
        lowered = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(which, (lowered, lowered))


def filter_calls(*, may_open: bool) -> bool:
    """Put up the seccomp filter; `may_open` lets files be opened for reading. False where there is none."""
    machine = _MACHINES.get(platform.machine())
    if not sys.platform.startswith("linux") or machine is None or struct.calcsize("P") != 8:
        return False
    program = _program(*machine, may_open=may_open)
    library = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    if library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(library.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.c_char_p(header), 0, 0) == 0)


def _program(
    arch: int,
    forbidden: tuple[int, ...],
    clone: int,
    clone3: int,
    opening: tuple[tuple[int, int], ...],
    *,
    may_open: bool,
) -> bytes:
    """Return classic BPF over struct seccomp_data (nr at 0, arch at 4, arguments from 16, 8 bytes each)."""

    def step(code: int, k: int, *, if_true: int = 0, if_false: int = 0) -> bytes:
        return struct.pack("HBBI", code, if_true, if_false, k)

    load, equal, at_least, any_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    program = [
        step(load, 4), step(equal, arch, if_true=1), step(answer, _KILL),
        step(load, 0), step(at_least, 0x40000000, if_false=1), step(answer, _KILL),
    ]  # fmt: skip
    for call in forbidden:
        program += [step(equal, call, if_false=1), step(answer, _EPERM)]
    # glibc tries clone3 first and falls back to clone, whose flags can be looked at, only on ENOSYS.
    program += [step(equal, clone3, if_false=1), step(answer, _ENOSYS)]
    program += [
        step(equal, clone, if_false=4), step(load, 16), step(any_bit, _CLONE_THREAD, if_true=1),
        step(answer, _EPERM), step(answer, _ALLOW),
    ]  # fmt: skip
    for call, flags in opening:
        if may_open:
            program += [
                step(equal, call, if_false=4), step(load, 16 + 8 * flags), step(any_bit, _WRITING, if_false=1),
                step(answer, _EPERM), step(answer, _ALLOW),
            ]  # fmt: skip
        else:
            program += [step(equal, call, if_false=1), step(answer, _EPERM)]
    program.append(step(answer, _ALLOW))
    return b"".join(program)


def probe() -> dict[str, bool]:
    """Put up all walls in this process and try to pass them; True where a wall held."""
    before = dict(os.environ)
    scratch = tempfile.gettempdir()
    limits = FOOTPRINT_LIMITS
    limit_resources(limits)
    filtered = filter_calls(may_open=False)
    return {
        "empty environment": not (before.keys() - {"LC_CTYPE", "OPENBLAS_NUM_THREADS"}),
        "memory limit": _refused(lambda: bytearray(2 * limits.memory_bytes), MemoryError),
        "processor time limit": resource.getrlimit(resource.RLIMIT_CPU)[0] <= limits.cpu_seconds,
        "file size limit": resource.getrlimit(resource.RLIMIT_FSIZE)[0] <= limits.file_bytes,
        "open files limit": resource.getrlimit(resource.RLIMIT_NOFILE)[0] <= OPEN_FILES,
        "seccomp": filtered,
        "no sockets": _refused(socket.socket, OSError),
        "no new processes": _refused(_fork, OSError),
        "no opening of files": _refused(lambda: Path("/etc/hostname").read_bytes(), PermissionError),
        "no writing of files": _refused(lambda: Path(scratch, "tongxin-probe").write_bytes(b""), PermissionError),
    }


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _refused(attempt: Callable[[], object], error: type[BaseException]) -> bool:
    try:
        attempt()
    except error:
        return True
    return False
