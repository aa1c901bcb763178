import { describe, expect, test } from '@jest/globals'
import { help, readArguments } from '../../src/checks/arguments.ts'
import { UsageError } from '../../src/checks/usage-error.ts'
import { actionInputs } from '../builders/action.ts'

const defaults = {
  kind: 'check',
  targets: [],
  workingDirectory: '.',
  pipelinesDir: 'pipelines',
  environments: { prod: ['master', 'main'], staging: ['staging/**'] },
  conventions: 'warn',
  format: 'terminal',
  color: true,
}

describe(readArguments.name, () => {
  test.each([
    [['check'], {}],
    [['check', 'a', 'b*'], { targets: ['a', 'b*'] }],
    [['check', '--', '--a'], { targets: ['--a'] }],
    [['--json', 'check', 'a'], { targets: ['a'], format: 'json' }],
    [['check', '--sarif'], { format: 'sarif' }],
    [['check', '--no-color'], { color: false }],
    [['check', '--working-directory', '../x'], { workingDirectory: '../x' }],
    [['check', '--pipelines-dir=./a//b/'], { pipelinesDir: 'a/b' }],
    [['check', '--pipelines-dir=.'], { pipelinesDir: '.' }],
    [['check', '--environments', 'live: main'], { environments: { live: ['main'] } }],
    [['check', '--conventions', 'off'], { conventions: 'off' }],
  ])('%j', (args, expected) => {
    expect(readArguments(args)).toEqual({ ...defaults, ...expected })
  })

  test.each([
    [['--help'], 'help'],
    [['-h'], 'help'],
    [['check', '--help'], 'help'],
    [['--version'], 'version'],
  ])('%j', (args, kind) => {
    expect(readArguments(args)).toEqual({ kind })
  })

  test.each([
    [[], 'There is no command. The only one is "check".'],
    [['deploy'], 'There is no command "deploy". The only one is "check".'],
    [['check', '--json', '--sarif'], 'Only one of --json and --sarif can be given.'],
    [['check', '--pipelines-dir', '../x'], '--pipelines-dir is "../x", which leaves the working directory.'],
    [['check', '--pipelines-dir', '/x'], '--pipelines-dir is "/x", which leaves the working directory.'],
    [
      ['check', '--environments', '[]'],
      '--environments must map each environment to branch patterns, such as "prod: [master, main]".',
    ],
    [['check', '--conventions', 'loud'], '--conventions is "loud", and must be one of off, warn, error.'],
    [['check', '--jsn'], "Unknown option '--jsn'"],
    [['check', '--conventions'], "Option '--conventions <value>' argument missing"],
  ])('refuses %j', (args, message) => {
    expect(() => readArguments(args)).toThrow(UsageError)
    expect(() => readArguments(args)).toThrow(message)
  })

  test('the defaults are those of action.yml', async () => {
    const inputs = await actionInputs()
    const names = ['working-directory', 'pipelines-dir', 'environments', 'conventions']
    const given = names.map((name) => `--${name}=${inputs.get(name) ?? ''}`)
    expect(readArguments(['check', ...given])).toEqual(defaults)
  })
})

test('the help names every option and fits a terminal', () => {
  for (const name of ['json', 'sarif', 'working-directory', 'pipelines-dir', 'environments', 'conventions']) {
    expect(help).toContain(`  --${name} `)
  }
  expect(help.split('\n').filter((line) => line.length > 100)).toEqual([])
})
