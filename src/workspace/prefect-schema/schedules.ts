import { anyMapping, is, isFalsy, isMapping, mapping, orNull, when, type Schema } from './builders.ts'
import { checks, type Check } from './checks.ts'

const kinds = ['cron', 'interval', 'rrule'] as const

/** The first of them that isn't empty counts. */
export function schedule(isNew: boolean): Schema {
  const kindOf = (value: unknown) =>
    isMapping(value) ? kinds.find((kind) => kind in value && !isFalsy(value[kind])) : undefined
  const common = {
    active: orNull(checks.yesNoTemplate),
    parameters: anyMapping,
    slug: orNull(checks.text),
    ...(isNew && { replaces: orNull(checks.text) }),
  }
  const of = {
    cron: mapping({
      ...common,
      cron: is(checks.cron),
      timezone: orNull(checks.timeZone),
      anchor_date: is({ expected: 'a text', test: (value) => typeof value !== 'symbol' }),
      ...(isNew && {
        day_or: orNull(checks.yesNoTemplate),
        anchor_date: orNull(checks.text),
      }),
    }),
    interval: {
      allOf: [
        mapping({
          ...common,
          interval: is(checks.interval),
          timezone: orNull(checks.timeZone),
          ...(isNew && { day_or: orNull(checks.yesNoText) }),
        }),
        when(isBareInterval, anchoredAt(checks.anchorMoment, isNew), anchoredAt(checks.anchorDate, isNew)),
      ],
    },
    rrule: mapping({
      ...common,
      rrule: is(checks.rrule),
      timezone: orNull(checks.ruleTimeZone),
      ...(isNew && { day_or: orNull(checks.yesNoText), anchor_date: orNull(checks.text) }),
    }),
  }
  const exclusive = isNew ? is(onlyOneKind) : {}
  const chosen = when(
    (value) => kindOf(value) === 'cron',
    of.cron,
    when(
      (value) => kindOf(value) === 'interval',
      of.interval,
      when((value) => kindOf(value) === 'rrule', of.rrule, is(someKind)),
    ),
  )
  return { type: 'object', allOf: [chosen, exclusive] }
}

function isBareInterval(value: unknown): boolean {
  return (
    isMapping(value) &&
    Object.keys(value).every((key) => ['interval', 'timezone', 'anchor_date'].includes(key))
  )
}

/** 3.4 takes whatever is false in Python for no anchor. */
function anchoredAt(check: Check, isNew: boolean): Schema {
  const test = (value: unknown) => (!isNew && isFalsy(value)) || check.test(value)
  return mapping({ anchor_date: orNull({ ...check, test }) })
}

const someKind: Check = {
  expected: 'given one of "cron", "interval" and "rrule"',
  test: (value) => !isMapping(value),
}

const onlyOneKind: Check = {
  expected: 'given only one of "cron", "interval" and "rrule"',
  test: (value) =>
    !isMapping(value) || kinds.filter((kind) => kind in value && value[kind] !== null).length <= 1,
}
