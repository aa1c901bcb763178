import { describe, expect, test } from '@jest/globals'
import { commandFailed, describeBuildFailure } from '../../src/images/build-failure.ts'
import { follow, readSample, sampleImages } from '../builders/buildx-samples.ts'
import { anImage, aRecipe } from '../builders/plan.ts'

/** What is said of a sample. */
async function describeSample(name: string) {
  const images = name.endsWith('-alone') ? sampleImages.slice(0, 1) : sampleImages
  return describeBuildFailure(follow(await readSample(name)).progress, images)
}

/** What is said of one failed step, with what buildx printed after it. */
function describeStep(
  error: string,
  { log = [], messages = [] }: { log?: string[]; messages?: string[] } = {},
) {
  const failure = () => ({ step: '[rj_a__one-1 2/2] RUN x', error, log })
  return describeBuildFailure({ failure, messages }, sampleImages)
}

const one = { path: 'pipelines/rj_a__one/Dockerfile' }
const two = { path: 'pipelines/rj_b__two/Dockerfile' }

describe(`${describeBuildFailure.name} on real output`, () => {
  test.each([
    ['copy-fails', { ...two, line: 4 }, 'rj_b__two:abc1234', '"/missing.txt": not found'],
    ['copy-fails-alone', { ...one, line: 2 }, 'rj_a__one:abc1234', '"/missing.txt": not found'],
    ['run-fails', { ...two, line: 2 }, 'rj_b__two:abc1234', 'exit code: 3'],
    ['syntax-error-alone', { ...one, line: 2 }, 'rj_a__one:abc1234', 'unknown instruction: COPPY'],
  ])('%s: on its line, with its image and why', async (name, location, image, why) => {
    const problem = await describeSample(name)
    expect(problem).toMatchObject({ code: 'build-failed', severity: 'error', location })
    expect(problem.message).toContain(`localhost:5000/example/${image}`)
    expect(problem.message).toContain(why)
    expect(problem.hint).toContain('Nothing was registered')
  })

  test('base-missing: on the FROM line', async () => {
    const problem = await describeSample('base-missing')
    expect(problem).toMatchObject({ code: 'base-image-missing', location: { ...two, line: 1 } })
    expect(problem.message).toContain('localhost:5000/example/rj_b__two:abc1234')
    expect(problem.message).toContain('no/such:base: not found')
    expect(problem.hint).toContain('FROM')
  })

  test('syntax-error: this buildx names no image of several, and none is blamed', async () => {
    const problem = await describeSample('syntax-error')
    expect(problem).toMatchObject({ code: 'build-failed', severity: 'error' })
    expect(problem.message).toContain('line 2: unknown instruction: COPPY')
    expect(problem.message).not.toMatch(/rj_[ab]/)
    expect(problem).not.toHaveProperty('location')
  })

  test("the end of the step's log is in the message", async () => {
    const { message } = await describeSample('run-fails')
    expect(message.split('\n').slice(-3)).toEqual(['The end of its log:', 'to stdout', 'to stderr'])
  })

  test.each([
    ['push-denied', 'rj_a__one', 'no basic auth credentials'],
    ['push-denied-alone', 'rj_a__one', 'no basic auth credentials'],
    ['push-denied-remote', 'rj_b__two', '401 Unauthorized'],
  ])("%s: the registry's refusal stands at the step that asks for the image", async (name, pipeline, why) => {
    const problem = await describeSample(name)
    expect(problem).toMatchObject({
      code: 'registry-login-missing',
      location: { path: `pipelines/${pipeline}/prefect.yaml`, line: 5 },
    })
    expect(problem.message).toContain(why)
    expect(problem.hint).toContain('The input "registry" must be')
  })
})

describe(describeBuildFailure.name, () => {
  test.each([
    ['denied: permission_denied: write_package', 'registry-write-denied', 'the role Write'],
    [
      'denied: installation not allowed to Create organization package',
      'registry-scope-missing',
      '"packages: write"',
    ],
    [
      'denied: permission_denied: The token provided does not match expected scopes.',
      'registry-scope-missing',
      'write:packages',
    ],
    [
      'denied: permission_denied: The requested installation does not exist.',
      'registry-owner-wrong',
      'Correct image_name',
    ],
    ['denied: not_found: owner not found', 'registry-owner-wrong', 'Correct image_name'],
    ['no basic auth credentials', 'registry-login-missing', 'The input "registry"'],
    [
      'failed to authorize: failed to fetch anonymous token: unexpected status: 403 Forbidden',
      'registry-login-missing',
      'The input "registry"',
    ],
    ['denied: requested access to the resource is denied', 'registry-denied', 'may push'],
    [
      'unexpected status from POST request to https://ghcr.io/v2/x/blobs/uploads/: 403 Forbidden',
      'registry-denied',
      'may push',
    ],
    [
      'python:nope: failed to resolve source metadata for docker.io/library/python:nope: not found',
      'base-image-missing',
      'FROM',
    ],
    [
      'x: failed to resolve source metadata for docker.io/x/y:1: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      'base-image-denied',
      'log in',
    ],
    [
      'x: failed to resolve source metadata for ghcr.io/x/y:1: failed to authorize: failed to fetch anonymous token: unexpected status from GET request: 401 Unauthorized',
      'base-image-denied',
      'the role Read',
    ],
  ])('%s: %s', (error, code, hint) => {
    const problem = describeStep(error)
    expect(problem.code).toBe(code)
    expect(problem.hint).toContain(hint)
  })

  test.each([
    [['error: Could not find root package `rj_x`'], 'uv-package-unknown', '"rj_x"'],
    [["ModuleNotFoundError: No module named 'pkg_resources'"], 'package-unbuildable', 'pkg_resources'],
    [
      ['error: Unable to find lockfile at `uv.lock`, but `--frozen` was provided.'],
      'dockerfile-copy-missing',
      'uv.lock',
    ],
    [
      ['  cause: Expected a Python module at: src/city/__init__.py'],
      'shared-code-missing',
      'src/city/__init__.py',
    ],
  ])('uv says in a build: %j', (log, code, why) => {
    const error = 'process "/bin/sh -c uv sync" did not complete successfully: exit code: 2'
    const problem = describeStep(error, { log, messages: ['Dockerfile:4', '----------', `ERROR: ${error}`] })
    expect(problem).toMatchObject({ code, severity: 'error' })
    expect(problem.message.split('\n')[0]).toContain(why)
  })

  test('what a command prints about refusals is its own matter', () => {
    const error = 'process "/bin/sh -c echo denied" did not complete successfully: exit code: 1'
    const problem = describeStep(error, {
      log: ['denied', '401 Unauthorized'],
      messages: [`ERROR: ${error}`],
    })
    expect(problem.code).toBe('build-failed')
  })

  test.each([
    'failed to read dockerfile: open Dockerfile: permission denied',
    'dial unix /var/run/docker.sock: connect: permission denied',
  ])('%s: a file, not a registry', (error) => {
    expect(describeStep(error).code).toBe('build-failed')
  })

  test.each([
    ['write /layer: no space left on device', []],
    ['process "/bin/sh -c x" did not complete successfully: exit code: 1', ['x: No space left on device']],
  ])('a full disk: %s %j', (error, log) => {
    expect(describeStep(error, { log }).code).toBe('disk-full')
  })

  test.each(['ERROR: target rj_b__two-2: failed to solve: x', 'target rj_b__two-2: x'])(
    'buildx says "%s": that is the image, whatever step failed',
    (line) => {
      const { message } = describeStep('x', { messages: ['text', line] })
      expect(message).toContain('localhost:5000/example/rj_b__two:abc1234')
    },
  )

  test("the Dockerfile's path is taken from its context", () => {
    const recipe = aRecipe({ context: 'pipelines/a', dockerfile: '../base/Dockerfile.prod' })
    const messages = ['Dockerfile.prod:7', '--------------------', '   7 | >>> RUN x']
    const problem = describeBuildFailure({ failure: () => undefined, messages }, [anImage({ recipe })])
    expect(problem.location).toEqual({ path: 'pipelines/base/Dockerfile.prod', line: 7 })
  })

  test.each([
    [['ERROR: the first', 'ERROR: no builder "x" found', 'bye'], 'ERROR: no builder "x" found'],
    [['something', 'went wrong'], 'went wrong'],
    [[], 'docker buildx said nothing'],
  ])('nothing began: %j', (messages, why) => {
    const problem = describeBuildFailure({ failure: () => undefined, messages }, sampleImages)
    expect(problem.code).toBe('build-failed')
    expect(problem.message).toBe(`An image's build failed. ${why}\nThe step: before the first one`)
  })
})

describe(commandFailed.name, () => {
  test.each([
    ['process "/bin/sh -c exit 3" did not complete successfully: exit code: 3', true],
    ['no basic auth credentials', false],
  ])('%s: %s', (said, failed) => {
    expect(commandFailed(said)).toBe(failed)
  })
})
