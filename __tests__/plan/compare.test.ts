import { describe, expect, test } from '@jest/globals'
import { comparePlan, type ActualDeployment } from '../../src/plan/compare.ts'
import type { PlannedDeployment } from '../../src/plan/plan.ts'
import { lookupEnvironment } from '../../src/workspace/template.ts'
import { aPlan, aPlannedDeployment } from '../builders/plan.ts'

const entrypoint = 'pipelines/revenue/flow.py:revenue'

function anActual(overrides: Readonly<Record<string, unknown>> = {}): ActualDeployment {
  return { id: 'd1', name: 'revenue--prod', entrypoint, ...overrides }
}

/** What becomes of one deployment with these settings where Prefect has these deployments. */
function compare(settings: PlannedDeployment['settings'], ...actual: readonly ActualDeployment[]) {
  const plan = aPlan({ deployments: [aPlannedDeployment({ settings: { entrypoint, ...settings } })] })
  return comparePlan(plan, actual, {
    pipelinesDir: 'pipelines',
    environments: ['prod', 'staging'],
    lookup: lookupEnvironment({ TAG: '7' }),
  })
}

describe(comparePlan.name, () => {
  test('a deployment that Prefect does not have is added', () => {
    expect(compare({}).changes).toMatchObject([{ state: 'added', differences: [] }])
  })

  test('what the entry says nothing about is not compared', () => {
    const actual = anActual({ tags: ['by hand'], paused: true, parameters: { day: 1 } })
    expect(compare({}, actual).changes).toMatchObject([{ state: 'unchanged', differences: [] }])
  })

  test.each([
    [{ tags: ['a', 'b'] }, { tags: ['a'] }, ['tags', '["a"]', '["a","b"]']],
    [{ version: '2' }, { version: '1' }, ['version', '"1"', '"2"']],
    [{ parameters: { day: 2 } }, { parameters: { day: 1 } }, ['parameters.day', '1', '2']],
    [{ parameters: {} }, { parameters: { day: 1 } }, ['parameters.day', '1', undefined]],
    [{ parameters: { at: { h: 1 } } }, { parameters: {} }, ['parameters.at.h', undefined, '1']],
    [{ work_pool_name: 'b' }, { work_pool_name: 'a' }, ['work_pool_name', '"a"', '"b"']],
    [
      { job_variables: { image: 'x:2' } },
      { job_variables: { image: 'x:1' } },
      ['job_variables.image', '"x:1"', '"x:2"'],
    ],
    [{ concurrency_limit: 2 }, { global_concurrency_limit: { limit: 1 } }, ['concurrency_limit', '1', '2']],
  ])('%j against %j', (settings, actual, [setting, before, after]) => {
    expect(compare(settings, anActual(actual)).changes).toMatchObject([
      { state: 'changed', differences: [{ setting, before, after }] },
    ])
  })

  describe('schedules', () => {
    const actual = anActual({
      schedules: [
        {
          id: 's1',
          slug: 'daily',
          active: true,
          parameters: {},
          schedule: { cron: '0 6 * * *', timezone: 'UTC', day_or: true },
        },
      ],
    })

    test('one that stays is compared by what the entry says of it', () => {
      const same = { schedules: [{ slug: 'daily', cron: '0 6 * * *' }] }
      expect(compare(same, actual).changes).toMatchObject([{ state: 'unchanged' }])
      const other = { schedules: [{ slug: 'daily', cron: '0 7 * * *', active: false }] }
      expect(compare(other, actual).changes).toMatchObject([
        {
          differences: [
            { setting: 'schedules.daily.active', before: 'true', after: 'false' },
            { setting: 'schedules.daily.cron', before: '"0 6 * * *"', after: '"0 7 * * *"' },
          ],
        },
      ])
    })

    test('one that is new, and one that is gone', () => {
      const [change] = compare({ schedules: [{ slug: 'weekly', interval: 604800 }] }, actual).changes
      expect(change?.differences).toContainEqual({
        setting: 'schedules.weekly.interval',
        before: undefined,
        after: '604800',
      })
      expect(change?.differences).toContainEqual({
        setting: 'schedules.daily.cron',
        before: '"0 6 * * *"',
        after: undefined,
      })
    })
  })

  test('a variable of the environment is compared by its value and shown by its name', () => {
    const settings = { job_variables: { image: 'x:{{ $TAG }}' } }
    expect(compare(settings, anActual({ job_variables: { image: 'x:7' } })).changes).toMatchObject([
      { state: 'unchanged' },
    ])
    expect(compare(settings, anActual({ job_variables: { image: 'x:6' } })).changes).toMatchObject([
      { differences: [{ before: '"x:6"', after: '"x:{{ $TAG }}"' }] },
    ])
  })

  test.each(['DB_PASSWORD', 'apiKey', 'GH_TOKEN', 'secretName'])('the value of %s is hidden', (name) => {
    const { changes } = compare(
      { job_variables: { env: { [name]: 'new' } } },
      anActual({ job_variables: { env: { [name]: 'old' } } }),
    )
    expect(changes).toMatchObject([
      { state: 'changed', differences: [{ before: '(hidden)', after: '(hidden)' }] },
    ])
    expect(JSON.stringify(changes)).not.toMatch(/old|new/)
  })

  test('of two deployments with one name, the one with the same entrypoint is meant', () => {
    const others = [anActual({ id: 'd2', entrypoint: 'x.py:y', version: '1' }), anActual({ version: '2' })]
    expect(compare({ version: '2' }, ...others).changes).toMatchObject([{ state: 'unchanged' }])
    expect(
      compare({}, ...others.map((each, index) => ({ ...each, entrypoint: `other${index}.py:x` }))).changes,
    ).toMatchObject([{ state: 'added' }])
  })

  test('deployments of the environment that the planned pipelines have no more are gone', () => {
    const { gone } = compare(
      {},
      anActual(),
      anActual({ id: 'd2', name: 'old--prod' }),
      anActual({ id: 'd3', name: 'old--staging' }),
      anActual({ id: 'd4', name: 'else--prod', entrypoint: 'pipelines/revenue_2/flow.py:x' }),
      anActual({ id: 'd5', name: 'none--prod', entrypoint: null }),
    )
    expect(gone).toEqual([{ name: 'old--prod', id: 'd2' }])
  })
})
