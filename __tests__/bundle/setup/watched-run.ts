import { runAction, type ActionResult, type ActionRun } from '../../../testbed/runner.ts'
import { scriptedPrograms } from '../../builders/scripted-programs.ts'
import { readAnnotations, type Annotation } from './annotations.ts'

/** What a run did, and which programs it started for that. */
export interface WatchedResult extends ActionResult {
  readonly annotations: readonly Annotation[]
  /** Starts of docker, uv, python and prefect. Git is none of them: that is what finds the changes. */
  readonly started: readonly string[]
  /** The end of the run was to be its plan. */
  readonly planOnly: boolean
}

/** A run by hand on master, unless it says otherwise. */
export type WatchedRun = Partial<ActionRun> & Pick<ActionRun, 'workspace'>

/**
 * Inputs of a run that would deploy; port 9 is nobody's, so a Prefect API that is asked all the same doesn't answer.
 * Most pipelines of these tests have just what their test needs, which breaks conventions.
 */
const realRun = { 'prefect-api-url': 'http://127.0.0.1:9/api', retries: '0', conventions: 'off' }

/** Runs the action for real where docker, uv, python and prefect only write down that they were started. */
export async function runWatched(run: WatchedRun): Promise<WatchedResult> {
  await using programs = await scriptedPrograms('docker', 'uv', 'python3', 'python', 'prefect')
  const result = await runAction({
    event: aManualEvent(),
    ...run,
    inputs: { ...realRun, ...run.inputs },
    env: { PATH: programs.path, ...run.env },
  })
  return {
    ...result,
    annotations: readAnnotations(result.log),
    started: await programs.started(),
    planOnly: run.inputs?.['dry-run'] === 'true',
  }
}

/** The same, ending after the plan. Unless `run` names a registry, none is asked for the images that it has. */
export async function planWatched(run: WatchedRun): Promise<WatchedResult> {
  return await runWatched({
    ...run,
    inputs: { 'dry-run': 'true', 'prefect-api-url': '', registry: '', ...run.inputs },
  })
}

/** An event that says nothing about what changed. */
export function aManualEvent(name = 'workflow_dispatch', ref = 'refs/heads/master'): ActionRun['event'] {
  return { name, ref, payload: { ref, repository: { default_branch: 'master', fork: false } } }
}

/** A push that moved a branch on, unless it says otherwise. */
export function aPush(ref: string, payload: Readonly<Record<string, unknown>> = {}): ActionRun['event'] {
  return {
    name: 'push',
    ref,
    payload: {
      ...{
        ref,
        before: 'a'.repeat(40),
        after: 'b'.repeat(40),
        created: false,
        deleted: false,
        forced: false,
      },
      repository: { default_branch: 'master', fork: false },
      ...payload,
    },
  }
}
