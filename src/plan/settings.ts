import { fillPlaceholders, type Lookup } from '../workspace/template.ts'

/** What a deployment is to have in Prefect, by the names of Prefect's REST API; only what its entry says. */
export type Settings = Readonly<Record<string, unknown>>

/** Keys of an entry that mean the same in the REST API. */
const sameKeys = ['entrypoint', 'version', 'description', 'tags', 'parameters', 'enforce_parameter_schema']

/**
 * The settings of a deployment's entry, as far as they can be held against what Prefect has.
 * @param lookup answers placeholders; what the environment holds may be secret, so these are better left as they stand.
 */
export function settingsOf(entry: Readonly<Record<string, unknown>>, lookup: Lookup): Settings {
  const filled = asRecord(fillPlaceholders(entry, lookup))
  const pool = asRecord(filled['work_pool'])
  const concurrency = filled['concurrency_limit']
  const settings = {
    ...Object.fromEntries(sameKeys.map((key) => [key, filled[key]])),
    work_pool_name: pool['name'],
    work_queue_name: pool['work_queue_name'],
    job_variables: pool['job_variables'],
    schedules: Array.isArray(filled['schedules']) ? filled['schedules'] : undefined,
    concurrency_limit: asRecord(concurrency)['limit'] ?? concurrency,
  }
  const given = Object.entries(settings).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(given)
}

/** A mapping as it is, and anything else as an empty one. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {}
}
