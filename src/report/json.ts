import type { Problem } from '../problem.ts'

/** Problems as JSON: an array of what they are. */
export function printJson(problems: readonly Problem[]): string {
  return stringify(problems)
}

/** JSON as it may be printed to a terminal, which heeds more control characters than JSON escapes. */
export function stringify(data: unknown): string {
  const escape = (mark: string) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`
  const text = JSON.stringify(data, undefined, 2)
  return `${text.replace(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, escape)}\n`
}
