import { posix } from 'node:path'
import * as core from '@actions/core'
import type { BuildOptions, BuildSecret } from './images/bake-definition.ts'
import type { RegistryLogin } from './images/docker.ts'
import type { PrefectConnection } from './prefect/api.ts'
import { conventionLevels, type ConventionLevel } from './plan/conventions/conventions.ts'
import { failure } from './problem.ts'
import type { RetryPolicy } from './process/retry.ts'
import type { EnvironmentMap } from './trigger/environment.ts'
import { defaultEnvironments, parseEnvironments } from './trigger/environment-map.ts'
import { variable } from './runner.ts'
import { staysInside } from './workspace/files.ts'

/** Everything that the user asks for, checked. Unset is undefined, never the empty string. */
export interface Inputs {
  readonly environment: string | undefined
  readonly environments: EnvironmentMap
  /** Names and globs; `all` stands for every pipeline; empty for what the push changed. */
  readonly pipelines: readonly string[]
  /** Relative to the working directory, without a slash at the end. */
  readonly pipelinesDir: string
  readonly workingDirectory: string
  /** Undefined where the user logs in himself. */
  readonly registry: RegistryLogin | undefined
  /** Undefined only in a dry run. */
  readonly prefect: PrefectConnection | undefined
  readonly dryRun: boolean
  /** Write the plan as a comment on the pull request. */
  readonly comment: boolean
  readonly conventions: ConventionLevel
  readonly build: BuildOptions
  readonly maxParallel: number
  readonly timeoutMs: number
  readonly retry: RetryPolicy
  readonly githubToken: string | undefined
}

/** Node's timers hold no more. */
const longestMinutes = Math.floor((2 ** 31 - 1) / 60_000)

/** What an input that is passed as nothing stands for, such as one of a workflow that has another trigger too. As in action.yml. */
const defaults = {
  comment: 'false',
  environments: defaultEnvironments,
  conventions: 'warn',
  'dry-run': 'false',
  'max-parallel': '4',
  'pipelines-dir': 'pipelines',
  retries: '3',
  'timeout-minutes': '60',
  'working-directory': '.',
} as const

/** The first wait before something is tried again. */
const firstDelayMs = 1000

/**
 * Reads and checks all inputs, having their secrets masked first.
 * @throws ActionError `input-invalid` that names the input.
 */
export function readInputs(): Inputs {
  const secrets = maskSecrets()
  const dryRun = readBoolean('dry-run')
  return Object.freeze({
    environment: optional('environment'),
    environments: readEnvironments(),
    pipelines: readList('pipelines'),
    pipelinesDir: readFolder('pipelines-dir'),
    workingDirectory: readFolder('working-directory'),
    registry: readRegistry(secrets.registryPassword, dryRun),
    prefect: readPrefect(secrets, dryRun),
    dryRun,
    comment: readBoolean('comment'),
    conventions: readChoice('conventions', conventionLevels),
    build: {
      builder: optional('builder'),
      args: readPairs('build-args'),
      contexts: readPairs('build-contexts'),
      secrets: secrets.build,
      cacheFrom: readLines('cache-from'),
      cacheTo: readLines('cache-to'),
      platforms: readList('platforms'),
    },
    maxParallel: readInteger('max-parallel', 1),
    timeoutMs: readInteger('timeout-minutes', 1, longestMinutes) * 60_000,
    retry: { retries: readInteger('retries', 0), firstDelayMs },
    githubToken: secrets.githubToken,
  })
}

interface Secrets {
  readonly registryPassword: string | undefined
  readonly prefectApiKey: string | undefined
  readonly prefectAuthString: string | undefined
  readonly githubToken: string | undefined
  readonly build: readonly BuildSecret[]
}

/** Has every secret masked in the log before anything else is done with it, also in the forms that headers have. */
function maskSecrets(): Secrets {
  const secrets = {
    registryPassword: optional('registry-password'),
    prefectApiKey: optional('prefect-api-key') ?? variable('PREFECT_API_KEY'),
    prefectAuthString: optional('prefect-api-auth-string') ?? variable('PREFECT_API_AUTH_STRING'),
    githubToken: optional('github-token'),
    build: Object.entries(readPairs('build-secrets')).map(([id, value]) => ({ id, value })),
  }
  const { build, githubToken, prefectAuthString, ...others } = secrets
  const encoded = [prefectAuthString, githubToken && `x-access-token:${githubToken}`].map(
    (text) => text && Buffer.from(text).toString('base64'),
  )
  const values = [...Object.values(others), prefectAuthString, githubToken, ...encoded]
  for (const value of [...values, ...build.map((secret) => secret.value)]) if (value) core.setSecret(value)
  return secrets
}

function readRegistry(password: string | undefined, dryRun: boolean): RegistryLogin | undefined {
  const host = optional('registry')
  if (host === undefined || (password === undefined && dryRun)) return undefined
  if (password === undefined) {
    throw invalid(
      'registry-password',
      'is empty, though "registry" is set: without a login, set "registry" to nothing',
    )
  }
  const username = optional('registry-username')
  if (username === undefined)
    throw invalid('registry-username', 'is empty, though "registry-password" is set')
  if (!/^\w[\w.-]*(:\d+)?$/.test(host)) {
    throw invalid('registry', `is "${host}", which is not a host name such as ghcr.io`)
  }
  return { host, username, password }
}

function readPrefect(secrets: Secrets, dryRun: boolean): PrefectConnection | undefined {
  const url = optional('prefect-api-url') ?? variable('PREFECT_API_URL')
  if (url === undefined) {
    if (dryRun) return undefined
    throw invalid(
      'prefect-api-url',
      "is empty: it is the address of Prefect's API, such as https://my-server/api",
    )
  }
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    // It is not shown: there may be a password in it.
    throw invalid('prefect-api-url', 'is not an http(s) address, such as https://my-server/api')
  }
  const { username, password, search, hash } = new URL(url)
  if (username !== '' || password !== '') {
    throw invalid('prefect-api-url', 'holds a password, which belongs in "prefect-api-auth-string"')
  }
  if (search !== '' || hash !== '') throw invalid('prefect-api-url', 'has something behind its path')
  return {
    apiUrl: url.replace(/\/+$/, ''),
    apiKey: secrets.prefectApiKey,
    authString: secrets.prefectAuthString,
  }
}

function readEnvironments(): EnvironmentMap {
  const result = parseEnvironments(withDefault('environments'))
  if ('mistake' in result) throw invalid('environments', result.mistake)
  return result.map
}

function readFolder(name: keyof typeof defaults): string {
  const folder = posix.normalize(withDefault(name))
  if (!staysInside(folder)) throw invalid(name, `is "${folder}", which leaves the checkout`)
  return folder.replace(/\/+$/, '')
}

/** Names, one a line or separated by commas. */
function readList(name: string): string[] {
  return core
    .getInput(name)
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** Lines without the space around them, and without empty ones. */
function readLines(name: string): string[] {
  return core.getMultilineInput(name).filter((line) => line !== '')
}

/** Lines of the form `KEY=VALUE`; the value may hold `=` too. */
function readPairs(name: string): Record<string, string> {
  const pairs = readLines(name).map((line) => {
    const at = line.indexOf('=')
    if (at < 1) throw invalid(name, 'must have lines of the form KEY=VALUE')
    return [line.slice(0, at).trim(), line.slice(at + 1)] as const
  })
  return Object.fromEntries(pairs)
}

function readInteger(name: keyof typeof defaults, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const text = withDefault(name)
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  const limits = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`
  throw invalid(name, `is "${text}", and must be a whole number ${limits}`)
}

/** In the spellings that YAML has for it. */
function readBoolean(name: keyof typeof defaults): boolean {
  const text = withDefault(name)
  if (/^(true|True|TRUE)$/.test(text)) return true
  if (/^(false|False|FALSE)$/.test(text)) return false
  throw invalid(name, `is "${text}", and must be true or false`)
}

function readChoice<T extends string>(name: keyof typeof defaults, choices: readonly T[]): T {
  const text = withDefault(name)
  const choice = choices.find((each) => each === text)
  if (choice !== undefined) return choice
  throw invalid(name, `is "${text}", and must be one of ${choices.join(', ')}`)
}

function withDefault(name: keyof typeof defaults): string {
  return optional(name) ?? defaults[name]
}

function optional(name: string): string | undefined {
  const value = core.getInput(name)
  return value === '' ? undefined : value
}

function invalid(name: string, problem: string): Error {
  return failure('input-invalid', `The input "${name}" ${problem}.`, {
    hint: `Correct "${name}" under "with:" of the workflow's step.`,
  })
}
