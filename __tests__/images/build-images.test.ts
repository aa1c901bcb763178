import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { buildImages, type BuildRequest } from '../../src/images/build-images.ts'
import { noBuildOptions } from '../builders/build-options.ts'
import { sampleImages } from '../builders/buildx-samples.ts'
import { callsIn, impatient, withProgram } from '../builders/programs.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../builders/temporary-folder.ts'
import { problemOf } from '../builders/thrown.ts'

const fixtures = join(import.meta.dirname, '../fixtures/buildx')

/** Lets a scripted docker write what a real build wrote: `metadata` is the file that bake is told to write. */
const succeed = `
cat '${fixtures}/success.txt' >&2
cat '${fixtures}/success-metadata.json' > "$metadata"`

/** A request to build the samples with a script in docker's place, and the output that is shown. */
async function aRequest(folder: TemporaryFolder, script: string, more: Partial<BuildRequest> = {}) {
  const metadata = join(folder.path, 'bake-metadata.json')
  const prelude = `metadata='${metadata}'; cat > '${folder.path}/stdin'; env > '${folder.path}/env'`
  const shown: string[] = []
  const pushed: string[] = []
  const request: BuildRequest = {
    images: sampleImages,
    options: noBuildOptions,
    environment: 'prod',
    temporaryFolder: folder.path,
    docker: {
      cwd: folder.path,
      env: await withProgram(folder, 'docker', `${prelude}\n${script}`),
      retry: impatient,
      signal: new AbortController().signal,
    },
    onOutput: (line) => shown.push(line),
    onPushed: (reference) => pushed.push(reference),
    ...more,
  }
  return { request, shown, pushed }
}

/** A script whose first call fails with this output, while further ones succeed. */
function failOnce(folder: TemporaryFolder, output: string): string {
  return `if [ $(wc -l < '${folder.path}/calls') = 1 ]; then cat <<'END' >&2\n${output}\nEND\nexit 1; fi\n${succeed}`
}

describe(buildImages.name, () => {
  test('tells what was pushed before another image failed', async () => {
    await using folder = await makeTemporaryFolder()
    const { request, pushed } = await aRequest(folder, `cat '${fixtures}/one-pushed-remote.txt' >&2; exit 1`)
    expect(await problemOf(() => buildImages(request))).toMatchObject({ code: 'build-failed' })
    expect(pushed).toEqual(['localhost:5000/example/rj_a__one:abc1234'])
  })

  test('builds and pushes all images with one bake, and gives their digests', async () => {
    await using folder = await makeTemporaryFolder()
    const { request, shown } = await aRequest(folder, succeed)
    const built = await buildImages(request)
    expect(built.map(({ image, digest }) => [image.pipelines[0], digest.slice(0, 12)])).toEqual([
      ['rj_a__one', 'sha256:b4791'],
      ['rj_b__two', 'sha256:e12bc'],
    ])
    expect(built.map(({ finishedAt }) => typeof finishedAt)).toEqual(['number', 'number'])
    expect(shown).toContain('[rj_b__two-2 1/1] COPY main.py /main.py (0.0 s)')
    expect(await callsIn(folder)).toEqual([
      `buildx bake --file - --push --progress=rawjson --provenance=false --metadata-file ${folder.path}/bake-metadata.json rj_a__one-1 rj_b__two-2`,
    ])
    expect(JSON.parse(await folder.read('stdin'))).toMatchObject({
      group: { default: { targets: ['rj_a__one-1', 'rj_b__two-2'] } },
    })
  })

  test('secrets go by the environment only; the builder is passed on', async () => {
    await using folder = await makeTemporaryFolder()
    const secrets = [{ id: 'token', value: 'value-of-the-secret' }]
    const options = { ...noBuildOptions, builder: 'mine', secrets }
    const { request } = await aRequest(folder, succeed, { options })
    await buildImages(request)
    expect(await folder.read('env')).toContain('BUILD_SECRET_1=value-of-the-secret\n')
    expect(await folder.read('stdin')).not.toContain('value-of-the-secret')
    expect((await callsIn(folder))[0]).toContain(' --builder mine rj_a__one-1')
    expect((await callsIn(folder))[0]).not.toContain('value-of-the-secret')
  })

  test.each([
    'ERROR: failed to solve: failed to push r/a:1: unexpected status: 503 Service Unavailable',
    'ERROR: failed to solve: r/base:1: toomanyrequests: pull rate limit',
    'ERROR: failed to receive status: rpc error: code = Unavailable desc = closing transport due to: connection error: desc = "error reading from server: connection reset by peer"',
  ])('%s: tried again', async (output) => {
    await using folder = await makeTemporaryFolder()
    const { request, shown } = await aRequest(folder, failOnce(folder, output))
    expect(await buildImages(request)).toHaveLength(2)
    expect(await callsIn(folder)).toHaveLength(2)
    expect(shown).toContainEqual(expect.stringContaining('Trying again'))
  })

  test('a fault that stays is described after the last try', async () => {
    await using folder = await makeTemporaryFolder()
    const output = 'ERROR: failed to solve: failed to push r/a:1: unexpected status: 503 Service Unavailable'
    const { request } = await aRequest(folder, `echo '${output}' >&2; exit 1`)
    const problem = await problemOf(() => buildImages(request))
    expect(problem.code).toBe('build-failed')
    expect(problem.message).toContain(output)
    expect(await callsIn(folder)).toHaveLength(1 + impatient.retries)
  })

  test.each([
    ['copy-fails', 'build-failed'],
    ['run-fails', 'build-failed'],
    ['push-denied-remote', 'registry-login-missing'],
    ['syntax-error', 'build-failed'],
  ])('%s is not tried again: %s', async (sample, code) => {
    await using folder = await makeTemporaryFolder()
    const { request } = await aRequest(folder, `cat '${fixtures}/${sample}.txt' >&2; exit 1`)
    expect(await problemOf(() => buildImages(request))).toMatchObject({ code })
    expect(await callsIn(folder)).toHaveLength(1)
  })

  test("a command that prints about a broken network isn't tried again", async () => {
    await using folder = await makeTemporaryFolder()
    const error = 'process "/bin/sh -c curl x" did not complete successfully: exit code: 7'
    const vertex = { digest: 'sha256:1', name: '[rj_a__one-1 2/2] RUN curl x' }
    const statuses = [
      { vertexes: [vertex] },
      { logs: [{ vertex: 'sha256:1', data: Buffer.from('connection refused\n').toString('base64') }] },
      { vertexes: [{ ...vertex, completed: '2026-01-01T00:00:00Z', error }] },
    ]
    const output = statuses.map((status) => JSON.stringify(status)).join('\n')
    const { request } = await aRequest(
      folder,
      failOnce(folder, `${output}\nERROR: failed to solve: ${error}`),
    )
    const problem = await problemOf(() => buildImages(request))
    expect(problem.message).toContain('The end of its log:\nconnection refused')
    expect(await callsIn(folder)).toHaveLength(1)
  })

  test.each([
    ['echo "{}" > "$metadata"', 'no digest for "rj_a__one-1"'],
    ['echo "half {" > "$metadata"', 'not in the known form'],
    ['true', 'not in the known form'],
  ])('success without a digest is no success: %s', async (script, why) => {
    await using folder = await makeTemporaryFolder()
    const { request } = await aRequest(folder, script)
    const problem = await problemOf(() => buildImages(request))
    expect(problem.code).toBe('build-metadata-invalid')
    expect(problem.message).toContain(why)
  })

  test('an abort stops the build, and it is not tried again', async () => {
    await using folder = await makeTemporaryFolder()
    const cancel = new AbortController()
    const { request } = await aRequest(folder, 'echo begun; sleep 60 & wait')
    const building = buildImages({
      ...request,
      docker: { ...request.docker, signal: cancel.signal },
      onOutput: () => {
        cancel.abort(new Error('cancelled'))
      },
    })
    await expect(building).rejects.toThrow('cancelled')
    expect(await callsIn(folder)).toHaveLength(1)
  })
})
