import {
  anyMapping,
  is,
  isMapping,
  listOf,
  mapping,
  nullOr,
  oneOf,
  orNull,
  when,
  type Schema,
} from './builders.ts'
import { checks, type Check } from './checks.ts'

const types = ['event', 'metric', 'compound', 'sequence'] as const

/** Prefect 3.4 takes a trigger without a type for an event's, whatever else it has. */
export function trigger(isNew: boolean): Schema {
  const isOf = (type: string) => (value: unknown) => isMapping(value) && typeOf(value, isNew) === type
  const common = mapping({
    type: oneOf(...types),
    name: orNull(checks.text),
    description: is(checks.text),
    enabled: is(checks.yesNoTemplate),
    parameters: nullOr(anyMapping),
    job_variables: nullOr(anyMapping),
    ...(isNew && { schedule_after: is(checks.within) }),
  })
  const composite = (more: Schema, required: readonly string[]) =>
    mapping(
      {
        triggers: listOf({ $ref: '#/$defs/trigger' }),
        within: orNull(checks.duration),
        ...more,
      },
      { required },
    )
  return {
    allOf: [
      common,
      when(isOf('event'), eventTrigger),
      when(isOf('metric'), metricTrigger),
      when(isOf('sequence'), composite({}, ['triggers'])),
      when(isOf('compound'), {
        allOf: [composite({ require: is(checks.required) }, ['triggers', 'require']), is(enoughTriggers)],
      }),
    ],
  }
}

function typeOf(value: Readonly<Record<string, unknown>>, isNew: boolean): unknown {
  if ('type' in value) return value['type']
  if (value['posture'] === 'Metric') return 'metric'
  if (!isNew || !('triggers' in value)) return 'event'
  return 'require' in value ? 'compound' : 'sequence'
}

const labels = when(isMapping, { additionalProperties: is(checks.labels) }, { type: 'object' })
const eventTrigger = {
  allOf: [
    mapping({
      match: labels,
      match_related: when(Array.isArray, listOf(labels), labels),
      after: listOf(is(checks.text)),
      expect: listOf(is(checks.text)),
      for_each: listOf(is(checks.text)),
      posture: oneOf('Reactive', 'Proactive'),
      threshold: is(checks.integer),
      within: is(checks.within),
    }),
    when(
      (value) => isMapping(value) && value['posture'] === 'Proactive',
      mapping({ within: is(checks.proactive) }),
    ),
  ],
}
const metricTrigger = mapping(
  {
    posture: oneOf('Metric'),
    metric: mapping(
      {
        name: oneOf('lateness', 'duration', 'successes'),
        threshold: is(checks.number),
        operator: oneOf('<', '<=', '>', '>='),
        range: is(checks.lookback),
        firing_for: is(checks.lookback),
      },
      { required: ['name', 'threshold', 'operator'] },
    ),
  },
  { required: ['metric'] },
)

const enoughTriggers: Check = {
  expected: 'given as many triggers as it requires, or more',
  test: (value) => {
    if (!isMapping(value) || !Array.isArray(value['triggers'])) return true
    return typeof value['require'] !== 'number' || value['require'] <= value['triggers'].length
  },
}
