import { homedir, tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import { readFileSync } from 'node:fs'
import * as core from '@actions/core'
import { parse } from 'yaml'
import type { BuildOptions, BuildSecret } from './images/bake-definition.ts'
import type { RegistryLogin } from './images/docker.ts'
import type { PrefectConnection } from './prefect/api.ts'
import { conventionLevels, type ConventionLevel } from './plan/conventions/conventions.ts'
import { failure, messageOf } from './problem.ts'
import type { RetryPolicy } from './process/retry.ts'
import type { EnvironmentMap } from './trigger/environment.ts'
import type { EventContext } from './trigger/event.ts'
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
  readonly conventions: ConventionLevel
  readonly build: BuildOptions
  readonly maxParallel: number
  readonly timeoutMs: number
  readonly retry: RetryPolicy
  readonly githubToken: string | undefined
}

/** What the runner tells about the run. */
export interface Runner {
  readonly event: EventContext
  /** The checkout. */
  readonly workspace: string
  /** A folder that the runner empties after the job. */
  readonly temporaryFolder: string
  readonly serverUrl: string
  /** Docker's configuration folder if the run had none of its own. */
  readonly dockerConfig: string
  /** The environment for programs that run the repository's code: without the runner's own channels and secrets. */
  readonly env: Readonly<Record<string, string>>
  /** The same and what BuildKit needs for GitHub's cache. */
  readonly dockerEnv: Readonly<Record<string, string>>
}

/** Node's timers hold no more. */
const longestMinutes = Math.floor((2 ** 31 - 1) / 60_000)

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
    registry: readRegistry(secrets.registryPassword),
    prefect: readPrefect(secrets, dryRun),
    dryRun,
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

/**
 * Reads what the runner says about the run from its environment.
 * Variables: https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 * @throws ActionError `event-invalid` when the event's file can't be read.
 */
export function readRunner(): Runner {
  const variables = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  const env = Object.fromEntries(variables.filter(([name]) => !isRunnersOwn(name)))
  const cache = variables.filter(([name]) => /^ACTIONS_(CACHE|RESULTS|RUNTIME)_/.test(name))
  return {
    event: {
      name: process.env['GITHUB_EVENT_NAME'] ?? '',
      ref: process.env['GITHUB_REF'] ?? '',
      payload: readPayload(process.env['GITHUB_EVENT_PATH']),
    },
    workspace: process.env['GITHUB_WORKSPACE'] ?? process.cwd(),
    temporaryFolder: process.env['RUNNER_TEMP'] ?? tmpdir(),
    serverUrl: process.env['GITHUB_SERVER_URL'] ?? 'https://github.com',
    dockerConfig: process.env['DOCKER_CONFIG'] ?? join(homedir(), '.docker'),
    env,
    dockerEnv: { ...env, ...Object.fromEntries(cache) },
  }
}

/** Variables that hold inputs, tokens of the runner, or files by which a step speaks to it. */
function isRunnersOwn(name: string): boolean {
  return (
    /^(INPUT|STATE|ACTIONS)_/.test(name) ||
    /^GITHUB_(ENV|OUTPUT|PATH|STATE|STEP_SUMMARY|TOKEN)$/.test(name) ||
    // It would have uv complain that the run's environment is another one.
    name === 'VIRTUAL_ENV'
  )
}

function readPayload(path: string | undefined): unknown {
  try {
    return JSON.parse(readFileSync(path ?? '', 'utf8'))
  } catch (error) {
    throw failure(
      'event-invalid',
      `The event's file (GITHUB_EVENT_PATH) can't be read: ${messageOf(error)}`,
      {
        hint: 'Run the action in a GitHub Actions workflow.',
        cause: error,
      },
    )
  }
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

function readRegistry(password: string | undefined): RegistryLogin | undefined {
  const host = optional('registry')
  if (host === undefined || password === undefined) return undefined
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
    throw invalid('prefect-api-url', `is "${url}", which is not an http(s) address`)
  }
  return {
    apiUrl: url.replace(/\/+$/, ''),
    apiKey: secrets.prefectApiKey,
    authString: secrets.prefectAuthString,
  }
}

function readEnvironments(): EnvironmentMap {
  const source = core.getInput('environments')
  const shape = 'must map each environment to branch patterns, such as "prod: [master, main]"'
  let data: unknown
  try {
    data = parse(source)
  } catch (error) {
    throw invalid('environments', `is not valid YAML: ${messageOf(error)}`)
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw invalid('environments', shape)
  const entries = Object.entries(data).map(([name, value]: [string, unknown]) => {
    const patterns: unknown[] = Array.isArray(value) ? value : [value]
    const texts = patterns.filter((pattern) => typeof pattern === 'string')
    if (texts.length !== patterns.length || texts.length === 0) throw invalid('environments', shape)
    return [name, texts] as const
  })
  if (entries.length === 0) throw invalid('environments', shape)
  return Object.fromEntries(entries)
}

function readFolder(name: string): string {
  const folder = posix.normalize(core.getInput(name))
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

function readInteger(name: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const text = core.getInput(name)
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  const limits = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`
  throw invalid(name, `is "${text}", and must be a whole number ${limits}`)
}

function readBoolean(name: string): boolean {
  try {
    return core.getBooleanInput(name)
  } catch {
    throw invalid(name, `is "${core.getInput(name)}", and must be true or false`)
  }
}

function readChoice<T extends string>(name: string, choices: readonly T[]): T {
  const text = core.getInput(name)
  const choice = choices.find((each) => each === text)
  if (choice !== undefined) return choice
  throw invalid(name, `is "${text}", and must be one of ${choices.join(', ')}`)
}

function optional(name: string): string | undefined {
  const value = core.getInput(name)
  return value === '' ? undefined : value
}

/** A variable of the step; one that is set to nothing, as from a secret that isn't there, is not set. */
function variable(name: string): string | undefined {
  const value = process.env[name]
  return value === '' ? undefined : value
}

function invalid(name: string, problem: string): Error {
  return failure('input-invalid', `The input "${name}" ${problem}.`, {
    hint: `Correct "${name}" under "with:" of the workflow's step.`,
  })
}
