import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { execa } from 'execa'
import { makeRepository, type Repository } from '../../testbed/monorepo.ts'
import { aCheckout } from '../builders/checkout.ts'
import { expectErrors, expectSuccess, readOutputs } from './setup/expect-result.ts'
import { pipelineFiles } from './setup/pipeline-files.ts'
import { aPullRequest, cloneMerge, pushMerge } from './setup/pull-request.ts'
import { branchOff } from './setup/pushed.ts'
import { planWatched } from './setup/watched-run.ts'

const note = (name: string) => ({ [`pipelines/${name}/notes.md`]: `${name}\n` })

/**
 * A pull request that changes `revenue` in two commits. Its base has changed `visits` since the pull request's branch left
 * it, and `parks` since GitHub merged the two.
 */
async function aRepository(base: string): Promise<Repository> {
  const repository = await makeRepository()
  await repository.commit('Three pipelines', pipelineFiles('parks', 'revenue', 'visits'))
  await repository.push('master')
  await branchOff(repository, base)
  await repository.git('switch', '--quiet', '--create', 'topic')
  await repository.commit('One', note('revenue'))
  await repository.commit('Two', { 'README.md': '# Pipelines\n' })
  await repository.git('switch', '--quiet', base)
  await repository.commit('On the base', note('visits'))
  await repository.push(base)
  await repository.git('switch', '--quiet', 'topic')
  await pushMerge(repository, base)
  await repository.git('switch', '--quiet', base)
  await repository.commit('On the base, later', note('parks'))
  await repository.push(base)
  return repository
}

describe.each([
  ['master', 'prod'],
  ['staging/x', 'staging'],
])('a dry run on a pull request to %s', (base, environment) => {
  let repository: Repository
  beforeAll(async () => {
    repository = await aRepository(base)
  })
  afterAll(() => repository.dispose())
  const clone = (name: string) => cloneMerge(repository, join(repository.path, '..', name))

  test.each([
    ['pull_request', false],
    ['pull_request', true],
    ['pull_request_target', false],
    ['pull_request_target', true],
  ])('plans what it changes, on %s (of a fork: %s)', async (name, fork) => {
    const workspace = await clone(`${name}-${fork}`)
    const result = await planWatched({ event: aPullRequest(base, { name, fork }), workspace })
    expectSuccess(result)
    expect(readOutputs(result)).toMatchObject({
      ...{ environment, changed: 'true', pipelines: ['revenue'], removed: [] },
      deployments: [{ pipeline: 'revenue', name: `revenue--${environment}`, result: 'unchanged' }],
      images: [{ pipeline: 'revenue', tag: 'revenue-1', result: 'reused' }],
      plan: { elsewhere: ['README.md'] },
    })
    expect(result.summary).toContain(`## Plan for ${environment}: deploy 1 deployment of 1 pipeline\n`)
  })

  test('compares the merge with its parent on the base, which a checkout of one commit lacks', async () => {
    const workspace = await clone('compared')
    const history = await execa('git', ['-C', workspace, 'log', '--format=%h'])
    expect(history.stdout.split('\n')).toHaveLength(1)
    const event = aPullRequest(base)
    const { log } = await planWatched({ event, workspace })
    const parent = await repository.git('rev-parse', `${base}~`)
    const head = (await execa('git', ['-C', workspace, 'rev-parse', 'HEAD'])).stdout
    expect(log).toContain(
      `${head.slice(0, 7)} is compared with ${parent.slice(0, 7)}: pull request 7 leaves "${base}" there.`,
    )
  })

  test("finds no change in the base's own checkout, which pull_request_target gets by default", async () => {
    const workspace = await repository.shallowClone(base)
    const event = aPullRequest(base, { name: 'pull_request_target' })
    const result = await planWatched({ event, workspace })
    expectSuccess(result)
    expect(readOutputs(result)).toMatchObject({ environment, changed: 'false' })
  })

  test('plans what is asked for instead', async () => {
    const inputs = { pipelines: 'parks', environment: 'staging' }
    const result = await planWatched({ event: aPullRequest(base), inputs, workspace: await clone('named') })
    expectSuccess(result)
    expect(readOutputs(result)).toMatchObject({ environment: 'staging', pipelines: ['parks'] })
  })

  test('is an error where the base is gone from the server', async () => {
    const workspace = await clone('gone')
    await execa('git', ['-C', workspace, 'remote', 'set-url', 'origin', 'file:///nowhere/repository.git'])
    expectErrors(await planWatched({ event: aPullRequest(base), workspace }), {
      title: 'commit-unavailable',
      message: `Can't tell what changed: the history of the branch "${base}" couldn't be fetched. git fetch said:`,
      hint: 'Check that actions/checkout ran first and that the job has the permission "contents: read".',
    })
  })
})

describe('a dry run on a pull request is refused', () => {
  test.concurrent('to a branch of no environment', async () => {
    await using checkout = await aCheckout(pipelineFiles('revenue'))
    expectErrors(await planWatched({ event: aPullRequest('feature/x'), workspace: checkout.path }), {
      title: 'branch-not-mapped',
      message: 'The branch "feature/x" belongs to no environment.',
      hint: 'Push to one of these branches',
    })
  })

  test.concurrent("whose event is not in GitHub's form", async () => {
    await using checkout = await aCheckout(pipelineFiles('revenue'))
    const event = { ...aPullRequest('master'), payload: { pull_request: { number: 7 } } }
    expectErrors(await planWatched({ event, workspace: checkout.path }), {
      title: 'event-invalid',
      message: "The pull request event is not in GitHub's form: /pull_request must have required property",
      hint: 'Check the file that GITHUB_EVENT_PATH names.',
    })
  })
})
