import { readFile, realpath } from 'node:fs/promises'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { BuildOptions } from '../../src/images/bake-definition.ts'
import type { ImageRecipe, PlannedDeployment, PlannedImage } from '../../src/plan/plan.ts'
import { ActionError, type Problem } from '../../src/problem.ts'

/** What the builds of a plan are asked for where the user asks for nothing. */
export const noBuildOptions: BuildOptions = {
  builder: undefined,
  args: {},
  contexts: {},
  secrets: [],
  cacheFrom: [],
  cacheTo: [],
  platforms: [],
}

/** Tries again at once, so that tests don't wait. */
export const impatient = { retries: 2, firstDelayMs: 1 }

export function aPlannedImage(
  overrides: Partial<Omit<PlannedImage, 'recipe'>> & { recipe?: Partial<ImageRecipe> } = {},
): PlannedImage {
  const { recipe, ...rest } = overrides
  const name = rest.name ?? 'ghcr.io/my-city/pipelines'
  const tag = rest.tag ?? 'abc1234'
  const pipelines = rest.pipelines ?? ['rj_smfp__revenue']
  return {
    reference: `${name}:${tag}`,
    name,
    tag,
    additionalTags: [],
    pipelines,
    location: { path: `pipelines/${pipelines[0] ?? ''}/prefect.yaml`, line: 3, column: 5 },
    ...rest,
    recipe: {
      context: '.',
      dockerfile: `pipelines/${pipelines[0] ?? ''}/Dockerfile`,
      args: {},
      labels: {},
      target: undefined,
      platforms: [],
      noCache: false,
      pull: false,
      network: undefined,
      ...recipe,
    },
  }
}

export function aPlannedDeployment(overrides: Partial<PlannedDeployment> = {}): PlannedDeployment {
  return {
    pipeline: 'rj_smfp__revenue',
    name: 'revenue--prod',
    index: 0,
    entrypoint: 'pipelines/rj_smfp__revenue/flow.py:revenue',
    workPool: 'k8s',
    image: 'ghcr.io/my-city/pipelines:abc1234',
    values: {},
    location: { path: 'pipelines/rj_smfp__revenue/prefect.yaml', line: 10, column: 5 },
    workPoolLocation: { path: 'pipelines/rj_smfp__revenue/prefect.yaml', line: 14, column: 13 },
    ...overrides,
  }
}

/** A folder that is gone at the end of the block. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string
  /** Writes a file, with folders as needed; gives its path. */
  readonly write: (name: string, content: string, mode?: number) => Promise<string>
  readonly read: (name: string) => Promise<string>
}

export async function makeTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'execution-test-')))
  return {
    path,
    write: async (name, content, mode = 0o644) => {
      const file = join(path, name)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content)
      await chmod(file, mode)
      return file
    },
    read: (name) => readFile(join(path, name), 'utf8'),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}

/** The environment of tests as programs get it. */
export function testEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...more }
}

/**
 * The problems with which `task` ends the run.
 * @throws Error when it doesn't.
 */
export async function problemsOf(task: () => unknown): Promise<readonly Problem[]> {
  try {
    await task()
  } catch (error) {
    if (error instanceof ActionError) return error.problems
    throw error
  }
  throw new Error('an ActionError was expected')
}

/** The same for a single problem. */
export async function problemOf(task: () => unknown): Promise<Problem> {
  const problems = await problemsOf(task)
  const [first, ...others] = problems
  if (first === undefined || others.length > 0)
    throw new Error(`one problem was expected, not ${problems.length}`)
  return first
}
