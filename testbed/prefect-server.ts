import { createHash } from 'node:crypto'
import { cp, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { cacheFolder } from './cache-folder.ts'
import { findFreePort, startService, type Service } from './service.ts'

/** The releases of Prefect that the action is tested with. */
export type PrefectVersion = '3.4' | '3.8'

/** A Prefect server on SQLite in a folder of its own. */
export interface PrefectServer extends Service {
  readonly version: PrefectVersion
  /** Ends in `/api`. */
  readonly apiUrl: string
  /** `user:password` where the server asks for one. */
  readonly authString: string | undefined
  /** The server's PREFECT_HOME. */
  readonly home: string
  /** The folder with `python` and `prefect` of the server's environment, which also has prefect-docker. */
  readonly bin: string
  readonly python: string
  readonly prefect: string
  /** Asks the REST API: by default a POST where there is a body and a GET where there is none. */
  readonly api: (path: string, body?: unknown, method?: string) => Promise<unknown>
  readonly createWorkPool: (name: string, type: string) => Promise<void>
}

/** Background services that would only fight over the database here. */
const services = ['SCHEDULER', 'LATE_RUNS', 'FOREMAN', 'CANCELLATION_CLEANUP', 'PAUSE_EXPIRATIONS']

/** Starts a Prefect server. `authString`: the `user:password` that it shall ask for. */
export async function startPrefectServer(options: {
  version: PrefectVersion
  authString?: string
}): Promise<PrefectServer> {
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
  const api = (path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') =>
    ask(`${apiUrl}${path}`, { method, body, authString })
  const stop = async () => {
    try {
      await service.stop()
    } finally {
      await rm(home, { recursive: true, force: true })
    }
  }
  return {
    version,
    apiUrl,
    authString,
    home,
    bin,
    python: join(bin, 'python'),
    prefect: join(bin, 'prefect'),
    api,
    createWorkPool: async (name, type) => {
      await api('/work_pools/', { name, type })
    },
    stop,
    [Symbol.asyncDispose]: stop,
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

async function ask(
  url: string,
  { method, body, authString }: { method: string; body: unknown; authString: string | undefined },
): Promise<unknown> {
  const authorization = authString && `Basic ${Buffer.from(authString).toString('base64')}`
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return response.status === 204 ? undefined : await response.json()
}
