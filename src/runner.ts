import { readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { failure, messageOf } from './problem.ts'
import type { EventContext } from './trigger/event.ts'

/** What the runner tells about the run. */
export interface Runner {
  readonly event: EventContext
  /** The checkout. */
  readonly workspace: string
  /** A folder that the runner empties after the job. */
  readonly temporaryFolder: string
  readonly serverUrl: string
  /** GitHub's REST API. */
  readonly apiUrl: string
  /** `owner/name` */
  readonly repository: string
  /** The number in the run's address. */
  readonly runId: string
  /** Docker's configuration folder if the run had none of its own. */
  readonly dockerConfig: string
  /** Buildx's own configuration folder, where it isn't in Docker's. */
  readonly buildxConfig: string | undefined
  /** The environment for the repository's scripts and flows: without the runner's own channels and secrets. */
  readonly env: Readonly<Record<string, string>>
  /** The same for git, uv and docker: without Prefect's secrets as well. */
  readonly toolEnv: Readonly<Record<string, string>>
  /** The same and what BuildKit needs for GitHub's cache. */
  readonly buildEnv: Readonly<Record<string, string>>
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
  const tools = Object.fromEntries(Object.entries(env).filter(([name]) => !isPrefectSecret(name)))
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
    apiUrl: process.env['GITHUB_API_URL'] ?? 'https://api.github.com',
    repository: process.env['GITHUB_REPOSITORY'] ?? '',
    runId: process.env['GITHUB_RUN_ID'] ?? '',
    dockerConfig: variable('DOCKER_CONFIG') ?? join(homedir(), '.docker'),
    buildxConfig: variable('BUILDX_CONFIG'),
    env,
    toolEnv: tools,
    buildEnv: { ...tools, ...Object.fromEntries(cache) },
  }
}

/** Variables that hold inputs, tokens of the runner, or files by which a step speaks to it. */
function isRunnersOwn(name: string): boolean {
  return (
    /^(INPUT_|ACTIONS_(CACHE|RESULTS|RUNTIME|ID_TOKEN)_)/.test(name) ||
    /^GITHUB_(ENV|OUTPUT|PATH|STATE|STEP_SUMMARY)$/.test(name) ||
    // It would have uv complain that the run's environment is another one.
    name === 'VIRTUAL_ENV'
  )
}

function isPrefectSecret(name: string): boolean {
  return name === 'PREFECT_API_KEY' || name === 'PREFECT_API_AUTH_STRING'
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

/** A variable of the step; one that is set to nothing, as from a secret that isn't there, is not set. */
export function variable(name: string): string | undefined {
  const value = process.env[name]
  return value === '' ? undefined : value
}
