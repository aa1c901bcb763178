import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { aCheckout, type Checkout } from '../builders/checkout.ts'
import { expectErrors, readOutputs } from './setup/expect-result.ts'
import { pipelineFiles } from './setup/pipeline-files.ts'
import { runWatched } from './setup/watched-run.ts'

let checkout: Checkout
beforeAll(async () => {
  checkout = await aCheckout(pipelineFiles('revenue'))
})
afterAll(async () => {
  await checkout[Symbol.asyncDispose]()
})

describe('an input that is no good is refused before anything is read', () => {
  const url = "is empty: it is the address of Prefect's API"
  test.concurrent.each<[name: string, inputs: Record<string, string>, message: string]>([
    ['prefect-api-url', { 'prefect-api-url': '' }, url],
    [
      'prefect-api-url',
      { 'prefect-api-url': 'my-server/api' },
      'is "my-server/api", which is not an http(s) address',
    ],
    ['prefect-api-url', { 'prefect-api-url': 'ftp://my-server' }, 'is "ftp://my-server", which is not'],
    ['dry-run', { 'dry-run': 'perhaps' }, 'is "perhaps", and must be true or false'],
    ['max-parallel', { 'max-parallel': '0' }, 'is "0", and must be a whole number'],
    ['timeout-minutes', { 'timeout-minutes': '1.5' }, 'is "1.5", and must be a whole number'],
    ['retries', { retries: '-1' }, 'is "-1", and must be a whole number'],
    ['pipelines-dir', { 'pipelines-dir': '../pipelines' }, 'is "../pipelines", which leaves the checkout'],
    ['working-directory', { 'working-directory': '/tmp' }, 'is "/tmp", which leaves the checkout'],
    ['build-args', { 'build-args': 'A=1\nB' }, 'must have lines of the form KEY=VALUE'],
    [
      'registry',
      { registry: 'https://ghcr.io', 'registry-password': 'secret-p', 'registry-username': 'me' },
      'is "https://ghcr.io", which is not a host name such as ghcr.io',
    ],
    ['registry-username', { 'registry-password': 'secret-p' }, 'is empty, though "registry-password" is set'],
  ])('%s: %j', async (name, inputs, message) => {
    const result = await runWatched({ inputs: { pipelines: 'all', ...inputs }, workspace: checkout.path })
    expectErrors(result, {
      title: 'input-invalid',
      message: `The input "${name}" ${message}`,
      hint: `Correct "${name}" under "with:" of the workflow's step.`,
    })
    expect(readOutputs(result)).toMatchObject({ environment: '', changed: 'false', plan: {} })
  })
})

describe('secrets', () => {
  const inputs = {
    'registry-username': 'me',
    'registry-password': 'secret-registry',
    'prefect-api-key': 'secret-key',
    'prefect-api-auth-string': 'admin:secret-auth',
    'github-token': 'secret-token',
    'build-secrets': 'pip=secret-pip\nnpm=secret=npm',
  }
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  const values = [
    ...['secret-registry', 'secret-key', 'admin:secret-auth', 'secret-token', 'secret-pip', 'secret=npm'],
    // As they stand in headers.
    ...[base64('admin:secret-auth'), base64('x-access-token:secret-token')],
  ]

  test.concurrent.each<[how: string, more: Record<string, string>]>([
    ['ends well', { pipelines: 'all', 'dry-run': 'true' }],
    ['is refused at once', { 'max-parallel': 'none' }],
    ['finds a mistake', { pipelines: 'none' }],
  ])('are masked before anything else is said, and said nowhere, by a run that %s', async (_, more) => {
    const result = await runWatched({ inputs: { ...inputs, ...more }, workspace: checkout.path })
    const log = result.log.split('\n')
    const masks = values.map((value) => `::add-mask::${value}`).sort()
    expect(log.slice(0, masks.length).sort()).toEqual(masks)
    const rest = [...log.slice(masks.length), result.summary, ...Object.values(result.outputs)].join('\n')
    expect(rest).not.toMatch(/secret[-=](registry|key|auth|token|pip|npm)/)
  })

  test('of the environment are masked like those of the inputs', async () => {
    const env = { PREFECT_API_KEY: 'secret-key', PREFECT_API_AUTH_STRING: 'secret-auth' }
    const { log } = await runWatched({ env, inputs: { pipelines: 'none' }, workspace: checkout.path })
    const masks = ['secret-key', 'secret-auth', base64('secret-auth')].map((value) => `::add-mask::${value}`)
    expect(log.split('\n').slice(0, masks.length).sort()).toEqual(masks.sort())
  })

  test('that cannot be told from their names are refused without being shown', async () => {
    const more = { 'build-secrets': 'secret-pip' }
    const result = await runWatched({ inputs: { ...inputs, ...more }, workspace: checkout.path })
    expectErrors(result, {
      title: 'input-invalid',
      message: 'The input "build-secrets" must have lines of the form KEY=VALUE.',
      hint: 'Correct "build-secrets"',
    })
    expect(result.log + result.summary).not.toContain('secret-')
  })
})
