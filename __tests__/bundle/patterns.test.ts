import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { aCheckout, type Checkout } from '../builders/checkout.ts'
import { expectErrors, expectSuccess, readOutputs } from './setup/expect-result.ts'
import { pipelineFiles } from './setup/pipeline-files.ts'
import { aManualEvent, planWatched } from './setup/watched-run.ts'

let checkout: Checkout
beforeAll(async () => {
  checkout = await aCheckout(pipelineFiles('rj_parks', 'rj_revenue', 'sp_visits'))
})
afterAll(async () => {
  await checkout[Symbol.asyncDispose]()
})

describe('patterns of pipelines that take some away again', () => {
  test.concurrent.each([
    ['all, !sp_*', ['rj_parks', 'rj_revenue']],
    ['all\n!rj_parks\n!sp_visits', ['rj_revenue']],
    ['rj_*, !rj_parks', ['rj_revenue']],
    // The later one wins.
    ['all, !rj_*, rj_parks', ['rj_parks', 'sp_visits']],
    // Nothing was let in before it.
    ['!rj_*, rj_parks', ['rj_parks']],
  ])('%j', async (pipelines, names) => {
    const result = await planWatched({ inputs: { pipelines }, workspace: checkout.path })
    expectSuccess(result)
    expect(readOutputs(result).pipelines).toEqual(names)
  })

  test('and leave none: nothing is done, and that is no error', async () => {
    const result = await planWatched({ inputs: { pipelines: 'rj_*, !rj_*' }, workspace: checkout.path })
    expectSuccess(result)
    expect(readOutputs(result)).toMatchObject({ changed: 'false', pipelines: [] })
    expect(result.log).toContain('No pipeline is affected: nothing to do.')
  })

  test.concurrent.each(['all, !mg_*', 'all, !mg_visits'])('but match none: %j', async (pipelines) => {
    const [, unmatched = ''] = pipelines.split(', ')
    expectErrors(await planWatched({ inputs: { pipelines }, workspace: checkout.path }), {
      title: 'pipeline-unknown',
      message: `No pipeline matches "${unmatched}".`,
      hint: 'Correct the input "pipelines".',
    })
  })
})

describe('patterns of branches that take some away again', () => {
  const environments = "prod: master\nstaging: [staging/**, '!staging/old/**', staging/old/kept]"
  const planOn = (branch: string) =>
    planWatched({
      event: aManualEvent('workflow_dispatch', `refs/heads/${branch}`),
      inputs: { pipelines: 'all', environments },
      workspace: checkout.path,
    })

  test.concurrent.each([
    ['master', 'prod'],
    ['staging/new', 'staging'],
    ['staging/old/kept', 'staging'],
  ])('%s is of %s', async (branch, environment) => {
    const result = await planOn(branch)
    expectSuccess(result)
    expect(readOutputs(result).environment).toBe(environment)
  })

  test.concurrent('a branch that is taken away belongs to none', async () => {
    expectErrors(await planOn('staging/old/x'), {
      title: 'branch-not-mapped',
      message:
        'The branch "staging/old/x" belongs to no environment. The environments and their branches are prod: master; staging: staging/**, !staging/old/**, staging/old/kept.',
      hint: 'Push to one of these branches',
    })
  })
})
