import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readRunner, type Runner } from '../src/runner.ts'
import { makeTemporaryFolder } from './builders/temporary-folder.ts'
import { problemOf } from './builders/thrown.ts'
import { withVariables } from './builders/variables.ts'

describe(readRunner.name, () => {
  const variables = {
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REF: 'refs/heads/master',
    GITHUB_WORKSPACE: '/checkout',
    GITHUB_SERVER_URL: 'https://github.example',
    RUNNER_TEMP: '/temporary',
    DOCKER_CONFIG: '/docker',
  }

  /** Reads what a runner with these variables and this event says. */
  async function runnerWith(
    more: Readonly<Record<string, string>>,
    event = '{"forced":true}',
  ): Promise<Runner> {
    await using folder = await makeTemporaryFolder()
    const GITHUB_EVENT_PATH = await folder.write('event.json', event)
    return withVariables({ GITHUB_EVENT_PATH, ...more }, readRunner)
  }

  test('what the runner says', async () => {
    expect(await runnerWith(variables)).toMatchObject({
      event: { name: 'push', ref: 'refs/heads/master', payload: { forced: true } },
      workspace: '/checkout',
      temporaryFolder: '/temporary',
      serverUrl: 'https://github.example',
      dockerConfig: '/docker',
    })
  })

  test('what it leaves out', async () => {
    expect(await runnerWith({})).toMatchObject({
      event: { name: '', ref: '' },
      workspace: process.cwd(),
      temporaryFolder: tmpdir(),
      serverUrl: 'https://github.com',
      dockerConfig: join(homedir(), '.docker'),
    })
  })

  test.each([
    'INPUT_REGISTRY-PASSWORD',
    'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
    'ACTIONS_RUNTIME_TOKEN',
    'ACTIONS_CACHE_URL',
    'ACTIONS_RESULTS_URL',
    'GITHUB_ENV',
    'GITHUB_OUTPUT',
    'GITHUB_PATH',
    'GITHUB_STATE',
    'GITHUB_STEP_SUMMARY',
    'VIRTUAL_ENV',
  ])("%s is not for the repository's code", async (name) => {
    const { env, buildEnv } = await runnerWith({ [name]: 'value', PATH: '/bin' })
    expect(env).not.toHaveProperty([name])
    expect(env['PATH']).toBe('/bin')
    const forCache = /^ACTIONS_(CACHE|RESULTS|RUNTIME)_/.test(name)
    expect(buildEnv[name]).toBe(forCache ? 'value' : undefined)
  })

  test.each([
    'PATH',
    'HOME',
    'STATE_CODE',
    'GITHUB_TOKEN',
    'GITHUB_SHA',
    'GITHUB_REPOSITORY',
    'RUNNER_OS',
    'PREFECT_API_URL',
    'MY_INPUT_X',
  ])('%s is handed on', async (name) => {
    const { env, buildEnv } = await runnerWith({ [name]: 'value' })
    expect([env[name], buildEnv[name]]).toEqual(['value', 'value'])
  })

  test.each(['PREFECT_API_KEY', 'PREFECT_API_AUTH_STRING'])('%s is for flows alone', async (name) => {
    const { env, toolEnv, buildEnv } = await runnerWith({ [name]: 'value' })
    expect([env[name], toolEnv[name], buildEnv[name]]).toEqual(['value', undefined, undefined])
  })

  test('variables that are set to nothing are not set', async () => {
    const { dockerConfig, buildxConfig } = await runnerWith({ DOCKER_CONFIG: '', BUILDX_CONFIG: '' })
    expect({ dockerConfig, buildxConfig }).toEqual({
      dockerConfig: join(homedir(), '.docker'),
      buildxConfig: undefined,
    })
  })

  test.each(['', '{"half":'])('an event of %j is refused', async (event) => {
    expect(await problemOf(() => runnerWith({}, event))).toMatchObject({ code: 'event-invalid' })
  })

  test("an event's file that isn't there is refused", async () => {
    const problem = await problemOf(() => runnerWith({ GITHUB_EVENT_PATH: '/no/such/event.json' }))
    expect(problem.code).toBe('event-invalid')
    expect(problem.message).toContain('/no/such/event.json')
  })
})
