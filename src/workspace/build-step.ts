import type { Location } from '../problem.ts'
import type { StepEntry } from './prefect-schema.ts'

/** One step of a `build:` or `push:` section, by what the action does with it. */
export type BuildStep = ShellStep | ImageStep | PushStep | OtherStep

interface StepBase {
  /** The name by which later steps refer to its outputs. */
  readonly id: string | undefined
  /** Its place in the section, counted from 0. */
  readonly index: number
  readonly location: Location
  readonly args: Readonly<Record<string, unknown>>
  /** Where an argument's value stands; of one that isn't given, where the arguments begin. */
  readonly locateArgument: (name: string) => Location
}

/** `run_shell_script`: the action runs it, as Prefect would. */
export interface ShellStep extends StepBase {
  readonly kind: 'shell'
}

/** `build_docker_image`: the action builds it. */
export interface ImageStep extends StepBase {
  readonly kind: 'image'
}

/** `push_docker_image`: the action has pushed the image by then. */
export interface PushStep extends StepBase {
  readonly kind: 'push'
}

/** Any other step is left to Prefect. */
export interface OtherStep extends StepBase {
  readonly kind: 'other'
  readonly name: string
}

/** The names that Prefect's own steps go by; `requires` and the like don't matter here. */
const kinds: Readonly<Record<string, 'shell' | 'image' | 'push'>> = {
  'prefect.deployments.steps.run_shell_script': 'shell',
  'prefect.deployments.steps.utility.run_shell_script': 'shell',
  'prefect_docker.deployments.steps.build_docker_image': 'image',
  'prefect_docker.deployments.steps.push_docker_image': 'push',
}

/** Reads a checked section; `locate` gives the place of the value at a path into it. */
export function readSteps(
  section: readonly StepEntry[] | null | undefined,
  locate: (path: readonly (string | number)[]) => Location,
): BuildStep[] {
  return (section ?? []).map((entry, index) => {
    const [name = '', value] = Object.entries(entry)[0] ?? []
    const args = value ?? {}
    const base = {
      id: typeof args['id'] === 'string' ? args['id'] : undefined,
      index,
      location: locate([index]),
      args,
      locateArgument: (argument: string) => locate([index, name, argument]),
    }
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    return kind === undefined ? { ...base, kind: 'other', name } : { ...base, kind }
  })
}

/**
 * Splits a `build:` section into the steps that the action takes over and those left to Prefect. A script after the
 * last image is left too: it may use what the build made.
 */
export function divideSteps(build: readonly BuildStep[]): { taken: BuildStep[]; left: BuildStep[] } {
  const lastImage = build.findLastIndex(({ kind }) => kind === 'image')
  const isTaken = ({ kind }: BuildStep, index: number) =>
    kind === 'image' || kind === 'push' || (kind === 'shell' && (lastImage === -1 || index < lastImage))
  return {
    taken: build.filter(isTaken),
    left: build.filter((step, index) => !isTaken(step, index)),
  }
}

/**
 * Names a step by its place in the repository, by which several deployments share what it gave. Steps that were merged
 * in (`<<`) all have the place of the deployment, so their order counts as well.
 */
export function stepKey({ location, index }: BuildStep): string {
  return `${location.path}:${location.line ?? 0}:${location.column ?? 0}:${index}`
}
