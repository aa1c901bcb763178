import { describe, expect, test } from '@jest/globals'
import { checkRepository, type RepositoryCheck } from '../../src/checks/check-repository.ts'
import { aCheckout } from '../builders/checkout.ts'
import { deploymentLines, usualBuild, usualPrefectFile } from '../builders/pipeline.ts'
import { lines } from '../builders/text.ts'

const flow = { 'pipelines/revenue/flow.py': 'def revenue(): ...\n' }
const dockerfile = { 'pipelines/revenue/Dockerfile': 'FROM scratch\n' }

/** The problems of a repository with one pipeline, without its conventions unless it says otherwise. */
async function check(prefectFile: string, files = {}, options: Partial<RepositoryCheck> = {}) {
  await using checkout = await aCheckout({ 'pipelines/revenue/prefect.yaml': prefectFile, ...flow, ...files })
  const problems = await checkRepository(checkout.files, {
    names: ['revenue'],
    pipelinesDir: 'pipelines',
    environments: ['prod', 'staging'],
    conventions: 'off',
    env: {},
    ...options,
  })
  return problems.map(({ code, severity, location }) => [code, severity, location?.line])
}

describe(checkRepository.name, () => {
  test('a pipeline without problems', async () => {
    expect(await check(usualPrefectFile('a--prod', 'a--staging'), dockerfile)).toEqual([])
  })

  test('what both environments share is told once', async () => {
    expect(await check(usualPrefectFile('a--prod', 'a--staging'))).toEqual([
      ['dockerfile-missing', 'error', 5],
    ])
  })

  test('what only one environment has is told too, in the order of the file', async () => {
    const source = lines(
      ...usualBuild,
      'deployments:',
      ...deploymentLines('a--staging', 'version: "{{ a.b }}"'),
      ...deploymentLines('a--prod', 'version: "{{ c.d }}"'),
    )
    expect(await check(source, dockerfile)).toEqual([
      ['placeholder-unknown', 'error', 11],
      ['placeholder-unknown', 'error', 18],
    ])
  })

  test('a pipeline need not have a deployment for every environment, but for one', async () => {
    expect(await check(usualPrefectFile('a--prod'), dockerfile)).toEqual([])
    expect(await check('deployments: []\n')).toEqual([
      ['pipeline-without-deployments', 'notice', 1],
      ['pipeline-without-deployments', 'notice', 1],
    ])
  })

  test('a variable that is not set is a warning, and hides no missing Dockerfile', async () => {
    const source = usualPrefectFile('a--prod').replace('commit.stdout', '$VERSION')
    expect(await check(source)).toEqual([
      ['environment-variable-unset', 'warning', 5],
      ['dockerfile-missing', 'error', 5],
    ])
    expect(await check(source, dockerfile, { env: { VERSION: '1' } })).toEqual([])
  })

  test('the conventions', async () => {
    const source = usualPrefectFile('a--prod')
    const codes = async (options: Partial<RepositoryCheck>) =>
      (await check(source, dockerfile, options)).map(([code, severity]) => [code, severity])
    expect(await codes({ conventions: 'warn' })).toContainEqual(['convention-folder-name', 'warning'])
    expect(await codes({ conventions: 'error' })).toContainEqual(['convention-folder-name', 'error'])
  })

  test('a mistake in a file of all pipelines is told alone', async () => {
    expect(await check(usualPrefectFile('a--prod'), { 'uv.lock': 'a = [\n' })).toMatchObject([
      ['uv-lock-invalid', 'error', expect.any(Number)],
    ])
  })
})
