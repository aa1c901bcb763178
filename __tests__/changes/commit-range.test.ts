import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, jest, test } from '@jest/globals'
import { findCommitRange } from '../../src/changes/commit-range.ts'
import { parseEvent } from '../../src/trigger/event.ts'
import { makeRepository, type PushEvent, type Repository } from '../../testbed/monorepo.ts'
import { gitIn } from '../builders/git.ts'
import { problemOf } from '../builders/thrown.ts'

// Processes take their time on a busy machine.
jest.setTimeout(30_000)

/** The range of a push in a checkout, and the paths that it changed. */
async function changesOf(checkout: string, payload: PushEvent) {
  const event = parseEvent({ name: 'push', ref: payload.ref, payload }, { dryRun: false })
  if (event.kind !== 'push') throw new Error('a push was expected')
  const git = await gitIn(checkout)
  const range = await findCommitRange(git, event)
  const changes = await git.diff(range.base, range.head)
  return { ...range, paths: changes.map(({ path }) => path).sort() }
}

/** A repository whose `master` has two commits and is pushed. */
async function aPushedRepository(): Promise<Repository> {
  const repository = await makeRepository()
  await repository.commit('first', { 'a/one': '1', 'b/one': '1' })
  await repository.commit('second', { 'a/two': '2' })
  await repository.push('master')
  return repository
}

/** Makes commits without changes on a branch that is checked out, all in one go. */
async function commitMany(repository: Repository, count: number, branch: string): Promise<void> {
  const commits = Array.from({ length: count }, (_, n) => {
    const from = n === 0 ? `from refs/heads/${branch}^0\n` : ''
    return `commit refs/heads/${branch}\ncommitter testbed <testbed@localhost> ${n} +0000\ndata 0\n${from}\n`
  })
  await execa('git', ['-C', repository.path, 'fast-import', '--quiet'], { input: commits.join('') })
}

/** Rewrites the last commit of a branch, so that what it was at is on no branch any more. */
async function forcePush(repository: Repository, branch: string, files: Record<string, string>) {
  await repository.git('reset', '--quiet', '--hard', 'HEAD~1')
  await repository.commit('rewritten', files)
  return await repository.push(branch, { force: true })
}

/** The server forgets all commits that are on no branch. */
async function collectGarbage({ remote }: Repository): Promise<void> {
  await execa('git', ['-C', remote, 'reflog', 'expire', '--expire=now', '--all'])
  await execa('git', ['-C', remote, 'gc', '--quiet', '--prune=now'])
}

describe(`${findCommitRange.name}: an ordinary push`, () => {
  test('all commits of the push count, in a full and in a shallow clone', async () => {
    await using repository = await aPushedRepository()
    await repository.commit('third', { 'a/three': '' })
    await repository.commit('fourth', { 'c/four': '', 'a/two': undefined })
    const payload = await repository.push('master')
    for (const checkout of [repository.path, await repository.shallowClone('master')]) {
      const { base, head, reason, paths } = await changesOf(checkout, payload)
      expect([base, head]).toEqual([payload.before, payload.after])
      expect(paths).toEqual(['a/three', 'a/two', 'c/four'])
      expect(reason).toContain('moved "master" on')
    }
  })

  test('a merge brings what the other branch changed', async () => {
    await using repository = await aPushedRepository()
    await repository.git('checkout', '--quiet', '-b', 'feature', 'HEAD~1')
    await repository.commit('feature', { 'f/feature': '' })
    await repository.git('checkout', '--quiet', 'master')
    await repository.git('merge', '--quiet', '--no-ff', '-m', 'merge', 'feature')
    const payload = await repository.push('master')
    expect((await changesOf(await repository.shallowClone('master'), payload)).paths).toEqual(['f/feature'])
  })

  test('what a commit of the push undoes again is no change', async () => {
    await using repository = await aPushedRepository()
    await repository.commit('try', { 'a/one': 'x' })
    await repository.commit('undo', { 'a/one': '1' })
    expect((await changesOf(repository.path, await repository.push('master'))).paths).toEqual([])
  })

  test('the range ends at what is checked out, be it newer than the push', async () => {
    await using repository = await aPushedRepository()
    await repository.commit('third', { 'a/three': '' })
    const payload = await repository.push('master')
    await repository.commit('fourth', { 'b/four': '' })
    await repository.push('master')
    const { head, paths } = await changesOf(await repository.shallowClone('master'), payload)
    expect(head).toBe(await repository.git('rev-parse', 'HEAD'))
    expect(paths).toEqual(['a/three', 'b/four'])
  })
})

describe(`${findCommitRange.name}: a new branch`, () => {
  test('starts where it left the default branch, whatever that did since', async () => {
    await using repository = await aPushedRepository()
    const fork = await repository.git('rev-parse', 'HEAD')
    await repository.git('checkout', '--quiet', '-b', 'staging/new')
    await repository.commit('third', { 'a/three': '' })
    const payload = await repository.push('staging/new')
    await repository.git('checkout', '--quiet', 'master')
    await repository.commit('fourth', { 'b/four': '' })
    await repository.push('master')
    const { base, reason, paths } = await changesOf(await repository.shallowClone('staging/new'), payload)
    expect(base).toBe(fork)
    expect(paths).toEqual(['a/three'])
    expect(reason).toContain('the new branch "staging/new" left "master"')
  })

  test('is found in a shallow clone behind more commits than one step of history brings', async () => {
    await using repository = await aPushedRepository()
    const fork = await repository.git('rev-parse', 'HEAD')
    await repository.git('checkout', '--quiet', '-b', 'staging/long')
    await commitMany(repository, 60, 'staging/long')
    await repository.commit('last', { 'a/last': '' })
    const payload = await repository.push('staging/long')
    const { base, paths } = await changesOf(await repository.shallowClone('staging/long'), payload)
    expect(base).toBe(fork)
    expect(paths).toEqual(['a/last'])
  })

  test('without commits of its own it changes nothing', async () => {
    await using repository = await aPushedRepository()
    const payload = await repository.push('staging/same')
    expect((await changesOf(await repository.shallowClone('staging/same'), payload)).paths).toEqual([])
  })

  test('that shares no commit with the default branch is an error', async () => {
    await using repository = await aPushedRepository()
    await repository.git('checkout', '--quiet', '--orphan', 'staging/other')
    await repository.commit('other', { z: '' })
    const payload = await repository.push('staging/other')
    for (const checkout of [repository.path, await repository.shallowClone('staging/other')]) {
      const problem = await problemOf(() => changesOf(checkout, payload))
      expect(problem.code).toBe('commit-unavailable')
      expect(problem.message).toContain('no commit in common')
      expect(problem.hint).toContain('workflow_dispatch')
    }
  })

  test('the first push of the default branch: everything is new', async () => {
    await using repository = await makeRepository()
    await repository.commit('first', { 'a/one': '1' })
    await repository.commit('second', { 'b/two': '2' })
    const payload = await repository.push('master')
    const { reason, paths } = await changesOf(await repository.shallowClone('master'), payload)
    expect(paths).toEqual(['a/one', 'b/two'])
    expect(reason).toContain('everything is new')
  })

  test('a remote that is broken is an error, never nothing', async () => {
    await using repository = await aPushedRepository()
    const payload = await repository.push('staging/new')
    const clone = await repository.shallowClone('staging/new')
    await execa('git', ['-C', clone, 'remote', 'set-url', 'origin', join(repository.remote, 'none')])
    expect(await problemOf(() => changesOf(clone, payload))).toMatchObject({ code: 'commit-unavailable' })
  })
})

describe(`${findCommitRange.name}: a force-push`, () => {
  test('whose old commit the server still has is compared with that', async () => {
    await using repository = await aPushedRepository()
    const payload = await forcePush(repository, 'master', { 'c/rewritten': '' })
    const { base, paths } = await changesOf(await repository.shallowClone('master'), payload)
    expect(base).toBe(payload.before)
    expect(paths).toEqual(['a/two', 'c/rewritten'])
  })

  test('whose old commit is gone is compared with where its branch left the default one', async () => {
    await using repository = await aPushedRepository()
    const fork = await repository.git('rev-parse', 'HEAD')
    await repository.git('checkout', '--quiet', '-b', 'staging/x')
    await repository.commit('third', { 'a/three': '' })
    await repository.push('staging/x')
    const payload = await forcePush(repository, 'staging/x', { 'b/rewritten': '' })
    await collectGarbage(repository)
    const { base, reason, paths } = await changesOf(await repository.shallowClone('staging/x'), payload)
    expect(base).toBe(fork)
    expect(paths).toEqual(['b/rewritten'])
    expect(reason).toContain(`force-push dropped ${payload.before.slice(0, 7)}`)
  })

  test('of the default branch, with its old commit gone, is an error', async () => {
    await using repository = await aPushedRepository()
    const payload = await forcePush(repository, 'master', { 'b/rewritten': '' })
    await collectGarbage(repository)
    const clone = await repository.shallowClone('master')
    const problem = await problemOf(() => changesOf(clone, payload))
    expect(problem.code).toBe('commit-unavailable')
    expect(problem.message).toContain(payload.before)
    expect(problem.hint).toContain('workflow_dispatch')
  })
})

describe(`${findCommitRange.name}: a commit that can't be fetched`, () => {
  test('because the remote is broken is an error, also after a force-push', async () => {
    await using repository = await aPushedRepository()
    await repository.git('checkout', '--quiet', '-b', 'staging/x')
    await repository.push('staging/x')
    const payload = await forcePush(repository, 'staging/x', { 'c/three': '' })
    const clone = await repository.shallowClone('staging/x')
    await execa('git', ['-C', clone, 'remote', 'set-url', 'origin', join(repository.remote, 'none')])
    const problem = await problemOf(() => changesOf(clone, payload))
    expect(problem.code).toBe('commit-unavailable')
    expect(problem.message).toContain(payload.before)
    expect(problem.message).toContain('git fetch said: fatal:')
    expect(problem.hint).toContain('contents: read')
  })

  test('because the server has it no more, without a force-push, is an error', async () => {
    await using repository = await aPushedRepository()
    const payload = { ...(await repository.push('staging/x')), before: 'b'.repeat(40), created: false }
    const problem = await problemOf(() => changesOf(repository.path, payload))
    expect(problem.code).toBe('commit-unavailable')
    expect(problem.hint).toContain('workflow_dispatch')
  })
})
