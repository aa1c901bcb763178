import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { Check } from './prefect-schema/checks.ts'
import { isMapping } from './prefect-schema/builders.ts'
import { prefectFileSchema, type Release } from './prefect-schema/schema.ts'

/** A `prefect.yaml` as far as the action reads it; other keys are Prefect's affair. */
export interface PrefectYaml {
  build?: Steps | null
  push?: Steps | null
  deployments?: DeploymentEntry[] | null
}

/** A step: one mapping from the step's dotted name to its arguments. */
export type StepEntry = Record<string, Record<string, unknown> | null>

/** A list of steps, or an empty mapping. */
type Steps = StepEntry[] | Record<string, never>

export interface DeploymentEntry {
  /** Prefect passes over an entry without one. */
  name?: string | null
  entrypoint: string
  build?: Steps | null
  push?: Steps | null
  work_pool?: { name?: string | null; job_variables?: Record<string, unknown> }
}

/** One mistake, at a path of keys and indices into the file. */
export interface SchemaMistake {
  readonly path: readonly (string | number)[]
  readonly message: string
  /** Whether it is about when something runs. */
  readonly isSchedule: boolean
  /** Whether the key is wrong, and not its value. */
  readonly isKey: boolean
  /** Whether a date stands there. */
  readonly isDate: boolean
}

const compiled = new Map<Release, ValidateFunction>()

/** Compiles once, and not before there is a file: most runs have none. */
function validatorOf(release: Release): ValidateFunction {
  const validator = compiled.get(release) ?? compile(release)
  compiled.set(release, validator)
  return validator
}

function compile(release: Release): ValidateFunction {
  // To make its code shorter takes longer than to run it for hundreds of files.
  const ajv = new Ajv({ allErrors: true, verbose: true, strict: false, code: { optimize: false } })
  ajv.addKeyword({
    keyword: 'check',
    // A reason is told with the error, which is made anew where it is explained.
    validate: (check: Check, value: unknown) => check.test(value) === true,
  })
  return ajv.compile(prefectFileSchema(release))
}

/** To be asked only of what has no mistakes: then any mapping is a `prefect.yaml`. */
export function isCheckedYaml(data: unknown): data is PrefectYaml {
  return isMapping(data)
}

/** Checks a parsed `prefect.yaml` by a release's rules: every mistake, one for a place. */
export function findMistakes(data: unknown, release: Release): SchemaMistake[] {
  const validate = validatorOf(release)
  validate(data)
  const places = new Map<string, SchemaMistake>()
  for (const error of validate.errors ?? []) {
    const mistake = explain(error)
    const place = JSON.stringify(mistake?.path)
    if (mistake && !places.has(place)) places.set(place, mistake)
  }
  return [...places.values()]
}

function explain(error: ErrorObject): SchemaMistake | undefined {
  const { keyword, instancePath, data } = error
  // The failure of a branch is told by what the branch holds.
  if (keyword === 'if') return undefined
  const path = pathOf(instancePath)
  const name = path.length === 0 ? 'The file' : `"${path.join('.')}"`
  const isSchedule = path.includes('schedules') || path.includes('schedule')
  const extra: unknown = error.params['additionalProperty']
  const isKey = typeof extra === 'string'
  const message = describe(error, name, kindOf(data))
  return {
    path: isKey ? [...path, extra] : path,
    isSchedule,
    isKey,
    isDate: typeof data === 'symbol',
    message,
  }
}

function describe({ keyword, params, data, schema }: ErrorObject, name: string, found: string): string {
  switch (keyword) {
    case 'required':
      return `${name} lacks "${String(params['missingProperty'])}".`
    case 'type':
      return `${name} must be ${nameOfType(params['type'])}, but it is ${found}.`
    case 'maxProperties':
      return `${name} must be a mapping with one key, the name of the step.`
    case 'additionalProperties':
      return `${name} has the argument "${String(params['additionalProperty'])}", which the step does not take.`
    default:
      return describeCheck(schema, name, { data, found })
  }
}

function describeCheck(
  check: unknown,
  name: string,
  { data, found }: { data: unknown; found: string },
): string {
  if (!isCheck(check)) return `${name} is not valid.`
  const { expected } = check
  const reason = check.test(data)
  if (expected.startsWith('given ')) return `${name} must be ${expected}.`
  const more = typeof reason === 'string' ? `: ${reason}` : ''
  return `${name} must be ${expected}, but it is ${found}${more}.`
}

function isCheck(value: unknown): value is Check {
  return typeof value === 'object' && value !== null && 'expected' in value
}

/** Splits a JSON pointer (RFC 6901), turning indices into numbers. */
function pathOf(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

function nameOfType(type: unknown): string {
  return type === 'array' ? 'a list' : 'a mapping'
}

function kindOf(data: unknown): string {
  if (data === null) return 'empty'
  if (Array.isArray(data)) return 'a list'
  if (typeof data === 'symbol') return `the date ${data.description ?? ''}`
  if (typeof data === 'string') return `the text ${JSON.stringify(data)}`
  return typeof data === 'object' ? 'a mapping' : `the ${typeof data} ${JSON.stringify(data)}`
}
