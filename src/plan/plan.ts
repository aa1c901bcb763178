import type { Location, Problem } from '../problem.ts'
import type { Settings } from './settings.ts'

/** What a run will do. Plain data: it prints as JSON. */
export interface Plan {
  readonly environment: string
  /** Why these pipelines, in a sentence. */
  readonly reason: string
  /** The names of the affected pipelines. */
  readonly pipelines: readonly string[]
  readonly images: readonly PlannedImage[]
  readonly deployments: readonly PlannedDeployment[]
  /** Pipelines whose `prefect.yaml` is gone. Their deployments stay in Prefect until somebody deletes them. */
  readonly removed: readonly string[]
  /** Changed paths in no pipeline. */
  readonly elsewhere: readonly string[]
  readonly problems: readonly Problem[]
}

/** One image to build and push, however many deployments use it. */
export interface PlannedImage {
  /** `name:tag` */
  readonly reference: string
  readonly name: string
  readonly tag: string
  readonly additionalTags: readonly string[]
  /** The pipelines whose files ask for it. */
  readonly pipelines: readonly string[]
  readonly recipe: ImageRecipe
  /** The step that asks for it. */
  readonly location: Location
}

/** How an image is built, in the terms of docker. */
export interface ImageRecipe {
  /** The folder that is sent to BuildKit, relative to the working directory. */
  readonly context: string
  /** Relative to `context`. */
  readonly dockerfile: string
  readonly args: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  readonly target: string | undefined
  /** Empty: the builder's own platform. */
  readonly platforms: readonly string[]
  readonly noCache: boolean
  readonly pull: boolean
  readonly network: string | undefined
}

/** One deployment to register. */
export interface PlannedDeployment {
  readonly pipeline: string
  readonly name: string
  /** Its place among the deployments of its file, counted from 0. */
  readonly index: number
  readonly entrypoint: string
  readonly workPool: string | undefined
  /** The image that its runs will use; undefined where the entry names none. */
  readonly image: string | undefined
  /** Whether its own steps build an image. */
  readonly buildsImage: boolean
  /** What the placeholders in its entry stand for, by the text between the braces. */
  readonly values: Readonly<Record<string, string>>
  /** What it is to have in Prefect. Placeholders for the environment's variables stand as they are written. */
  readonly settings: Settings
  readonly location: Location
  readonly workPoolLocation: Location
}

/** Whether there is nothing to build and nothing to register. */
export function isEmpty(plan: Plan): boolean {
  return plan.images.length === 0 && plan.deployments.length === 0
}
