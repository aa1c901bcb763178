import type { PlannedImage } from '../plan/plan.ts'

/** How the user wants all images built; the inputs of the same names. */
export interface BuildOptions {
  readonly builder: string | undefined
  readonly args: Readonly<Record<string, string>>
  /** Named contexts: a Dockerfile's FROM or COPY --from, and what stands for it. */
  readonly contexts: Readonly<Record<string, string>>
  readonly secrets: readonly BuildSecret[]
  /** May hold `{pipeline}` and `{environment}`. */
  readonly cacheFrom: readonly string[]
  readonly cacheTo: readonly string[]
  readonly platforms: readonly string[]
}

/** A secret for `RUN --mount=type=secret,id=...`, handed over by an environment variable of its own. */
export interface BuildSecret {
  readonly id: string
  readonly value: string
}

/** A file for `docker buildx bake`, in its JSON form. */
export interface BakeDefinition {
  readonly group: { readonly default: { readonly targets: readonly string[] } }
  readonly target: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** The name of an image's bake target: the pipeline's in the letters that bake takes, made unique by its place in the plan. */
export function targetName({ pipelines }: PlannedImage, index: number): string {
  return `${(pipelines[0] ?? 'image').replaceAll(/[^\w-]/g, '-')}-${index + 1}`
}

/** The environment variable that carries a secret to BuildKit. */
export function secretVariable(index: number): string {
  return `BUILD_SECRET_${index + 1}`
}

/**
 * Describes all builds of a plan to bake, which runs them side by side and sends a shared context once.
 * Reference: https://docs.docker.com/build/bake/reference/
 */
export function makeBakeDefinition(
  images: readonly PlannedImage[],
  { options, environment }: { options: BuildOptions; environment: string },
): BakeDefinition {
  const targets = images.map(
    (image, index) => [targetName(image, index), makeTarget(image, options, environment)] as const,
  )
  return escapeTemplates({
    group: { default: { targets: targets.map(([name]) => name) } },
    target: Object.fromEntries(targets),
  })
}

function makeTarget(
  image: PlannedImage,
  options: BuildOptions,
  environment: string,
): Record<string, unknown> {
  const { recipe } = image
  const cache = (specs: readonly string[]) =>
    specs.map((spec) =>
      spec.replaceAll('{pipeline}', image.pipelines[0] ?? '').replaceAll('{environment}', environment),
    )
  return {
    context: recipe.context,
    dockerfile: recipe.dockerfile,
    tags: [image.tag, ...image.additionalTags].map((tag) => `${image.name}:${tag}`),
    args: { ...recipe.args, ...options.args },
    labels: recipe.labels,
    contexts: options.contexts,
    platforms: recipe.platforms,
    secret: options.secrets.map(({ id }, index) => `type=env,id=${id},env=${secretVariable(index)}`),
    'cache-from': cache(options.cacheFrom),
    'cache-to': cache(options.cacheTo),
    'no-cache': recipe.noCache,
    pull: recipe.pull,
    ...(recipe.target !== undefined && { target: recipe.target }),
    ...(recipe.network !== undefined && { network: recipe.network }),
  }
}

/** Bake fills in `${...}` and `%{...}` in JSON too; text of the repository must not be taken for that. */
function escapeTemplates<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll(/[$%]\{/g, (start) => `${start.charAt(0)}${start}`)) as T
}
