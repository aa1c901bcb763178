import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { parse } from 'yaml'
import type { Repository } from './monorepo.ts'

const root = join(import.meta.dirname, '..')

/** What a job would show of one use of the action. */
export interface ActionResult {
  readonly exitCode: number
  /** Everything that was printed, workflow commands included. */
  readonly log: string
  readonly summary: string
  readonly outputs: Readonly<Record<string, string>>
  readonly durationMs: number
  /** What the post step left in the runner's temporary folder. */
  readonly leftovers: readonly string[]
}

export interface ActionRun {
  /** The checkout. */
  readonly workspace: string
  readonly event: { readonly name: string; readonly ref: string; readonly payload: unknown }
  readonly inputs: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  /** Called for each line as it is printed. */
  readonly onLine?: (line: string) => void
  /** Called once the process runs: with what sends it signals, and what settles when it has ended. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void, ended: Promise<unknown>) => void
}

/** Pushes what was committed, and runs the action on that push in a checkout like that of actions/checkout. */
export async function pushAndRun(
  repository: Repository,
  branch: string,
  run: Omit<ActionRun, 'workspace' | 'event'> & { readonly force?: boolean },
): Promise<ActionResult> {
  const payload = await repository.push(branch, { force: run.force ?? false })
  const workspace = await repository.shallowClone(branch)
  return await runAction({ ...run, workspace, event: { name: 'push', ref: payload.ref, payload } })
}

/** Runs the action as somebody does by hand, on the newest commit of a branch. */
export async function runByHand(
  repository: Repository,
  branch: string,
  run: Omit<ActionRun, 'workspace' | 'event'>,
): Promise<ActionResult> {
  const workspace = await repository.shallowClone(branch)
  const ref = `refs/heads/${branch}`
  return await runAction({ ...run, workspace, event: { name: 'workflow_dispatch', ref, payload: { ref } } })
}

/**
 * Runs the committed bundle as a GitHub runner does: inputs and defaults as `INPUT_*`, files for outputs, state and
 * summary, then the post step, whatever happened before.
 */
export async function runAction(run: ActionRun): Promise<ActionResult> {
  const folder = await mkdtemp(join(tmpdir(), 'runner-'))
  try {
    const env = await makeEnvironment(run, folder)
    const from = performance.now()
    const child = execa('node', [join(root, 'dist', 'main.mjs')], {
      cwd: run.workspace,
      env,
      extendEnv: false,
      all: true,
      reject: false,
      stdin: 'ignore',
      stripFinalNewline: false,
    })
    run.onStart?.((signal) => child.kill(signal), child)
    const lines: string[] = []
    for await (const line of child.iterable({ from: 'all' })) {
      lines.push(line)
      run.onLine?.(line)
    }
    const { exitCode } = await child
    const durationMs = performance.now() - from
    const state = parseCommandFile(await readFile(join(folder, 'state'), 'utf8'))
    const stateVariables = Object.entries(state).map(([name, value]) => [`STATE_${name}`, value])
    await execa('node', [join(root, 'dist', 'post.mjs')], {
      env: { ...env, ...(Object.fromEntries(stateVariables) as Record<string, string>) },
      extendEnv: false,
    })
    const { stdout } = await execa('find', [join(folder, 'temp'), '-mindepth', '1'])
    return {
      exitCode: exitCode ?? -1,
      log: lines.join('\n'),
      summary: await readFile(join(folder, 'summary'), 'utf8'),
      outputs: parseCommandFile(await readFile(join(folder, 'output'), 'utf8')),
      durationMs,
      leftovers: stdout.split('\n').filter((path) => path !== ''),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function makeEnvironment(run: ActionRun, folder: string): Promise<Record<string, string>> {
  await mkdir(join(folder, 'temp'))
  await writeFile(join(folder, 'event.json'), JSON.stringify(run.event.payload))
  for (const name of ['output', 'state', 'summary', 'env', 'path']) await writeFile(join(folder, name), '')
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(GITHUB|INPUT|ACTIONS|PREFECT|NODE|INTEGRATION)_/.test(name),
  )
  return {
    ...(Object.fromEntries(inherited) as Record<string, string>),
    ...(await makeInputs(run.inputs)),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: run.event.name,
    GITHUB_EVENT_PATH: join(folder, 'event.json'),
    GITHUB_REF: run.event.ref,
    GITHUB_WORKSPACE: run.workspace,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STATE: join(folder, 'state'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    GITHUB_ENV: join(folder, 'env'),
    GITHUB_PATH: join(folder, 'path'),
    RUNNER_TEMP: join(folder, 'temp'),
    ...run.env,
  }
}

/** What a job on GitHub knows. */
const expressions: Readonly<Record<string, string>> = {
  '${{ github.actor }}': 'testbed',
  '${{ github.token }}': 'a-job-token',
}

/** The inputs given and the defaults of action.yml. */
async function makeInputs(given: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const action = parse(await readFile(join(root, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { default?: string }>
  }
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(action.inputs, name))
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`)
  const entries = Object.entries(action.inputs).map(([name, { default: value = '' }]) => [
    `INPUT_${name.toUpperCase()}`,
    given[name] ?? expressions[value] ?? value,
  ])
  return Object.fromEntries(entries) as Record<string, string>
}

/** Reads a file of outputs or state: `name<<word`, the value, `word`. */
function parseCommandFile(text: string): Record<string, string> {
  const entries = [...text.matchAll(/^(.+?)<<(.+)\n([\s\S]*?)\n?\2$/gm)].map(
    ([, name = '', , value = '']) => [name, value],
  )
  return Object.fromEntries(entries) as Record<string, string>
}
