import { Ajv, type ErrorObject } from 'ajv'

/** A `prefect.yaml` as far as the action reads it; other keys are Prefect's affair. */
export interface PrefectYaml {
  build?: StepEntry[] | null
  push?: StepEntry[] | null
  deployments?: DeploymentEntry[] | null
}

/** A step: one mapping from the step's dotted name to its arguments. */
export type StepEntry = Record<string, Record<string, unknown> | null>

export interface DeploymentEntry {
  name: string
  entrypoint: string
  build?: StepEntry[] | null
  push?: StepEntry[] | null
  work_pool?: { name?: string | null; job_variables?: Record<string, unknown> | null } | null
}

const nullable = (schema: object) => ({ anyOf: [{ type: 'null' }, schema] })
const steps = nullable({
  type: 'array',
  items: {
    type: 'object',
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: { type: ['object', 'null'] },
  },
})

const validate = new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true }).compile<PrefectYaml>({
  type: 'object',
  properties: {
    build: steps,
    push: steps,
    deployments: nullable({
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'entrypoint'],
        properties: {
          name: { type: 'string', minLength: 1 },
          entrypoint: { type: 'string', pattern: '^[^:]+:[^:]+$' },
          build: steps,
          push: steps,
          work_pool: nullable({
            type: 'object',
            properties: {
              name: { type: ['string', 'null'], minLength: 1 },
              job_variables: { type: ['object', 'null'] },
            },
          }),
        },
      },
    }),
  },
})

/** One mistake, at a path of keys and indices into the file. */
export interface SchemaMistake {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** Checks the shape of a parsed `prefect.yaml`: the typed data, or every mistake in it. */
export function checkPrefectYaml(data: unknown): { yaml: PrefectYaml } | { mistakes: SchemaMistake[] } {
  if (validate(data)) return { yaml: data }
  const mistakes = (validate.errors ?? [])
    // `anyOf` failures repeat what the branch that applies says better.
    .filter(({ keyword, schemaPath }) => keyword !== 'anyOf' && !schemaPath.includes('/anyOf/0/'))
    .map((error) => ({ path: pathOf(error.instancePath), message: explain(error) }))
  return { mistakes }
}

/** Splits a JSON pointer (RFC 6901), turning indices into numbers. */
function pathOf(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

function explain({ instancePath, keyword, message, params, data }: ErrorObject): string {
  const what = instancePath === '' ? 'The file' : `"${instancePath.slice(1).replaceAll('/', '.')}"`
  if (keyword === 'required') return `${what} lacks "${String(params['missingProperty'])}".`
  if (keyword === 'pattern' && instancePath.endsWith('/entrypoint')) {
    return `The entrypoint "${String(data)}" is not of the form path/to/file.py:function.`
  }
  if (keyword === 'maxProperties' || keyword === 'minProperties') {
    return `${what} must be a mapping with one key, the name of the step.`
  }
  return `${what} ${message ?? 'is not valid'}, but it is ${kindOf(data)}.`
}

function kindOf(data: unknown): string {
  if (data === null) return 'empty'
  if (Array.isArray(data)) return 'a list'
  return typeof data === 'object' ? 'a mapping' : `the ${typeof data} ${JSON.stringify(data)}`
}
