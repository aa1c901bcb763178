import { failure } from '../problem.ts'
import { isTransient, TransientError, withRetries, type RetryPolicy } from '../process/retry.ts'
import { runCommand, type Command, type CommandResult } from '../process/run-command.ts'

/** A registry to log in to. */
export interface RegistryLogin {
  readonly host: string
  readonly username: string
  readonly password: string
}

/** Where and how docker is run. */
export interface DockerOptions {
  readonly cwd: string
  /** Names the run's own configuration folder in `DOCKER_CONFIG`. */
  readonly env: Readonly<Record<string, string>>
  readonly retry: RetryPolicy
  readonly signal: AbortSignal
}

/** The first release of buildx with `--progress=rawjson`. */
const oldestBuildx = [0, 13] as const

/** Runs docker with arguments. */
export async function runDocker(
  { cwd, env, signal }: DockerOptions,
  args: readonly string[],
  more: Pick<Command, 'input' | 'onLine'> = {},
): Promise<CommandResult> {
  return await runCommand({ file: 'docker', args, cwd, env, signal, ...more })
}

/**
 * Checks that docker has a buildx new enough.
 * @throws ActionError `command-missing` or `buildx-missing`.
 */
export async function checkBuildx(options: DockerOptions): Promise<void> {
  const { exitCode, stdout } = await runDocker(options, ['buildx', 'version'])
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)\.\d+/.exec(stdout) ?? []
  const isNew = Number(major) > oldestBuildx[0] || Number(minor) >= oldestBuildx[1]
  if (exitCode === 0 && isNew) return
  const found = exitCode === 0 ? `It has ${stdout.trim()}.` : 'It has none.'
  throw failure(
    'buildx-missing',
    `This runner's docker needs buildx ${oldestBuildx.join('.')} or newer. ${found}`,
    {
      hint: 'Add a step that uses docker/setup-buildx-action before this action.',
    },
  )
}

/**
 * Logs in to a registry; the password goes by standard input.
 * @throws ActionError `registry-login-refused`, or `registry-unreachable` after all retries.
 */
export async function logIn(
  options: DockerOptions,
  { host, username, password }: RegistryLogin,
): Promise<void> {
  const args = ['login', '--username', username, '--password-stdin', host]
  const attempt = async () => {
    const { exitCode, stderr } = await runDocker(options, args, { input: password })
    if (exitCode === 0) return
    const refused = /unauthorized|(?<!permission )denied|incorrect username|\b(401|403) /i.test(stderr)
    const error = refused
      ? failure('registry-login-refused', `${host} refused the login of "${username}". ${stderr.trim()}`, {
          hint: 'Check the inputs "registry-username" and "registry-password". On ghcr.io the job\'s own token works with the permission "packages: write".',
        })
      : failure('registry-unreachable', `The login to ${host} failed. ${stderr.trim()}`, {
          hint: 'Check the input "registry", and that the runner can reach it and a Docker engine.',
        })
    if (!refused && isTransient(stderr)) throw new TransientError(stderr.trim(), { cause: error })
    throw error
  }
  await withRetries(attempt, { ...options.retry, signal: options.signal })
}
