import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PlannedImage } from '../plan/plan.ts'
import { ActionError } from '../problem.ts'
import { isTransient, TransientError, withRetries } from '../process/retry.ts'
import { makeBakeDefinition, secretVariable, targetName, type BuildOptions } from './bake-definition.ts'
import { parseDigests } from './bake-metadata.ts'
import { commandFailed, describeBuildFailure } from './build-failure.ts'
import { followBuild, type BuildProgress } from './build-progress.ts'
import { runDocker, type DockerOptions } from './docker.ts'

/** An image that is in the registry. */
export interface BuiltImage {
  readonly image: PlannedImage
  /** `sha256:...` */
  readonly digest: string
  /** When the builds began and when its own last step ended, in milliseconds since 1970. */
  readonly startedAt: number
  readonly finishedAt: number
}

export interface BuildRequest {
  readonly images: readonly PlannedImage[]
  readonly options: BuildOptions
  readonly environment: string
  /** A folder for bake's metadata file. */
  readonly temporaryFolder: string
  readonly docker: DockerOptions
  /** Shows a line of the build's output. */
  readonly onOutput: (line: string) => void
  /** Told of each reference that is in the registry, also where the builds failed as a whole. */
  readonly onPushed: (reference: string) => void
}

/** A build is never silent for longer than this, so that nobody takes it for dead. */
const silenceMs = 20_000

/**
 * Builds all images side by side with one `docker buildx bake` and pushes them from BuildKit.
 * @throws ActionError that says which image failed, on its Dockerfile's line where that is known.
 */
export async function buildImages(request: BuildRequest): Promise<BuiltImage[]> {
  const { docker, onOutput } = request
  return await withRetries(() => buildOnce(request), {
    ...docker.retry,
    signal: docker.signal,
    onRetry: (message) => {
      onOutput(`Trying again, since this may pass: ${message.split('\n')[0] ?? ''}`)
    },
  })
}

async function buildOnce(request: BuildRequest): Promise<BuiltImage[]> {
  const { images, options, docker, temporaryFolder } = request
  const metadataFile = join(temporaryFolder, 'bake-metadata.json')
  const targets = images.map(targetName)
  const secrets = options.secrets.map(({ value }, index) => [secretVariable(index), value] as const)
  const progress = followBuild(targets)
  const startedAt = Date.now()
  const { exitCode } = await showProgress(progress, request, (onLine) =>
    runDocker(
      { ...docker, env: { ...docker.env, ...entitlements, ...Object.fromEntries(secrets) } },
      [
        ...['buildx', 'bake', '--file', '-', '--push', '--progress=rawjson', '--provenance=false'],
        ...['--metadata-file', metadataFile],
        ...(options.builder === undefined ? [] : ['--builder', options.builder]),
        ...targets,
      ],
      { input: JSON.stringify(makeBakeDefinition(images, request)), onLine },
    ),
  )
  if (exitCode !== 0) throw buildError(progress, images)
  const digests = parseDigests(await readFile(metadataFile, 'utf8').catch(() => ''), targets)
  return images.map((image, index) => {
    const target = targetName(image, index)
    const finishedAt = progress.finishedAt.get(target) ?? Date.now()
    return { image, digest: digests.get(target) ?? '', startedAt, finishedAt }
  })
}

/** The definition is made here and not by the repository, so bake needn't ask for leave to read its files. */
const entitlements = { BUILDX_BAKE_ENTITLEMENTS_FS: '0' }

/** Shows the build's lines as they come, and what is running when none has come for long. Tells in the end what was pushed. */
async function showProgress<T>(
  progress: BuildProgress,
  { onOutput, onPushed }: Pick<BuildRequest, 'onOutput' | 'onPushed'>,
  run: (onLine: (line: string) => void) => Promise<T>,
): Promise<T> {
  const heartbeat = setInterval(() => {
    onOutput(`Still running: ${progress.running().join(', ') || 'waiting for the builder'}`)
  }, silenceMs)
  try {
    return await run((line) => {
      const shown = progress.accept(line)
      if (shown.length > 0) heartbeat.refresh()
      shown.forEach(onOutput)
    })
  } finally {
    clearInterval(heartbeat)
    progress.pushed.forEach(onPushed)
  }
}

function buildError(progress: BuildProgress, images: readonly PlannedImage[]): Error {
  const error = new ActionError([describeBuildFailure(progress, images)])
  // A step's own log is left out: what a RUN prints about a broken network is not BuildKit's to judge.
  const said = [progress.failure()?.error ?? '', ...progress.messages].join('\n')
  return !commandFailed(said) && isTransient(said) ? new TransientError(said, { cause: error }) : error
}
