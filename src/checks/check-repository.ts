import { makeCheckedPlan, readCheckedPipelines } from '../checked-plan.ts'
import type { ConventionLevel } from '../plan/conventions/conventions.ts'
import { ActionError, type Location, type Problem } from '../problem.ts'
import type { Files } from '../workspace/files.ts'
import type { Pipeline } from '../workspace/pipeline.ts'
import { rememberFiles } from './remember-files.ts'

export interface RepositoryCheck {
  /** The names of the pipelines to check. */
  readonly names: readonly string[]
  readonly pipelinesDir: string
  readonly environments: readonly string[]
  readonly conventions: ConventionLevel
  /** The variables that are set here. */
  readonly env: Readonly<Record<string, string>>
}

/** Finds what a run of the action would find before it builds, for every environment: each problem once, by its place. */
export async function checkRepository(checkout: Files, check: RepositoryCheck): Promise<Problem[]> {
  const files = rememberFiles(checkout)
  try {
    const pipelines = await readCheckedPipelines(files, check.names, check)
    const found = await Promise.all(
      check.environments.map((environment) => findInEnvironment(files, { ...check, environment, pipelines })),
    )
    return merge(found).sort(comparePlaces)
  } catch (error) {
    if (error instanceof ActionError) return error.problems.toSorted(comparePlaces)
    throw error
  }
}

async function findInEnvironment(
  files: Files,
  {
    names,
    environments,
    env,
    environment,
    pipelines,
  }: RepositoryCheck & { environment: string; pipelines: readonly Pipeline[] },
): Promise<readonly Problem[]> {
  const plan = await makeCheckedPlan(files, {
    environment,
    environments,
    env,
    pipelines,
    reason: '',
    affected: { affected: names, removed: [], elsewhere: [] },
    shellOutputs: new Map(),
    platforms: [],
    startedAt: 0,
    unsetVariables: 'warning',
  })
  return plan.problems
}

/** Each problem once. That a pipeline has nothing for an environment counts only where that is so for all of them. */
function merge(found: readonly (readonly Problem[])[]): Problem[] {
  const isIdle = ({ code }: Problem) => code === 'pipeline-without-deployments'
  const idle = found.map((problems) => new Set(problems.filter(isIdle).map(({ location }) => location?.path)))
  const counts = (problem: Problem) =>
    !isIdle(problem) || idle.every((paths) => paths.has(problem.location?.path))
  const distinct = new Map(found.flat().map((problem) => [JSON.stringify(problem), problem]))
  return [...distinct.values()].filter(counts)
}

function comparePlaces({ location: a }: Problem, { location: b }: Problem): number {
  const [path, other] = [a?.path ?? '', b?.path ?? '']
  return path === other ? placeIn(a) - placeIn(b) : path < other ? -1 : 1
}

function placeIn({ line = 0, column = 0 }: Partial<Location> = {}): number {
  return line * 1e6 + column
}
