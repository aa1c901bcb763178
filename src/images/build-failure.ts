import { posix } from 'node:path'
import type { PlannedImage } from '../plan/plan.ts'
import type { Location, Problem } from '../problem.ts'
import { recogniseUv, type Recognised } from '../workspace/diagnoses/uv-messages.ts'
import { targetName } from './bake-definition.ts'
import { targetOf, type BuildProgress } from './build-progress.ts'

const diskFull: Recognised = {
  code: 'disk-full',
  message: 'The disk of the builder is full while building the image',
  hint: 'Free space in a step before this action, or use a builder on a larger machine (input "builder").',
}

const buildFailed: Recognised = {
  code: 'build-failed',
  message: "An image's build failed",
  hint: 'Correct the Dockerfile or what it copies. Nothing was registered with Prefect.',
}

/** A registry's refusals; "permission denied" alone is a file's or a socket's. */
const refusal =
  /(?<!permission )denied|unauthorized|403 forbidden|insufficient_scope|authorization failed|no basic auth credentials/i

/** What BuildKit and registries say, the most telling first. */
const knownMessages: readonly (Recognised & { readonly pattern: RegExp })[] = [
  {
    pattern:
      /failed to (?:resolve source|load) metadata for [^]*(?:denied|unauthorized|forbidden|insufficient_scope|authorization failed|no basic auth)/i,
    code: 'base-image-denied',
    message: "The registry doesn't give out the base image, or doesn't have it",
    hint: 'Check the name in the FROM line. If the image is private, log in to its registry in a step before this action; on ghcr.io, give this repository the role Read in the package\'s settings ("Manage Actions access").',
  },
  {
    pattern: /failed to (?:resolve source|load) metadata for [^]*(?:not found|manifest unknown)/i,
    code: 'base-image-missing',
    message: "The registry doesn't have the base image",
    hint: 'Correct the name or the tag in the FROM line. If it is the base image of this repository, build and push it first.',
  },
  {
    pattern: /permission_denied: write_package/i,
    code: 'registry-write-denied',
    message: "The package on ghcr.io doesn't let this repository write",
    hint: 'In the settings of the package ("Manage Actions access"), give this repository the role Write, and give the job the permission "packages: write".',
  },
  {
    pattern: /installation not allowed to (?:create|write)|does not match expected scopes/i,
    code: 'registry-scope-missing',
    message: 'The token may not write packages',
    hint: 'Give the job the permission "packages: write"; a personal access token needs the scope write:packages. If it has it, check in the settings of the organisation that workflows may write, and that packages may be created.',
  },
  {
    pattern: /requested installation does not exist|owner not found/i,
    code: 'registry-owner-wrong',
    message: "The token has nothing to do with the owner in the image's name",
    hint: "Correct image_name: after ghcr.io/ comes the owner of this repository, in lower case letters. The job's own token can't push to another owner's packages.",
  },
  {
    pattern: /no basic auth credentials|401 unauthorized|authentication required|fetch anonymous token/i,
    code: 'registry-login-missing',
    message: "The registry doesn't know who pushes the image",
    hint: 'The input "registry" must be the registry in image_name, with "registry-username" and "registry-password"; or log in to it in a step before this action.',
  },
  {
    pattern: refusal,
    code: 'registry-denied',
    message: 'The registry refused the image',
    hint: 'Check that the user may push to this repository. On ghcr.io: give the job the permission "packages: write", and in the package\'s settings ("Manage Actions access") give this repository the role Write.',
  },
]

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

function diagnose(said: string, log: readonly string[]): Recognised {
  const all = [said, ...log].join('\n')
  if (/no space left on device/i.test(all)) return diskFull
  const known = commandFailed(said)
    ? recogniseUv(all)
    : knownMessages.find(({ pattern }) => pattern.test(said))
  return known ?? buildFailed
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
