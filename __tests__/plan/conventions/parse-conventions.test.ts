import { describe, expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import { conventionsPath, defaultConventions } from '../../../src/plan/conventions/conventions.ts'
import { parseConventions } from '../../../src/plan/conventions/parse-conventions.ts'
import { lines } from '../../builders/text.ts'

function problemsIn(source: string) {
  const result = parseConventions(source)
  return 'problems' in result ? result.problems : []
}

describe(parseConventions.name, () => {
  test.each(['', '# nothing yet\n', '---\n', '{}\n'])('the file %j changes nothing', (source) => {
    expect(parseConventions(source)).toEqual({ conventions: defaultConventions })
  })

  test('the defaults may be written out', () => {
    const source = stringify(defaultConventions, { version: '1.1' })
    expect(parseConventions(source)).toEqual({ conventions: defaultConventions })
  })

  test('what the file leaves out holds on', () => {
    const source = lines('work-pools: [gpu]', 'secrets:', '  production: [a]', 'folder: off', 'command: no')
    expect(parseConventions(source)).toEqual({
      conventions: {
        ...defaultConventions,
        'work-pools': ['gpu'],
        secrets: { production: ['a'] },
        folder: false,
        command: false,
      },
    })
  })

  test.each([
    ['work_pools', 'Is it "work-pools"?'],
    ['Files', 'Is it "files"?'],
    ['comand', 'Is it "command"?'],
    ['imagetag', 'Is it "image-tag"?'],
    [
      'colour',
      'The keys are folder, files, deployment, secrets, production, work-pools, image-tag, command.',
    ],
  ])('the key %s is unknown', (key, hint) => {
    expect(problemsIn(lines('production: prod', `${key}:`, '  - a'))).toEqual([
      {
        code: 'conventions-invalid',
        severity: 'error',
        message: `${conventionsPath}: There is no key "${key}".`,
        hint,
        location: { path: conventionsPath, line: 2, column: 1 },
      },
    ])
  })

  test.each([
    ['folder: 5', 9, '"folder" takes a pattern with parts such as <pipeline>, or off. It is 5.'],
    ['folder: "off"', 9, '"folder" takes a pattern with parts such as <pipeline>, or off. It is "off".'],
    ['folder: a_<B>', 9, '"folder" takes a pattern with parts such as <pipeline>, or off. It is "a_<B>".'],
    [
      'deployment: on',
      13,
      '"deployment" takes a pattern with parts such as <environment>, or off. It is true.',
    ],
    ['files: flow.py', 8, '"files" takes a list of files\' names, or off. It is "flow.py".'],
    ['files: []', 8, '"files" takes a list of files\' names, or off. It is [].'],
    ['files: [a, 5]', 12, '"files" takes a list of files\' names, or off. "files.1" is 5.'],
    [
      'secrets: {prod: a}',
      17,
      '"secrets" takes a mapping from environments to lists of secrets\' names, or off. "secrets.prod" is "a".',
    ],
    ['work-pools: gpu', 13, '"work-pools" takes a list of work pools\' names, or off. It is "gpu".'],
    ['image-tag: x', 12, '"image-tag" takes on or off. It is "x".'],
    ['command:', 9, '"command" takes on or off. It is null.'],
  ])('%s is a mistake at its place', (text, column, message) => {
    expect(problemsIn(lines('production: prod', text))).toMatchObject([
      {
        code: 'conventions-invalid',
        severity: 'error',
        message: `${conventionsPath}: ${message}`,
        location: { path: conventionsPath, line: 2, column },
      },
    ])
  })

  test('a file that is no mapping', () => {
    expect(problemsIn('- folder\n')).toMatchObject([
      { code: 'conventions-invalid', location: { line: 1, column: 1 } },
    ])
  })

  test('a file that is no YAML', () => {
    expect(problemsIn('folder: [\n')).toMatchObject([
      { code: 'yaml-invalid', location: { path: conventionsPath, line: 2 } },
    ])
  })

  test('all mistakes come together', () => {
    expect(problemsIn(lines('a: 1', 'b: 2', 'command: x')).map(({ location }) => location?.line)).toEqual([
      1, 2, 3,
    ])
  })
})
