"""Registers deployments with Prefect's own CLI, importing Prefect only once.

Starting `prefect` costs seconds of CPU, nearly all of it imports; registering a deployment then
costs well under one. So this program imports Prefect once, while images are still being built,
and forks a child for each Prefect file, which goes on as a `prefect deploy` of its own. They must
be processes: each pipeline puts its folder on `sys.path`, and the second `import constants` in one
process would get the first pipeline's module.

It is started with the Python of the workspace's environment and speaks JSON lines:

    stdin    {"job": "1", "prefectFile": "/tmp/1.yaml", "cwd": "/repo",  starts at once; "built" names
              "built": ["x--prod"]}                                     deployments with an image
    stdout   {"event": "ready", "prefect": "3.8.8"}                      jobs can be taken
             {"event": "failed", "message": "..."}                       Prefect can't be used; exit 1
             {"event": "output", "job": "1", "line": "..."}              a line that a child wrote
             {"event": "exit", "job": "1", "code": 0, "deployments": []} a child ended; a code below
                                                                         zero is the signal that did it

The end of stdin means that no more jobs will come: the program ends with its last child. SIGTERM and
SIGINT end all of it at once, with an "exit" event for each child. Prefect's settings come from the environment, and are read only once.
"""

import contextlib
import importlib
import inspect
import json
import os
import selectors
import signal
import sys
import tempfile
import time
import traceback

# What `prefect deploy` imports late, so once for all of the children if it is done before the fork.
# Not every version of Prefect has all of them.
PRELOADED = (
    "anyio._backends._asyncio",
    "prefect._vendor.croniter",
    "prefect.blocks.system",
    "prefect.cli.deploy",
    "prefect.cli.deploy._commands",
    "prefect.cli.deploy._core",
    "prefect.client.orchestration",
    "prefect.deployments.steps.core",
    "prefect.docker",
    "prefect.events.clients",
    "prefect.flows",
    "prefect.workers.base",
    "pydantic.v1",
)

STOPPING = (signal.SIGTERM, signal.SIGINT)

# How many seconds a stopped child may take to end by itself.
STOPPING_TIME = 1

# At least what a pipe holds: one read takes all that a dead child has left in it.
PIPE_CAPACITY = 1024 * 1024

# A longer line is handed on in pieces, so that output without a newline can't fill the memory.
LONGEST_LINE = 64 * 1024


def import_prefect():
    """Imports what the children need and returns Prefect's version.

    Logging is set up here as well: it is slow, and Prefect does it once in a process. Nothing of
    this starts a thread: after a fork the thread would be missing, and a lock it holds never freed.
    """
    import prefect
    import prefect.cli
    import prefect.deployments.runner  # noqa: F401
    from prefect.logging.configuration import setup_logging

    for name in PRELOADED:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError as error:
            if not name.startswith(error.name or "?"):
                raise  # not a module that this version lacks, but a hole in the environment
    setup_logging()
    return prefect.__version__


def record_registrations(record):
    """Has each deployment that Prefect registers written to the file `record`, a JSON line each.

    Exit code 0 does not say that a deployment was registered, and the CLI's output is for people.
    A new deployment (POST) and a known one (PATCH) both go through `RunnerDeployment.apply`, which
    gives a coroutine here. Of the job variables only the image is told: secrets may be among them.
    """
    from prefect.deployments.runner import RunnerDeployment

    original = RunnerDeployment.apply

    async def apply_and_record(deployment, applied):
        deployment_id = await applied if inspect.isawaitable(applied) else applied
        entry = {
            "id": str(deployment_id),
            "name": deployment.name,
            "flow": deployment.flow_name,
            "entrypoint": deployment.entrypoint,
            "workPool": deployment.work_pool_name,
            "image": (deployment.job_variables or {}).get("image"),
        }
        record.write(json.dumps(entry).encode() + b"\n")
        return deployment_id

    RunnerDeployment.apply = lambda self, *args, **kwargs: apply_and_record(
        self, original(self, *args, **kwargs)
    )


def make_up_no_pull_steps(built):
    """Has Prefect give these deployments no pull steps of its own.

    Where a deployment has no pull steps, Prefect makes some up, but none where it has a step that
    builds its image from a Dockerfile. That step was taken out here, because the image is built.
    """
    if not built:
        return
    name = "_generate_default_pull_action"
    homes = [importlib.import_module("prefect.cli.deploy")]
    with contextlib.suppress(ModuleNotFoundError):  # Prefect 3.4 has it all in one module
        homes.append(importlib.import_module("prefect.cli.deploy._core"))
    homes = [home for home in homes if hasattr(home, name)]
    if not homes:
        raise RuntimeError(f"this version of Prefect has no {name}")
    for home in homes:
        setattr(home, name, unless_built(getattr(home, name), built))


def unless_built(original, built):
    """The same function, which gives nothing for the deployments named in `built`."""

    async def generate(console, deploy_config, actions, **options):
        if deploy_config.get("name") in built:
            return None
        return await original(console, deploy_config=deploy_config, actions=actions, **options)

    return generate


def deploy(job, record):
    """Runs `prefect deploy` in a child and returns its exit code.

    `--all` is safe: the Prefect file holds the chosen deployments and no other.
    """
    sys.argv = ["prefect", "--no-prompt", "deploy", "--all", "--prefect-file", job["prefectFile"]]
    try:
        os.chdir(job["cwd"])
        record_registrations(record)
        make_up_no_pull_steps(job["built"])
        from prefect.cli import app

        app()
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


class Child:
    """A forked `prefect deploy`: its output, and the record of what it registered.

    The record is a file without a name: it needs no reading while the child runs, and what a
    flow prints can't get into it.
    """

    def __init__(self, job):
        self.job = job
        self.reader, self.writer = os.pipe()
        self.record = tempfile.TemporaryFile(buffering=0)
        self.pending = b""

    def read_lines(self):
        """The lines now in the output pipe, and whether more may come."""
        data = os.read(self.reader, PIPE_CAPACITY)
        *lines, self.pending = (self.pending + data).split(b"\n")
        if not data or len(self.pending) > LONGEST_LINE:
            lines, self.pending = lines + [self.pending] * bool(self.pending), b""
        return [line.decode(errors="replace") for line in lines], bool(data)

    def last_lines(self):
        """The rest of the output. The end is not waited for: a grandchild may hold the pipe."""
        os.set_blocking(self.reader, False)
        lines = []
        with contextlib.suppress(BlockingIOError):
            lines, _ = self.read_lines()
        return lines + [self.pending.decode(errors="replace")] * bool(self.pending)

    def registered(self):
        """The deployments that the child registered."""
        deployments = []
        with self.record as record:
            record.seek(0)
            for line in record.read().splitlines():
                with contextlib.suppress(ValueError):  # something else wrote to the file
                    deployments.append(json.loads(line))
        return deployments


class Registrar:
    """Starts a child for each job on stdin and tells, on `events`, what becomes of it.

    A single thread waits for all at once: stdin, the children's output and their ends.
    """

    def __init__(self, events):
        self.events = events
        self.children = {}  # by process id
        self.pending = b""
        self.selector = selectors.DefaultSelector()
        self.stopped_by = None
        for number in STOPPING:
            signal.signal(number, lambda number, _: os._exit(128 + number))

    def emit(self, event, **fields):
        """Writes an event. What a child said is only ever a JSON string in it."""
        line = json.dumps({"event": event, **fields}).encode() + b"\n"
        while line:
            line = line[os.write(self.events, line) :]

    def stop(self, code):
        """Ends the children and this program at once, telling what they had registered by then."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            for pid in self.children:
                os.kill(pid, number)
            deadline = time.monotonic() + STOPPING_TIME
            while self.children and time.monotonic() < deadline:
                time.sleep(0.01)
                self.reap()
        os._exit(code)

    def run(self):
        """Serves until stdin has ended, and the last child with it."""
        woken, self.wake = os.pipe()  # SIGCHLD writes to it, which ends the wait
        os.set_blocking(self.wake, False)
        signal.set_wakeup_fd(self.wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in STOPPING:
            signal.signal(number, self.be_stopped)
        self.selector.register(woken, selectors.EVENT_READ, lambda: os.read(woken, 4096))
        self.selector.register(0, selectors.EVENT_READ, self.take_jobs)
        while self.children or 0 in self.selector.get_map():
            for ready, _ in self.selector.select():
                if not ready.data():
                    self.selector.unregister(ready.fd)
            self.reap()
            if self.stopped_by:
                self.stop(128 + self.stopped_by)

    def be_stopped(self, number, _):
        """Only notes the signal: it may have come in the middle of an event's line."""
        self.stopped_by = number

    def take_jobs(self):
        """Starts the jobs that have come in; false when no more can come."""
        data = os.read(0, PIPE_CAPACITY)
        *lines, self.pending = (self.pending + data).split(b"\n")
        for line in lines:
            self.start(json.loads(line))
        return bool(data)

    def start(self, job):
        """Forks the child of a job. A signal to stop waits until the child has its own handlers."""
        child = Child(job["job"])
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                self.become(child)
                code = deploy(job, child.record)
                sys.stdout.flush()
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(code)  # never back into the parent's loop
        self.children[pid] = child
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
        os.close(child.writer)
        self.selector.register(child.reader, selectors.EVENT_READ, lambda: self.pass_on(child))

    def become(self, child):
        """Makes the forked process the child, with nothing of the parent's left: no signal handler,
        no jobs to read, and above all not its stdout. What a flow prints can't pass for an event."""
        os.dup2(child.writer, 1)
        os.dup2(child.writer, 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
        for fd in (self.events, self.wake, *self.selector.get_map()):
            if fd != 0:
                os.close(fd)
        self.selector.close()
        for other in self.children.values():
            other.record.close()

    def pass_on(self, child):
        """Tells what a child has written; false when it can write no more."""
        lines, more = child.read_lines()
        for line in lines:
            self.emit("output", job=child.job, line=line)
        return more

    def reap(self):
        """Tells which children have ended, and what they registered."""
        for pid, child in list(self.children.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if not ended:
                continue
            del self.children[pid]
            if child.reader in self.selector.get_map():
                self.selector.unregister(child.reader)
            for line in child.last_lines():
                self.emit("output", job=child.job, line=line)
            os.close(child.reader)
            code = os.waitstatus_to_exitcode(status)
            self.emit("exit", job=child.job, code=code, deployments=child.registered())


def main():
    if sys.path and os.path.realpath(sys.path[0]) == os.path.dirname(os.path.realpath(__file__)):
        del sys.path[0]  # this script's own folder, none of the workspace's
    for stream in (sys.stdout, sys.stderr):  # the children's too
        stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)
    registrar = Registrar(events=os.dup(1))
    os.dup2(2, 1)  # what an import prints is no event either
    try:
        version = import_prefect()
    except Exception as error:
        registrar.emit("failed", message=f"{type(error).__name__}: {error}")
        raise
    registrar.emit("ready", prefect=version)
    try:
        registrar.run()
    except BaseException:
        traceback.print_exc()
        registrar.stop(1)
    registrar.stop(0)  # to take down the interpreter in order would cost up to half a second


if __name__ == "__main__":
    main()
