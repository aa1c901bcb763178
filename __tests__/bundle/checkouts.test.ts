import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { execa } from 'execa'
import { makeRepository, type Repository } from '../../testbed/monorepo.ts'
import { expectErrors, expectSuccess, readOutputs } from './setup/expect-result.ts'
import { pipelineFiles } from './setup/pipeline-files.ts'
import { branchOff, pushAndPlan } from './setup/pushed.ts'
import type { WatchedResult } from './setup/watched-run.ts'

let repository: Repository
beforeAll(async () => {
  repository = await makeRepository()
  const city = Object.entries(pipelineFiles('parks')).map(([path, text]) => [`city/${path}`, text] as const)
  const shared = { 'src/tables.py': 'tables = []\n', ...Object.fromEntries(city) }
  await repository.commit('Two pipelines, and one there', {
    ...pipelineFiles('revenue', 'visits'),
    ...shared,
  })
  await repository.push('master')
})
afterAll(() => repository.dispose())

const git = (path: string, ...args: string[]) =>
  execa('git', ['-C', path, '-c', 'protocol.file.allow=always', ...args])

describe('a sparse checkout', () => {
  const revenue = 'pipelines/revenue'
  const flow = 'def main():\n    return 1\n'
  let branches = 0

  /** The plan for a push of one commit with these files, in a checkout that has just these folders. */
  async function planSparse(
    files: Readonly<Record<string, string | undefined>>,
    folders: readonly string[],
    workspace = '.',
  ): Promise<WatchedResult> {
    const branch = `staging/sparse-${(branches += 1)}`
    await branchOff(repository, branch)
    await repository.commit('Change', files)
    return await pushAndPlan(repository, branch, {
      inputs: { 'working-directory': workspace },
      prepare: ({ path }) => git(path, 'sparse-checkout', 'set', ...folders),
    })
  }

  function expectIncomplete(result: WatchedResult, path: string): void {
    expectErrors(result, {
      title: 'checkout-incomplete',
      message: `"${path}" changed, and this checkout doesn't have it.`,
      hint: 'In the step that uses actions/checkout, remove "sparse-checkout"',
    })
  }

  test.each<[has: string, folders: string[], path: string]>([
    ['all pipelines', ['pipelines'], `${revenue}/flow.py`],
    ['the one that changed', [revenue], `${revenue}/data/notes.md`],
  ])('that has %s is as good as a whole one', async (_, folders, path) => {
    const result = await planSparse({ [path]: flow }, folders)
    expectSuccess(result)
    expect(readOutputs(result).pipelines).toEqual(['revenue'])
  })

  test.each<[lacks: string, folders: string[], path: string, workspace: string]>([
    ['a changed file of a pipeline', ['pipelines/visits', 'src'], `${revenue}/flow.py`, '.'],
    ['a new file of a pipeline', ['pipelines/visits', 'src'], `${revenue}/data/new.csv`, '.'],
    [
      'a file in a folder of the workspace',
      ['city/pipelines/parks/x'],
      'pipelines/parks/data/flow.py',
      'city',
    ],
  ])('that lacks %s is an error', async (_, folders, path, workspace) => {
    const result = await planSparse({ [join(workspace, path)]: flow }, folders, workspace)
    expectIncomplete(result, path)
    expect(readOutputs(result)).toMatchObject({ environment: 'staging', changed: 'false', plan: {} })
  })

  // It says that there is no folder of pipelines instead.
  test('that lacks every pipeline is the same error', async () => {
    const result = await planSparse({ [`${revenue}/flow.py`]: flow }, ['src'])
    expectIncomplete(result, `${revenue}/flow.py`)
  })

  test('lacks none of the files that a push removes', async () => {
    const files = { 'src/tables.py': undefined, [`${revenue}/flow.py`]: flow }
    const result = await planSparse(files, ['pipelines'])
    expectSuccess(result)
    expect(readOutputs(result)).toMatchObject({
      pipelines: ['revenue'],
      plan: { elsewhere: ['src/tables.py'] },
    })
  })
})

describe('a pipeline that is a repository of its own', () => {
  let parks: Repository
  beforeAll(async () => {
    parks = await makeRepository()
    const files = Object.entries(pipelineFiles('parks')).map(
      ([path, text]) => [path.replace('pipelines/parks/', ''), text] as const,
    )
    await parks.commit('A pipeline', Object.fromEntries(files))
    await parks.push('master')
  })
  afterAll(() => parks.dispose())

  const withSubmodules = ({ path }: { path: string }) =>
    git(path, 'submodule', '--quiet', 'update', '--init', '--depth=1')

  async function addSubmodule(branch: string): Promise<void> {
    await branchOff(repository, branch)
    const add = ['submodule', '--quiet', 'add', '--force', `file://${parks.remote}`, 'pipelines/parks']
    await git(repository.path, ...add)
    await repository.commit('Add the parks', {})
  }

  test('is affected when it is added', async () => {
    await addSubmodule('staging/added')
    const result = await pushAndPlan(repository, 'staging/added', { prepare: withSubmodules })
    expectSuccess(result)
    expect(readOutputs(result)).toMatchObject({
      pipelines: ['parks'],
      deployments: [{ name: 'parks--staging' }],
      plan: { elsewhere: ['.gitmodules'] },
    })
  })

  test('is affected when its commit changes, and others are not', async () => {
    await addSubmodule('staging/moved-on')
    await repository.push('staging/moved-on')
    await parks.commit('Another flow', { 'flow.py': 'def main():\n    return 1\n' })
    await parks.push('master')
    await git(`${repository.path}/pipelines/parks`, 'pull', '--quiet', 'origin', 'master')
    await repository.commit('Take the newest', {})
    const result = await pushAndPlan(repository, 'staging/moved-on', { prepare: withSubmodules })
    expectSuccess(result)
    expect(readOutputs(result)).toMatchObject({ pipelines: ['parks'], plan: { elsewhere: [] } })
  })
})
