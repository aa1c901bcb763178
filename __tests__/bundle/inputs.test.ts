import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { aCheckout, type Checkout } from '../builders/checkout.ts'
import { expectErrors, expectSuccess, readOutputs } from './setup/expect-result.ts'
import { jobTokenMasks } from './setup/job-token.ts'
import { pipelineFiles } from './setup/pipeline-files.ts'
import { aManualEvent, planWatched, runWatched } from './setup/watched-run.ts'

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
    ['prefect-api-url', { 'prefect-api-url': 'my-server/api' }, 'is not an http(s) address'],
    ['prefect-api-url', { 'prefect-api-url': 'ftp://my-server' }, 'is not an http(s) address'],
    // Passed as nothing, "dry-run" is false: only a real run needs the address.
    ['prefect-api-url', { 'prefect-api-url': '', 'dry-run': '' }, url],
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
    ['registry-username', { 'registry-username': '' }, 'is empty, though "registry-password" is set'],
    [
      'registry-password',
      { 'registry-password': '' },
      'is empty, though "registry" is set: without a login, set "registry" to nothing',
    ],
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

describe('inputs that are passed as nothing', () => {
  test('stand for their defaults', async () => {
    const names = ['environments', 'max-parallel', 'pipelines-dir', 'retries', 'timeout-minutes']
    const inputs = Object.fromEntries([...names, 'working-directory'].map((name) => [name, '']))
    const event = aManualEvent('workflow_dispatch', 'refs/heads/staging/x')
    const result = await planWatched({
      ...{ event, workspace: checkout.path },
      inputs: { ...inputs, pipelines: 'all' },
    })
    expectSuccess(result)
    const deployments = [{ name: 'revenue--staging' }]
    expect(readOutputs(result)).toMatchObject({ environment: 'staging', pipelines: ['revenue'], deployments })
  })

  test('warn of conventions, as by default', async () => {
    const inputs = { pipelines: 'all', conventions: '' }
    const { annotations, exitCode } = await planWatched({ inputs, workspace: checkout.path })
    expect(annotations).toContainEqual(
      expect.objectContaining({ severity: 'warning', title: 'convention-folder-name' }),
    )
    expect(exitCode).toBe(0)
  })
})

describe('a run without a login', () => {
  test('is planned where there is no password', async () => {
    const inputs = { pipelines: 'all', registry: 'ghcr.io', 'registry-password': '' }
    expectSuccess(await planWatched({ inputs, workspace: checkout.path }))
  })

  test('goes on to Prefect where there is no registry', async () => {
    const inputs = { pipelines: 'all', registry: '', 'registry-password': '' }
    const { annotations, started } = await runWatched({ inputs, workspace: checkout.path })
    expect(annotations).toMatchObject([{ severity: 'error', title: 'prefect-unreachable' }])
    expect(started.filter((start) => start.startsWith('docker login'))).toEqual([])
  })
})

describe('an address with a password in it', () => {
  const addresses = ['https://me:secret-p@my-server/api', 'http://secret-p@my-server/api']
  const runs = [
    ['a real run', runWatched],
    ['a dry run', planWatched],
  ] as const
  const cases = addresses.flatMap((address) =>
    runs.flatMap(([kind, run]) => [
      [address, 'the input', kind, run, { 'prefect-api-url': address }, {}] as const,
      [address, 'a variable', kind, run, { 'prefect-api-url': '' }, { PREFECT_API_URL: address }] as const,
    ]),
  )

  test.concurrent.each(cases)('%s by %s is refused by %s, and not shown', async (...given) => {
    const [, , , run, inputs, env] = given
    const result = await run({ workspace: checkout.path, inputs: { ...inputs, pipelines: 'all' }, env })
    expectErrors(result, {
      title: 'input-invalid',
      message: 'The input "prefect-api-url" holds a password, which belongs in "prefect-api-auth-string".',
      hint: 'Correct "prefect-api-url"',
    })
    const said = [result.log, result.summary, ...Object.values(result.outputs)].join('\n')
    expect(said).not.toContain('secret-p')
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
    const own = ['secret-key', 'secret-auth', base64('secret-auth')].map((value) => `::add-mask::${value}`)
    const masks = [...own, ...jobTokenMasks].sort()
    expect(log.split('\n').slice(0, masks.length).sort()).toEqual(masks)
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
