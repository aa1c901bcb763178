import { describe, expect, test } from '@jest/globals'
import type { Problem } from '../../src/problem.ts'
import { printProblems } from '../../src/report/terminal.ts'
import { lines } from '../builders/text.ts'

const missing: Problem = {
  code: 'dockerfile-missing',
  severity: 'error',
  message: 'The Dockerfile "x" doesn\'t exist.',
  hint: 'Correct "dockerfile".',
  location: { path: 'pipelines/a/prefect.yaml', line: 2, column: 3 },
}

const print = (problems: readonly Problem[], checked = 3, sources: Record<string, string[]> = {}) =>
  printProblems(problems, {
    lines: new Map(Object.entries(sources)),
    checked,
    paint: (_, text) => text,
  })

describe(printProblems.name, () => {
  test('a problem with its lines', () => {
    const sources = { 'pipelines/a/prefect.yaml': ['build:', '  dockerfile: x', ''] }
    expect(print([missing], 3, sources)).toBe(
      lines(
        'pipelines/a/prefect.yaml:2:3  error  dockerfile-missing',
        '  The Dockerfile "x" doesn\'t exist.',
        '',
        '    1 | build:',
        '  > 2 |   dockerfile: x',
        '      |   ^',
        '',
        '  Correct "dockerfile".',
        '  docs/problems.md#dockerfile-missing',
        '',
        '1 error in 3 pipelines.',
      ),
    )
  })

  test('a problem of no place, in several lines', () => {
    expect(print([{ code: 'timeout', severity: 'warning', message: 'Too\nlong.' }], 1)).toBe(
      lines(
        'warning  timeout',
        '  Too',
        '  long.',
        '  docs/problems.md#timeout',
        '',
        '1 warning in 1 pipeline.',
      ),
    )
  })

  test.each([
    [[], 4, 'No problems in 4 pipelines.'],
    [[], 0, 'No pipeline to check.'],
    [['error', 'warning', 'warning', 'notice'], 2, '1 error, 2 warnings, 1 notice in 2 pipelines.'],
  ] as const)('the end for %j in %d', (severities, checked, end) => {
    const problems = severities.map((severity) => ({ ...missing, severity }))
    expect(print(problems, checked).split('\n').at(-2)).toBe(end)
  })

  test('each part has its look', () => {
    const paint = (look: string, text: string) => `<${look} ${text}>`
    const [title] = printProblems([missing], { lines: new Map(), checked: 1, paint }).split('\n')
    expect(title).toBe('<bold pipelines/a/prefect.yaml:2:3>  <red error>  <dim dockerfile-missing>')
  })

  test('nothing of a file forges what is printed', () => {
    const hostile = '\u001b[31m::error::\r\u009b2Jx\n::error::y##[error]z\u202e'
    const printed = print([
      { ...missing, message: hostile, hint: hostile, location: { path: hostile, line: 1 } },
    ])
    expect(printed).not.toMatch(/(?!\n)[\p{Cc}\u202e]|^\s*::|##\[/mu)
  })
})
