import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'

/** The repository's own folder. */
export const root = join(import.meta.dirname, '../..')

/** The inputs that `action.yml` offers, with their defaults: empty where it has none. */
export async function actionInputs(): Promise<Map<string, string>> {
  const action: unknown = parse(await readFile(join(root, 'action.yml'), 'utf8'))
  const inputs = entriesOf(valueOf(action, 'inputs'))
  return new Map(
    inputs.map(([name, input]) => {
      const value = valueOf(input, 'default')
      return [name, typeof value === 'string' ? value : '']
    }),
  )
}

/**
 * The variables by which the runner hands inputs over, for those that are given and the defaults of all others.
 * What only GitHub knows, such as its token, is empty.
 */
export async function inputVariables(
  given: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>> {
  const inputs = [...(await actionInputs())].map(([name, value]) => {
    const text = given[name] ?? (value.includes('${{') ? '' : value)
    return [`INPUT_${name.toUpperCase()}`, text] as const
  })
  return Object.fromEntries(inputs)
}

function valueOf(data: unknown, key: string): unknown {
  return entriesOf(data).find(([name]) => name === key)?.[1]
}

function entriesOf(data: unknown): [string, unknown][] {
  return typeof data === 'object' && data !== null ? Object.entries(data) : []
}
