import { failure } from '../problem.ts'
import type { ChangingEvent } from '../trigger/selection.ts'
import type { Git } from './git.ts'

/** The two commits whose difference is deployed, and why these. */
export interface CommitRange {
  readonly base: string
  readonly head: string
  /** A sentence for the log that says where `base` comes from. */
  readonly reason: string
}

/**
 * Finds what a push or a pull request is to be compared with, fetching commits that a shallow clone lacks. The range ends
 * at the commit that is checked out, since that is what gets deployed.
 *
 * - an ordinary push: the commit that the branch was at;
 * - a new branch: the commit at which it left the default branch; for the default branch itself, nothing at all;
 * - a pull request: the commit at which it left the branch that it is to be merged into;
 * - a force-push whose old commit is gone from the server: as for a new branch.
 *
 * @throws ActionError `commit-unavailable` where the comparison can't be made: never an empty range instead.
 */
export async function findCommitRange(git: Git, event: ChangingEvent): Promise<CommitRange> {
  if (event.kind === 'pull-request') {
    return await sinceBranch(git, event.branch, `pull request ${event.number} leaves`)
  }
  const head = await git.headCommit()
  const { before, branch, defaultBranch, forced } = event
  if (before === undefined) {
    if (branch !== defaultBranch)
      return await sinceBranch(git, defaultBranch, `the new branch "${branch}" left`)
    return { base: await git.emptyTree(), head, reason: `the first push of "${branch}": everything is new` }
  }
  if (await git.hasCommit(before))
    return { base: before, head, reason: `the push moved "${branch}" on from it` }
  const fetched = await git.fetchCommit(before)
  if (fetched.found) return { base: before, head, reason: `the push moved "${branch}" on from it` }
  if (fetched.gone && forced && branch !== defaultBranch) {
    return await sinceBranch(
      git,
      defaultBranch,
      `the force-push dropped ${before.slice(0, 7)} from the server, so "${branch}" is compared with where it left`,
    )
  }
  throw failure(
    'commit-unavailable',
    `Can't tell what changed: the commit ${before}, which "${branch}" was at before this push, couldn't be fetched. ${fetched.message}`,
    {
      hint: fetched.gone
        ? 'Run the workflow by hand (workflow_dispatch) with the input "pipelines" to say what to deploy.'
        : 'Check that actions/checkout ran first and that the job has the permission "contents: read"; "fetch-depth: 0" on the checkout avoids the fetch.',
    },
  )
}

async function sinceBranch(git: Git, branch: string, reason: string): Promise<CommitRange> {
  const base = await git.mergeBase(branch)
  if (base === undefined) {
    throw failure(
      'commit-unavailable',
      `Can't tell what changed: the commit that is checked out and the branch "${branch}" have no commit in common.`,
      {
        hint: 'Run the workflow by hand (workflow_dispatch) with the input "pipelines" to say what to deploy.',
      },
    )
  }
  return { base, head: await git.headCommit(), reason: `${reason} "${branch}" there` }
}
