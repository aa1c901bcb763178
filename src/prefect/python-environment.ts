import { access, constants, realpath } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { failure } from '../problem.ts'
import { isTransient, TransientError, withRetries, type RetryPolicy } from '../process/retry.ts'
import { runCommand, type CommandResult } from '../process/run-command.ts'
import { findNamedProject, recogniseUv } from '../workspace/diagnoses/uv-messages.ts'

/** How uv is run. */
export interface UvOptions {
  /** The uv workspace's root. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly retry: RetryPolicy
  readonly signal: AbortSignal
  readonly onOutput: (line: string) => void
}

/**
 * Checks that uv.lock fits the workspace's pyproject.toml files, without changing it.
 * @throws ActionError `command-missing`, `uv-failed`, or the code of a trouble whose remedy is known.
 */
export async function checkLock(options: UvOptions): Promise<void> {
  const { exitCode, stderr } = await runUv(options, ['lock', '--check'])
  if (exitCode === 0) return
  throw uvFailure('lock --check', exitCode, stderr)
}

/**
 * Makes one Python environment with the packages of all the given pipelines: a workspace has one lock, so they fit
 * together. It is the run's own and leaves the checkout's `.venv` alone.
 * @returns the environment's python.
 * @throws ActionError `command-missing`, `uv-failed`, or the code of a trouble whose remedy is known.
 */
export async function syncEnvironment(
  options: UvOptions,
  { folder, packages }: { folder: string; packages: readonly string[] },
): Promise<string> {
  const chosen = packages.flatMap((name) => ['--package', name])
  const env = { ...options.env, UV_PROJECT_ENVIRONMENT: folder }
  const { exitCode, stderr } = await runUv({ ...options, env }, ['sync', '--frozen', '--no-dev', ...chosen])
  if (exitCode !== 0) throw uvFailure('sync', exitCode, stderr)
  return join(folder, 'bin', 'python')
}

async function runUv(options: UvOptions, args: readonly string[]): Promise<CommandResult> {
  const { cwd, env, retry, signal, onOutput } = options
  const attempt = async () => {
    const result = await runCommand({
      file: 'uv',
      args: ['--no-progress', '--color', 'never', ...args],
      cwd,
      env,
      input: '',
      signal,
    })
    if (result.exitCode !== 0 && isTransient(result.stderr)) {
      throw new TransientError(result.stderr, {
        cause: uvFailure(args.join(' '), result.exitCode, result.stderr),
      })
    }
    return result
  }
  const result = await withRetries(attempt, { ...retry, signal })
  // The list of a hundred installed packages tells nothing that the lock file doesn't.
  const lines = result.stderr.split('\n').filter((line) => line.trim() !== '' && !/^ [+~-] /.test(line))
  for (const line of lines) onOutput(`uv | ${line}`)
  return result
}

function uvFailure(what: string, exitCode: number, stderr: string): Error {
  const said = `uv ${what} failed with exit code ${exitCode}. ${stderr.trim()}`
  const known = recogniseUv(stderr)
  if (known === undefined) {
    return failure('uv-failed', said, {
      hint: 'Run the same command in the repository to see it there. A private index needs its credentials under "env:" of the step.',
    })
  }
  const path = known.code === 'uv-lock-outdated' ? 'uv.lock' : findNamedProject(stderr)
  return failure(known.code, `${known.message}. ${said}`, {
    hint: known.hint,
    ...(path !== undefined && { location: { path, line: 1 } }),
  })
}

/**
 * The python beside the `prefect` on the PATH, for repositories without a uv.lock.
 * @throws ActionError `command-missing`.
 */
export async function findPythonOfPrefect(env: Readonly<Record<string, string>>): Promise<string> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const prefect = await executable(join(folder, 'prefect'))
    if (prefect === undefined) continue
    // A link (pipx, uv tool) leads to the environment that has Prefect; a shim (pyenv) has a python of its kind beside it.
    const bin = dirname(await realpath(prefect))
    const python = (await executable(join(bin, 'python'))) ?? (await executable(join(bin, 'python3')))
    if (python !== undefined) return python
  }
  throw failure('command-missing', 'This repository has no uv.lock, and there is no "prefect" on the PATH.', {
    hint: 'Make the repository a uv workspace and commit uv.lock, or install Prefect in a step before this action.',
  })
}

async function executable(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.X_OK)
    return path
  } catch {
    return undefined
  }
}
