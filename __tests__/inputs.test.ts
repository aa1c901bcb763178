import { execa } from 'execa'
import { describe, expect, test } from '@jest/globals'
import { readInputs, type Inputs } from '../src/inputs.ts'
import { actionInputs, inputVariables, root } from './builders/action.ts'
import { testEnvironment } from './builders/programs.ts'
import { withVariables } from './builders/variables.ts'
import { problemOf } from './builders/thrown.ts'

const url = 'https://prefect.example/api'

/** Reads inputs that hold no secret. */
async function read(
  given: Readonly<Record<string, string>> = {},
  variables: Readonly<Record<string, string>> = {},
): Promise<Inputs> {
  const inputs = await inputVariables({ 'prefect-api-url': url, registry: '', ...given })
  return withVariables({ ...inputs, ...variables }, readInputs)
}

/** The message of the problem with these inputs. */
async function refusal(given: Readonly<Record<string, string>>): Promise<string> {
  const problem = await problemOf(() => read(given))
  expect(problem).toMatchObject({ code: 'input-invalid', severity: 'error' })
  expect(problem.hint).toContain('under "with:"')
  return problem.message
}

const child = `
const read = new Set()
process.env = new Proxy(process.env, {
  get: (variables, name) => {
    read.add(name)
    return variables[name]
  },
})
const { readInputs } = await import('./src/inputs.ts')
const inputs = readInputs()
console.log(JSON.stringify({ inputs, read: [...read].filter((name) => name.startsWith('INPUT_')) }))`

/** Reads inputs in a process of their own, so that no secret of a test gets on the tests' own output. */
async function readApart(
  given: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>> = {},
) {
  const env = testEnvironment({ ...(await inputVariables(given)), ...variables })
  const args = ['--input-type=module', '--eval', child]
  const { stdout } = await execa(process.execPath, args, { cwd: root, env, extendEnv: false })
  const lines = stdout.split('\n')
  const result = JSON.parse(lines.pop() ?? '') as { inputs: Inputs; read: string[] }
  return { ...result, printed: lines }
}

describe(readInputs.name, () => {
  test('the defaults of action.yml', async () => {
    expect(await read()).toEqual({
      environment: undefined,
      environments: { prod: ['master', 'main'], staging: ['staging/**'] },
      pipelines: [],
      pipelinesDir: 'pipelines',
      workingDirectory: '.',
      registry: undefined,
      prefect: { apiUrl: url, apiKey: undefined, authString: undefined },
      dryRun: false,
      comment: false,
      conventions: 'warn',
      build: {
        builder: undefined,
        args: {},
        contexts: {},
        secrets: [],
        cacheFrom: [],
        cacheTo: [],
        platforms: [],
      },
      maxParallel: 4,
      timeoutMs: 3_600_000,
      retry: { retries: 3, firstDelayMs: 1000 },
      githubToken: undefined,
    })
  })

  test('an input that is passed as nothing is its default', async () => {
    const names = [...(await actionInputs()).keys()].filter((name) => name !== 'prefect-api-url')
    expect(await read(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(await read())
  })

  test('what is given', async () => {
    const inputs = await read({
      environment: 'staging',
      environments: 'live: main\nqa: ["qa/*", test]',
      pipelines: ' one, two\n\nrj_*,',
      'pipelines-dir': './flows//all/',
      'working-directory': 'a/../b',
      'dry-run': 'True',
      conventions: 'error',
      builder: 'mine',
      'build-args': 'A=1\n  \nB = x=y \nC=',
      'build-contexts': 'python:3.13=docker-image://r/python:1',
      'cache-from': 'type=gha\n \ntype=registry,ref=r/c:{pipeline}',
      'cache-to': 'type=gha,mode=max',
      platforms: 'linux/amd64, linux/arm64',
      'max-parallel': '1',
      'timeout-minutes': '35791',
      retries: '0',
    })
    expect(inputs).toMatchObject({
      environment: 'staging',
      environments: { live: ['main'], qa: ['qa/*', 'test'] },
      pipelines: ['one', 'two', 'rj_*'],
      pipelinesDir: 'flows/all',
      workingDirectory: 'b',
      dryRun: true,
      conventions: 'error',
      build: {
        builder: 'mine',
        args: { A: '1', B: ' x=y', C: '' },
        contexts: { 'python:3.13': 'docker-image://r/python:1' },
        cacheFrom: ['type=gha', 'type=registry,ref=r/c:{pipeline}'],
        cacheTo: ['type=gha,mode=max'],
        platforms: ['linux/amd64', 'linux/arm64'],
      },
      maxParallel: 1,
      timeoutMs: 35_791 * 60_000,
      retry: { retries: 0 },
    })
    expect(inputs.timeoutMs).toBeLessThan(2 ** 31)
  })

  test.each([
    ['dry-run', 'yes', 'is "yes", and must be true or false'],
    ['conventions', 'strict', 'is "strict", and must be one of off, warn, error'],
    ['conventions', 'Off', 'is "Off", and must be one of off, warn, error'],
    ['max-parallel', '0', 'is "0", and must be a whole number of at least 1'],
    ['max-parallel', '1.5', 'is "1.5", and must be'],
    ['max-parallel', '0x10', 'is "0x10", and must be'],
    ['retries', '-1', 'is "-1", and must be a whole number of at least 0'],
    ['retries', 'Infinity', 'is "Infinity", and must be'],
    ['timeout-minutes', '0', 'must be a whole number from 1 to 35791'],
    ['timeout-minutes', '35792', 'must be a whole number from 1 to 35791'],
    ['pipelines-dir', '../other', 'is "../other", which leaves the checkout'],
    ['pipelines-dir', '/', 'is "/", which leaves the checkout'],
    ['working-directory', '/etc', 'is "/etc", which leaves the checkout'],
    ['working-directory', 'a/../..', 'is "..", which leaves the checkout'],
    ['environments', 'prod: [', 'is not valid YAML'],
    ['environments', 'prod', 'must map'],
    ['environments', '[prod]', 'must map'],
    ['environments', '{}', 'must map'],
    ['environments', 'prod: []', 'must map'],
    ['environments', 'prod: [1]', 'must map'],
    ['environments', 'prod: {branch: main}', 'must map'],
    ['environments', 'prod:', 'must map'],
    ['build-args', 'A=1\nB', 'must have lines of the form KEY=VALUE'],
    ['build-args', '=1', 'must have lines of the form KEY=VALUE'],
    ['build-contexts', 'base', 'must have lines of the form KEY=VALUE'],
    ['prefect-api-url', 'prefect.example/api', 'is not an http(s) address'],
    ['prefect-api-url', 'ftp://prefect.example', 'is not an http(s) address'],
    ['prefect-api-url', '', 'is empty'],
  ])('%s: %j is refused', async (name, value, why) => {
    const message = await refusal({ [name]: value })
    expect(message).toMatch(new RegExp(`^The input "${name}" `))
    expect(message).toContain(why)
  })

  test("a secret's value is not in the message about it", async () => {
    expect(await refusal({ 'build-secrets': 'value-without-a-name' })).toBe(
      'The input "build-secrets" must have lines of the form KEY=VALUE.',
    )
  })

  test("Prefect's address: no slash at the end, from the variable where the input is empty", async () => {
    expect((await read({ 'prefect-api-url': `${url}//` })).prefect?.apiUrl).toBe(url)
    const variable = { PREFECT_API_URL: 'http://localhost:4200/api' }
    expect((await read({}, variable)).prefect?.apiUrl).toBe(url)
    expect((await read({ 'prefect-api-url': '' }, variable)).prefect?.apiUrl).toBe(variable.PREFECT_API_URL)
  })

  test('a dry run needs no Prefect, but checks an address that it is given', async () => {
    expect((await read({ 'prefect-api-url': '', 'dry-run': 'true' })).prefect).toBeUndefined()
    expect(await refusal({ 'prefect-api-url': 'x', 'dry-run': 'true' })).toContain('not an http(s) address')
  })

  test('variables that are set to nothing are not set', async () => {
    const empty = { PREFECT_API_URL: '', PREFECT_API_KEY: '', PREFECT_API_AUTH_STRING: '' }
    expect((await read({}, empty)).prefect).toEqual({
      apiUrl: url,
      apiKey: undefined,
      authString: undefined,
    })
    const problem = await problemOf(() => read({ 'prefect-api-url': '' }, empty))
    expect(problem.message).toContain('"prefect-api-url" is empty')
  })
})

describe(`${readInputs.name}: secrets`, () => {
  const given = {
    'prefect-api-url': url,
    'registry-username': 'city',
    'registry-password': 'registry secret\nin two lines 100%',
    'prefect-api-key': 'key-secret',
    'prefect-api-auth-string': 'user:auth-secret',
    'github-token': 'token-secret',
    'build-secrets': 'one=build-secret-1\ntwo=build-secret-2==',
  }
  const base64 = (text: string) => Buffer.from(text).toString('base64')

  test('are all masked before anything else is printed, also as headers and lines have them', async () => {
    const { inputs, printed } = await readApart(given)
    expect(printed.filter((line) => !line.startsWith('::add-mask::'))).toEqual([])
    expect(printed.map((line) => line.slice('::add-mask::'.length)).sort()).toEqual(
      [
        'registry secret%0Ain two lines 100%25',
        'key-secret',
        'user:auth-secret',
        base64('user:auth-secret'),
        'token-secret',
        base64('x-access-token:token-secret'),
        'build-secret-1',
        'build-secret-2==',
      ].sort(),
    )
    expect(inputs).toMatchObject({
      registry: { host: 'ghcr.io', username: 'city', password: given['registry-password'] },
      prefect: { apiKey: 'key-secret', authString: 'user:auth-secret' },
      githubToken: 'token-secret',
      build: {
        secrets: [
          { id: 'one', value: 'build-secret-1' },
          { id: 'two', value: 'build-secret-2==' },
        ],
      },
    })
  })

  test('action.yml offers just the inputs that are read', async () => {
    const { read } = await readApart(given)
    const offered = [...(await actionInputs()).keys()].map((name) => `INPUT_${name.toUpperCase()}`)
    expect(read.sort()).toEqual(offered.sort())
  })

  test('also those that come as variables are masked', async () => {
    const variables = { PREFECT_API_KEY: 'key-variable', PREFECT_API_AUTH_STRING: 'user:variable' }
    const { inputs, printed } = await readApart({ 'prefect-api-url': url, registry: '' }, variables)
    expect(inputs.prefect).toMatchObject({ apiKey: 'key-variable', authString: 'user:variable' })
    expect(printed).toEqual([
      '::add-mask::key-variable',
      '::add-mask::user:variable',
      `::add-mask::${base64('user:variable')}`,
    ])
  })

  test.each([
    [{ registry: '' }, undefined],
    [{ 'registry-password': '' }, 'The input "registry-password" is empty, though "registry" is set'],
    [
      { 'registry-username': '' },
      'The input "registry-username" is empty, though "registry-password" is set.',
    ],
    [{ registry: 'https://ghcr.io' }, 'The input "registry" is "https://ghcr.io", which is not a host name'],
    [{ registry: 'ghcr.io/city' }, 'The input "registry" is "ghcr.io/city", which is not a host name'],
    [{ registry: '--help' }, 'The input "registry" is "--help", which is not a host name'],
  ])('a login with %j', async (more, refused) => {
    const reading = readApart({ ...given, ...more })
    if (refused === undefined) expect((await reading).inputs).not.toHaveProperty('registry')
    else await expect(reading).rejects.toThrow(refused)
  })
})
