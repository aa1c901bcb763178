import { expect } from '@jest/globals'
import type { Plan } from '../../../src/plan/plan.ts'
import type { Annotation } from './annotations.ts'
import type { WatchedResult } from './watched-run.ts'

/** An error that a run has to report: where it is, and texts that its message and its hint hold. */
export type ExpectedError = Required<Pick<Annotation, 'title' | 'message' | 'hint'>> &
  Pick<Annotation, 'file' | 'line' | 'col'>

/** The run failed with just these errors, which its log and its summary say, and started no program for it. */
export function expectErrors(result: WatchedResult, ...errors: ExpectedError[]): void {
  expect(result.annotations.filter(({ severity }) => severity === 'error')).toEqual(
    errors.map(({ message, hint, ...place }) => ({
      ...place,
      severity: 'error',
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    })),
  )
  expect(result.exitCode).toBe(1)
  const summary = withoutMarkup(result.summary)
  // Without its inputs, a run doesn't know that it was to plan only.
  const planned = result.planOnly && errors.every(({ title }) => title !== 'input-invalid')
  expect(summary).toMatch(planned ? /^## Plan.* failed\n/ : /^## Deploy.* failed\n/)
  for (const { title, message, hint } of errors) {
    expect(summary).toContain(message.split('\n')[0])
    expect(summary).toContain(hint)
    expect(summary).toContain(`(${title})`)
  }
  expectCleanEnd(result)
}

/** The run succeeded without a word of an error, and started no program for it. */
export function expectSuccess(result: WatchedResult): void {
  expect(result.annotations.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(result.exitCode).toBe(0)
  expectCleanEnd(result)
}

/** However it ends: no program was started, nothing is left over, and each output says something. */
function expectCleanEnd(result: WatchedResult): void {
  expect(result.started).toEqual([])
  expect(result.leftovers).toEqual([])
  expect(Object.keys(result.outputs).sort()).toEqual([
    ...['changed', 'deployments', 'environment', 'images'],
    ...['matrix', 'pipelines', 'plan', 'removed'],
  ])
  const { pipelines, changed, matrix } = readOutputs(result)
  expect(changed).toBe(String(pipelines.length > 0))
  expect(matrix).toEqual({ include: pipelines.map((name) => ({ pipelines: name })) })
}

/** The outputs, those that are JSON parsed. */
export interface Outputs {
  readonly environment: string
  readonly changed: string
  readonly pipelines: readonly string[]
  readonly images: readonly Readonly<Record<string, string>>[]
  readonly deployments: readonly Readonly<Record<string, string>>[]
  readonly removed: readonly string[]
  readonly matrix: { readonly include: readonly { readonly pipelines: string }[] }
  /** Empty where the run didn't come to a plan. */
  readonly plan: Partial<Plan>
}

/** Reads the outputs; throws where one isn't there or isn't JSON. */
export function readOutputs({ outputs }: WatchedResult): Outputs {
  const json = (name: string) => JSON.parse(outputs[name] ?? '') as unknown
  const entries = (['pipelines', 'images', 'deployments', 'removed', 'matrix', 'plan'] as const).map(
    (name) => [name, json(name)] as const,
  )
  const { environment = '', changed = '' } = outputs
  return { environment, changed, ...Object.fromEntries(entries) } as Outputs
}

/** What a reader of the summary's Markdown sees. */
export function withoutMarkup(markdown: string): string {
  return markdown
    .replaceAll('<!-- -->', '')
    .replace(/\\(\W|_)/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
}
