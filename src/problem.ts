import type { ProblemCode } from './problem-codes.ts'

/** Where a problem is. `path` is relative to the working directory; `line` and `column` count from 1. */
export interface Location {
  readonly path: string
  readonly line?: number
  readonly column?: number
}

/** Something a person has to know: an error ends the run, a warning or a notice doesn't. */
export interface Problem {
  /** Stable kebab-case name of the kind of problem, which `docs/problems.md` explains. */
  readonly code: ProblemCode
  readonly severity: 'error' | 'warning' | 'notice'
  /** What happened and why, in one or two sentences. */
  readonly message: string
  /** The next step for the person who reads it. */
  readonly hint?: string
  readonly location?: Location
}

/** Ends the run, carrying every problem that is to be reported. */
export class ActionError extends Error {
  override readonly name = 'ActionError'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(({ message }) => message).join('\n'), options)
    this.problems = problems
  }
}

/** Makes the error that ends a run for one reason. `details` may add a hint, a location and the cause. */
export function failure(
  code: ProblemCode,
  message: string,
  details: { hint?: string; location?: Location; cause?: unknown } = {},
): ActionError {
  const { cause, ...rest } = details
  return new ActionError([{ code, severity: 'error', message, ...rest }], { cause })
}

/** Throws all errors among `problems` together, or nothing where there is none. */
export function throwErrors(problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new ActionError(errors)
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
