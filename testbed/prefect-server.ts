import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
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
  /** The folder with `python` and `prefect` of the server's environment, which also has prefect-docker. */
  readonly bin: string
  /** Asks the REST API: a POST where there is a body. */
  readonly api: (path: string, body?: unknown) => Promise<unknown>
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
  const [bin, home, port] = await Promise.all([
    ensurePrefect(version),
    mkdtemp(join(tmpdir(), 'prefect-')),
    findFreePort(),
  ])
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
  const api = (path: string, body?: unknown) => ask(`${apiUrl}${path}`, { body, authString })
  const stop = async () => {
    await service.stop()
    await rm(home, { recursive: true, force: true })
  }
  return {
    version,
    apiUrl,
    authString,
    bin,
    api,
    createWorkPool: async (name, type) => {
      await api('/work_pools/', { name, type })
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

/** An environment with Prefect, pinned to the last package and kept in the cache; gives its `bin` folder. */
async function ensurePrefect(version: PrefectVersion): Promise<string> {
  const requirements = join(import.meta.dirname, 'requirements', `prefect-${version}.txt`)
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12)
  const folder = join(cacheFolder, `prefect-${version}-${hash}`)
  const known = await stat(join(folder, 'complete')).catch(() => undefined)
  if (!known) {
    await rm(folder, { recursive: true, force: true })
    await execa('uv', ['venv', '--quiet', folder])
    await execa('uv', ['pip', 'install', '--quiet', '--require-hashes', '--requirements', requirements], {
      env: { VIRTUAL_ENV: folder },
    })
    // Only now: an installation that was interrupted must not be taken for a whole one.
    await writeFile(join(folder, 'complete'), '')
  }
  return join(folder, 'bin')
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
  { body, authString }: { body: unknown; authString: string | undefined },
): Promise<unknown> {
  const authorization = authString && `Basic ${Buffer.from(authString).toString('base64')}`
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return await response.json()
}
