import type { Problem } from '../problem.ts'
import type { ImageStep } from '../workspace/build-step.ts'
import { asText, fillPlaceholders, findPlaceholders, type Lookup } from '../workspace/template.ts'
import type { PlannedImage } from './plan.ts'
import { describeUnfilled, type UnsetVariables } from './unfilled.ts'

/** Arguments of `build_docker_image` that the action gives to BuildKit, or rightly has no use for. */
const known = {
  /** Prefect's own. */
  step: ['id', 'requires', 'image_name', 'tag', 'dockerfile', 'additional_tags', 'push', 'credentials'],
  /** docker-py's, which Prefect hands on: https://docker-py.readthedocs.io/en/stable/images.html */
  build: ['path', 'buildargs', 'labels', 'target', 'platform', 'nocache', 'pull', 'network_mode'],
  /** About caches, output and clean-up of Prefect's or docker-py's, which BuildKit does its own way. */
  ignored: [
    ...['ignore_cache', 'persist_dockerfile', 'dockerfile_output_path'],
    'rm',
    'forcerm',
    'quiet',
    'stream_progress_to',
    'build_backend',
    'timeout',
    'persist_registry_auth',
  ],
}

/** A repository's name in a registry, and a tag (https://pkg.go.dev/github.com/distribution/reference). */
const namePattern =
  /^(?:[a-zA-Z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/
const tagPattern = /^\w[\w.-]{0,127}$/

/**
 * Turns a `build_docker_image` step into an image to build.
 * @param lookup answers the step's placeholders.
 * @param unanswered names whose value only a real run knows: a dry run leaves them as they stand.
 * @returns the image, where no problem is an error.
 */
export function readImageStep(
  step: ImageStep,
  context: {
    pipeline: string
    lookup: Lookup
    unanswered: ReadonlySet<string>
    platforms: readonly string[]
    startedAt: number
  } & UnsetVariables,
): { image?: PlannedImage; problems: Problem[] } {
  const args = fillPlaceholders(step.args, context.lookup) as Readonly<Record<string, unknown>>
  const mistakes = [...findUnknownArguments(args), ...findWrongKinds(args), ...findBadNames(args)]
  const problems = [
    ...mistakes.map((mistake) => ({ ...mistake, severity: 'error' as const, location: step.location })),
    ...findUnfilled(step, args, context),
  ]
  if (problems.some(({ severity }) => severity === 'error')) return { problems }

  const name = text(args['image_name']) ?? ''
  const tag = text(args['tag']) ?? timestampTag(context)
  const platform = text(args['platform'])
  return {
    problems,
    image: {
      reference: `${name}:${tag}`,
      name,
      tag,
      additionalTags: list(args['additional_tags']),
      pipelines: [context.pipeline],
      recipe: {
        context: text(args['path']) ?? '.',
        dockerfile: text(args['dockerfile']) ?? 'Dockerfile',
        args: record(args['buildargs']),
        labels: record(args['labels']),
        target: text(args['target']),
        platforms: platform === undefined ? context.platforms : [platform],
        noCache: args['nocache'] === true,
        // prefect_docker asks for it too: the tag of a base image may have moved.
        pull: args['pull'] !== false,
        network: text(args['network_mode']),
      },
      location: step.location,
    },
  }
}

type Finding = Pick<Problem, 'code' | 'message' | 'hint'>

function findUnknownArguments(args: Readonly<Record<string, unknown>>): Finding[] {
  const names = Object.values(known).flat()
  const unknown = Object.keys(args).filter((name) => !names.includes(name))
  if (unknown.length === 0) return []
  return [
    {
      code: 'image-argument-unsupported',
      message: `build_docker_image has arguments that this action doesn't know: ${unknown.join(', ')}.`,
      hint: `It knows ${[...known.step, ...known.build].join(', ')}. Correct the spelling or remove them.`,
    },
  ]
}

/** What docker takes as a mapping or a list, and would be lost as something else. */
function findWrongKinds(args: Readonly<Record<string, unknown>>): Finding[] {
  const isMapping = (value: unknown) => typeof value === 'object' && !Array.isArray(value)
  const kinds = [
    ['buildargs', 'a mapping of names to values', isMapping],
    ['labels', 'a mapping of names to values', isMapping],
    ['additional_tags', 'a list of tags', Array.isArray],
  ] as const
  return kinds.flatMap(([name, kind, fits]) => {
    const value = args[name] ?? undefined
    if (value === undefined || fits(value) || findPlaceholders([value]).length > 0) return []
    return [
      {
        code: 'image-argument-invalid',
        message: `"${name}" of build_docker_image is ${asText(value)}.`,
        hint: `Write ${kind}.`,
      },
    ]
  })
}

/** Placeholders left after filling: what they need is not there before the build. */
function findUnfilled(
  { args: written, location }: ImageStep,
  args: Readonly<Record<string, unknown>>,
  { unanswered, unsetVariables }: { unanswered: ReadonlySet<string> } & UnsetVariables,
): Problem[] {
  const user = `The image ${asText(written['image_name'] ?? '')}`
  const place = { user, without: 'So it is not known what to build.', location, unsetVariables }
  return findPlaceholders(args)
    .filter(({ name }) => !unanswered.has(name))
    .map((found) => describeUnfilled(found, place))
}

/** What can't stand in a reference. A placeholder that is left will be filled in, or is a mistake already. */
function findBadNames(args: Readonly<Record<string, unknown>>): Finding[] {
  const isOpen = (value: unknown) => findPlaceholders(value).length > 0
  const { image_name: name, tag, dockerfile } = args
  const tags = [tag ?? 'latest', ...list(args['additional_tags'])].filter((each) => !isOpen(each))
  const findings: Finding[] = []
  if (!isOpen(name) && !namePattern.test(text(name) ?? '')) {
    findings.push({
      code: 'image-name-invalid',
      message: `${asText(name ?? '')} is not the name of an image.`,
      hint: 'Write registry/owner/name in lower case letters, such as ghcr.io/my-city/pipelines.',
    })
  }
  for (const wrong of tags.filter((each) => !tagPattern.test(text(each) ?? ''))) {
    findings.push({
      code: 'image-tag-invalid',
      message: `${asText(wrong)} is not a tag.`,
      hint: 'Use at most 128 letters, digits, "_", "." and "-", not starting with "." or "-".',
    })
  }
  if (dockerfile === 'auto') {
    findings.push({
      code: 'dockerfile-auto',
      message:
        'build_docker_image has no Dockerfile of the repository: Prefect would write one itself ("auto").',
      hint: 'Add a Dockerfile and name it in "dockerfile".',
    })
  }
  return findings
}

/** As prefect_docker tags an image without a tag: by the time. The pipeline keeps those of one run apart. */
function timestampTag({ pipeline, startedAt }: { pipeline: string; startedAt: number }): string {
  const time = new Date(startedAt).toISOString().replace(/[:.]/g, '-').toLowerCase()
  return `${pipeline}-${time}`
}

function text(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value
  return typeof value === 'number' ? String(value) : undefined
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((item) => text(item) ?? []) : []
}

function record(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)]))
}
