import { describe, expect, test } from '@jest/globals'
import { parseYaml, type YamlFile } from '../../src/workspace/yaml-document.ts'
import { lines } from '../builders/text.ts'

const path = 'pipelines/revenue/prefect.yaml'

function parsed(source: string): YamlFile {
  const result = parseYaml(path, source)
  if ('problems' in result) throw new Error(result.problems.map(({ message }) => message).join('\n'))
  return result.file
}

function problemsIn(source: string) {
  const result = parseYaml(path, source)
  return 'problems' in result ? result.problems : []
}

describe(parseYaml.name, () => {
  test('every value knows its line and column', () => {
    const { locate } = parsed(
      lines(
        '# a comment', //
        'name: revenue',
        'deployments:',
        '  - name:   "x--prod"',
        '    tags: [a, {b: c}]',
        '',
        '  - name: y--prod',
      ),
    )
    const at = (line: number, column: number) => ({ path, line, column })
    expect(locate(['name'])).toEqual(at(2, 7))
    expect(locate(['deployments', 0])).toEqual(at(4, 5))
    expect(locate(['deployments', 0, 'name'])).toEqual(at(4, 13))
    expect(locate(['deployments', 0, 'tags', 1, 'b'])).toEqual(at(5, 19))
    expect(locate(['deployments', 1, 'name'])).toEqual(at(7, 11))
  })

  test("a value that isn't there is where its parent is", () => {
    const { locate } = parsed(lines('a: 1', 'deployments:', '  - name: x'))
    expect(locate(['deployments', 0, 'work_pool', 'name'])).toEqual({ path, line: 3, column: 5 })
    expect(locate(['deployments', 7])).toEqual({ path, line: 3, column: 3 })
    expect(locate(['nothing', 'at', 'all'])).toEqual({ path, line: 1, column: 1 })
  })

  test('every key knows its line and column', () => {
    const { locateKey } = parsed(lines('a:', '  b:', '    - c: 1', '  1: x', 'd: &d', '  e: 2', 'f: *d'))
    const at = (line: number, column: number) => ({ path, line, column })
    expect(locateKey(['a'])).toEqual(at(1, 1))
    expect(locateKey(['a', 'b'])).toEqual(at(2, 3))
    expect(locateKey(['a', 'b', 0, 'c'])).toEqual(at(3, 7))
    expect(locateKey(['a', '1'])).toEqual(at(4, 3))
    expect(locateKey(['f', 'e'])).toEqual(at(6, 3))
    expect(locateKey(['a', 'nothing'])).toEqual(at(2, 3))
  })

  test('columns count letters, not bytes, and Windows line ends', () => {
    const { locate } = parsed('a: relatório\r\nção: {x: 1}\r\n')
    expect(locate(['ção', 'x'])).toEqual({ path, line: 2, column: 10 })
  })

  test.each([
    ['yes', true],
    ['On', true],
    ['no', false],
    ['OFF', false],
    ['true', true],
    ['"yes"', 'yes'],
    ['010', 8],
    ['0o10', '0o10'],
    ['-0x1F', -31],
    ['0b11', 3],
    ['1_000', 1000],
    ['1:30', 90],
    ['1:30.5', 90.5],
    ['-.inf', -Infinity],
    ['1.5e+3', 1500],
    ['1e3', '1e3'],
    ['y', 'y'],
    ['!!int "5"', 5],
    ['!!float "1"', 1],
    ['!!str 5', '5'],
    ['~', null],
    ['', null],
    ['2024-05-01', '2024-05-01'],
    ['2024-05-01T10:00:00Z', '2024-05-01T10:00:00Z'],
  ])('%s means what it means in YAML 1.1', (text, value) => {
    expect(parsed(`x: ${text}\n`).data).toEqual({ x: value })
  })

  test('aliases and merge keys stand for what they name', () => {
    const { data, locate } = parsed(
      lines(
        'pool: &pool', //
        '  name: big',
        '  queue: slow',
        'a: *pool',
        'b:',
        '  <<: *pool',
        '  queue: fast',
      ),
    )
    expect(data).toEqual({
      pool: { name: 'big', queue: 'slow' },
      a: { name: 'big', queue: 'slow' },
      b: { name: 'big', queue: 'fast' },
    })
    expect(locate(['a', 'name'])).toEqual({ path, line: 2, column: 9 })
    expect(locate(['b', 'queue'])).toEqual({ path, line: 7, column: 10 })
  })

  test('a key that stands twice is a mistake at the second', () => {
    const problems = problemsIn(lines('a: 1', 'b:', '  c: 1', '  d: 2', '  c: 3'))
    expect(problems).toMatchObject([
      { code: 'yaml-duplicate-key', severity: 'error', location: { path, line: 5, column: 3 } },
    ])
  })

  test('all mistakes are reported', () => {
    expect(problemsIn(lines('a: 1', 'a: 2', 'b: 1', 'b: 2'))).toMatchObject([
      { code: 'yaml-duplicate-key', location: { line: 2 } },
      { code: 'yaml-duplicate-key', location: { line: 4 } },
    ])
  })

  test.each([
    ['an open bracket', lines('a: 1', 'b: [1, 2'), 3],
    ['an open quotation', lines('a: 1', 'b: "x'), 3],
    ['wrong indentation', lines('a:', '  b: 1', ' c: 2'), 3],
    ['a tab as indentation', lines('a:', '\tb: 1'), 2],
    ['a colon in a plain text', lines('a: b: c'), 1],
    ['an unknown tag', lines('a: 1', 'b: !secret x'), 2],
    ['a placeholder without quotation marks', lines('a: 1', 'b: {{ x.y }}'), 2],
    ['an unknown anchor', lines('a: 1', 'b: *nothing'), 2],
    ['a second document', lines('a: 1', '---', 'b: 2'), 2],
    ['a conflict of a merge', lines('a: 1', '<<<<<<< HEAD', 'b: 2', '=======', 'b: 3', '>>>>>>> x'), 2],
  ])('%s is a mistake with its line', (_, source, line) => {
    const problems = problemsIn(source)
    expect(problems[0]).toMatchObject({ code: 'yaml-invalid', severity: 'error', location: { path, line } })
    expect(problems[0]?.message).toContain(`${path} is not valid YAML: `)
    expect(problems[0]?.hint).toBe('Correct the file at this line, or the one above it.')
  })

  test('aliases that would fill the memory are refused, and soon', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
    for (let level = 1; level < 12; level += 1) {
      const alias = `*a${level - 1}`
      bomb.push(`a${level}: &a${level} [${Array<string>(9).fill(alias).join(', ')}]`)
    }
    expect(problemsIn(lines(...bomb))).toMatchObject([{ code: 'yaml-invalid', severity: 'error' }])
  })

  test('an alias within what it names would never end', () => {
    const problems = problemsIn(lines('a: &a', '  b: [1, *a]', 'c: *a'))
    expect(problems).toMatchObject([{ code: 'yaml-invalid', location: { path, line: 2, column: 10 } }])
  })

  test("a tag of YAML's own on a text that looks otherwise, which PyYAML takes", () => {
    expect(problemsIn(lines('a: !!float 30', 'b: !!str 5'))).toEqual([])
    expect(problemsIn(lines('a: !unknown 30'))).toMatchObject([{ code: 'yaml-invalid' }])
  })

  test('of mistakes in the syntax the first is told, since it makes others', () => {
    const problems = problemsIn(lines('a: [1, 2', 'b: 3', 'c: {', '  d: ]'))
    expect(problems).toHaveLength(1)
    expect(problems).toMatchObject([{ code: 'yaml-invalid', location: { line: 2 } }])
  })

  test('an anchor given twice, which PyYAML refuses', () => {
    const problems = problemsIn(lines('a: &x 1', 'b:', '  - &x 2', 'c: *x'))
    expect(problems).toMatchObject([{ code: 'yaml-invalid', location: { path, line: 3, column: 8 } }])
  })

  test('dates are known from texts, and keys by their type', () => {
    const { typed, keyAt } = parsed(lines('a: [2024-05-01, "2024-05-01"]', '1: x', '2024-05-01: x', '"2": x'))
    expect(typed).toMatchObject({ a: [expect.any(Symbol), '2024-05-01'] })
    expect(keyAt(['1'])).toBe(1)
    expect(typeof keyAt(['2024-05-01'])).toBe('symbol')
    expect(keyAt(['2'])).toBe('2')
    expect(keyAt(['3'])).toBeUndefined()
  })

  test('a key cannot reach the prototype', () => {
    const { data } = parsed(lines('__proto__:', '  polluted: 1'))
    expect(Object.keys(data as object)).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
