import { posix } from 'node:path'
import type { PlannedImage } from '../plan/plan.ts'
import type { Location, Problem } from '../problem.ts'
import { targetName } from './bake-definition.ts'
import { targetOf, type BuildProgress } from './build-progress.ts'

/** A kind of failure, and what to do about it. */
type Diagnosis = Required<Pick<Problem, 'code' | 'message' | 'hint'>>

const registryDenied: Diagnosis = {
  code: 'registry-denied',
  message: 'The registry refused the image or its base image',
  hint: 'On ghcr.io: give the job the permission "packages: write", and in the package\'s settings ("Manage Actions access") give this repository the role Write. Elsewhere: check that the user may push to this repository.',
}

const diskFull: Diagnosis = {
  code: 'disk-full',
  message: 'The disk of the builder is full while building the image',
  hint: 'Free space in a step before this action, or use a builder on a larger machine (input "builder").',
}

const buildFailed: Diagnosis = {
  code: 'build-failed',
  message: "An image's build failed",
  hint: 'Correct the Dockerfile or what it copies. Nothing was registered with Prefect.',
}

/** A registry's refusals; "permission denied" alone is a file's or a socket's. */
const refusal =
  /(?<!permission )denied|unauthorized|403 forbidden|insufficient_scope|authorization failed|no basic auth credentials/i

/**
 * Says what failed in a build, at the Dockerfile's line where BuildKit names one, with the end of the step's log.
 */
export function describeBuildFailure(
  progress: Pick<BuildProgress, 'failure' | 'messages'>,
  images: readonly PlannedImage[],
): Problem {
  const text = progress.messages.join('\n')
  const { step, error, log } = progress.failure() ?? {
    step: 'before the first one',
    error: lastError(progress.messages),
    log: [],
  }
  const image = findImage(images, step, text)
  const { code, message, hint } = diagnose(`${error}\n${text}`, log)
  return {
    code,
    severity: 'error',
    message: [
      `${message}${image ? `: ${image.reference}` : ''}. ${error}`,
      `The step: ${step}`,
      ...(log.length > 0 ? ['The end of its log:', ...log] : []),
    ].join('\n'),
    hint,
    ...(image && { location: locate(image, text) }),
  }
}

/** Whether a command of the Dockerfile ran and failed: then words in it or in what it printed are not BuildKit's. */
export function commandFailed(said: string): boolean {
  return said.includes('did not complete successfully')
}

function diagnose(said: string, log: readonly string[]): Diagnosis {
  if (/no space left on device/i.test([said, ...log].join('\n'))) return diskFull
  return !commandFailed(said) && refusal.test(said) ? registryDenied : buildFailed
}

/** The image whose target buildx, or the failed step, names. With one target alone neither names it. */
function findImage(images: readonly PlannedImage[], step: string, text: string): PlannedImage | undefined {
  if (images.length === 1) return images[0]
  const target = /^(?:ERROR: )?target ([^\s:]+):/m.exec(text)?.[1] ?? targetOf(step)
  return images.find((image, index) => targetName(image, index) === target)
}

/** BuildKit prints `Dockerfile:7` above the lines that it quotes. */
function locate({ recipe, location }: PlannedImage, text: string): Location {
  const line = /^\S*?:(\d+)\r?\n-{8,}/m.exec(text)?.[1]
  if (line === undefined) return location
  return { path: posix.join(recipe.context, recipe.dockerfile), line: Number(line) }
}

function lastError(messages: readonly string[]): string {
  return messages.findLast((line) => /error/i.test(line)) ?? messages.at(-1) ?? 'docker buildx said nothing'
}
