import { describe, expect, test } from '@jest/globals'
import { readPipeline } from '../../src/workspace/read-pipeline.ts'
import { aCheckout } from '../builders/checkout.ts'
import { usualPrefectFile } from '../builders/pipeline.ts'
import { lines } from '../builders/text.ts'
import { aUvWorkspace } from '../builders/uv-workspace.ts'
import { problemsOf } from '../builders/thrown.ts'

const options = { pipelinesDir: 'pipelines', uv: undefined }
const flow = lines('from prefect import flow', '@flow', 'def revenue(): ...')

/** Reads a pipeline whose one deployment has this entrypoint. */
async function readWithEntrypoint(entrypoint: string, files: Readonly<Record<string, string>>) {
  const source = lines('deployments:', '  - name: a--prod', `    entrypoint: ${entrypoint}`)
  await using checkout = await aCheckout({ 'pipelines/revenue/prefect.yaml': source, ...files })
  return await readPipeline(checkout.files, 'revenue', options)
}

describe(readPipeline.name, () => {
  test('reads a pipeline without anything wrong', async () => {
    const source = usualPrefectFile('a--prod')
    await using checkout = await aCheckout({
      'pipelines/revenue/prefect.yaml': source,
      'pipelines/revenue/flow.py': flow,
      'pipelines/revenue/pyproject.toml': '[project]\nname = "rj_revenue"\n',
    })
    const uv = aUvWorkspace('rj-revenue')
    expect(await readPipeline(checkout.files, 'revenue', { ...options, uv })).toMatchObject({
      name: 'revenue',
      folder: 'pipelines/revenue',
      prefectFile: { path: 'pipelines/revenue/prefect.yaml', source },
      packageName: 'rj_revenue',
      fileNames: expect.arrayContaining(['flow.py', 'prefect.yaml', 'pyproject.toml']),
      deployments: [{ name: 'a--prod' }],
      problems: [],
    })
  })

  test('without uv.lock no pyproject.toml is needed', async () => {
    const { packageName, problems } = await readWithEntrypoint('flow.py:revenue', { 'flow.py': flow })
    expect(packageName).toBeUndefined()
    expect(problems).toEqual([])
  })

  test('the pipelines may lie at the top', async () => {
    await using checkout = await aCheckout({ 'revenue/prefect.yaml': 'name: revenue\n' })
    const pipeline = await readPipeline(checkout.files, 'revenue', { ...options, pipelinesDir: '.' })
    expect(pipeline.prefectFile.path).toBe('revenue/prefect.yaml')
  })

  test('all problems are told together', async () => {
    await using checkout = await aCheckout({ 'pipelines/revenue/prefect.yaml': usualPrefectFile('a--prod') })
    const uv = aUvWorkspace()
    const { problems } = await readPipeline(checkout.files, 'revenue', { ...options, uv })
    expect(problems.map(({ code }) => code)).toEqual(['pyproject-missing', 'entrypoint-missing'])
  })

  test.each(['with space', 'ção', '-rf', '.hidden', '_private', 'a:b', 'a\nb', 'a"b', '$(x)', ''])(
    'the folder name %j is refused',
    async (name) => {
      await using checkout = await aCheckout({})
      const { problems } = await readPipeline(checkout.files, name, options)
      expect(problems).toMatchObject([{ code: 'pipeline-name-invalid', severity: 'error' }])
    },
  )

  test('a folder without a prefect.yaml', async () => {
    await using checkout = await aCheckout({ 'pipelines/revenue/': '' })
    expect(await problemsOf(() => readPipeline(checkout.files, 'revenue', options))).toMatchObject([
      { code: 'prefect-file-missing' },
    ])
  })

  test.each(['flow.py:revenue', '../outside/flow.py:revenue', '/etc/flow.py:revenue'])(
    "the entrypoint %s, whose file isn't in the checkout",
    async (entrypoint) => {
      const { problems } = await readWithEntrypoint(entrypoint, {})
      expect(problems).toMatchObject([
        {
          code: 'entrypoint-missing',
          severity: 'error',
          message: `The entrypoint's file "${entrypoint.split(':')[0] ?? ''}" doesn't exist.`,
          location: { path: 'pipelines/revenue/prefect.yaml', line: 3, column: 17 },
        },
      ])
    },
  )

  test.each([
    ['flow.py:revenue', 'def revenues(): ...'],
    ['flow.py:revenue', 'def my_revenue(): ...'],
    ['flow.py:my-flow', 'def my_flow(): ...'],
    ['flow.py:receita', 'def receitaç(): ...'],
    ['flow.py:.*', 'def revenue(): ...'],
    ['flow.py:revenue', ''],
  ])('the entrypoint %s is not in %j', async (entrypoint, source) => {
    const { problems } = await readWithEntrypoint(entrypoint, { 'flow.py': source })
    expect(problems).toMatchObject([{ code: 'entrypoint-missing' }])
    expect(problems[0]?.message).toContain('has no function')
  })

  test.each([
    ['flow.py:revenue', 'def revenue(): ...'],
    ['flow.py:revenue', 'revenue = make_flow()'],
    ['flow.py:revenue', 'from other import revenue'],
    ['flow.py:anything', 'from .flows import *'],
    ['flow.py:anything', 'try:\n    from flows import *\nexcept ImportError: ...'],
    ['flow.py:Flows.revenue', 'class Flows: ...'],
    ['flow.py:função', 'def função(): ...'],
    ['my_package.flows:anything', ''],
    ['"{{ $FLOW_FILE }}.py:main"', ''],
  ])('the entrypoint %s is taken for granted with %j', async (entrypoint, source) => {
    const { problems } = await readWithEntrypoint(entrypoint, { 'flow.py': source })
    expect(problems).toEqual([])
  })
})
