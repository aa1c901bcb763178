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
    ['base-missing', { ...two, line: 1 }, 'rj_b__two:abc1234', 'no/such:base: not found'],
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
      code: 'registry-denied',
      location: { path: `pipelines/${pipeline}/prefect.yaml`, line: 5 },
    })
    expect(problem.message).toContain(why)
    expect(problem.hint).toContain('packages: write')
  })
})

describe(describeBuildFailure.name, () => {
  test.each([
    'denied: permission_denied: write_package',
    'denied: requested access to the resource is denied',
    'unexpected status from POST request to https://ghcr.io/v2/x/blobs/uploads/: 403 Forbidden',
    'pull access denied, repository does not exist: insufficient_scope: authorization failed',
    'failed to authorize: failed to fetch oauth token: 401 Unauthorized',
  ])('%s: the registry refused', (error) => {
    expect(describeStep(error).code).toBe('registry-denied')
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
    const recipe = aRecipe({ context: 'pipelines/a', dockerfile: '../shared/Dockerfile.prod' })
    const messages = ['Dockerfile.prod:7', '--------------------', '   7 | >>> RUN x']
    const problem = describeBuildFailure({ failure: () => undefined, messages }, [anImage({ recipe })])
    expect(problem.location).toEqual({ path: 'pipelines/shared/Dockerfile.prod', line: 7 })
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
