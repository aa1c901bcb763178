import type { Problem } from '../problem.ts'
import { findMistakes, type SchemaMistake } from './prefect-schema.ts'
import { findUnknownKeys, type UnknownKey } from './prefect-schema/known-keys.ts'
import { isMapping } from './prefect-schema/builders.ts'
import type { YamlFile } from './yaml-document.ts'

type Path = readonly (string | number)[]

/** Finds what Prefect refuses in a file, what only its newer releases do, and what it doesn't read. */
export function findPrefectProblems(file: YamlFile): Problem[] {
  const mistakes = findMistakes(file.typed, 'any')
  const known = new Set(mistakes.map(({ path }) => JSON.stringify(path)))
  const newer = findMistakes(file.typed, '3.8').filter(({ path }) => !known.has(JSON.stringify(path)))
  return [
    ...[...mistakes, ...newer.filter(isRefusedDate)].map((mistake) => refused(file, mistake)),
    ...findKeysThatAreNoTexts(file),
    ...findUnnamed(file),
    ...newer.filter((mistake) => !isRefusedDate(mistake)).map((mistake) => refusedByNewer(file, mistake)),
    ...findUnknownKeys(file.typed).map((key) => unknown(file, key)),
  ]
}

/** Prefect 3.4 can't do with a date anywhere in a deployment, so what 3.8 refuses as well is refused by both. */
function isRefusedDate({ path, isDate }: SchemaMistake): boolean {
  return isDate && path[0] === 'deployments'
}

function refused(file: YamlFile, { path, message, isSchedule, isKey }: SchemaMistake): Problem {
  const location = isKey ? file.locateKey(path) : file.locate(path)
  return {
    code: isSchedule ? 'schedule-invalid' : 'prefect-file-invalid',
    severity: 'error',
    message: `${location.path}: ${message}`,
    hint: isSchedule
      ? 'Correct the schedule; Prefect would refuse the whole file for it.'
      : "Correct this value; Prefect's documentation of prefect.yaml lists what each key takes.",
    location,
  }
}

function refusedByNewer(file: YamlFile, { path, message }: SchemaMistake): Problem {
  const location = file.locate(path)
  return {
    code: 'prefect-newer-rejects',
    severity: 'warning',
    message: `${location.path}: ${message} Prefect 3.4 lets it pass; Prefect 3.8 refuses the whole file.`,
    hint: 'Correct this value before Prefect is updated.',
    location,
  }
}

function unknown(file: YamlFile, { path, closest, isRefused }: UnknownKey): Problem {
  const location = file.locateKey(path)
  const key = String(path.at(-1))
  const meant = closest === undefined ? '' : ` Did you mean "${closest}"?`
  const hint = closest === undefined ? 'Remove the key.' : `Rename the key to "${closest}", or remove it.`
  return isRefused
    ? {
        code: 'prefect-newer-rejects',
        severity: 'warning',
        message: `${location.path}: A schedule has no key "${key}".${meant} Prefect 3.4 ignores it; Prefect 3.8 refuses the whole file.`,
        hint,
        location,
      }
    : {
        code: 'prefect-key-unknown',
        severity: 'warning',
        message: `${location.path}: Prefect doesn't know the key "${key}" here and ignores it.${meant}`,
        hint,
        location,
      }
}

/** Prefect passes over a deployment without a name, and refuses a file that has no other. */
function findUnnamed(file: YamlFile): Problem[] {
  const entries = deploymentsOf(file)
  return entries.flatMap((entry, index): Problem[] => {
    if (!isMapping(entry) || (entry['name'] ?? null) !== null) return []
    const location = file.locate(['deployments', index])
    const message = `${location.path}: "deployments.${index}" lacks "name"`
    const hint = 'Give the deployment a name that ends in its environment, such as "--prod".'
    return entries.length === 1
      ? [{ code: 'prefect-file-invalid', severity: 'error', message: `${message}.`, hint, location }]
      : [
          {
            code: 'deployment-unnamed',
            severity: 'warning',
            message: `${message}, so it is never deployed.`,
            hint,
            location,
          },
        ]
  })
}

/** YAML has keys of all types, and Prefect takes only texts for the names of parameters and variables. */
function findKeysThatAreNoTexts(file: YamlFile): Problem[] {
  return deploymentsOf(file)
    .flatMap((entry, index) => namedValues(entry, ['deployments', index]))
    .flatMap(({ value, path }) => Object.keys(isMapping(value) ? value : {}).map((key) => [...path, key]))
    .filter((path) => !['string', 'undefined'].includes(typeof file.keyAt(path)))
    .map((path) => {
      const location = file.locateKey(path)
      return {
        code: 'prefect-file-invalid',
        severity: 'error',
        message: `${location.path}: This key must be a text, but it is ${article(file.keyAt(path))}.`,
        hint: 'Put it into quotation marks.',
        location,
      }
    })
}

function namedValues(entry: unknown, path: Path): { value: unknown; path: Path }[] {
  if (!isMapping(entry)) return []
  const pool = entry['work_pool']
  const schedules: unknown = entry['schedules']
  return [
    { value: entry['parameters'], path: [...path, 'parameters'] },
    {
      value: isMapping(pool) ? pool['job_variables'] : undefined,
      path: [...path, 'work_pool', 'job_variables'],
    },
    ...(Array.isArray(schedules) ? schedules : []).map((schedule: unknown, index) => ({
      value: isMapping(schedule) ? schedule['parameters'] : undefined,
      path: [...path, 'schedules', index, 'parameters'],
    })),
  ]
}

function article(key: unknown): string {
  if (key === null) return 'empty'
  return typeof key === 'symbol' ? 'a date' : `a ${typeof key}`
}

function deploymentsOf({ typed }: YamlFile): readonly unknown[] {
  const list = isMapping(typed) ? typed['deployments'] : undefined
  return Array.isArray(list) ? list : []
}
