import { describe, expect, test } from '@jest/globals'
import { openPrefectApi } from '../../src/prefect/api.ts'
import { checkWorkPools } from '../../src/prefect/check-work-pools.ts'
import { answering, startHttpServer } from '../builders/http-server.ts'
import { aPlannedDeployment } from '../builders/plan.ts'
import { impatient } from '../builders/programs.ts'
import { problemOf, problemsOf } from '../builders/thrown.ts'

const date = 'Fri, 02 Jan 2026 03:04:05 GMT'

/** A server that has these work pools, whatever it is asked for. */
async function aServerWith(...names: readonly string[]) {
  const pools = names.map((name) => ({ name }))
  const server = await startHttpServer(answering(200, pools, { date }))
  const connection = { apiUrl: server.url, apiKey: undefined, authString: undefined }
  const api = openPrefectApi({ connection, retry: impatient, signal: new AbortController().signal })
  const askedFor = () =>
    server.asked.map(({ body }) => {
      const question = JSON.parse(body) as { work_pools: { name: { any_: string[] } } }
      return question.work_pools.name.any_
    })
  return { api, askedFor, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const inPool = (workPool: string | undefined, name = 'x--prod') => aPlannedDeployment({ name, workPool })

describe(checkWorkPools.name, () => {
  test("asks once for each name, and gives the server's clock", async () => {
    await using server = await aServerWith('a', 'b')
    const deployments = [inPool('a'), inPool('b'), inPool('a')]
    expect(await checkWorkPools(server.api, deployments, {})).toBe(Date.UTC(2026, 0, 2, 3, 4, 5))
    expect(server.askedFor()).toEqual([['a', 'b']])
  })

  test('asks also where no deployment is: that Prefect can be reached is worth knowing', async () => {
    await using server = await aServerWith()
    await checkWorkPools(server.api, [], {})
    expect(server.askedFor()).toEqual([[]])
  })

  test('leaves names that only Prefect can fill in to Prefect', async () => {
    await using server = await aServerWith('a')
    await checkWorkPools(server.api, [inPool('a'), inPool('{{ prefect.variables.pool }}')], {})
    expect(server.askedFor()).toEqual([['a']])
  })

  test('takes the default of the environment for those that name none', async () => {
    await using server = await aServerWith('a', 'fallback')
    const env = { PREFECT_DEFAULT_WORK_POOL_NAME: 'fallback' }
    await checkWorkPools(server.api, [inPool('a'), inPool(undefined)], env)
    expect(server.askedFor()).toEqual([['a', 'fallback']])
  })

  test('a work pool that Prefect does not have is an error at its line', async () => {
    await using server = await aServerWith('a')
    const workPoolLocation = { path: 'pipelines/x/prefect.yaml', line: 14, column: 13 }
    const lost = aPlannedDeployment({ name: 'lost--prod', workPool: 'A', workPoolLocation })
    expect(await problemOf(() => checkWorkPools(server.api, [inPool('a'), lost], {}))).toEqual({
      code: 'work-pool-missing',
      severity: 'error',
      message: 'The deployment "lost--prod" names the work pool "A", which Prefect doesn\'t have.',
      hint: 'Create the work pool in Prefect, or correct "work_pool: name" here.',
      location: workPoolLocation,
    })
  })

  test('all that are missing are told together, those without a name too', async () => {
    await using server = await aServerWith('a')
    const deployments = [
      inPool('b', 'one'),
      inPool(undefined, 'two'),
      inPool('a', 'fine'),
      inPool('b', 'three'),
    ]
    const problems = await problemsOf(() => checkWorkPools(server.api, deployments, {}))
    expect(problems.map(({ message }) => message)).toEqual([
      'The deployment "one" names the work pool "b", which Prefect doesn\'t have.',
      'The deployment "two" names no work pool.',
      'The deployment "three" names the work pool "b", which Prefect doesn\'t have.',
    ])
  })
})
