import type { Problem } from '../problem.ts'
import { environmentOfDeployment } from '../trigger/environment.ts'
import { divideSteps } from '../workspace/build-step.ts'
import type { Deployment, Pipeline } from '../workspace/pipeline.ts'
import { asText, fillPlaceholders, findPlaceholders, type Placeholder } from '../workspace/template.ts'
import type { Affected } from './affected.ts'
import { evaluateSteps, type EvaluatedSteps, type ShellOutputs } from './evaluate-steps.ts'
import { mergeImages } from './merge-images.ts'
import type { Plan, PlannedDeployment, PlannedImage } from './plan.ts'
import { dropSwitchedOff } from './switch-off.ts'
import { settingsOf } from './settings.ts'
import { describeUnfilled, type UnsetVariables } from './unfilled.ts'

export interface PlanRequest extends UnsetVariables {
  readonly environment: string
  /** All environments, to tell which one a deployment's name ends in. */
  readonly environments: readonly string[]
  readonly reason: string
  readonly affected: Affected
  readonly pipelines: readonly Pipeline[]
  readonly shellOutputs: ShellOutputs
  /** The variables that `{{ $NAME }}` may name. */
  readonly env: Readonly<Record<string, string>>
  /** For images whose step names no platform. */
  readonly platforms: readonly string[]
  /** When the run began, for images whose step names no tag. In milliseconds since 1970. */
  readonly startedAt: number
}

/** Decides what to build and what to register for one environment. Everything wrong is in the plan's `problems`. */
export function makePlan(request: PlanRequest): Plan {
  const chosen = request.pipelines.map((pipeline) => chooseDeployments(pipeline, request))
  const parts = chosen.flatMap(({ pipeline, deployments }) =>
    deployments.map((deployment) => planDeployment(pipeline, deployment, request)),
  )
  const prefectFiles = request.pipelines.map(({ prefectFile }) => prefectFile)
  const { images, problems } = mergeImages(parts.flatMap((part) => part.images))
  return {
    environment: request.environment,
    reason: request.reason,
    pipelines: request.affected.affected,
    images,
    deployments: parts.map((part) => part.deployment),
    removed: request.affected.removed,
    elsewhere: request.affected.elsewhere,
    problems: dropSwitchedOff(
      distinct([
        ...request.pipelines.flatMap((pipeline) => pipeline.problems),
        ...chosen.flatMap((choice) => choice.problems),
        ...parts.flatMap((part) => part.problems),
        ...problems,
      ]),
      prefectFiles,
    ),
  }
}

/** Every deployment of the environment, never just the first; of other environments none. */
export function chooseDeployments(
  pipeline: Pipeline,
  { environment, environments }: Pick<PlanRequest, 'environment' | 'environments'>,
): { pipeline: Pipeline; deployments: Deployment[]; problems: Problem[] } {
  const environmentOf = ({ name }: Deployment) => environmentOfDeployment(name, environments)
  const deployments = pipeline.deployments.filter((deployment) => environmentOf(deployment) === environment)
  const stray = pipeline.deployments.filter((deployment) => environmentOf(deployment) === undefined)
  const problems = stray.map(({ name, location }): Problem => ({
    code: 'deployment-environment-unknown',
    severity: 'warning',
    message: `The deployment "${name}" belongs to no environment and is never deployed.`,
    hint: `End its name in ${environments.map((name) => `"--${name}"`).join(' or ')}.`,
    location,
  }))
  if (deployments.length === 0 && pipeline.problems.every(({ severity }) => severity !== 'error')) {
    problems.push({
      code: 'pipeline-without-deployments',
      severity: 'notice',
      message: `${pipeline.name} has no deployment for "${environment}", so nothing is done for it.`,
      location: { path: pipeline.prefectFile.path, line: 1 },
    })
  }
  return { pipeline, deployments, problems }
}

interface DeploymentPart {
  readonly deployment: PlannedDeployment
  readonly images: readonly PlannedImage[]
  readonly problems: readonly Problem[]
}

function planDeployment(pipeline: Pipeline, deployment: Deployment, request: PlanRequest): DeploymentPart {
  const steps = evaluateSteps(deployment, { ...request, pipeline: pipeline.name })
  const fill = (value: string | undefined) =>
    value === undefined ? undefined : asText(fillPlaceholders(value, steps.lookup))
  const entry = templatesOf(deployment)
  const image = fill(deployment.image)
  const leftSteps = [...divideSteps(deployment.build).left, ...divideSteps(deployment.push).left]
  const placeholders = findPlaceholders([entry, leftSteps.map(({ args }) => args)])
  const problems = [
    ...steps.problems,
    ...findUnfilled(deployment, placeholders, { ...steps, unsetVariables: request.unsetVariables }),
    ...findImageProblems(deployment, image, steps.images),
  ]
  return {
    images: steps.images,
    problems,
    deployment: {
      pipeline: pipeline.name,
      name: deployment.name,
      index: deployment.index,
      entrypoint: fill(deployment.entrypoint) ?? '',
      workPool: fill(deployment.workPool),
      image,
      buildsImage: steps.images.length > 0,
      values: steps.values,
      settings: settingsOf(deployment.entry, (name) => steps.values[name]),
      location: deployment.location,
      workPoolLocation: deployment.workPoolLocation,
    },
  }
}

/**
 * The part of an entry whose placeholders Prefect fills in at once. Triggers have templates for the event to come,
 * pull steps are read again before each run, and the build is the action's.
 */
function templatesOf({ entry }: Deployment): Record<string, unknown> {
  const later = ['triggers', 'pull', 'build', 'push']
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !later.includes(key)))
}

/** Placeholders that would register an empty value, at which Prefect only warns. */
function findUnfilled(
  { name, location }: Deployment,
  placeholders: readonly Placeholder[],
  { lookup, unanswered, left, unsetVariables }: EvaluatedSteps & UnsetVariables,
): Problem[] {
  const isPrefects = (placeholder: string) =>
    /^(?:prefect\.(?:blocks|variables)|ctx)\./.test(placeholder) || left.has(placeholder.split('.')[0] ?? '')
  const place = {
    user: `The deployment "${name}"`,
    without: 'Prefect would register an empty value.',
    location,
    unsetVariables,
  }
  return placeholders
    .filter((found) => lookup(found.name) === undefined)
    .filter((found) => !unanswered.has(found.name) && !isPrefects(found.name))
    .map((found) => describeUnfilled(found, place))
}

function findImageProblems(
  { name, imageLocation }: Deployment,
  image: string | undefined,
  images: readonly PlannedImage[],
): Problem[] {
  const built = images.flatMap(({ name: repository, tag, additionalTags }) =>
    [tag, ...additionalTags].map((each) => `${repository}:${each}`),
  )
  if (built.length === 0 || (image !== undefined && built.includes(image))) return []
  return [
    {
      code: 'image-unused',
      severity: 'warning',
      message: `The deployment "${name}" builds ${built[0] ?? ''} but runs ${image ?? "its work pool's default image"}.`,
      hint: 'Set job_variables.image to "{{ build-image.image }}", with the id of the build step.',
      location: imageLocation,
    },
  ]
}

/** Deployments of one file share its steps and so repeat each other's problems. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]
}
