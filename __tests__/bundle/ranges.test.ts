import { mkdir, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { execa } from 'execa'
import { makeRepository, type Repository } from '../../testbed/monorepo.ts'
import { aCheckout } from '../builders/checkout.ts'
import { expectErrors, expectSuccess, readOutputs, withoutMarkup } from './setup/expect-result.ts'
import { pipelineFiles } from './setup/pipeline-files.ts'
import { branchOff, pushAndPlan } from './setup/pushed.ts'
import { aPush, planWatched, runWatched } from './setup/watched-run.ts'

let repository: Repository
/** Long enough for git to see that it is the same file elsewhere. */
const rows = Array.from({ length: 50 }, (_, index) => `district ${index}\n`).join('')

beforeAll(async () => {
  repository = await makeRepository()
  const data = { 'pipelines/revenue/data.csv': rows, 'README.md': '# Pipelines\n' }
  await repository.commit('Three pipelines', { ...pipelineFiles('parks', 'revenue', 'visits'), ...data })
  await repository.push('master')
})
afterAll(() => repository.dispose())

const touched = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [`pipelines/${name}/notes.md`, `${name}\n`]))

describe('a push to a branch that was there', () => {
  test('of several commits to a shallow clone: the commit before them is fetched', async () => {
    await branchOff(repository, 'staging/commits')
    await repository.commit('One', touched('revenue'))
    await repository.commit('Two', touched('visits'))
    const result = await pushAndPlan(repository, 'staging/commits', {
      prepare: async ({ path, before }) => {
        await expect(execa('git', ['-C', path, 'cat-file', '-e', before])).rejects.toThrow()
      },
    })
    expectSuccess(result)
    expect(readOutputs(result).pipelines).toEqual(['revenue', 'visits'])
    const [base, head] = [
      await repository.git('rev-parse', 'master'),
      await repository.git('rev-parse', 'HEAD'),
    ].map((commit) => commit.slice(0, 7))
    expect(result.log).toContain(
      `${head} is compared with ${base}: the push moved "staging/commits" on from it.`,
    )
  })

  test('of a merge: what came with it counts', async () => {
    await repository.git('switch', '--quiet', '--create', 'topic', 'master')
    await repository.commit('On the side', touched('visits'))
    await branchOff(repository, 'staging/merge')
    await repository.commit('Meanwhile', { 'README.md': '# Merged\n' })
    await repository.git('merge', '--quiet', '--no-ff', '--no-edit', 'topic')
    const result = await pushAndPlan(repository, 'staging/merge')
    expectSuccess(result)
    expect(readOutputs(result)).toMatchObject({ pipelines: ['visits'], plan: { elsewhere: ['README.md'] } })
  })

  test('that changes a file with any name, at any depth', async () => {
    await branchOff(repository, 'staging/names')
    const names = [
      'a b',
      '"quoted"',
      "it's",
      'São João 日本',
      'new\nline',
      '-n',
      '%0A::error::x',
      '\\',
      '$(x)',
    ]
    await repository.commit(
      'Odd names',
      Object.fromEntries(names.map((name) => [`pipelines/parks/${name}/${name}`, ''])),
    )
    // Not even a character.
    await writeFile(Buffer.concat([Buffer.from(`${repository.path}/pipelines/visits/`), Buffer.of(0xff)]), '')
    await repository.commit('No character', {})
    const result = await pushAndPlan(repository, 'staging/names')
    expectSuccess(result)
    expect(readOutputs(result)).toMatchObject({ pipelines: ['parks', 'visits'], plan: { elsewhere: [] } })
  })

  test('that moves a file from one pipeline to another: both are affected', async () => {
    await branchOff(repository, 'staging/move')
    await repository.git('mv', 'pipelines/revenue/data.csv', 'pipelines/parks/data.csv')
    await repository.commit('Move the data', {})
    expect(await repository.git('diff', '--name-status', '-M', 'HEAD~')).toMatch(/^R100/)
    const result = await pushAndPlan(repository, 'staging/move')
    expectSuccess(result)
    expect(readOutputs(result).pipelines).toEqual(['parks', 'revenue'])
  })

  test('that removes a pipeline: it is named, and nothing is deployed', async () => {
    await branchOff(repository, 'staging/removal')
    await repository.commit('Close the parks', { 'pipelines/parks': undefined })
    const result = await pushAndPlan(repository, 'staging/removal')
    expectSuccess(result)
    expect(readOutputs(result)).toMatchObject({
      removed: ['parks'],
      changed: 'false',
      plan: { elsewhere: [] },
    })
    expect(result.summary).toContain(
      '**Gone from the repository:** `parks`. Their deployments are still in Prefect',
    )
    expect(result.log).toContain('gone            parks: its deployments stay in Prefect')
  })

  test('that renames a pipeline: the old one is gone, the new one affected', async () => {
    await branchOff(repository, 'staging/rename')
    await repository.git('mv', 'pipelines/parks', 'pipelines/gardens')
    await repository.commit('Call them gardens', pipelineFiles('gardens'))
    const result = await pushAndPlan(repository, 'staging/rename')
    expectSuccess(result)
    expect(readOutputs(result)).toMatchObject({ removed: ['parks'], pipelines: ['gardens'] })
  })
})

describe('a branch that the push made', () => {
  test('is compared with where it left the default branch, which has moved on since', async () => {
    await repository.git('switch', '--quiet', '--create', 'staging/new', 'master')
    await repository.commit('One', touched('revenue'))
    await repository.commit('Two', {})
    await repository.git('switch', '--quiet', 'master')
    await repository.commit('On master', touched('visits'))
    await repository.push('master')
    await repository.git('switch', '--quiet', 'staging/new')
    const result = await pushAndPlan(repository, 'staging/new')
    expectSuccess(result)
    expect(readOutputs(result)).toMatchObject({ environment: 'staging', pipelines: ['revenue'] })
    expect(result.log).toContain('the new branch "staging/new" left "master" there.')
  })

  test('with a history of its own gives an error', async () => {
    await repository.git('switch', '--quiet', '--orphan', 'staging/orphan')
    await repository.commit('From nothing', pipelineFiles('revenue'))
    expectErrors(await pushAndPlan(repository, 'staging/orphan'), {
      title: 'commit-unavailable',
      message:
        'Can\'t tell what changed: the commit that is checked out and the branch "master" have no commit in common.',
      hint: 'Run the workflow by hand (workflow_dispatch) with the input "pipelines" to say what to deploy.',
    })
  })

  test('as the very first one: all of it is new', async () => {
    await using first = await makeRepository()
    await first.commit('Two pipelines', pipelineFiles('revenue', 'visits'))
    const result = await pushAndPlan(first, 'master')
    expectSuccess(result)
    expect(readOutputs(result)).toMatchObject({ environment: 'prod', pipelines: ['revenue', 'visits'] })
    expect(result.log).toContain('the first push of "master": everything is new.')
  })
})

describe('a force-push', () => {
  /** Has the branch on the server at a commit of one pipeline, and HEAD at one of another that is to replace it. */
  async function replaceCommit(on: Repository, branch: string): Promise<void> {
    await on.git('switch', '--quiet', '--force-create', branch, 'master')
    await on.commit('Replaced', { 'pipelines/parks/forced.md': branch })
    await on.push(branch)
    await on.git('reset', '--quiet', '--hard', 'HEAD~')
    await on.commit('In its place', { 'pipelines/visits/forced.md': branch })
  }
  const collectGarbage = async (remote: string) => {
    await execa('git', ['-C', remote, 'reflog', 'expire', '--expire=now', '--all'])
    await execa('git', ['-C', remote, 'gc', '--prune=now', '--quiet'])
  }

  test('is compared with the commit that it replaced, as long as the server has it', async () => {
    await replaceCommit(repository, 'staging/forced')
    const result = await pushAndPlan(repository, 'staging/forced', { force: true })
    expectSuccess(result)
    expect(readOutputs(result).pipelines).toEqual(['parks', 'visits'])
  })

  test('is compared with where its branch left the default branch after that, and says so', async () => {
    await replaceCommit(repository, 'staging/collected')
    const old = await repository.git('rev-parse', '--short=7', 'origin/staging/collected')
    const prepare = () => collectGarbage(repository.remote)
    const result = await pushAndPlan(repository, 'staging/collected', { force: true, prepare })
    expectSuccess(result)
    expect(readOutputs(result).pipelines).toEqual(['visits'])
    const said = `the force-push dropped ${old} from the server, so "staging/collected" is compared with where it left "master" there.`
    expect(result.log).toContain(said)
    expect(withoutMarkup(result.summary)).toContain(said)
  })

  test('of the default branch has nothing else to be compared with: an error', async () => {
    await using other = await makeRepository()
    await other.commit('Two pipelines', pipelineFiles('parks', 'visits'))
    await replaceCommit(other, 'master')
    const old = await other.git('rev-parse', 'origin/master')
    const prepare = () => collectGarbage(other.remote)
    expectErrors(await pushAndPlan(other, 'master', { force: true, prepare }), {
      title: 'commit-unavailable',
      message: `Can't tell what changed: the commit ${old}, which "master" was at before this push, couldn't be fetched.`,
      hint: 'Run the workflow by hand (workflow_dispatch) with the input "pipelines" to say what to deploy.',
    })
  })
})

describe('a checkout that is cut off from its server', () => {
  let old: string
  let payload: Awaited<ReturnType<Repository['push']>>
  beforeAll(async () => {
    await branchOff(repository, 'staging/cut-off')
    old = await repository.git('rev-parse', 'HEAD')
    await repository.commit('Change', touched('revenue'))
    payload = await repository.push('staging/cut-off')
  })
  const cutOff = async (...command: string[]) => {
    const workspace = await repository.shallowClone('staging/cut-off')
    await execa('git', ['-C', workspace, 'remote', ...command])
    return workspace
  }
  const cuts: [how: string, command: string[]][] = [
    ['which is gone', ['set-url', 'origin', 'file:///nowhere/repository.git']],
    ['which it has no name for', ['remove', 'origin']],
  ]

  test.each(cuts)('%s: an error instead of no changes', async (_, command) => {
    const workspace = await cutOff(...command)
    const result = await runWatched({ workspace, event: { name: 'push', ref: payload.ref, payload } })
    expectErrors(result, {
      title: 'commit-unavailable',
      message: `Can't tell what changed: the commit ${old}, which "staging/cut-off" was at before this push, couldn't be fetched. git fetch said:`,
      hint: 'Check that actions/checkout ran first and that the job has the permission "contents: read"',
    })
    expect(readOutputs(result)).toMatchObject({ environment: 'staging', plan: {} })
  })

  test.each(cuts)('%s: an error for a new branch too', async (_, command) => {
    const workspace = await cutOff(...command)
    const event = { name: 'push', ref: payload.ref, payload: { ...payload, before: '0'.repeat(40) } }
    const result = await runWatched({ workspace, event })
    expectErrors(result, {
      title: 'commit-unavailable',
      message:
        'Can\'t tell what changed: the history of the branch "master" couldn\'t be fetched. git fetch said:',
      hint: 'Check that actions/checkout ran first and that the job has the permission "contents: read".',
    })
    expect(readOutputs(result)).toMatchObject({ environment: 'staging', plan: {} })
  })

  test('but has the commit from before the push', async () => {
    const event = { name: 'push', ref: payload.ref, payload }
    const result = await planWatched({
      workspace: repository.path,
      event,
      env: { GIT_ALLOW_PROTOCOL: 'none' },
    })
    expectSuccess(result)
    expect(readOutputs(result).pipelines).toEqual(['revenue'])
  })
})

describe('a folder that is no checkout', () => {
  test('gives an error instead of no changes', async () => {
    await using folder = await aCheckout(pipelineFiles('revenue'))
    const result = await runWatched({ workspace: folder.path, event: aPush('refs/heads/master') })
    expectErrors(result, {
      title: 'not-a-git-checkout',
      message: `There is no git checkout at ${folder.path}. Git said: fatal: not a git repository`,
      hint: 'Add a step that uses actions/checkout before this action, and check the input "working-directory".',
    })
  })
})

describe('a repository without a commit', () => {
  test('gives an error instead of no changes', async () => {
    await using empty = await makeRepository()
    await mkdir(`${empty.path}/pipelines`)
    const result = await runWatched({ workspace: empty.path, event: aPush('refs/heads/master') })
    expectErrors(result, {
      title: 'git-failed',
      message: 'git rev-parse failed with exit code 128: fatal: Needed a single revision',
      hint: 'Check that actions/checkout ran before this action',
    })
  })
})

describe('a workspace in a folder of the repository', () => {
  test('has its own pipelines only, and its own paths', async () => {
    await using mixed = await makeRepository()
    const inFolder = Object.entries(pipelineFiles('revenue', 'visits')).map(([path, text]) => [
      `city/${path}`,
      text,
    ])
    await mixed.commit('Two here, one there', {
      ...(Object.fromEntries(inFolder) as Record<string, string>),
      ...pipelineFiles('parks'),
    })
    await mixed.push('master')
    await mixed.commit('Change', {
      ...touched('parks'),
      'city/pipelines/visits/notes.md': 'visits\n',
      'city/README.md': '# City\n',
    })
    const result = await pushAndPlan(mixed, 'master', { inputs: { 'working-directory': './city/' } })
    expectSuccess(result)
    expect(readOutputs(result)).toMatchObject({
      pipelines: ['visits'],
      plan: { elsewhere: ['/pipelines/parks/notes.md', 'README.md'] },
    })
  })
})
