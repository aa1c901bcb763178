import { createHash } from 'node:crypto'
import { cp, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import pRetry from 'p-retry'
import { cacheFolder } from './cache-folder.ts'
import { findFreePort, startService, type Service } from './service.ts'

/** The releases of Prefect that the action is tested with. */
export type PrefectVersion = '3.4' | '3.8'

/** Where a Prefect server is, and the password that it asks for. */
export interface PrefectAddress {
  /** Ends in `/api`. */
  readonly apiUrl: string
  /** `user:password` where the server asks for one. */
  readonly authString: string | undefined
  /** The folder with `python` and `prefect` of the server's environment, which also has prefect-docker. */
  readonly bin: string
}

/** A Prefect server on SQLite in a folder of its own. */
export interface PrefectServer extends PrefectAddress {
  /** Asks the REST API: by default a POST where there is a body and a GET where there is none. */
  readonly api: (path: string, body?: unknown, method?: string) => Promise<unknown>
  readonly createWorkPool: (name: string, type: string) => Promise<void>
  /** Removes all deployments and work pools, which others have left behind. */
  readonly clear: () => Promise<void>
  /** All deployments, by name. */
  readonly listDeployments: () => Promise<Deployment[]>
}

/** A deployment as the REST API tells it: what tests look at. */
export interface Deployment {
  readonly id: string
  readonly name: string
  readonly updated: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly parameter_openapi_schema: { readonly properties?: Readonly<Record<string, unknown>> }
  readonly job_variables: Readonly<Record<string, unknown>>
  readonly work_queue_name: string | null
  readonly schedules: readonly { readonly id: string; readonly active: boolean }[]
  readonly pull_steps: unknown
}

/** Background services that would only fight over the database here. */
const services = ['SCHEDULER', 'LATE_RUNS', 'FOREMAN', 'CANCELLATION_CLEANUP', 'PAUSE_EXPIRATIONS']

/** Starts a Prefect server. `authString`: the `user:password` that it shall ask for. */
export async function startPrefectServer(options: {
  version: PrefectVersion
  authString?: string
}): Promise<PrefectServer & Service> {
  const { version, authString } = options
  const [{ bin, newHome }, home, port] = await Promise.all([
    ensurePrefect(version),
    mkdtemp(join(tmpdir(), 'prefect-')),
    findFreePort(),
  ])
  await cp(newHome, home, { recursive: true })
  const apiUrl = `http://127.0.0.1:${port}/api`
  const service = await startService(
    join(bin, 'prefect'),
    ['server', 'start', '--host', '127.0.0.1', '--port', String(port)],
    {
      env: {
        PREFECT_HOME: home,
        PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
        ...Object.fromEntries(services.map((name) => [`PREFECT_SERVER_SERVICES_${name}_ENABLED`, 'false'])),
        ...(authString !== undefined && { PREFECT_SERVER_API_AUTH_STRING: authString }),
      },
      isReady: () => isHealthy(apiUrl),
      timeoutMs: 120_000,
    },
  )
  const stop = async () => {
    try {
      await service.stop()
    } finally {
      await rm(home, { recursive: true, force: true })
    }
  }
  return {
    ...openPrefect({ apiUrl, authString, bin }),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

/** Opens a Prefect server that runs. */
export function openPrefect(address: PrefectAddress): PrefectServer {
  const { apiUrl, authString } = address
  const api = (path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') =>
    ask(`${apiUrl}${path}`, { method, body, authString })
  const listDeployments = async () => {
    const deployments = (await api('/deployments/filter', {})) as Deployment[]
    return deployments.sort((a, b) => a.name.localeCompare(b.name))
  }
  return {
    ...address,
    api,
    createWorkPool: async (name, type) => {
      await api('/work_pools/', { name, type })
    },
    clear: async () => {
      for (const { id } of await listDeployments()) await api(`/deployments/${id}`, undefined, 'DELETE')
      const pools = (await api('/work_pools/filter', {})) as { name: string }[]
      for (const { name } of pools) await api(`/work_pools/${name}`, undefined, 'DELETE')
    },
    listDeployments,
  }
}

/**
 * An environment with Prefect, pinned to the last package and kept in the cache. It has its bytecode, and a home with a
 * database whose tables exist already: a server starts in a quarter of the time with them.
 */
export async function ensurePrefect(version: PrefectVersion): Promise<{ bin: string; newHome: string }> {
  const requirements = join(import.meta.dirname, 'requirements', `prefect-${version}.txt`)
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12)
  const folder = join(cacheFolder, `prefect-${version}-${hash}`)
  const bin = join(folder, 'bin')
  const newHome = join(folder, 'new-home')
  const known = await stat(newHome).catch(() => undefined)
  if (!known) {
    await rm(folder, { recursive: true, force: true })
    await execa('uv', ['venv', '--quiet', folder])
    await execa(
      'uv',
      ['pip', 'install', '--quiet', '--compile-bytecode', '--require-hashes', '--requirements', requirements],
      { env: { VIRTUAL_ENV: folder } },
    )
    const unfinished = join(folder, 'unfinished-home')
    await execa(join(bin, 'prefect'), ['server', 'database', 'upgrade', '--yes'], {
      env: { PREFECT_HOME: unfinished },
    })
    // Last: an installation that was interrupted must not be taken for a whole one.
    await rename(unfinished, newHome)
  }
  return { bin, newHome }
}

async function isHealthy(apiUrl: string): Promise<boolean> {
  try {
    const response = await fetch(`${apiUrl}/health`, { signal: AbortSignal.timeout(2000) })
    return response.ok
  } catch {
    return false
  }
}

/** Asks again where the server says that it is busy: SQLite has a single writer. */
async function ask(
  url: string,
  { method, body, authString }: { method: string; body: unknown; authString: string | undefined },
): Promise<unknown> {
  const authorization = authString && `Basic ${Buffer.from(authString).toString('base64')}`
  const attempt = async () => {
    const response = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (response.status === 503) throw new Busy(`${url} answered 503: ${await response.text()}`)
    return response
  }
  const response = await pRetry(attempt, {
    minTimeout: 200,
    retries: 5,
    shouldRetry: ({ error }) => error instanceof Busy,
  })
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return response.status === 204 ? undefined : await response.json()
}

class Busy extends Error {}
