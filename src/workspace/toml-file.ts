import { parse, TomlError } from 'smol-toml'
import { messageOf, type Location, type Problem } from '../problem.ts'
import { findTomlPlaces } from './toml-places.ts'

/** A TOML file as data, and where in it each entry stands. */
export interface TomlFile {
  readonly path: string
  readonly data: unknown
  readonly locate: (keys: readonly string[], wanted?: (text: string) => boolean) => Location
}

/** Parses a TOML file. A mistake is a problem of the kind `code`, at its line. */
export function parseToml(
  path: string,
  source: string,
  code: 'uv-lock-invalid' | 'pyproject-invalid',
): { file: TomlFile } | { problem: Problem } {
  try {
    return { file: { path, data: parse(source), locate: findTomlPlaces(path, source) } }
  } catch (error) {
    const place = error instanceof TomlError ? { line: error.line, column: error.column } : { line: 1 }
    const reason = messageOf(error).split('\n')[0] ?? ''
    return {
      problem: {
        code,
        severity: 'error',
        message: `${path} is not valid TOML: ${reason}`,
        hint:
          path === 'uv.lock'
            ? 'Run "uv lock" and commit the file; a merge conflict may have been left in it.'
            : 'Correct the file at this line.',
        location: { path, ...place },
      },
    }
  }
}

/** The value at the end of a path of keys; undefined where there is none. */
export function valueAt(data: unknown, ...keys: readonly string[]): unknown {
  let value = data
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = Object.getOwnPropertyDescriptor(value, key)?.value
  }
  return value
}

/** The text at the end of a path of keys. */
export function textAt(data: unknown, ...keys: readonly string[]): string | undefined {
  const value = valueAt(data, ...keys)
  return typeof value === 'string' ? value : undefined
}

/** The items of the list at the end of a path of keys; none where there is no list. */
export function listAt(data: unknown, ...keys: readonly string[]): readonly unknown[] {
  const value = valueAt(data, ...keys)
  return Array.isArray(value) ? value : []
}

/** The texts of the list at the end of a path of keys. */
export function textsAt(data: unknown, ...keys: readonly string[]): string[] {
  return listAt(data, ...keys).filter((item) => typeof item === 'string')
}
