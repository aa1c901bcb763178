import { describe, expect, test } from '@jest/globals'
import type { PlannedDeployment } from '../../src/plan/plan.ts'
import type { PrefectDeployment } from '../../src/prefect/api.ts'
import { findDifference } from '../../src/prefect/confirm.ts'
import { aPlannedDeployment } from '../builders/plan.ts'

const since = Date.UTC(2026, 0, 2, 10, 0, 0)
const planned = aPlannedDeployment()

/** The planned deployment as Prefect should have it. */
function registered(overrides: Partial<PrefectDeployment> = {}): PrefectDeployment {
  return {
    id: 'd1',
    name: 'revenue--prod',
    updated: '2026-01-02T10:00:01.5Z',
    entrypoint: 'pipelines/revenue/flow.py:revenue',
    work_pool_name: 'pool',
    job_variables: { image: 'ghcr.io/city/pipelines:revenue-1', env: { A: 1 } },
    ...overrides,
  }
}

const differenceOf = (actual: PrefectDeployment | undefined, plan: PlannedDeployment = planned) =>
  findDifference(plan, actual, since)?.message.replace(
    'The deployment "revenue--prod" was not registered as planned: ',
    '',
  )

describe(findDifference.name, () => {
  test('what is as planned is no problem', () => {
    expect(findDifference(planned, registered(), since)).toBeUndefined()
  })

  test('what is not there is an error at the deployment', () => {
    expect(findDifference(planned, undefined, since)).toEqual({
      code: 'registration-unconfirmed',
      severity: 'error',
      message:
        'The deployment "revenue--prod" was not registered as planned: Prefect ended without an error, but registered nothing under this name.',
      hint: "Look at the deployment in Prefect and at Prefect's output above; somebody else may have changed it at the same time.",
      location: planned.location,
    })
  })

  test.each([
    '2026-01-02T10:00:00Z',
    '2026-01-02T10:00:00.000000Z',
    '2026-01-02T10:00:00.000001+00:00',
    '2026-01-02T07:00:00.123456-03:00',
    '2026-01-02T10:00:00.123456789Z',
    '2027-01-01T00:00:00Z',
  ])('%s is in this run', (updated) => {
    expect(differenceOf(registered({ updated }))).toBeUndefined()
  })

  test.each([
    '2026-01-02T09:59:59Z',
    '2026-01-02T09:59:59.999999Z',
    '2026-01-02T10:00:00+00:01',
    '2025-12-31T23:59:59Z',
    'yesterday',
    '',
  ])('%j is not', (updated) => {
    expect(differenceOf(registered({ updated }))).toBe(
      `Prefect last changed it at ${updated}, before this run.`,
    )
  })

  test.each<[string, Partial<PrefectDeployment>, string]>([
    ['another name', { name: 'other' }, 'its name is "other" instead of "revenue--prod".'],
    [
      'another entrypoint',
      { entrypoint: 'x.py:y' },
      'its entrypoint is "x.py:y" instead of "pipelines/revenue/flow.py:revenue".',
    ],
    [
      'no entrypoint',
      { entrypoint: null },
      'its entrypoint is null instead of "pipelines/revenue/flow.py:revenue".',
    ],
    ['another work pool', { work_pool_name: 'old' }, 'its work pool is "old" instead of "pool".'],
    [
      'another image',
      { job_variables: { image: 'ghcr.io/city/pipelines:old' } },
      'its image is "ghcr.io/city/pipelines:old" instead of "ghcr.io/city/pipelines:revenue-1".',
    ],
    ['no image', { job_variables: {} }, 'its image is null instead of "ghcr.io/city/pipelines:revenue-1".'],
    [
      'no job variables',
      { job_variables: null },
      'its image is null instead of "ghcr.io/city/pipelines:revenue-1".',
    ],
    [
      'an image that is no text',
      { job_variables: { image: ['x'] } },
      'its image is ["x"] instead of "ghcr.io/city/pipelines:revenue-1".',
    ],
  ])('%s is a difference', (_, actual, message) => {
    expect(differenceOf(registered(actual))).toBe(message)
  })

  test.each<[string, Partial<PlannedDeployment>]>([
    ['an image that the file does not name', { image: undefined }],
    ['a work pool that the file does not name', { workPool: undefined }],
    ['an image that Prefect fills in', { image: '{{ prefect.variables.image }}' }],
    ['a work pool that Prefect fills in', { workPool: 'k8s-{{ $STAGE }}' }],
    ['an entrypoint that Prefect fills in', { entrypoint: '{{ $FOLDER }}/flow.py:main' }],
  ])('%s may be anything', (_, plan) => {
    const actual = registered({ work_pool_name: 'any', entrypoint: 'any', job_variables: { image: 'any' } })
    const open = { workPool: undefined, image: undefined, entrypoint: '{{ $ANY }}', ...plan }
    expect(differenceOf(actual, aPlannedDeployment(open))).toBeUndefined()
  })
})
