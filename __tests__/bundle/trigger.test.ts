import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { aCheckout, type Checkout } from '../builders/checkout.ts'
import { lines } from '../builders/text.ts'
import {
  expectErrors,
  expectSuccess,
  readOutputs,
  withoutMarkup,
  type ExpectedError,
} from './setup/expect-result.ts'
import { pipelineFiles } from './setup/pipeline-files.ts'
import { aManualEvent, aPush, planWatched, runWatched, type WatchedRun } from './setup/watched-run.ts'

/** Not even a git repository: a refused event has no need of one. */
let checkout: Checkout
beforeAll(async () => {
  checkout = await aCheckout(pipelineFiles('revenue', 'visits'))
})
afterAll(async () => {
  await checkout[Symbol.asyncDispose]()
})

type Refusal = [title: string, run: Omit<WatchedRun, 'workspace'>, error: ExpectedError]

const eventRefused = (name: string): Refusal => [
  `the event ${name}`,
  { event: aManualEvent(name), inputs: { pipelines: 'all' } },
  {
    title: 'event-refused',
    message: `This action doesn't deploy on the event "${name}".`,
    hint: 'Use it in a workflow that runs on push, workflow_dispatch, repository_dispatch, schedule; with "dry-run: true" it plans on any event.',
  },
]

const tagRefused = (event: WatchedRun['event']): Refusal => [
  `a tag in the event ${event?.name ?? ''}`,
  { ...(event && { event }), inputs: { pipelines: 'all' } },
  {
    title: 'tag-refused',
    message: 'This action deploys branches only, and "refs/tags/v1" is not a branch.',
    hint: 'Limit the workflow to branches',
  },
]

const fork = { repository: { default_branch: 'master', fork: true } }
const map = 'The environments and their branches are prod: master, main; staging: staging/**.'

const refusals: Refusal[] = [
  ...['pull_request', 'pull_request_target', 'workflow_run', 'deployment_status', ''].map(eventRefused),
  ...[aPush('refs/tags/v1'), aManualEvent('workflow_dispatch', 'refs/tags/v1')].map(tagRefused),
  [
    'a fork',
    { event: aPush('refs/heads/master', fork) },
    {
      title: 'fork-refused',
      message: "This repository is a fork, and a fork's code is never deployed.",
      hint: 'Run the workflow in the original repository, or disable it in the fork',
    },
  ],
  [
    'a push that is none',
    { event: aPush('refs/heads/master', { before: 'HEAD', forced: 'no' }) },
    {
      title: 'event-invalid',
      message: "The push event is not in GitHub's form: /before must match pattern",
      hint: 'Check the file that GITHUB_EVENT_PATH names.',
    },
  ],
  [
    'an event without its file',
    { env: { GITHUB_EVENT_PATH: '/nowhere/event.json' } },
    {
      title: 'event-invalid',
      message: "The event's file (GITHUB_EVENT_PATH) can't be read: ENOENT",
      hint: 'Run the action in a GitHub Actions workflow.',
    },
  ],
  [
    'a branch of no environment',
    { event: aPush('refs/heads/feature/x') },
    {
      title: 'branch-not-mapped',
      message: `The branch "feature/x" belongs to no environment. ${map}`,
      hint: 'Push to one of these branches, add the branch to the input "environments"',
    },
  ],
  [
    'a branch of two environments',
    { event: aPush('refs/heads/main'), inputs: { environments: 'prod: main\nlive: ma*' } },
    {
      title: 'branch-ambiguous',
      message:
        'The branch "main" belongs to several environments: prod, live. The environments and their branches are prod: main; live: ma*.',
      hint: 'Make the patterns in the input "environments" exclude one another.',
    },
  ],
  [
    'an environment that is not in the map',
    { inputs: { environment: 'production', pipelines: 'all' } },
    {
      title: 'environment-unknown',
      message: `There is no environment "production". ${map}`,
      hint: 'Correct the input "environment", or add the environment to the input "environments".',
    },
  ],
]

describe('refuses', () => {
  test.concurrent.each(refusals)('%s', async (_, run, error) => {
    const result = await runWatched({ ...run, workspace: checkout.path })
    expectErrors(result, error)
    expect(readOutputs(result)).toMatchObject({ environment: '', changed: 'false', plan: {} })
  })
})

describe('refuses the input environments', () => {
  test.concurrent.each([
    ['that is not YAML', 'prod: [master', 'is not valid YAML: Flow sequence'],
    ['that is a list', '- prod', 'must map each environment to branch patterns'],
    ['that is a word', 'master', 'must map each environment to branch patterns'],
    ['that names none', '{}', 'must map each environment to branch patterns'],
    ['whose pattern is a number', 'prod: [1]', 'must map each environment to branch patterns'],
    ['that gives no pattern', 'prod: []', 'must map each environment to branch patterns'],
    ['that names one twice', 'prod: a\nprod: b', 'is not valid YAML: Map keys must be unique'],
  ])('%s', async (_, environments, message) => {
    const result = await runWatched({ inputs: { environments }, workspace: checkout.path })
    expectErrors(result, {
      title: 'input-invalid',
      message: `The input "environments" ${message}`,
      hint: 'Correct "environments" under "with:" of the workflow\'s step.',
    })
  })
})

describe('refuses a choice of pipelines', () => {
  const both = 'The pipelines, which are the folders with a prefect.yaml, are revenue, visits.'
  test.concurrent.each([
    ['of an unknown name', 'revenues', '"revenues"'],
    ['of a glob that matches nothing', 'rj_*', '"rj_*"'],
    ['with two unknown names among known ones', 'revenue, a\nb, visits', '"a", "b"'],
  ])('%s', async (_, pipelines, names) => {
    const result = await runWatched({ inputs: { pipelines }, workspace: checkout.path })
    const message = `No pipeline matches ${names}.`
    expectErrors(result, {
      title: 'pipeline-unknown',
      message,
      hint: `Correct the input "pipelines". ${both}`,
    })
    expect(readOutputs(result).environment).toBe('prod')
  })

  test.concurrent.each(['workflow_dispatch', 'repository_dispatch', 'schedule'])(
    '%s without any',
    async (name) => {
      const result = await runWatched({ event: aManualEvent(name), workspace: checkout.path })
      expectErrors(result, {
        title: 'pipelines-not-named',
        message: `The event "${name}" doesn't say which pipelines changed, and the input "pipelines" is empty.`,
        hint: 'Give the input "pipelines": names, globs such as rj_smfp__*, or "all".',
      })
      expect(readOutputs(result).environment).toBe('prod')
    },
  )

  test('in a folder that is not there', async () => {
    const inputs = { pipelines: 'all', 'pipelines-dir': 'flows' }
    expectErrors(await runWatched({ inputs, workspace: checkout.path }), {
      title: 'pipelines-dir-missing',
      message: 'There is no folder "flows" in the checkout.',
      hint: 'Check the inputs "pipelines-dir" and "working-directory", and that actions/checkout ran first.',
    })
  })
})

describe('a deleted branch', () => {
  test('leaves nothing to do, and says so', async () => {
    const event = aPush('refs/heads/staging/x', { deleted: true, after: '0'.repeat(40) })
    const result = await runWatched({ event, workspace: checkout.path })
    expectSuccess(result)
    const said = 'The push deleted the branch "staging/x". Its deployments stay as they are.'
    expect(result.log).toContain(said)
    expect(withoutMarkup(result.summary)).toBe(lines('## Nothing to deploy', '', said))
    expect(readOutputs(result)).toMatchObject({ changed: 'false', plan: {} })
  })
})

describe('all pipelines are planned', () => {
  test.concurrent.each([
    ['by a clock', aManualEvent('schedule')],
    ['by hand', aManualEvent()],
    ["by another system's event", aManualEvent('repository_dispatch')],
    ['by an event that nothing is deployed on', aManualEvent('workflow_run')],
    ['in a fork', aPush('refs/heads/master', fork)],
    // A called workflow has the event of its caller.
    ['in a workflow that a push has called', aPush('refs/heads/master')],
  ])('%s', async (_, event) => {
    const result = await planWatched({ event, inputs: { pipelines: 'all' }, workspace: checkout.path })
    expectSuccess(result)
    expect(readOutputs(result)).toMatchObject({
      environment: 'prod',
      changed: 'true',
      pipelines: ['revenue', 'visits'],
      deployments: [
        { pipeline: 'revenue', name: 'revenue--prod', result: 'unchanged' },
        { pipeline: 'visits', name: 'visits--prod', result: 'unchanged' },
      ],
    })
    expect(result.summary).toContain('## Plan for prod: deploy 2 deployments of 2 pipelines\n')
  })

  test.concurrent.each([
    ['whatever the branch', aManualEvent('workflow_dispatch', 'refs/heads/feature/x')],
    ['for a tag too', aManualEvent('release', 'refs/tags/v1')],
  ])('of the environment that is named, %s', async (_, event) => {
    const inputs = { pipelines: 'v*', environment: 'staging' }
    const result = await planWatched({ event, inputs, workspace: checkout.path })
    expectSuccess(result)
    expect(readOutputs(result)).toMatchObject({
      environment: 'staging',
      deployments: [{ name: 'visits--staging' }],
    })
  })
})
