import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { execa } from 'execa'
import { failure, messageOf } from '../problem.ts'

/** A program to run: never a shell string, so no name, path or input can become a command. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  /** The whole environment: nothing is inherited beside it. */
  readonly env: Readonly<Record<string, string>>
  /** Written to standard input, which is then closed: the place for secrets. */
  readonly input?: string
  /** Stops the program and all that it started. */
  readonly signal?: AbortSignal
  /** Called for each line of standard output and standard error. The output is then not kept. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void
}

export interface CommandResult {
  /** The program's exit code, 128 + n where signal n ended it. */
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** A program that is running and can be talked to. */
export interface RunningCommand {
  /** Writes one line to its standard input. */
  readonly send: (line: string) => void
  /** Closes its standard input. */
  readonly close: () => void
  /** Ends the program and all that it started. */
  readonly stop: () => void
  /** Settles when the program has ended; rejects when it was aborted or couldn't be started. */
  readonly finished: Promise<CommandResult>
}

/** How long a stopped program may take to end by itself. With its share of the summary it stays under the 5 s that a cancelled run promises. */
const killAfterMs = 2500

/**
 * Runs a program to its end. The exit code alone says whether it worked: callers look at it.
 * @throws ActionError `command-missing` when there is no such program, `command-unusable` when it can't be started or
 * followed; the signal's reason when aborted.
 */
export async function runCommand(command: Command): Promise<CommandResult> {
  return await startCommand(command, command.input ?? '').finished
}

/**
 * Starts a program, leading a process group of its own so that stopping it also stops its children.
 * @param input what to write to standard input before closing it; without it, standard input stays open for `send`.
 */
export function startCommand(command: Command, input?: string): RunningCommand {
  const { onLine, signal } = command
  signal?.throwIfAborted()
  const child = execa(command.file, command.args, {
    cwd: command.cwd,
    env: command.env,
    extendEnv: false,
    stdin: 'pipe',
    ...(input !== undefined && { input }),
    detached: true,
    reject: false,
    stripFinalNewline: false,
    buffer: onLine === undefined,
    ...(onLine && { stdout: tee(onLine, 'stdout'), stderr: tee(onLine, 'stderr') }),
  })
  let stopped = false
  const stopChildren = stopGroup(child.pid)
  const stop = () => {
    stopped = true
    stopChildren()
  }
  signal?.addEventListener('abort', stop, { once: true })
  process.once('exit', stop)

  const finish = async (): Promise<CommandResult> => {
    const result = await child
    signal?.removeEventListener('abort', stop)
    process.removeListener('exit', stop)
    // What it started may not have heeded the signal.
    if (stopped && child.pid !== undefined) signalGroup(child.pid, 'SIGKILL')
    signal?.throwIfAborted()
    if (result.cause !== undefined) throw unusable(command, result)
    const { exitCode, signal: endedBy, stdout, stderr } = result
    return {
      exitCode: exitCode ?? 128 + (endedBy === undefined ? 0 : constants.signals[endedBy]),
      stdout: stdout ?? '',
      stderr: stderr ?? '',
    }
  }
  return {
    send: (line) => {
      child.stdin.write(`${line}\n`)
    },
    close: () => {
      child.stdin.end()
    },
    stop,
    finished: finish(),
  }
}

/** Hands each line on and keeps none. */
function tee(onLine: NonNullable<Command['onLine']>, stream: 'stdout' | 'stderr') {
  return function* (line: unknown): Generator<string> {
    onLine(String(line), stream)
    yield String(line)
  }
}

/** A function that ends a whole process group: politely, then by force. */
function stopGroup(pid: number | undefined): () => void {
  return () => {
    if (pid === undefined || !signalGroup(pid, 'SIGTERM')) return
    setTimeout(() => signalGroup(pid, 'SIGKILL'), killAfterMs).unref()
  }
}

/** Says whether there was a process left in the group to be signalled. */
function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(-pid, signal)
  } catch {
    return false
  }
}

function missing(file: string, cause: unknown): Error {
  const hints: Record<string, string> = {
    docker: 'Run on a runner with Docker, such as ubuntu-latest.',
    git: 'Run on a runner with git, such as ubuntu-latest.',
    uv: 'Add a step that uses astral-sh/setup-uv before this action.',
  }
  return failure('command-missing', `The program "${file}" is not installed on this runner.`, {
    hint: hints[file] ?? `Install "${file}" in a step before this action.`,
    cause,
  })
}

function unusable(
  { file, cwd }: Command,
  { code, cause }: { code?: string | undefined; cause?: unknown },
): Error {
  // A missing folder has the same code.
  if (code === 'ENOENT' && existsSync(cwd)) return missing(file, cause)
  return failure('command-unusable', `The program "${file}" can't be run in ${cwd}: ${messageOf(cause)}`, {
    hint: 'Check that the file is executable and the folder there.',
    cause,
  })
}
