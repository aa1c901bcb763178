import type { BuiltImage } from '../images/build-images.ts'
import type { Comparison } from '../plan/compare.ts'
import type { Plan } from '../plan/plan.ts'
import type { RegisteredDeployment } from '../prefect/register-deployments.ts'

/** Everything that has happened in the run so far: what the summary and the outputs are made of. */
export interface RunRecord {
  /** Milliseconds since 1970. */
  readonly startedAt: number
  plan: Plan | undefined
  /** Known before the plan is. */
  environment: string | undefined
  /** The number of the pull request that the run is about. */
  pullRequest: number | undefined
  /** A sentence for a run that had nothing to do. */
  nothingToDo: string | undefined
  readonly built: BuiltImage[]
  /** The references that are in the registry, also after builds that failed as a whole. */
  readonly pushed: Set<string>
  readonly registered: RegisteredDeployment[]
  /** Names of pipelines whose registration was begun and failed. */
  readonly failed: string[]
  readonly spans: Span[]
  /** What the plan would change in Prefect; undefined where Prefect was not asked. */
  comparison: Comparison | undefined
  /** The digests of planned images that the registry has already; undefined where it was not asked. */
  existing: ReadonlyMap<string, string> | undefined
  /** What was not asked for these, and why. */
  readonly notCompared: string[]
  /** Prefect's API, for links. */
  readonly prefectApiUrl: string | undefined
  readonly dryRun: boolean
}

/** A stretch of time for the timeline, in milliseconds since 1970. */
export interface Span {
  readonly section: string
  readonly label: string
  readonly from: number
  readonly to: number
}

/** The record of a run that begins now. */
export function beginRecord(options: {
  startedAt: number
  prefectApiUrl: string | undefined
  dryRun: boolean
}): RunRecord {
  return {
    ...options,
    plan: undefined,
    environment: undefined,
    pullRequest: undefined,
    nothingToDo: undefined,
    built: [],
    pushed: new Set(),
    registered: [],
    failed: [],
    spans: [],
    comparison: undefined,
    existing: undefined,
    notCompared: [],
  }
}
