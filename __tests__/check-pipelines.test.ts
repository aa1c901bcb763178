import { describe, expect, test } from '@jest/globals'
import { checkPipelines, type CheckOptions } from '../src/check-pipelines.ts'
import { conventionsPath } from '../src/plan/conventions/conventions.ts'
import type { Problem } from '../src/problem.ts'
import { findPipelines } from '../src/workspace/find-pipelines.ts'
import { openFiles } from '../src/workspace/files.ts'
import { readPipeline } from '../src/workspace/read-pipeline.ts'
import { root } from './builders/action.ts'
import { aCheckout } from './builders/checkout.ts'
import { aConventionalPipeline, conventionalFile } from './builders/conventional-pipeline.ts'
import { aPipeline } from './builders/pipeline.ts'
import { problemsOf } from './builders/thrown.ts'

const environments = ['prod', 'staging']

/** What is found in one pipeline of a checkout that has, perhaps, a conventions file. */
async function check(
  source: string,
  { conventions, file }: { conventions: CheckOptions['conventions']; file?: string },
): Promise<readonly Problem[]> {
  await using checkout = await aCheckout(file === undefined ? {} : { [conventionsPath]: file })
  const pipelines = [aConventionalPipeline(source)]
  const [checked] = await checkPipelines(checkout.files, pipelines, {
    conventions,
    environments,
    uv: undefined,
  })
  return checked?.problems ?? []
}

const unusual = conventionalFile(
  ['k3s-pool', 'gpu'],
  ['{secretName: prefect-jobs-secrets-staging}', '{secretName: prefect-jobs-secrets}'],
)

describe(checkPipelines.name, () => {
  test.each([
    ['off', []],
    [
      'warn',
      [
        ['convention-production-secret', 'error'],
        ['convention-work-pool', 'warning'],
      ],
    ],
    [
      'error',
      [
        ['convention-production-secret', 'error'],
        ['convention-work-pool', 'error'],
      ],
    ],
  ] as const)('conventions: %s', async (conventions, expected) => {
    const problems = await check(unusual, { conventions })
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual(expected)
  })

  test("holds the pipelines against the repository's own conventions", async () => {
    const file = 'work-pools: [default-pool, gpu]\nproduction: off\nsecrets: off\n'
    expect(await check(unusual, { conventions: 'error', file })).toEqual([])
  })

  test('a mistake in the conventions file ends the run, unless nothing is looked for', async () => {
    const file = 'work_pools: []\n'
    expect(await problemsOf(() => check(unusual, { conventions: 'warn', file }))).toMatchObject([
      { code: 'conventions-invalid', severity: 'error', location: { path: conventionsPath, line: 1 } },
    ])
    expect(await check(unusual, { conventions: 'off', file })).toEqual([])
  })

  test('leaves out what a comment switches off, at each level', async () => {
    const source = unusual
      .replace('name: gpu', 'name: gpu # prefect-check: off convention-work-pool')
      .replace(
        '        env_from',
        '        # prefect-check: off convention-production-secret\n        env_from',
      )
    expect(await check(source, { conventions: 'warn' })).toEqual([])
    expect(await check(source, { conventions: 'error' })).toEqual([])
  })

  test('keeps what was wrong already, and looks no further into a folder that was not read', async () => {
    await using checkout = await aCheckout({ 'pipelines/a b/prefect.yaml': '' })
    const unread = await readPipeline(checkout.files, 'a b', { pipelinesDir: 'pipelines', uv: undefined })
    const broken = aPipeline('deployments: [', { name: 'rj_smfp__broken' })
    const checked = await checkPipelines(checkout.files, [unread, broken], {
      conventions: 'error',
      environments,
      uv: undefined,
    })
    expect(checked.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      ['pipeline-name-invalid'],
      ['yaml-invalid'],
    ])
  })

  test('the example monorepo keeps its conventions', async () => {
    const files = openFiles(`${root}/examples/monorepo`)
    const options = { pipelinesDir: 'pipelines', uv: undefined }
    const names = await findPipelines(files, 'pipelines')
    const pipelines = await Promise.all(names.map((name) => readPipeline(files, name, options)))
    const checked = await checkPipelines(files, pipelines, {
      conventions: 'error',
      environments,
      uv: undefined,
    })
    expect(checked).toHaveLength(4)
    expect(checked.flatMap(({ problems }) => problems)).toEqual([])
  })
})
