import { environmentOfDeployment } from '../trigger/environment.ts'
import { fillPlaceholders, type Lookup } from '../workspace/template.ts'
import type { Plan, PlannedDeployment } from './plan.ts'
import { asRecord, type Settings } from './settings.ts'

/** A deployment as Prefect's REST API tells it. */
export type ActualDeployment = Readonly<Record<string, unknown>> & {
  readonly id: string
  readonly name: string
  readonly entrypoint?: string | null
}

/** What a deploy would make of one deployment. */
export interface DeploymentChange {
  readonly pipeline: string
  readonly name: string
  readonly state: 'added' | 'changed' | 'unchanged'
  readonly differences: readonly Difference[]
}

/** One setting that would change, as JSON; undefined where there is none. Secrets are hidden. */
export interface Difference {
  /** Such as `parameters.period`. */
  readonly setting: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/** What a plan would change in Prefect. */
export interface Comparison {
  readonly changes: readonly DeploymentChange[]
  /** Deployments of the environment that Prefect has, and the planned pipelines' files don't. */
  readonly gone: readonly { readonly name: string; readonly id: string }[]
}

/**
 * Holds a plan against all deployments that Prefect has.
 * @param environments all of them, to tell which one a deployment's name ends in.
 * @param lookup answers the placeholders that the plan leaves as they stand: the environment's.
 */
export function comparePlan(
  plan: Plan,
  actual: readonly ActualDeployment[],
  {
    pipelinesDir,
    environments,
    lookup,
  }: { pipelinesDir: string; environments: readonly string[]; lookup: Lookup },
): Comparison {
  const known = plan.deployments.map((planned) => findActual(planned, actual))
  const changes = plan.deployments.map((planned, index) => compareDeployment(planned, known[index], lookup))
  const folders = [...plan.pipelines, ...plan.removed].map((name) =>
    pipelinesDir === '.' ? `${name}/` : `${pipelinesDir}/${name}/`,
  )
  const gone = actual
    .filter((deployment) => !known.includes(deployment))
    .filter(({ name }) => environmentOfDeployment(name, environments) === plan.environment)
    .filter(({ entrypoint }) => folders.some((folder) => entrypoint?.startsWith(folder)))
  return { changes, gone: gone.map(({ name, id }) => ({ name, id })) }
}

/** Prefect knows a deployment by its flow's name too, which only Python knows; its file has to do in its place. */
function findActual(
  { name, entrypoint }: PlannedDeployment,
  actual: readonly ActualDeployment[],
): ActualDeployment | undefined {
  const named = actual.filter((deployment) => deployment.name === name)
  return (
    named.find((deployment) => deployment.entrypoint === entrypoint) ??
    (named.length === 1 ? named[0] : undefined)
  )
}

function compareDeployment(
  { pipeline, name, settings }: PlannedDeployment,
  actual: ActualDeployment | undefined,
  lookup: Lookup,
): DeploymentChange {
  if (actual === undefined) return { pipeline, name, state: 'added', differences: [] }
  const differences = findDifferences(settings, actual, lookup)
  return { pipeline, name, state: differences.length > 0 ? 'changed' : 'unchanged', differences }
}

/** Only what the entry says is compared: Prefect keeps the rest, or its own defaults. */
function findDifferences(settings: Settings, actual: ActualDeployment, lookup: Lookup): Difference[] {
  const before = flatten(
    Object.fromEntries(Object.keys(settings).map((key) => [key, actualSetting(actual, key)])),
  )
  const written = flatten(withSlugs(settings))
  const after = flatten(withSlugs(asRecord(fillPlaceholders(settings, lookup))))
  const names = new Set([...after.keys(), ...[...before.keys()].filter((name) => !isLeftAlone(name, after))])
  return [...names].sort().flatMap((setting) => {
    const [was, will] = [before.get(setting), after.get(setting)]
    if (was === will) return []
    // What the environment gives is shown as the placeholder that stands for it.
    return [hideSecrets({ setting, before: was, after: written.get(setting) ?? will })]
  })
}

/** A setting as Prefect has it, in the form that a `prefect.yaml` gives it. */
function actualSetting(actual: ActualDeployment, key: string): unknown {
  if (key === 'concurrency_limit') return asRecord(actual['global_concurrency_limit'])['limit'] ?? actual[key]
  if (key !== 'schedules') return actual[key]
  const schedules = Array.isArray(actual[key]) ? actual[key] : []
  return byPlace(
    schedules.map((each: unknown) => {
      const { schedule, ...rest } = asRecord(each)
      return { ...rest, ...asRecord(schedule) }
    }),
  )
}

function withSlugs(settings: Settings): Settings {
  const { schedules } = settings
  return Array.isArray(schedules) ? { ...settings, schedules: byPlace(schedules) } : settings
}

/** Schedules by their slug, which Prefect knows them by, or else by their place. */
function byPlace(schedules: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(
    schedules.map((each, index) => {
      const { slug, ...rest } = asRecord(each)
      return [typeof slug === 'string' && slug !== '' ? slug : String(index + 1), rest]
    }),
  )
}

/** A schedule that stays has many settings which its entry says nothing about. */
function isLeftAlone(name: string, after: ReadonlyMap<string, string>): boolean {
  const schedule = /^schedules\.[^.]+\./.exec(name)?.[0]
  return schedule !== undefined && [...after.keys()].some((each) => each.startsWith(schedule))
}

/** All plain values of nested mappings, as JSON, by their path. Lists count as one value. */
function flatten(value: unknown, path = ''): Map<string, string> {
  const entries = Object.entries(asRecord(value))
  if (entries.length > 0) {
    const nested = entries.map(([key, item]) => flatten(item, path === '' ? key : `${path}.${key}`))
    return new Map(nested.flatMap((each) => [...each]))
  }
  const isNothing = value === undefined || value === null || JSON.stringify(value) === '{}'
  return new Map(isNothing || path === '' ? [] : [[path, JSON.stringify(value)]])
}

const secretName = /pass(word|wd)?|secret|token|credential|api_?key|private|auth/i

function hideSecrets({ setting, before, after }: Difference): Difference {
  if (!secretName.test(setting)) return { setting, before, after }
  const hide = (text: string | undefined) =>
    text === undefined || /^"?\{\{.*\}\}"?$/.test(text) ? text : '(hidden)'
  return { setting, before: hide(before), after: hide(after) }
}
