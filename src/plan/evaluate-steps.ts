import type { Problem } from '../problem.ts'
import { divideSteps, stepKey, type BuildStep, type ShellStep } from '../workspace/build-step.ts'
import type { Deployment } from '../workspace/pipeline.ts'
import {
  asText,
  fillPlaceholders,
  findPlaceholders,
  lookupEnvironment,
  lookupOutputs,
  type Lookup,
  type StepOutputs,
} from '../workspace/template.ts'
import { readImageStep } from './image-recipe.ts'
import type { PlannedImage } from './plan.ts'
import { describeUnfilled, type UnsetVariables } from './unfilled.ts'

/** Outputs of `run_shell_script` steps by `stepKey`; a step that was not run has none. */
export type ShellOutputs = ReadonlyMap<string, Readonly<Record<string, string>>>

/** What a deployment's build steps give. */
export interface EvaluatedSteps {
  readonly lookup: Lookup
  /** All outputs of the steps as text, by the placeholder's name. */
  readonly values: Readonly<Record<string, string>>
  readonly images: readonly PlannedImage[]
  readonly problems: readonly Problem[]
  /** Placeholders that a real run will fill in, or that stand for an image which is a problem already. */
  readonly unanswered: ReadonlySet<string>
  /** The ids of steps that are left to Prefect. */
  readonly left: ReadonlySet<string>
}

/** Goes through a deployment's build steps in order, each seeing the outputs of those before it. */
export function evaluateSteps(
  { build, push }: Deployment,
  request: {
    readonly pipeline: string
    readonly shellOutputs: ShellOutputs
    readonly env: Readonly<Record<string, string>>
    readonly platforms: readonly string[]
    readonly startedAt: number
  } & UnsetVariables,
): EvaluatedSteps {
  const { taken, left } = divideSteps(build)
  const pushes = divideSteps(push)
  const outputs = new Map<string, Readonly<Record<string, unknown>>>()
  const fromOutputs = lookupOutputs(outputs)
  const fromEnvironment = lookupEnvironment(request.env)
  const lookup: Lookup = (name) => fromOutputs(name) ?? fromEnvironment(name)
  const scripts = new Map<string, Readonly<Record<string, unknown>>>()
  const fromScripts = lookupOutputs(scripts)
  const images: PlannedImage[] = []
  const unanswered = new Set<string>()
  const problems: Problem[] = findLateSteps(taken, left)
  const give = ({ id, kind }: BuildStep, output: Readonly<Record<string, unknown>> | undefined) => {
    if (id === undefined) return
    if (output !== undefined) outputs.set(id, output)
    else for (const name of outputNames[kind]) unanswered.add(`${id}.${name}`)
  }
  for (const step of [...taken, ...pushes.taken]) {
    if (step.kind === 'shell') {
      const answered: Lookup = (name) => fromScripts(name) ?? fromEnvironment(name)
      problems.push(
        ...findUnfilledInScript(step, answered, { unanswered, unsetVariables: request.unsetVariables }),
      )
      const output = request.shellOutputs.get(stepKey(step))
      if (output && step.id !== undefined) scripts.set(step.id, output)
      give(step, output)
    } else if (step.kind === 'image') {
      const { image, problems: found } = readImageStep(step, { ...request, lookup, unanswered })
      if (image) images.push(image)
      problems.push(...found)
      give(step, image && imageOutputs(image))
    } else if (step.kind === 'push') give(step, pushOutputs(fillPlaceholders(step.args, lookup)))
  }
  const leftIds = [...left, ...pushes.left].flatMap(({ id }) => id ?? [])
  return { lookup, values: flatten(outputs), images, problems, unanswered, left: new Set(leftIds) }
}

function flatten(outputs: StepOutputs): Record<string, string> {
  const values = [...outputs].flatMap(([id, output]) =>
    Object.entries(output).map(([key, value]) => [`${id}.${key}`, asText(value)] as const),
  )
  return Object.fromEntries(values)
}

/** What the steps hand on to later ones. */
const outputNames: Readonly<Record<BuildStep['kind'], readonly string[]>> = {
  shell: ['stdout', 'stderr'],
  image: ['image_name', 'tag', 'image', 'additional_tags'],
  push: ['image_name', 'tag', 'image', 'additional_tags'],
  other: [],
}

function imageOutputs({ name, tag, reference, additionalTags }: PlannedImage): Record<string, unknown> {
  return { image_name: name, tag, image: reference, additional_tags: additionalTags }
}

/** As prefect_docker: what the step was given. */
function pushOutputs(args: unknown): Record<string, unknown> {
  const { image_name, tag = 'latest', additional_tags = [] } = args as Readonly<Record<string, unknown>>
  return { image_name, tag, image: `${asText(image_name)}:${asText(tag)}`, additional_tags }
}

/** Scripts run before all images are built, and Prefect is asked nothing for them. */
function findUnfilledInScript(
  { args, location }: ShellStep,
  lookup: Lookup,
  { unanswered, unsetVariables }: { unanswered: ReadonlySet<string> } & UnsetVariables,
): Problem[] {
  const without = 'It would run with the placeholder as it stands.'
  const place = { user: 'This script', without, location, unsetVariables }
  return findPlaceholders(args)
    .filter(({ name }) => lookup(name) === undefined && !unanswered.has(name))
    .map((found) => describeUnfilled(found, place))
}

/** Steps that Prefect will run after the image is built, though they are written before it. */
function findLateSteps(taken: readonly BuildStep[], left: readonly BuildStep[]): Problem[] {
  const lastImage = taken.findLast(({ kind }) => kind === 'image')
  return left.flatMap((step) =>
    step.kind === 'other' && lastImage !== undefined && step.index < lastImage.index
      ? {
          code: 'step-runs-late',
          severity: 'warning' as const,
          message: `The step ${step.name} stands before the image is built, but Prefect will run it after that.`,
          hint: 'If the image needs what it makes, do it in a run_shell_script step.',
          location: step.location,
        }
      : [],
  )
}
