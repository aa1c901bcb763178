import { execa } from 'execa'
import type { Repository } from '../../../testbed/monorepo.ts'
import type { WatchedRun } from './watched-run.ts'

const number = 7
const mergeRef = `refs/pull/${number}/merge`

/** The event of a pull request, as GitHub sends it. */
export function aPullRequest(
  base: string,
  { name = 'pull_request', fork = false }: { readonly name?: string; readonly fork?: boolean } = {},
): NonNullable<WatchedRun['event']> {
  const repository = { default_branch: 'master', fork }
  return {
    name,
    ref: name === 'pull_request' ? mergeRef : `refs/heads/${base}`,
    payload: {
      number,
      pull_request: { number, base: { ref: base }, head: { ref: 'topic', repo: { fork } } },
      repository,
    },
  }
}

/** Merges HEAD into the newest commit of the server's branch `base`, and puts that where GitHub puts it. */
export async function pushMerge(repository: Repository, base: string): Promise<void> {
  const head = await repository.git('rev-parse', 'HEAD')
  await repository.git('fetch', '--quiet', 'origin', base)
  await repository.git('switch', '--quiet', '--detach', 'FETCH_HEAD')
  await repository.git('merge', '--quiet', '--no-ff', '--no-edit', head)
  await repository.git('push', '--quiet', '--force', 'origin', `HEAD:${mergeRef}`)
}

/** The merge as actions/checkout gets it: that one commit, on no branch. */
export async function cloneMerge(repository: Repository, path: string): Promise<string> {
  const git = (...args: string[]) => execa('git', ['-C', path, ...args])
  const commit = await repository.git('ls-remote', 'origin', mergeRef)
  const to = mergeRef.replace('refs/', 'refs/remotes/')
  await execa('git', ['init', '--quiet', path])
  await git('remote', 'add', 'origin', `file://${repository.remote}`)
  await git('fetch', '--quiet', '--no-tags', '--depth=1', 'origin', `+${commit.slice(0, 40)}:${to}`)
  await git('checkout', '--quiet', '--force', to)
  return path
}
