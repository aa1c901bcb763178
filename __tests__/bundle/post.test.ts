import { access, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { execa } from 'execa'
import { aCheckout } from '../builders/checkout.ts'
import { makeTemporaryFolder } from '../builders/temporary-folder.ts'
import { pipelineFiles } from './setup/pipeline-files.ts'
import { planWatched, runWatched } from './setup/watched-run.ts'

const post = join(import.meta.dirname, '..', '..', 'dist', 'post.mjs')

async function runPost(state?: string): Promise<{ exitCode: number | undefined; log: string }> {
  const env = { PATH: process.env['PATH'], ...(state !== undefined && { 'STATE_temporary-folder': state }) }
  const options = { env, extendEnv: false, all: true, reject: false } as const
  const { exitCode, all } = await execa('node', [post], options)
  return { exitCode, log: all }
}

/** A runner's temporary folder with something of another step in it, and the file for what the post step gets to know. */
async function aRunner() {
  const folder = await makeTemporaryFolder()
  const others = await folder.write('temp/of-another-step', '')
  const state = await folder.write('state', '')
  return {
    temp: dirname(others),
    others,
    env: { RUNNER_TEMP: dirname(others), GITHUB_STATE: state },
    state: () => readFile(state, 'utf8'),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

const quiet = { exitCode: 0, log: '' }

describe('the post step', () => {
  test.each([undefined, ''])('does nothing where the main step left no word (%j)', async (state) => {
    expect(await runPost(state)).toEqual(quiet)
  })

  test.each([
    ['a dry run', planWatched, 'all'],
    ['a refused run', runWatched, 'none'],
  ])('hears nothing of %s, which makes no folder', async (_, run, pipelines) => {
    await using runner = await aRunner()
    await using checkout = await aCheckout(pipelineFiles('revenue'))
    await run({ workspace: checkout.path, inputs: { pipelines }, env: runner.env })
    expect(await runner.state()).toBe('')
  })

  test('removes the folder of a run that failed on the way, and nothing else, be it a second time', async () => {
    await using runner = await aRunner()
    await using checkout = await aCheckout(pipelineFiles('revenue'))
    const result = await runWatched({
      ...{ workspace: checkout.path, inputs: { pipelines: 'all' } },
      env: runner.env,
    })
    expect(result.exitCode).toBe(1)
    const folder = /^temporary-folder<<.*\n(.*)\n/.exec(await runner.state())?.[1] ?? ''
    expect(dirname(folder)).toBe(runner.temp)
    await access(folder)
    expect(await runPost(folder)).toEqual(quiet)
    await expect(access(folder)).rejects.toThrow('ENOENT')
    await access(runner.others)
    expect(await runPost(folder)).toEqual(quiet)
  })

  test.each(['.', 'of-another-step', 'deploy-prefect-pipelines-1/..'])(
    'leaves %s alone, which no run of ours has made',
    async (name) => {
      await using runner = await aRunner()
      const state = name === '.' ? runner.temp : `${runner.temp}/${name}`
      expect(await runPost(state)).toEqual(quiet)
      await access(runner.others)
    },
  )
})
