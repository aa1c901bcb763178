import { textsAt, valueAt, type TomlFile } from '../toml-file.ts'
import { normaliseName } from '../uv-workspace.ts'

/** One dependency as a pyproject.toml declares it. */
export interface Requirement {
  /** Normalised. */
  readonly name: string
  /** As it is written, such as `pandas[sql]>=2`. */
  readonly text: string
  /** The keys of the list that it stands in. */
  readonly keys: readonly string[]
}

/** All dependencies of a project, those of its extras and groups included. */
export function readRequirements({ data }: TomlFile): Requirement[] {
  const tables = [['project', 'optional-dependencies'], ['dependency-groups']]
  const groups = tables.flatMap((keys) => namesAt(data, keys).map((name) => [...keys, name]))
  return [['project', 'dependencies'], ...groups].flatMap((keys) =>
    textsAt(data, ...keys).flatMap((text) => {
      const name = /^\s*([A-Za-z0-9][\w.-]*)/.exec(text)?.[1]
      return name === undefined ? [] : [{ name: normaliseName(name), text, keys }]
    }),
  )
}

/** The names in a table of a TOML file. */
export function namesAt(data: unknown, keys: readonly string[]): string[] {
  const table = valueAt(data, ...keys)
  return typeof table === 'object' && table !== null ? Object.keys(table) : []
}
