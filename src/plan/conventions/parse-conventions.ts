import { Ajv, type ErrorObject } from 'ajv'
import { findClosest } from '../../closest.ts'
import type { Problem } from '../../problem.ts'
import { parseYaml, type YamlFile } from '../../workspace/yaml-document.ts'
import { conventionKeys } from './convention-keys.ts'
import { conventionsPath, defaultConventions, type Conventions } from './conventions.ts'

/** Reads the text of a conventions file. Every mistake in it is an error at its place. */
export function parseConventions(source: string): { conventions: Conventions } | { problems: Problem[] } {
  const parsed = parseYaml(conventionsPath, source)
  if ('problems' in parsed) return parsed
  const { file } = parsed
  // A file of nothing but comments says nothing.
  const data = file.data ?? {}
  const properties = Object.fromEntries(
    Object.entries(conventionKeys).map(([key, { schema }]) => [key, schema]),
  )
  // Made only now: most runs don't come to read conventions.
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true })
  const validate = ajv.compile<Partial<Conventions>>({
    type: 'object',
    additionalProperties: false,
    properties,
  })
  if (validate(data)) return { conventions: { ...defaultConventions, ...data } }
  return { problems: (validate.errors ?? []).map((error) => describe(error, file)) }
}

function describe(error: ErrorObject, { locate, locateKey }: YamlFile): Problem {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
  const unknown: unknown = error.params['additionalProperty']
  const { message, hint } = typeof unknown === 'string' ? explainKey(unknown) : explainValue(path, error.data)
  return {
    code: 'conventions-invalid',
    severity: 'error',
    message: `${conventionsPath}: ${message}`,
    hint,
    location: typeof unknown === 'string' ? locateKey([...path, unknown]) : locate(path),
  }
}

function explainKey(key: string): { message: string; hint: string } {
  const known = Object.keys(conventionKeys)
  const closest = findClosest(key, known)
  return {
    message: `There is no key "${key}".`,
    hint: closest === undefined ? `The keys are ${known.join(', ')}.` : `Is it "${closest}"?`,
  }
}

function explainValue(path: readonly (string | number)[], data: unknown): { message: string; hint: string } {
  const key = Object.entries(conventionKeys).find(([name]) => name === path[0])
  if (key === undefined) {
    return {
      message: 'The file is not a mapping.',
      hint: 'Write one key a line, such as "production: prod".',
    }
  }
  const [name, { takes }] = key
  const what = path.length > 1 ? `"${path.join('.')}"` : 'It'
  return {
    message: `"${name}" takes ${takes}. ${what} is ${JSON.stringify(data)}.`,
    hint: 'Correct this value.',
  }
}
