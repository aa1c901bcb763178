import type { Problem } from '../../problem.ts'
import type { Pipeline } from '../../workspace/pipeline.ts'

/** What a broken convention is: nothing, a warning, or an error, which ends the run. */
export const conventionLevels = ['off', 'warn', 'error'] as const
export type ConventionLevel = (typeof conventionLevels)[number]

/** Where a repository says what its conventions are, from the working directory. */
export const conventionsPath = '.github/prefect-conventions.yaml'

/** What a repository has agreed on. `false` (in the file: `off`) leaves that to everybody. */
export interface Conventions {
  readonly folder: string | false
  readonly files: readonly string[] | false
  readonly deployment: string | false
  readonly secrets: Readonly<Record<string, readonly string[]>> | false
  readonly production: string | false
  readonly 'work-pools': readonly string[] | false
  readonly 'image-tag': boolean
  readonly command: boolean
}

/** What holds without a conventions file, and for each key that the file leaves out. */
export const defaultConventions: Conventions = {
  folder: 'rj_<secretaria>__<pipeline>',
  files: ['Dockerfile', 'flow.py', 'prefect.yaml', 'pyproject.toml'],
  deployment: 'rj-<secretaria>--<name>--<environment>',
  secrets: { prod: ['prefect-jobs-secrets'], staging: ['prefect-jobs-secrets-staging'] },
  production: 'prod',
  'work-pools': ['default-pool', 'k3s-pool'],
  'image-tag': true,
  command: true,
}

/** What a rule knows beside the pipeline. */
export interface ConventionContext {
  readonly conventions: Conventions
  /** All environments, to tell which one a deployment's name ends in. */
  readonly environments: readonly string[]
}

/** One convention: says where a pipeline breaks it, by warnings unless it is worse. */
export type ConventionRule = (pipeline: Pipeline, context: ConventionContext) => Problem[]
