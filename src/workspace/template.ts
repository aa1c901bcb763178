/** Outputs of build steps by the step's id, as Prefect hands them on to later steps and to deployments. */
export type StepOutputs = ReadonlyMap<string, Readonly<Record<string, unknown>>>

/** One `{{ ... }}` of a Prefect file. */
export interface Placeholder {
  /** The whole text, braces included. */
  readonly text: string
  /** What stands between the braces, such as `build-image.tag` or `$HOME`. */
  readonly name: string
}

/** What Prefect itself takes for a placeholder (`prefect.utilities.templating`). */
const placeholderPattern = /{{\s*([\w.\-[\]$]+)\s*}}/g

/** All placeholders in a value, at any depth. Keys of mappings are not templates. */
export function findPlaceholders(value: unknown): Placeholder[] {
  if (typeof value === 'string') {
    return [...value.matchAll(placeholderPattern)].map(([text, name = '']) => ({ text, name }))
  }
  if (Array.isArray(value)) return value.flatMap(findPlaceholders)
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(findPlaceholders)
  return []
}

/** Reads one placeholder: `undefined` leaves it as it stands. */
export type Lookup = (name: string) => unknown

/** Looks placeholders such as `build-image.tag` up in the outputs of the steps. */
export function lookupOutputs(outputs: StepOutputs): Lookup {
  return (name) => {
    const [id = '', ...keys] = name.split('.')
    const [key] = keys
    return key !== undefined && keys.length === 1 ? own(outputs.get(id) ?? {}, key) : undefined
  }
}

/** Looks placeholders such as `$HOME` up in the environment. */
export function lookupEnvironment(env: Readonly<Record<string, string>>): Lookup {
  return (name) => (name.startsWith('$') ? own(env, name.slice(1)) : undefined)
}

/** What `record` itself has, and nothing that every object has, such as `toString`. */
function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

/**
 * Fills placeholders in at any depth, as Prefect does: a string that is one placeholder becomes the value itself, a
 * placeholder inside a longer string becomes its text. What `lookup` doesn't know stays.
 */
export function fillPlaceholders(value: unknown, lookup: Lookup): unknown {
  if (typeof value === 'string') return fillText(value, lookup)
  if (Array.isArray(value)) return value.map((item) => fillPlaceholders(item, lookup))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fillPlaceholders(item, lookup)]),
    )
  }
  return value
}

function fillText(text: string, lookup: Lookup): unknown {
  const [only] = findPlaceholders(text)
  if (only?.text === text) return lookup(only.name) ?? text
  return text.replace(placeholderPattern, (placeholder, name: string) => {
    const value = lookup(name)
    return value === undefined ? placeholder : asText(value)
  })
}

/** A value of a YAML file as text. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
