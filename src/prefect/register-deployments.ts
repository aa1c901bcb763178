import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import type { PlannedDeployment } from '../plan/plan.ts'
import { failure, throwErrors } from '../problem.ts'
import { isTransient, TransientError, withRetries, type RetryPolicy } from '../process/retry.ts'
import type { Pipeline } from '../workspace/pipeline.ts'
import type { PrefectApi } from './api.ts'
import { findDifference } from './confirm.ts'
import { derivePrefectFile } from './derived-file.ts'
import type { Registrar, Registration, RegistrationResult } from './registrar.ts'

/** A deployment that Prefect has, as planned. */
export interface RegisteredDeployment {
  readonly deployment: PlannedDeployment
  readonly id: string
  /** The flow's name. */
  readonly flow: string
}

export interface RegisterRequest {
  readonly pipelines: readonly Pipeline[]
  readonly deployments: readonly PlannedDeployment[]
  readonly registrar: Registrar
  readonly api: PrefectApi
  /** The server's clock before the first registration, in milliseconds since 1970. */
  readonly since: number
  /** How many pipelines at a time. */
  readonly maxParallel: number
  readonly retry: RetryPolicy
  readonly signal: AbortSignal
  readonly events: {
    readonly onStart: (pipeline: string) => void
    readonly onRetry: (pipeline: string, message: string) => void
    readonly onRegistered: (registered: RegisteredDeployment) => void
    /** What of it was registered by then has been told before. */
    readonly onFailed: (pipeline: string) => void
    readonly onEnd: (pipeline: string) => void
  }
}

/** Where the files for Prefect are: one for each pipeline, by its name. */
export type DerivedFiles = ReadonlyMap<string, string>

/** Writes the file that Prefect gets for each pipeline with a deployment in the plan. */
export async function writeDerivedFiles(
  folder: string,
  { pipelines, deployments }: Pick<RegisterRequest, 'pipelines' | 'deployments'>,
): Promise<DerivedFiles> {
  await mkdir(folder, { recursive: true })
  const files = pipelines.flatMap((pipeline) => {
    const chosen = deployments.filter((deployment) => deployment.pipeline === pipeline.name)
    return chosen.length === 0
      ? []
      : [{ pipeline, path: join(folder, `${pipeline.name}.yaml`), text: derivePrefectFile(pipeline, chosen) }]
  })
  await Promise.all(files.map(({ path, text }) => writeFile(path, text, { mode: 0o600 })))
  return new Map(files.map(({ pipeline, path }) => [pipeline.name, path]))
}

/**
 * Registers every deployment and has Prefect's API confirm each. The first failure stops what runs, and nothing more
 * is begun.
 * @throws ActionError that names the deployment and quotes Prefect.
 */
export async function registerDeployments(request: RegisterRequest, files: DerivedFiles): Promise<void> {
  const limit = pLimit({ concurrency: request.maxParallel, rejectOnClear: true })
  const tasks = [...files].map(([pipeline, file]) => limit(() => registerPipeline(request, pipeline, file)))
  try {
    await Promise.all(tasks)
  } catch (error) {
    limit.clearQueue()
    await request.registrar.stop()
    await Promise.allSettled(tasks)
    throw error
  }
}

async function registerPipeline(request: RegisterRequest, pipeline: string, file: string): Promise<void> {
  const { registrar, signal, events, retry } = request
  const deployments = request.deployments.filter((deployment) => deployment.pipeline === pipeline)
  const attempt = async (): Promise<readonly Registration[]> => {
    const result = await registrar.register(file)
    if (result.exitCode === 0) return result.registrations
    reportRegistrations(request, deployments, result.registrations)
    const error = describeFailure(pipeline, deployments, result)
    const said = result.output.join('\n')
    throw isTransient(said) ? new TransientError(said, { cause: error }) : error
  }
  const onRetry = (message: string) => {
    events.onRetry(pipeline, message)
  }
  events.onStart(pipeline)
  try {
    const registrations = await withRetries(attempt, { ...retry, signal, onRetry })
    await confirm(request, deployments, registrations)
    reportRegistrations(request, deployments, registrations)
  } catch (error) {
    events.onFailed(pipeline)
    throw error
  } finally {
    events.onEnd(pipeline)
  }
}

/** Asks Prefect about each deployment: an exit code of 0 alone proves nothing. */
async function confirm(
  { api, since }: RegisterRequest,
  deployments: readonly PlannedDeployment[],
  registrations: readonly Registration[],
): Promise<void> {
  const differences = deployments.map(async (deployment) => {
    const registration = registrations.findLast(({ name }) => name === deployment.name)
    const actual = registration && (await api.getDeployment(registration.id))
    return findDifference(deployment, actual, since) ?? []
  })
  throwErrors((await Promise.all(differences)).flat())
}

function reportRegistrations(
  { events }: RegisterRequest,
  deployments: readonly PlannedDeployment[],
  registrations: readonly Registration[],
): void {
  for (const deployment of deployments) {
    const registration = registrations.findLast(({ name }) => name === deployment.name)
    if (registration) events.onRegistered({ deployment, id: registration.id, flow: registration.flow })
  }
}

function describeFailure(
  pipeline: string,
  deployments: readonly PlannedDeployment[],
  { exitCode, output, registrations }: RegistrationResult,
): Error {
  const registered = new Set(registrations.map(({ name }) => name))
  const failed = deployments.find(({ name }) => !registered.has(name)) ?? deployments[0]
  const quoted = output.map((line) => line.trim()).filter((line) => line !== '')
  return failure(
    'registration-failed',
    `Prefect couldn't register "${failed?.name ?? pipeline}" (exit code ${exitCode}). It said:\n${quoted.join('\n')}`,
    {
      hint: 'Run "prefect deploy" for this pipeline on your machine to see it there.',
      ...(failed && { location: failed.location }),
    },
  )
}
