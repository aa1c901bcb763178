import { describe, expect, test } from '@jest/globals'
import { findMistakes } from '../../src/workspace/prefect-schema.ts'

const entry = { name: 'x--prod', entrypoint: 'flow.py:main' }
const inEntry = (more: object) => ({ deployments: [{ ...entry, ...more }] })

describe(findMistakes.name, () => {
  test.each<[string, unknown]>([
    ['nothing but a name', { name: 'revenue' }],
    ['no deployments', { deployments: [] }],
    ['empty sections', { build: null, push: {}, pull: [], deployments: null }],
    [
      'empty sections of a deployment',
      inEntry({ build: {}, push: [], pull: null, schedules: null, triggers: [] }),
    ],
    ['steps', { build: [{ 'a.b': { id: 'x' } }, { 'c.d': {} }, {}], pull: { 'a.b': 5 } }],
    ['a work pool without a name', inEntry({ work_pool: { name: null, job_variables: {} } })],
    [
      'a limit in two forms',
      {
        deployments: [
          { ...entry, concurrency_limit: '5' },
          { ...entry, concurrency_limit: { limit: 2, collision_strategy: 'CANCEL_NEW' } },
        ],
      },
    ],
    [
      'placeholders',
      inEntry({
        version: '{{ build-image.tag }}',
        schedules: [{ cron: '{{ $CRON }}', timezone: '{{ $TZ }}', active: '{{ a.b }}' }],
      }),
    ],
    [
      'any kind of schedule',
      inEntry({
        schedules: [
          { cron: '0 6 * * MON#1', day_or: false },
          { interval: 3600, anchor_date: '2026-01-31' },
          { rrule: 'FREQ=DAILY;BYHOUR=9' },
          { interval: 'PT15M' },
        ],
      }),
    ],
    [
      'any kind of trigger',
      inEntry({
        triggers: [
          { expect: ['a.*'], match: { 'prefect.resource.id': ['x', 'y'] } },
          { posture: 'Proactive', within: 30 },
          { type: 'metric', metric: { name: 'duration', operator: '>', threshold: 5 } },
          { type: 'compound', require: 1, triggers: [{ expect: ['a'] }] },
          { type: 'sequence', triggers: [{ type: 'event' }], within: 'PT1M' },
        ],
      }),
    ],
  ])('accepts %s', (_, data) => {
    expect(findMistakes(data, 'any')).toEqual([])
    expect(findMistakes(data, '3.8')).toEqual([])
  })

  test.each<[string, unknown]>([
    ['a name that is a number', { name: 5 }],
    ['placeholders for whether it is paused', inEntry({ paused: '{{ a.b }}' })],
    ['a list as the one schedule', inEntry({ schedule: [{ cron: '0 6 * * *' }] })],
    ['two kinds of schedule in one', inEntry({ schedules: [{ cron: '0 6 * * *', interval: 60 }] })],
    [
      'a short grace period',
      inEntry({ concurrency_limit: { collision_strategy: 'ENQUEUE', grace_period_seconds: 5 } }),
    ],
    ['a flow name that is a number', inEntry({ flow_name: 5 })],
  ])('knows that only 3.8 refuses %s', (_, data) => {
    expect(findMistakes(data, 'any')).toEqual([])
    expect(findMistakes(data, '3.8')).toHaveLength(1)
  })

  test('finds all mistakes, one for a place', () => {
    const data = {
      build: 1,
      deployments: [
        { name: 'x' },
        { name: 7, entrypoint: 'nonsense', schedules: [{ cron: '0 25 * * *', timezone: 'Mars' }] },
      ],
    }
    expect(
      findMistakes(data, 'any')
        .map(({ path }) => path.join('.'))
        .sort(),
    ).toEqual([
      'build',
      'deployments.0',
      'deployments.1.entrypoint',
      'deployments.1.name',
      'deployments.1.schedules.0.cron',
      'deployments.1.schedules.0.timezone',
    ])
  })
})
