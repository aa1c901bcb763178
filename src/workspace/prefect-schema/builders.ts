import type { Check } from './checks.ts'

/** A JSON schema, with the keyword `check` for single values. */
export type Schema = Readonly<Record<string, unknown>>

/** A single value. */
export const is = (check: Check): Schema => ({ check })
/** A single value that may be empty. */
export const orNull = (check: Check): Schema =>
  is({ ...check, test: (value) => value === null || check.test(value) })
/** One of these values. */
export const oneOf = (...values: readonly unknown[]): Schema =>
  is({
    expected: values.map((value) => JSON.stringify(value)).join(' or '),
    test: (value) => values.includes(value),
  })
/** A mapping whose known keys have these values. */
export const mapping = (properties: Readonly<Record<string, Schema>>, more: Schema = {}): Schema => ({
  type: 'object',
  properties,
  ...more,
})
/** A mapping of any keys. */
export const anyMapping = mapping({})
/** A list. */
export const listOf = (items: Schema): Schema => ({ type: 'array', items })

/** Schemas by the kind of value, with `when` for what decides between them. */
export const when = (test: (value: unknown) => boolean, then: Schema, otherwise: Schema = {}): Schema => ({
  if: is({ expected: '', test }),
  then,
  else: otherwise,
})
/** What may be empty. */
export const nullOr = (schema: Schema): Schema => when((value) => value === null, {}, schema)

/** Whether a value is a mapping of the file. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What Python takes for false. */
export function isFalsy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  if (isMapping(value)) return Object.keys(value).length === 0
  return !value
}
