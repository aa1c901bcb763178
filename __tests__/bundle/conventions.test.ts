import { describe, expect, test } from '@jest/globals'
import { aCheckout } from '../builders/checkout.ts'
import { conventionalFile } from '../builders/conventional-pipeline.ts'
import { expectErrors, expectSuccess } from './setup/expect-result.ts'
import { planWatched, type WatchedResult } from './setup/watched-run.ts'

const folder = 'pipelines/rj_smfp__revenue_daily'
const file = `${folder}/prefect.yaml`
const conventions = '.github/prefect-conventions.yaml'

/** A dry run for production in a repository with one pipeline, which keeps all conventions unless it says otherwise. */
async function planned(
  level: string,
  source = conventionalFile(),
  files: Readonly<Record<string, string>> = {},
): Promise<WatchedResult> {
  await using checkout = await aCheckout({
    [file]: source,
    [`${folder}/Dockerfile`]: 'FROM scratch\n',
    [`${folder}/flow.py`]: 'def revenue():\n    pass\n',
    [`${folder}/pyproject.toml`]: '[project]\nname = "rj_smfp__revenue_daily"\n',
    ...files,
  })
  const inputs = { pipelines: 'all', conventions: level }
  return await planWatched({ workspace: checkout.path, inputs, env: { COMMIT: 'abc' } })
}

const anotherPool: readonly [string, string] = ['name: k3s-pool', 'name: my-laptop']
const poolMessage = 'The deployment "rj-smfp--revenue-monthly--prod" uses the work pool "my-laptop".'
const poolHint = `Use default-pool or k3s-pool, or add the pool to "work-pools" in ${conventions}.`
const title = 'convention-work-pool'

describe('the conventions', () => {
  test.concurrent.each(['off', 'warn', 'error'])('a pipeline that keeps them, with %s', async (level) => {
    const result = await planned(level)
    expect(result.annotations).toEqual([])
    expectSuccess(result)
  })

  test.concurrent('off: nothing is looked for', async () => {
    const result = await planned('off', conventionalFile(anotherPool), { [conventions]: 'unknown: 1\n' })
    expect(result.annotations).toEqual([])
    expectSuccess(result)
  })

  test.concurrent('warn: a broken one is a warning at its place, and in the summary', async () => {
    const result = await planned('warn', conventionalFile(anotherPool))
    expect(result.annotations).toEqual([
      { severity: 'warning', title, file, line: '18', col: '13', message: poolMessage, hint: poolHint },
    ])
    expect(result.summary).toContain(`(${title})`)
    expectSuccess(result)
  })

  test.concurrent('error: it ends the run', async () => {
    const result = await planned('error', conventionalFile(anotherPool))
    expectErrors(result, { title, file, line: '18', col: '13', message: poolMessage, hint: poolHint })
  })

  test.concurrent("production's secret in staging ends the run with warn too", async () => {
    const secret: readonly [string, string] = ['prefect-jobs-secrets-staging', 'prefect-jobs-secrets']
    expectErrors(await planned('warn', conventionalFile(secret)), {
      ...{ title: 'convention-production-secret', file, line: '14', col: '33' },
      message: 'mounts production\'s secret "prefect-jobs-secrets"',
      hint: 'Write prefect-jobs-secrets-staging.',
    })
  })

  test.concurrent('a comment switches one off', async () => {
    const comment = 'name: my-laptop # prefect-check: off convention-work-pool'
    const result = await planned('error', conventionalFile([anotherPool[0], comment]))
    expect(result.annotations).toEqual([])
    expectSuccess(result)
  })

  test.concurrent("are those of the repository's file", async () => {
    const own = { [conventions]: 'work-pools: [default-pool, my-laptop]\n' }
    const result = await planned('error', conventionalFile(anotherPool), own)
    expect(result.annotations).toEqual([])
    expectSuccess(result)
  })

  test.concurrent('a mistake in that file ends the run', async () => {
    expectErrors(await planned('warn', conventionalFile(), { [conventions]: 'work_pools:\n  - gpu\n' }), {
      ...{ title: 'conventions-invalid', file: conventions, line: '1', col: '1' },
      message: 'There is no key "work_pools".',
      hint: 'Is it "work-pools"?',
    })
  })
})
