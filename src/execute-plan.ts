import { join } from 'node:path'
import { buildImages } from './images/build-images.ts'
import { checkBuildx, logIn, type DockerOptions } from './images/docker.ts'
import type { Inputs } from './inputs.ts'
import type { Plan } from './plan/plan.ts'
import { prepareDocker } from './prepare-docker.ts'
import { openPrefectApi, type PrefectApi, type PrefectConnection } from './prefect/api.ts'
import { checkWorkPools } from './prefect/check-work-pools.ts'
import {
  checkLock,
  findPythonOfPrefect,
  syncEnvironment,
  type UvOptions,
} from './prefect/python-environment.ts'
import { registerDeployments, writeDerivedFiles } from './prefect/register-deployments.ts'
import { startRegistrar, type Registrar } from './prefect/registrar.ts'
import { stopTogether } from './process/stop-together.ts'
import type { Log } from './report/log.ts'
import type { RunRecord } from './report/run-record.ts'
import type { Runner } from './runner.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'
import type { Pipeline } from './workspace/pipeline.ts'

/** What a run is made of. */
export interface Run {
  readonly inputs: Inputs
  readonly runner: Runner
  readonly log: Log
  /** Filled in as things happen. */
  readonly record: RunRecord
  /** Aborted when the run is cancelled or takes too long. */
  readonly signal: AbortSignal
}

/** What the phases share. */
interface Execution extends Run {
  readonly plan: Plan
  /** The pipelines that have something to deploy. */
  readonly pipelines: readonly Pipeline[]
  readonly cwd: string
  readonly temporaryFolder: string
  readonly connection: PrefectConnection
  readonly api: PrefectApi
  readonly docker: DockerOptions
}

/**
 * Carries a plan out: checks what can be checked beforehand, builds and pushes all images while Prefect is being
 * imported, then registers all deployments. No phase begins before the one above it has succeeded.
 * @throws ActionError for the first thing that fails.
 */
export async function executePlan(run: Run, plan: Plan, pipelines: readonly Pipeline[]): Promise<void> {
  const execution = await prepare(run, plan, pipelines)
  const { log, record } = run
  const { since, python } = await log.group('Check Prefect, the registry and uv.lock', () => check(execution))
  const started: { registrar?: Registrar } = {}
  try {
    const registrar = await log.group('Build and push the images, and import Prefect', () =>
      stopTogether<unknown>(run.signal, [
        (signal) => build(execution, signal),
        async (signal) => {
          started.registrar = await importPrefect(execution, { python, signal })
        },
      ]).then(() => started.registrar),
    )
    if (registrar === undefined) throw new Error('the registrar was started above')
    await log.group('Register the deployments', () => register(execution, registrar, since))
    await registrar.close()
  } finally {
    await started.registrar?.stop()
    record.spans.sort((a, b) => a.from - b.from)
  }
}

async function prepare(run: Run, plan: Plan, pipelines: readonly Pipeline[]): Promise<Execution> {
  const { inputs, runner, signal } = run
  const connection = inputs.prefect
  if (connection === undefined) throw new Error('only a dry run can do without a Prefect API')
  const temporaryFolder = await makeTemporaryFolder(runner.temporaryFolder)
  const docker = await prepareDocker(run, temporaryFolder)
  const withDeployment = new Set(plan.deployments.map(({ pipeline }) => pipeline))
  return {
    ...run,
    plan,
    pipelines: pipelines.filter(({ name }) => withDeployment.has(name)),
    cwd: docker.cwd,
    temporaryFolder,
    connection,
    api: openPrefectApi({ connection, retry: inputs.retry, signal }),
    docker,
  }
}

/** What the checks before the first build give to the phases after it. */
interface Checked {
  /** Prefect's clock, in milliseconds since 1970. */
  since: number
  /** The python that has Prefect; undefined where uv is to make an environment. */
  python?: string
}

/** Everything that can be known before the first build. */
async function check(execution: Execution): Promise<Checked> {
  const { plan, api, docker, inputs, runner, record } = execution
  const login = plan.images.length > 0 ? inputs.registry : undefined
  const checked: Checked = { since: record.startedAt }
  await timed(record, { section: 'Checks', label: 'Prefect, registry, uv.lock' }, () =>
    stopTogether(execution.signal, [
      async () => {
        checked.since = await checkWorkPools(api, plan.deployments, runner.env)
      },
      async (signal) => {
        if (plan.images.length > 0) await checkBuildx({ ...docker, signal })
      },
      async (signal) => {
        if (login) await logIn({ ...docker, signal }, login)
      },
      async (signal) => {
        if (usesUv(execution)) await checkLock(uvOptions(execution, signal))
        else checked.python = await findPythonOfPrefect(runner.env)
      },
    ]),
  )
  return checked
}

async function build(execution: Execution, signal: AbortSignal): Promise<void> {
  const { plan, docker, inputs, runner, temporaryFolder, log, record } = execution
  if (plan.images.length === 0) return
  const built = await buildImages({
    images: plan.images,
    options: inputs.build,
    environment: plan.environment,
    temporaryFolder,
    docker: { ...docker, env: { ...runner.buildEnv, ...docker.env }, signal },
    onOutput: log.info,
    onPushed: (reference) => record.pushed.add(reference),
  })
  record.built.push(...built)
  for (const { image, startedAt: from, finishedAt: to } of built) {
    record.spans.push({ section: 'Images', label: image.tag, from, to })
  }
  for (const { image, digest } of built) log.info(`Pushed ${image.reference}@${digest}`)
}

async function importPrefect(
  execution: Execution,
  { python, signal }: { python: string | undefined; signal: AbortSignal },
): Promise<Registrar> {
  const { cwd, runner, temporaryFolder, connection, log, record } = execution
  const registrar = startRegistrar({
    python: python ?? (await makeEnvironment(execution, signal)),
    program: join(import.meta.dirname, 'register.py'),
    cwd,
    env: { ...runner.env, ...prefectVariables(connection, temporaryFolder) },
    signal: execution.signal,
    onOutput: (line, prefectFile) => {
      log.info(prefectFile === undefined ? line : `[${pipelineOf(prefectFile)}] ${line}`)
    },
  })
  const stop = () => void registrar.stop()
  signal.addEventListener('abort', stop, { once: true })
  // The images may have failed while uv was at work.
  if (signal.aborted) stop()
  try {
    const version = await timed(
      record,
      { section: 'Prefect', label: 'import Prefect' },
      () => registrar.ready,
    )
    log.info(`Prefect ${version} is imported.`)
    return registrar
  } catch (error) {
    await registrar.stop()
    throw error
  }
}

async function makeEnvironment(execution: Execution, signal: AbortSignal): Promise<string> {
  const { temporaryFolder, pipelines, record } = execution
  return await timed(record, { section: 'Prefect', label: 'uv sync' }, () =>
    syncEnvironment(uvOptions(execution, signal), {
      folder: join(temporaryFolder, 'venv'),
      packages: pipelines.flatMap(({ packageName }) => packageName ?? []),
    }),
  )
}

async function register(execution: Execution, registrar: Registrar, since: number): Promise<void> {
  const { plan, pipelines, api, inputs, signal, temporaryFolder, log, record } = execution
  const files = await writeDerivedFiles(join(temporaryFolder, 'prefect'), {
    pipelines,
    deployments: plan.deployments,
  })
  const begun = new Map<string, number>()
  const end = (pipeline: string) => {
    const from = begun.get(pipeline) ?? Date.now()
    record.spans.push({ section: 'Prefect', label: pipeline, from, to: Date.now() })
  }
  await registerDeployments(
    {
      ...{ pipelines, deployments: plan.deployments, registrar, api, since, signal },
      maxParallel: inputs.maxParallel,
      retry: inputs.retry,
      events: {
        onStart: (pipeline) => begun.set(pipeline, Date.now()),
        onRetry: (pipeline, message) => {
          log.info(`[${pipeline}] Trying again, since this may pass: ${message.split('\n').at(-1) ?? ''}`)
        },
        onRegistered: (registered) => {
          record.registered.push(registered)
          log.info(`Registered ${registered.flow}/${registered.deployment.name} (${registered.id})`)
        },
        onFailed: (pipeline) => record.failed.push(pipeline),
        onEnd: end,
      },
    },
    files,
  )
}

/** A workspace without uv.lock leaves its packages without a name. */
function usesUv({ pipelines }: Execution): boolean {
  return pipelines.some(({ packageName }) => packageName !== undefined)
}

function uvOptions({ cwd, runner, inputs, log }: Execution, signal: AbortSignal): UvOptions {
  return { cwd, env: runner.toolEnv, retry: inputs.retry, signal, onOutput: log.info }
}

/** Prefect's settings for this run, in a home of its own: the machine's user may have a profile. */
function prefectVariables(
  { apiUrl, apiKey, authString }: PrefectConnection,
  temporaryFolder: string,
): Record<string, string> {
  return {
    PREFECT_API_URL: apiUrl,
    ...(apiKey !== undefined && { PREFECT_API_KEY: apiKey }),
    ...(authString !== undefined && { PREFECT_API_AUTH_STRING: authString }),
    PREFECT_HOME: join(temporaryFolder, 'prefect-home'),
    PREFECT_CLI_COLORS: 'false',
    PREFECT_CLI_WRAP_LINES: 'false',
    // Prefect frames its messages to the width of a terminal, and cuts what doesn't fit.
    COLUMNS: '200',
    PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
  }
}

function pipelineOf(prefectFile: string): string {
  return prefectFile.replace(/^.*\//, '').replace(/\.yaml$/, '')
}

async function timed<T>(
  record: RunRecord,
  { section, label }: { section: string; label: string },
  task: () => Promise<T>,
): Promise<T> {
  const from = Date.now()
  try {
    return await task()
  } finally {
    record.spans.push({ section, label, from, to: Date.now() })
  }
}
