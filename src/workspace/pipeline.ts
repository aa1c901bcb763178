import type { Location, Problem } from '../problem.ts'
import type { BuildStep } from './build-step.ts'

/** A folder of the pipelines directory that holds a `prefect.yaml`, read and checked. */
export interface Pipeline {
  /** The folder's name. */
  readonly name: string
  /** Its path, such as `pipelines/rj_smfp__revenue`. */
  readonly folder: string
  /** Its `prefect.yaml`: the path, and the text for deriving the file that Prefect gets. */
  readonly prefectFile: { readonly path: string; readonly source: string }
  /** The name that its pyproject.toml gives it in the uv workspace; undefined where there is no uv.lock. */
  readonly packageName: string | undefined
  /** The names of the files that lie directly in the folder. */
  readonly fileNames: readonly string[]
  readonly deployments: readonly Deployment[]
  readonly problems: readonly Problem[]
}

/** One entry of `deployments:`. */
export interface Deployment {
  readonly name: string
  /** Its place among the file's deployments, counted from 0. */
  readonly index: number
  readonly location: Location
  readonly entrypoint: string
  readonly entrypointLocation: Location
  /** The work pool's name, which may hold placeholders; undefined where the entry names none. */
  readonly workPool: string | undefined
  readonly workPoolLocation: Location
  /** `job_variables.image` as written, placeholders included. */
  readonly image: string | undefined
  readonly imageLocation: Location
  /** Its own steps, or those of the whole file. */
  readonly build: readonly BuildStep[]
  readonly push: readonly BuildStep[]
  /** The whole entry as data. */
  readonly entry: Readonly<Record<string, unknown>>
  /** Where the value at a path into the entry stands; of one that isn't there, where its parent stands. */
  readonly locate: (path: readonly (string | number)[]) => Location
}
