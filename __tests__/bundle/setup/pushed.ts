import type { Repository } from '../../../testbed/monorepo.ts'
import { planWatched, type WatchedResult, type WatchedRun } from './watched-run.ts'

/** Goes on from `master` on a branch that the remote has too. */
export async function branchOff(repository: Repository, branch: string): Promise<void> {
  await repository.git('switch', '--quiet', '--force-create', branch, 'master')
  await repository.push(branch)
}

/** Pushes HEAD, and plans in a checkout like that of actions/checkout, once `prepare` is done with it. */
export async function pushAndPlan(
  repository: Repository,
  branch: string,
  {
    force = false,
    prepare,
    ...run
  }: Omit<WatchedRun, 'workspace' | 'event'> & {
    readonly force?: boolean
    readonly prepare?: (clone: { path: string; before: string }) => Promise<unknown>
  } = {},
): Promise<WatchedResult> {
  const payload = await repository.push(branch, { force })
  const workspace = await repository.shallowClone(branch)
  await prepare?.({ path: workspace, before: payload.before })
  return await planWatched({ ...run, workspace, event: { name: 'push', ref: payload.ref, payload } })
}
