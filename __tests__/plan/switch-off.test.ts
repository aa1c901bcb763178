import { describe, expect, test } from '@jest/globals'
import { dropSwitchedOff } from '../../src/plan/switch-off.ts'
import type { Problem } from '../../src/problem.ts'
import { lines } from '../builders/text.ts'

const path = 'pipelines/revenue/prefect.yaml'

function aProblem(line: number, overrides: Partial<Problem> = {}): Problem {
  return {
    code: 'convention-work-pool',
    severity: 'warning',
    message: 'm',
    location: { path, line, column: 7 },
    ...overrides,
  }
}

/** The lines whose problem is left, where each line of a file has one. */
function linesLeft(source: string, overrides: Partial<Problem> = {}): number[] {
  const problems = source.split('\n').map((_, index) => aProblem(index + 1, overrides))
  return dropSwitchedOff(problems, [{ path, source }]).map(({ location }) => location?.line ?? 0)
}

describe(dropSwitchedOff.name, () => {
  test('on the line of the value and on the one above it', () => {
    const source = lines(
      'a: 1',
      'b: 2 # prefect-check: off convention-work-pool',
      'c: 3',
      'd: 4',
      '# prefect-check: off convention-work-pool',
      'e: 5',
      'f: 6',
    )
    expect(linesLeft(source)).toEqual([1, 4, 7, 8])
  })

  test.each([
    '# prefect-check: off convention-work-pool',
    '#prefect-check:off  convention-work-pool',
    '# prefect-check: off convention-files, convention-work-pool',
    '# prefect-check: off image-unused,convention-work-pool',
    '# prefect-check: off convention-work-pool because it is a trial',
    'a: "x # y" # prefect-check: off convention-work-pool',
    'a: &x [1] # prefect-check: off convention-work-pool',
  ])('%s', (line) => {
    expect(linesLeft(`${line}\r\nb: 2\r\nc: 3`)).toEqual([3])
  })

  test.each([
    '# prefect-check: off convention-work-pools',
    '# prefect-check: off convention-work',
    '# prefect-check: on convention-work-pool',
    '# prefect-check: off',
    '# prefect-check convention-work-pool',
    '# see prefect-check: off convention-work-pool',
    'a: "# prefect-check: off convention-work-pool"',
    'a: x# prefect-check: off convention-work-pool',
  ])('nothing by %s', (line) => {
    expect(linesLeft(`${line}\nb: 2`)).toEqual([1, 2])
  })

  test('nothing by what only looks like a comment, in a text of several lines', () => {
    const source = lines('script: |', '  # prefect-check: off convention-work-pool', '  echo', 'b: 2')
    expect(linesLeft(source)).toEqual([1, 2, 3, 4, 5])
    const after = `${source}c: 3 # prefect-check: off convention-work-pool`
    expect(linesLeft(after)).toEqual([1, 2, 3, 4])
  })

  test.each<[string, Partial<Problem>, boolean]>([
    ['a warning', { code: 'image-unused' }, true],
    ['a notice', { code: 'image-unused', severity: 'notice' }, true],
    ['a convention as an error', { code: 'convention-files', severity: 'error' }, true],
    ["production's secret", { code: 'convention-production-secret', severity: 'error' }, true],
    ['another error', { code: 'image-conflict', severity: 'error' }, false],
    ['a mistake in the conventions', { code: 'conventions-invalid', severity: 'error' }, false],
  ])('%s: %j can be switched off: %s', (_, overrides, canBe) => {
    const source = `a: 1 # prefect-check: off ${overrides.code ?? ''}\n`
    expect(dropSwitchedOff([aProblem(1, overrides)], [{ path, source }])).toHaveLength(canBe ? 0 : 1)
  })

  test('not in another file, and not without a place', () => {
    const source = '# prefect-check: off convention-work-pool\n'
    const location = { path: 'pipelines/other/prefect.yaml', line: 1 }
    const placeless: Problem = { code: 'convention-work-pool', severity: 'warning', message: 'm' }
    const problems = [aProblem(1, { location }), aProblem(1, { location: { path } }), placeless]
    expect(dropSwitchedOff(problems, [{ path, source }])).toEqual(problems)
  })

  test('also where the rest of the file is no YAML', () => {
    expect(linesLeft('a: [ # prefect-check: off convention-work-pool\nb: }\nc: 1')).toEqual([3])
  })
})
