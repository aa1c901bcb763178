import { describe, expect, test } from '@jest/globals'
import { parseNameStatus } from '../../src/changes/name-status.ts'

/** Joins fields as `git diff -z` does. */
function z(...fields: string[]): string {
  return fields.map((field) => `${field}\0`).join('')
}

describe(parseNameStatus.name, () => {
  test('no difference', () => {
    expect(parseNameStatus('')).toEqual([])
  })

  test.each(['A', 'D', 'M', 'T', 'U', 'X'])('status %s has one path', (status) => {
    expect(parseNameStatus(z(status, 'a.py'))).toEqual([{ status, path: 'a.py' }])
  })

  test('several changes, in order', () => {
    expect(parseNameStatus(z('M', 'a', 'D', 'd', 'A', 'e'))).toEqual([
      { status: 'M', path: 'a' },
      { status: 'D', path: 'd' },
      { status: 'A', path: 'e' },
    ])
  })

  test.each([
    'with space.py',
    ' leading and trailing ',
    'double"quote',
    "single'quote",
    'new\nline',
    'tab\tstop',
    'back\\slash',
    'serviço/relatório.py',
    '日本/🚦.py',
    'M',
    '-rf',
    '::error::x',
  ])('the path %j stays as it is', (path) => {
    expect(parseNameStatus(z('M', path, 'D', path))).toEqual([
      { status: 'M', path },
      { status: 'D', path },
    ])
  })

  test.each([
    ['an unfinished record', 'M\0a'],
    ['an unfinished record', 'warning: something'],
    ['a status without its path', z('M')],
    ['the unknown status "R100"', z('R100', 'old', 'new')],
    ['a status without its path', z('M', 'a', 'D')],
    ['the unknown status "B"', z('B', 'a')],
    ['the unknown status "m"', z('m', 'a')],
    ['the unknown status ""', z('', 'a')],
    ['the unknown status "a"', z('M', 'a', 'a', 'b')],
  ])('%s is refused: %j', (reason, output) => {
    expect(() => parseNameStatus(output)).toThrow(reason)
  })
})
