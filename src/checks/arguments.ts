import { posix } from 'node:path'
import { parseArgs } from 'node:util'
import { conventionLevels, type ConventionLevel } from '../plan/conventions/conventions.ts'
import { messageOf } from '../problem.ts'
import type { EnvironmentMap } from '../trigger/environment.ts'
import { defaultEnvironments, parseEnvironments } from '../trigger/environment-map.ts'
import { staysInside } from '../workspace/files.ts'
import { UsageError } from './usage-error.ts'

/** What the command is asked to do. */
export type Command =
  { readonly kind: 'help' } | { readonly kind: 'version' } | ({ readonly kind: 'check' } & CheckRequest)

/** What to check, and how to say what was found. */
export interface CheckRequest {
  /** Names of pipelines, globs and paths; none for all pipelines. */
  readonly targets: readonly string[]
  readonly workingDirectory: string
  /** Relative to the working directory. */
  readonly pipelinesDir: string
  readonly environments: EnvironmentMap
  readonly conventions: ConventionLevel
  readonly format: 'json' | 'sarif' | 'terminal'
  readonly color: boolean
}

/** What `--help` prints. */
export const help = `Usage: deploy-prefect-pipelines check [options] [pipeline...]

Finds the mistakes that a deployment would stop at, before it builds anything.
It runs nothing of the repository and needs no network.

  pipeline                    a pipeline's name, a glob of names, or a path: the pipeline that it
                              lies in is checked, and a path in none is passed over.
                              Without any: all pipelines.

Options:
  --json                      print the problems as JSON
  --sarif                     print them as SARIF 2.1.0, for GitHub's code scanning
  --working-directory PATH    the folder of the uv workspace (default: .)
  --pipelines-dir PATH        the folder in it that holds the pipelines (default: pipelines)
  --environments YAML         each environment with its branches' patterns, as for the action
                              (default: {prod: [master, main], staging: [staging/**]})
  --conventions LEVEL         what a broken convention is: off, warn or error (default: warn)
  --no-color                  no colours, as with the variable NO_COLOR, or where the output
                              is no terminal
  --help                      print this
  --version                   print the version

Exit status: 0 without errors, 1 with errors, 2 where it could not check.
`

const options = {
  json: { type: 'boolean', default: false },
  sarif: { type: 'boolean', default: false },
  'working-directory': { type: 'string', default: '.' },
  'pipelines-dir': { type: 'string', default: 'pipelines' },
  environments: { type: 'string', default: defaultEnvironments },
  conventions: { type: 'string', default: 'warn' },
  'no-color': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
} as const

/**
 * Reads the command's arguments.
 * @throws UsageError that names the wrong one.
 */
export function readArguments(args: readonly string[]): Command {
  const { values, positionals } = parse(args)
  if (values.help) return { kind: 'help' }
  if (values.version) return { kind: 'version' }
  const [command, ...targets] = positionals
  if (command === undefined) throw new UsageError('There is no command. The only one is "check".')
  if (command !== 'check') throw new UsageError(`There is no command "${command}". The only one is "check".`)
  if (values.json && values.sarif) throw new UsageError('Only one of --json and --sarif can be given.')
  return {
    kind: 'check',
    targets,
    workingDirectory: values['working-directory'],
    pipelinesDir: readFolder(values['pipelines-dir']),
    environments: readEnvironments(values.environments),
    conventions: readLevel(values.conventions),
    format: values.json ? 'json' : values.sarif ? 'sarif' : 'terminal',
    color: !values['no-color'],
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error })
  }
}

function readFolder(text: string): string {
  const folder = posix.normalize(text).replace(/\/+$/, '')
  if (folder !== '' && staysInside(folder)) return folder
  throw new UsageError(`--pipelines-dir is "${text}", which leaves the working directory.`)
}

function readEnvironments(source: string): EnvironmentMap {
  const result = parseEnvironments(source)
  if ('mistake' in result) throw new UsageError(`--environments ${result.mistake}.`)
  return result.map
}

function readLevel(text: string): ConventionLevel {
  const level = conventionLevels.find((each) => each === text)
  if (level !== undefined) return level
  throw new UsageError(`--conventions is "${text}", and must be one of ${conventionLevels.join(', ')}.`)
}
