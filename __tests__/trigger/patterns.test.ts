import { describe, expect, test } from '@jest/globals'
import { fitsPatterns } from '../../src/trigger/patterns.ts'

describe(fitsPatterns.name, () => {
  test.each([
    ['staging/x', ['staging/**'], true],
    ['staging/a/b', ['staging/**'], true],
    ['staging', ['staging/**'], false],
    ['master', ['main', 'master'], true],
    ['staging/wip', ['staging/**', '!staging/wip'], false],
    ['staging/x', ['staging/**', '!staging/wip'], true],
    ['feature/x', ['staging/**', '!staging/wip'], false],
    ['staging/wip', ['!staging/wip', 'staging/**'], true],
    ['rj_a', ['!rj_b'], false],
    ['#1', ['#1'], true],
    ['a[b]', ['a[b]'], true],
    ['.hidden', ['*'], true],
    ['x', [], false],
  ])('%s in %j: %s', (name, patterns, fits) => {
    expect(fitsPatterns(name, patterns)).toBe(fits)
  })
})
