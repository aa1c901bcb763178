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
  const limit = pLimit(request.maxParallel)
  const owners = new Map<string, PlannedDeployment>()
  const failed = new AbortController()
  const signal = AbortSignal.any([request.signal, failed.signal])
  const register = async ([pipeline, file]: [string, string]) => {
    signal.throwIfAborted()
    try {
      const registered = await registerPipeline({ ...request, signal }, pipeline, file)
      refuseSecondOwner(owners, registered)
    } catch (error) {
      // Before this ends, because the next one begins right then.
      failed.abort(error)
      throw error
    }
  }
  const tasks = [...files].map((entry) => limit(register, entry))
  try {
    await Promise.all(tasks)
  } catch (error) {
    await request.registrar.stop()
    await Promise.allSettled(tasks)
    throw error
  }
}

/** Prefect knows a deployment by its flow's name and its own: another pipeline may have the same. */
function refuseSecondOwner(
  owners: Map<string, PlannedDeployment>,
  registered: ReadonlyMap<string, PlannedDeployment>,
): void {
  for (const [id, deployment] of registered) {
    const other = owners.get(id)
    if (other !== undefined) {
      throw failure(
        'registration-conflict',
        `"${deployment.name}" of ${deployment.pipeline} and of ${other.pipeline} are the same deployment to Prefect, since their flows have the same name too. One has overwritten the other.`,
        {
          hint: 'Rename one of the two flows or deployments, and deploy both pipelines again.',
          location: deployment.location,
        },
      )
    }
    owners.set(id, deployment)
  }
}

/** Gives what was registered, by id. */
async function registerPipeline(
  request: RegisterRequest,
  pipeline: string,
  file: string,
): Promise<Map<string, PlannedDeployment>> {
  const { events } = request
  const deployments = request.deployments.filter((deployment) => deployment.pipeline === pipeline)
  events.onStart(pipeline)
  try {
    return await confirm(request, deployments, await deploy(request, deployments, { pipeline, file }))
  } catch (error) {
    events.onFailed(pipeline)
    throw error
  } finally {
    events.onEnd(pipeline)
  }
}

/** Has Prefect register a file. Where that fails, tells what was registered all the same. */
async function deploy(
  request: RegisterRequest,
  deployments: readonly PlannedDeployment[],
  { pipeline, file }: { pipeline: string; file: string },
): Promise<readonly Registration[]> {
  const { registrar, signal, events, retry } = request
  const registrations: Registration[] = []
  const built = deployments.filter(({ buildsImage }) => buildsImage).map(({ name }) => name)
  const attempt = async () => {
    const result = await registrar.register(file, built)
    registrations.push(...result.registrations)
    if (result.exitCode === 0) return
    const error = describeFailure(pipeline, deployments, result)
    const said = result.output.join('\n')
    throw isTransient(said) ? new TransientError(said, { cause: error }) : error
  }
  const onRetry = (message: string) => {
    events.onRetry(pipeline, message)
  }
  try {
    await withRetries(attempt, { ...retry, signal, onRetry })
  } catch (error) {
    for (const deployment of deployments) {
      const registration = registrationOf(deployment, registrations)
      if (registration) tellRegistered(request, deployment, registration)
    }
    throw error
  }
  return registrations
}

/**
 * Asks Prefect about each deployment, and tells which are as planned: an exit code of 0 alone proves nothing.
 * @returns them by id.
 */
async function confirm(
  request: RegisterRequest,
  deployments: readonly PlannedDeployment[],
  registrations: readonly Registration[],
): Promise<Map<string, PlannedDeployment>> {
  const { api, since } = request
  const confirmed = new Map<string, PlannedDeployment>()
  const differences = deployments.map(async (deployment) => {
    const registration = registrationOf(deployment, registrations)
    const actual = registration && (await api.getDeployment(registration.id))
    const difference = findDifference(deployment, actual, since)
    if (registration && !difference) {
      confirmed.set(registration.id, deployment)
      tellRegistered(request, deployment, registration)
    }
    return difference ?? []
  })
  throwErrors((await Promise.all(differences)).flat())
  return confirmed
}

function registrationOf(
  { name }: PlannedDeployment,
  registrations: readonly Registration[],
): Registration | undefined {
  return registrations.findLast((registration) => registration.name === name)
}

function tellRegistered(
  { events }: RegisterRequest,
  deployment: PlannedDeployment,
  { id, flow }: Registration,
): void {
  events.onRegistered({ deployment, id, flow })
}

function describeFailure(
  pipeline: string,
  deployments: readonly PlannedDeployment[],
  { exitCode, output, registrations }: RegistrationResult,
): Error {
  const registered = new Set(registrations.map(({ name }) => name))
  const failed = deployments.find(({ name }) => !registered.has(name)) ?? deployments[0]
  return failure(
    'registration-failed',
    `Prefect couldn't register "${failed?.name ?? pipeline}" (exit code ${exitCode}). It said:\n${output.join('\n')}`,
    {
      hint: 'Run "prefect deploy" for this pipeline on your machine to see it there.',
      ...(failed && { location: failed.location }),
    },
  )
}
