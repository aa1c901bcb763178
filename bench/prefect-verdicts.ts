import { createHash } from 'node:crypto'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import { startRegistrar, type Registrar } from '../src/prefect/registrar.ts'
import { cacheFolder } from '../testbed/cache-folder.ts'
import { findFreePort } from '../testbed/service.ts'
import { startPrefectServer, type PrefectVersion } from '../testbed/prefect-server.ts'

/** What `prefect deploy --all` made of a file. */
export interface Verdict {
  /** `environment`: it was rejected for what is not in the file, such as a work pool that is not there. */
  readonly outcome: 'accepted' | 'rejected' | 'environment'
  /** The end of what Prefect printed. */
  readonly output: readonly string[]
}

/** Prefect's own judgement of texts of `prefect.yaml`. */
export interface Judge extends AsyncDisposable {
  readonly judge: (source: string) => Promise<Verdict>
}

/** How many files are registered at a time. */
const parallel = 3

/** After this time a registration counts as lost. */
const patienceMs = 60_000

/** Work pools that the judged files may name. */
const workPools = ['pipelines', 'pool']

/** A file's flow has a name of its own, so that no deployment is there already. */
const flowModule = `import sys
from pathlib import Path
from prefect import flow


def make(name):
    def run(period: object = None, older_than_days: object = None, **more: object):
        pass

    run.__name__ = name
    return flow(run, name=f"{name}-{Path(sys.argv[-1]).stem}")


main = make("main")
revenue = make("revenue")
service_requests = make("service_requests")
clinic_visits = make("clinic_visits")
bus_fleet = make("bus_fleet")
`

const flowFiles = [
  'flow.py',
  'flows/__init__.py',
  'flows/daily.py',
  ...[
    'rj_seop__service_requests',
    'rj_smfp__revenue_daily',
    'rj_sms__clinic_visits',
    'rj_smtr__bus_fleet',
  ].map((name) => `pipelines/${name}/flow.py`),
]

/** What Prefect says where the file is not to blame. */
const environmentReasons = [
  /references work pool .* which does not exist|A work pool is required to deploy/,
  /ModuleNotFoundError|ImportError|FileNotFoundError|IsADirectoryError|MissingFlowError|ScriptError/,
  /AttributeError: module/,
  /Validation failed for field|Error validating parameters|not a valid parameter/i,
  /Can't connect to|ConnectError|ReadTimeout|ConnectTimeout|PrefectHTTPStatusError: Server error|Server error '5/,
]

/** What Prefect says of a busy server; asked again, it may say something else. */
const busyReasons = /database is locked|503 Service Unavailable|ReadTimeout|ConnectTimeout|PoolTimeout/

/** Starts a Prefect server, and a process that registers files with it. Known verdicts are kept in the cache. */
export async function startJudge(version: PrefectVersion): Promise<Judge> {
  const stack = new AsyncDisposableStack()
  const server = stack.use(await startPrefectServer({ version }))
  const folder = await mkdtemp(join(tmpdir(), 'verdicts-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  for (const name of workPools) await server.createWorkPool(name, 'process')
  for (const path of flowFiles) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), flowModule)
  }
  const registrar = startRegistrar({
    python: join(server.bin, 'python'),
    program: join(import.meta.dirname, '..', 'src', 'prefect', 'register.py'),
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      PREFECT_HOME: join(folder, 'home'),
      PREFECT_API_URL: stack.use(await withoutAutomations(server.apiUrl)).apiUrl,
      COLUMNS: '400',
    },
    signal: new AbortController().signal,
    onOutput: () => undefined,
  })
  stack.defer(() => registrar.stop())
  await registrar.ready
  const limit = pLimit(parallel)
  return {
    judge: (source) => limit(() => judgeOnce(source, { version, folder, registrar })),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/**
 * A server without automations, in front of one that has them. Prefect checks a file's triggers before it asks for
 * automations and does without them then; with hundreds of automations its server stops to answer.
 */
async function withoutAutomations(apiUrl: string): Promise<AsyncDisposable & { apiUrl: string }> {
  const { origin } = new URL(apiUrl)
  const forward = (asked: IncomingMessage, answer: ServerResponse) => {
    if (asked.url?.startsWith('/api/automations/') === true) {
      answer.writeHead(404, { 'content-type': 'application/json' }).end('{"detail":"Not Found"}')
      return
    }
    const { method, headers } = asked
    const passedOn = request(
      `${origin}${asked.url ?? ''}`,
      { method: method ?? 'GET', headers },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(answer)
      },
    )
    passedOn.on('error', () => answer.destroy())
    asked.pipe(passedOn)
  }
  const proxy = createServer(forward)
  const port = await findFreePort()
  await new Promise<void>((resolve) => proxy.listen(port, '127.0.0.1', resolve))
  return {
    apiUrl: `http://127.0.0.1:${port}/api`,
    [Symbol.asyncDispose]: () => {
      proxy.closeAllConnections()
      proxy.close()
      return Promise.resolve()
    },
  }
}

interface Bench {
  readonly version: PrefectVersion
  readonly folder: string
  readonly registrar: Registrar
}

async function judgeOnce(source: string, bench: Bench): Promise<Verdict> {
  const hash = createHash('sha256').update(flowModule).update(source).digest('hex').slice(0, 20)
  const known = join(cacheFolder, `verdicts-${bench.version}`, `${hash}.json`)
  const answer = (await readAnswer(known)) ?? (await askPrefect(source, hash, bench))
  if (answer.isKnown !== true) {
    await mkdir(dirname(known), { recursive: true })
    await writeFile(known, JSON.stringify({ ...answer, isKnown: true }))
  }
  const { exitCode, output } = answer
  if (exitCode === 0) return { outcome: 'accepted', output }
  const isEnvironment = environmentReasons.some((reason) => reason.test(output.join('\n')))
  return { outcome: isEnvironment ? 'environment' : 'rejected', output }
}

interface Answer {
  readonly exitCode: number
  readonly output: readonly string[]
  /** Whether it was in the cache. */
  readonly isKnown?: boolean
}

async function readAnswer(path: string): Promise<Answer | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Answer
  } catch {
    return undefined
  }
}

/** A busy server is asked once more. */
async function askPrefect(source: string, hash: string, bench: Bench, tries = 2): Promise<Answer> {
  const file = join(bench.folder, `${hash}-${tries}.yaml`)
  await writeFile(file, source)
  const answer = await Promise.race([
    bench.registrar.register(file),
    sleep(patienceMs, undefined, { ref: false }),
  ])
  const isBusy = answer === undefined || (answer.exitCode !== 0 && busyReasons.test(answer.output.join('\n')))
  if (isBusy && tries > 1) return await askPrefect(source, hash, bench, tries - 1)
  if (answer === undefined) throw new Error(`Prefect ${bench.version} did not answer in time, twice.`)
  return answer
}
