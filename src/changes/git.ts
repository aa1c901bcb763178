import { failure } from '../problem.ts'
import { isTransient, TransientError, withRetries, type RetryPolicy } from '../process/retry.ts'
import { runCommand, type CommandResult } from '../process/run-command.ts'
import { parseNameStatus, type Change } from './name-status.ts'

/** What the run asks of git. Paths are relative to the working directory. */
export interface Git {
  /** The id of the tree without files, to compare the very first commits with. */
  readonly emptyTree: () => Promise<string>
  readonly headCommit: () => Promise<string>
  readonly hasCommit: (commit: string) => Promise<boolean>
  /** Fetches one commit by its id. `gone`: the server answered that it doesn't have it. */
  readonly fetchCommit: (commit: string) => Promise<{ found: boolean; gone: boolean; message: string }>
  /** The newest commit that HEAD and a branch of the server share; fetches history until it is found. */
  readonly mergeBase: (branch: string) => Promise<string | undefined>
  readonly diff: (base: string, head: string) => Promise<Change[]>
  /** Committed paths that the checkout leaves out: of a sparse checkout, and submodules that were not asked for. */
  readonly notCheckedOut: () => Promise<string[]>
}

export interface GitOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly retry: RetryPolicy
  /** Used to fetch where the checkout kept no credentials. */
  readonly token: string | undefined
  /** Such as `https://github.com`: the only server that gets to see the token. */
  readonly serverUrl: string
  readonly signal?: AbortSignal
}

/** How much more history each attempt to find a merge base fetches in a shallow clone. */
const historyDepths = ['--deepen=50', '--deepen=500', '--deepen=5000', '--unshallow']

/** Whatever the user's own configuration says about differences. */
const diffArguments = [
  'diff',
  '--name-status',
  // Both paths of a moved file count anyway; to pair them, git would fetch each file that a partial clone lacks.
  '--no-renames',
  '-z',
  '--no-ext-diff',
  '--no-relative',
  '--ignore-submodules=none',
]

/**
 * Opens the git repository at `cwd`.
 * @throws ActionError `not-a-git-checkout`; from each call `git-failed`, or `commit-unavailable`, with what git printed.
 */
export async function openGit(options: GitOptions): Promise<Git> {
  const git = (args: readonly string[], env: Record<string, string> = {}) => run(options, args, env)
  const gitText = async (...args: string[]) => succeed(args, await git(args)).stdout.trim()
  const fetch = (...args: string[]) => fetchWithRetries(options, args)

  const prefix = await openCheckout(options, git)

  return {
    emptyTree: () => gitText('hash-object', '-t', 'tree', '--stdin'),
    headCommit: () => gitText('rev-parse', '--verify', 'HEAD^{commit}'),
    hasCommit: async (commit) => (await git(['cat-file', '-e', `${commit}^{commit}`])).exitCode === 0,
    fetchCommit: async (commit) => {
      const { exitCode, stderr } = await fetch('--depth=1', 'origin', commit)
      const gone = /not our ref|unadvertised object|couldn't find remote ref/i.test(stderr)
      return { found: exitCode === 0, gone, message: `git fetch said: ${stderr.trim()}` }
    },
    mergeBase: async (branch) => {
      const remoteBranch = `refs/remotes/origin/${branch}`
      for (const depth of historyDepths) {
        const shallow = (await gitText('rev-parse', '--is-shallow-repository')) === 'true'
        // The history of HEAD has to grow along with the branch's, so its commit is asked for too.
        const head = shallow ? [await gitText('rev-parse', 'HEAD')] : []
        const args = [...(shallow ? [depth] : []), 'origin', `+refs/heads/${branch}:${remoteBranch}`, ...head]
        const { exitCode: fetched, stderr } = await fetch(...args)
        if (fetched !== 0) throw unfetched(branch, stderr)
        const { exitCode, stdout } = await git(['merge-base', 'HEAD', remoteBranch])
        if (exitCode === 0) return stdout.trim()
        if (!shallow) return undefined
      }
      return undefined
    },
    diff: async (base, head) => {
      const args = [...diffArguments, '--end-of-options', base, head, '--']
      return parseNameStatus(succeed(args, await git(args)).stdout).map(({ status, path }) => ({
        status,
        path: relativeTo(prefix, path),
      }))
    },
    notCheckedOut: async () => {
      const args = ['ls-files', '--stage', '-t', '-z']
      const { skipped, submodules } = parseStage(succeed(args, await git(args)).stdout)
      if (submodules.length === 0) return skipped
      const status = await git(['submodule', 'status', '--', ...submodules])
      return [...skipped, ...[...status.stdout.matchAll(/^-[0-9a-f]+ (.+)$/gm)].map(([, path = '']) => path)]
    },
  }
}

/** Parses what `git ls-files --stage -t -z` prints: tag, mode, object, stage, a tab, and the path. */
function parseStage(output: string): { skipped: string[]; submodules: string[] } {
  const entries = output.split('\0').flatMap((entry) => {
    const [, tag, mode, path = ''] = /^(\S) (\d+) \S+ \d\t(.*)$/s.exec(entry) ?? []
    return tag === undefined ? [] : [{ tag, mode, path }]
  })
  return {
    skipped: entries.filter(({ tag }) => tag === 'S').map(({ path }) => path),
    submodules: entries.filter(({ mode }) => mode === '160000').map(({ path }) => path),
  }
}

async function openCheckout(
  { cwd }: GitOptions,
  git: (args: readonly string[]) => Promise<CommandResult>,
): Promise<string> {
  const { exitCode, stdout, stderr } = await git(['rev-parse', '--show-prefix'])
  if (exitCode === 0) return stdout.trimEnd()
  throw failure('not-a-git-checkout', `There is no git checkout at ${cwd}. Git said: ${stderr.trim()}`, {
    hint: 'Add a step that uses actions/checkout before this action, and check the input "working-directory".',
  })
}

/** Paths below the working directory become relative to it; others keep their way up to the repository's root. */
function relativeTo(prefix: string, path: string): string {
  return path.startsWith(prefix) ? path.slice(prefix.length) : `/${path}`
}

async function fetchWithRetries(options: GitOptions, args: readonly string[]): Promise<CommandResult> {
  let result: CommandResult | undefined
  const attempt = async (): Promise<CommandResult> => {
    result = await run(
      options,
      ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', ...args],
      credentials(options),
    )
    if (result.exitCode !== 0 && isTransient(result.stderr)) throw new TransientError(result.stderr)
    return result
  }
  try {
    return await withRetries(attempt, { ...options.retry, ...(options.signal && { signal: options.signal }) })
  } catch (error) {
    if (error instanceof TransientError && result !== undefined) return result
    throw error
  }
}

/** Git's configuration by environment, beside the user's own: the token shows up in no argument list and in no file. */
function credentials({ env, token, serverUrl }: GitOptions): Record<string, string> {
  if (token === undefined) return {}
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64')
  const first = Number(env['GIT_CONFIG_COUNT'] ?? 0)
  return {
    GIT_CONFIG_COUNT: `${first + 2}`,
    // The empty value takes away the header that actions/checkout may have left: GitHub refuses two of them.
    [`GIT_CONFIG_KEY_${first}`]: `http.${serverUrl}/.extraheader`,
    [`GIT_CONFIG_VALUE_${first}`]: '',
    [`GIT_CONFIG_KEY_${first + 1}`]: `http.${serverUrl}/.extraheader`,
    [`GIT_CONFIG_VALUE_${first + 1}`]: `AUTHORIZATION: basic ${basic}`,
  }
}

async function run(
  { cwd, env, signal }: GitOptions,
  args: readonly string[],
  more: Record<string, string>,
): Promise<CommandResult> {
  return await runCommand({
    file: 'git',
    args: [
      // In a container job the checkout belongs to another user, which git refuses without this.
      ...['-c', 'safe.directory=*'],
      // Committed files can look like a repository of their own, whose configuration would name programs to run.
      ...['-c', 'safe.bareRepository=explicit', ...args],
    ],
    cwd,
    // git's messages are recognised by their English text.
    env: { ...env, ...more, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
    input: '',
    ...(signal && { signal }),
  })
}

function unfetched(branch: string, stderr: string): Error {
  return failure(
    'commit-unavailable',
    `Can't tell what changed: the history of the branch "${branch}" couldn't be fetched. git fetch said: ${stderr.trim()}`,
    { hint: 'Check that actions/checkout ran first and that the job has the permission "contents: read".' },
  )
}

function succeed(args: readonly string[], result: CommandResult): CommandResult {
  if (result.exitCode === 0) return result
  throw failure(
    'git-failed',
    `git ${args[0] ?? ''} failed with exit code ${result.exitCode}: ${result.stderr.trim() || 'it said nothing'}`,
    {
      hint: 'Check that actions/checkout ran before this action, and that no step after it changed the repository.',
    },
  )
}
