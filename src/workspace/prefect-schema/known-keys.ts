import { findClosest } from '../../closest.ts'
import { isMapping } from './builders.ts'

/** A key that Prefect doesn't read. */
export interface UnknownKey {
  readonly path: readonly (string | number)[]
  readonly closest: string | undefined
  /** Keys of schedules: Prefect 3.8 refuses the file for them. */
  readonly isRefused: boolean
}

const fileKeys = ['name', 'prefect-version', 'build', 'push', 'pull', 'definitions', 'deployments']
const deploymentKeys = [
  ...['name', 'version', 'version_type', 'tags', 'description', 'schedule', 'schedules', 'paused'],
  ...['concurrency_limit', 'flow_name', 'entrypoint', 'parameters', 'enforce_parameter_schema'],
  ...['build', 'push', 'pull', 'work_pool', 'triggers', 'sla'],
]
const workPoolKeys = ['name', 'work_queue_name', 'job_variables']
const limitKeys = ['limit', 'collision_strategy', 'grace_period_seconds']
const scheduleKeys = [
  ...[
    'cron',
    'interval',
    'rrule',
    'timezone',
    'anchor_date',
    'active',
    'parameters',
    'slug',
    'replaces',
    'day_or',
  ],
]
const triggerKeys = [
  ...['type', 'name', 'description', 'enabled', 'parameters', 'job_variables', 'schedule_after', 'match'],
  ...[
    'match_related',
    'after',
    'expect',
    'for_each',
    'posture',
    'threshold',
    'within',
    'metric',
    'triggers',
    'require',
  ],
]

/** Finds the keys that no release of Prefect reads. */
export function findUnknownKeys(file: unknown): UnknownKey[] {
  const deployments = children(file, [], 'deployments')
  return [
    // A mapping or a list at the top may be there for its anchor.
    ...unknownIn(file, [], fileKeys).filter(({ path, closest }) => {
      const value = isMapping(file) ? file[String(path[0])] : undefined
      return closest !== undefined || typeof value !== 'object' || value === null
    }),
    ...deployments.flatMap(({ value, path }) => [
      ...unknownIn(value, path, deploymentKeys),
      ...unknownIn(child(value, 'work_pool'), [...path, 'work_pool'], workPoolKeys),
      ...unknownIn(child(value, 'concurrency_limit'), [...path, 'concurrency_limit'], limitKeys),
      ...unknownInSchedules(value, path),
      ...children(value, path, 'triggers').flatMap((each) => unknownIn(each.value, each.path, triggerKeys)),
    ]),
  ]
}

function unknownInSchedules(deployment: unknown, path: UnknownKey['path']): UnknownKey[] {
  const single = { value: child(deployment, 'schedule'), path: [...path, 'schedule'] }
  return [single, ...children(deployment, path, 'schedules')]
    .flatMap((each) => unknownIn(each.value, each.path, scheduleKeys))
    .map((key) => ({ ...key, isRefused: true }))
}

function unknownIn(value: unknown, path: UnknownKey['path'], known: readonly string[]): UnknownKey[] {
  if (!isMapping(value)) return []
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => ({ path: [...path, key], closest: findClosest(key, known), isRefused: false }))
}

function child(value: unknown, key: string): unknown {
  return isMapping(value) ? value[key] : undefined
}

function children(value: unknown, path: UnknownKey['path'], key: string) {
  const list = child(value, key)
  return Array.isArray(list)
    ? list.map((each: unknown, index) => ({ value: each, path: [...path, key, index] }))
    : []
}
