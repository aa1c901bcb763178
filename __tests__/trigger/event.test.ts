import { describe, expect, test } from '@jest/globals'
import { parseEvent as parse, type EventContext } from '../../src/trigger/event.ts'
import { problemsOf } from '../builders/thrown.ts'

/** As a deploy reads it. */
const parseEvent = (context: EventContext) => parse(context, { dryRun: false })

const before = 'a'.repeat(40)

function aPush(overrides: Readonly<Record<string, unknown>> = {}, ref = 'refs/heads/master') {
  const repository = { default_branch: 'master', fork: false }
  return {
    name: 'push',
    ref,
    payload: { ref, before, deleted: false, forced: false, repository, commits: [], ...overrides },
  }
}

function aManualEvent(name: string, ref = 'refs/heads/master') {
  return { name, ref, payload: { repository: { default_branch: 'master', fork: false } } }
}

describe(parse.name, () => {
  test('a push to a branch', () => {
    expect(parseEvent(aPush())).toEqual({
      kind: 'push',
      branch: 'master',
      before,
      forced: false,
      defaultBranch: 'master',
    })
  })

  test('a branch may have slashes in its name', () => {
    expect(parseEvent(aPush({}, 'refs/heads/staging/refs/heads/x'))).toMatchObject({
      branch: 'staging/refs/heads/x',
    })
  })

  test('a new branch was at no commit before', () => {
    expect(parseEvent(aPush({ before: '0'.repeat(40) }))).toMatchObject({ before: undefined })
    expect(parseEvent(aPush({ before: '0'.repeat(64) }))).toMatchObject({ before: undefined })
  })

  test('a repository may use SHA-256', () => {
    expect(parseEvent(aPush({ before: 'b'.repeat(64) }))).toMatchObject({ before: 'b'.repeat(64) })
  })

  test('a force-push says so', () => {
    expect(parseEvent(aPush({ forced: true }))).toMatchObject({ kind: 'push', forced: true })
  })

  test('a deleted branch', () => {
    expect(parseEvent(aPush({ deleted: true }, 'refs/heads/staging/x'))).toEqual({
      kind: 'branch-deleted',
      branch: 'staging/x',
    })
  })

  test.each(['workflow_dispatch', 'repository_dispatch', 'schedule'])('%s is started by hand', (name) => {
    expect(parseEvent(aManualEvent(name))).toEqual({ kind: 'manual', eventName: name, branch: 'master' })
  })

  test.each(['pull_request', 'pull_request_target', 'workflow_run', 'issue_comment', 'release', ''])(
    'the event "%s" is refused',
    async (name) => {
      expect(await problemsOf(() => parseEvent(aManualEvent(name)))).toMatchObject([
        { code: 'event-refused', severity: 'error' },
      ])
    },
  )

  test.each(['push', 'schedule', 'workflow_dispatch'])('a fork is refused on %s', async (name) => {
    const repository = { default_branch: 'master', fork: true }
    const event = { ...aPush({ repository }), name }
    expect(await problemsOf(() => parseEvent(event))).toMatchObject([{ code: 'fork-refused' }])
  })

  test.each(['refs/tags/v1', 'refs/pull/1/merge', 'refs/heads/', 'master', ''])(
    'the ref "%s" is refused',
    async (ref) => {
      expect(await problemsOf(() => parseEvent(aPush({}, ref)))).toMatchObject([{ code: 'tag-refused' }])
      expect(await problemsOf(() => parseEvent(aManualEvent('workflow_dispatch', ref)))).toMatchObject([
        { code: 'tag-refused' },
      ])
    },
  )

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['before is an option of git', { before: '--output=x' }, '/before'],
    ['before is a short id', { before: 'abc1234' }, '/before'],
    ['before is missing', { before: undefined }, "'before'"],
    ['forced is a word', { forced: 'false' }, '/forced'],
    ['deleted is missing', { deleted: undefined }, "'deleted'"],
    ['there is no repository', { repository: null }, '/repository'],
    ['there is no default branch', { repository: {} }, 'default_branch'],
  ])('a push is refused when %s', async (_, overrides, named) => {
    const problems = await problemsOf(() => parseEvent(aPush(overrides)))
    expect(problems).toMatchObject([{ code: 'event-invalid' }])
    expect(problems[0]?.message).toContain(named)
  })

  test.each([null, undefined, 'text', [], 7])('a push with the payload %j is refused', async (payload) => {
    expect(await problemsOf(() => parseEvent({ ...aPush(), payload }))).toMatchObject([
      { code: 'event-invalid' },
    ])
  })
})

describe(`${parse.name} for a plan`, () => {
  const plan = (context: EventContext) => parse(context, { dryRun: true })
  const pullRequest = { number: 7, base: { ref: 'staging/x' }, head: { repo: { fork: true } } }

  test.each(['pull_request', 'pull_request_target'])(
    '%s: the branch that it is to be merged into',
    (name) => {
      const payload = { pull_request: pullRequest, repository: { fork: true } }
      expect(plan({ name, ref: 'refs/pull/7/merge', payload })).toEqual({
        kind: 'pull-request',
        branch: 'staging/x',
        number: 7,
      })
    },
  )

  test('a pull request that is not in the form of one', async () => {
    expect(await problemsOf(() => plan({ name: 'pull_request', ref: '', payload: {} }))).toMatchObject([
      { code: 'event-invalid' },
    ])
  })

  test('any other event is one that says nothing about changes', () => {
    expect(plan(aManualEvent('issue_comment'))).toMatchObject({ kind: 'manual', branch: 'master' })
    expect(plan(aManualEvent('release', 'refs/tags/v1'))).toMatchObject({
      kind: 'manual',
      branch: 'refs/tags/v1',
    })
  })

  test('a push to a branch is compared as it would be deployed', () => {
    expect(plan(aPush())).toMatchObject({ kind: 'push', branch: 'master', before })
  })
})
