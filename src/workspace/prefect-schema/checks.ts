import { findPlaceholders } from '../template.ts'
import { findCronMistake } from './cron.ts'
import { findRruleMistake } from './rrule.ts'
import { isDateText, isDurationText, isPositiveDuration, isTimeZone, timeZoneInOtherCase } from './time.ts'

/** What a single value has to be. */
export interface Check {
  /** Says it after "must be". */
  readonly expected: string
  /** Whether it is so, or what is wrong in particular. */
  readonly test: (value: unknown) => boolean | string
}

const isText = (value: unknown) => typeof value === 'string'

/** What stands in for a value until the deployment; an empty result is found by those who fill it in. */
const isTemplate = (value: unknown) => isText(value) && findPlaceholders(value).length > 0

/** pydantic's idea of a truth value. */
const isYesNo = (value: unknown) =>
  typeof value === 'boolean' ||
  value === 0 ||
  value === 1 ||
  (isText(value) && /^(?:0|1|off|on|f|t|false|true|n|y|no|yes)$/i.test(value))

/** pydantic's idea of a whole number: also `2.0`, `yes` and `"5"`. */
function asInteger(value: unknown): number | undefined {
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined
  const isNumber = isText(value) && /^\s*[-+]?\d+(?:_\d+)*(?:\.0+)?\s*$/.test(value)
  return isNumber ? Number(value.replaceAll('_', '')) : undefined
}

const isDuration = (value: unknown) =>
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (isText(value) && (isDurationText(value) || isTemplate(value)))

const isInterval = (value: unknown) =>
  value === true ||
  (typeof value === 'number' && isPositiveDuration(value)) ||
  (isText(value) && (isDurationText(value) || isTemplate(value)))

const isWithin = (value: unknown) => isDuration(value) && !(typeof value === 'number' && value < 0)

const duration = 'a number of seconds or a duration such as "PT5M"'

const anchorDate = 'a date such as "2026-01-31T10:00:00"'

const isAnchorDate = (value: unknown) =>
  value === '' || (isText(value) && (isDateText(value) || isTemplate(value)))

/** Values of single keys, by what they are. */
export const checks = {
  text: { expected: 'a text', test: isText },
  filledText: { expected: 'a text that is not empty', test: (value) => isText(value) && value !== '' },
  yesNo: { expected: 'true or false', test: isYesNo },
  yesNoTemplate: { expected: 'true or false', test: (value) => isYesNo(value) || isTemplate(value) },
  yesNoText: {
    expected: 'true or false',
    test: (value) => typeof value === 'boolean' || value === 0 || value === 1 || isText(value),
  },
  limit: { expected: 'a whole number from 1 on', test: (value) => (asInteger(value) ?? 0) >= 1 },
  limitTemplate: {
    expected: 'a whole number from 1 on',
    test: (value) => (asInteger(value) ?? 0) >= 1 || isTemplate(value),
  },
  integer: {
    expected: 'a whole number',
    test: (value) => asInteger(value) !== undefined || isTemplate(value),
  },
  gracePeriod: {
    expected: 'a number of seconds from 60 to 86400',
    test: (value) => {
      const seconds = asInteger(value) ?? 0
      return seconds >= 60 && seconds <= 86_400
    },
  },
  required: {
    expected: '"any", "all" or a whole number from 1 on',
    test: (value) => value === 'any' || value === 'all' || (asInteger(value) ?? 0) >= 1,
  },
  number: {
    expected: 'a number',
    test: (value) =>
      typeof value === 'number' ||
      typeof value === 'boolean' ||
      (isText(value) && value.trim() !== '' && !Number.isNaN(Number(value))),
  },
  duration: { expected: duration, test: isDuration },
  within: { expected: duration, test: isWithin },
  lookback: {
    expected: 'a duration of 300 seconds or more',
    test: (value) => isWithin(value) && !(typeof value === 'number' && value < 300),
  },
  proactive: {
    expected: 'a number of seconds from 10 on',
    test: (value) => value === 0 || value === false || (typeof value === 'number' && value >= 10),
  },
  labels: {
    expected: 'a text or a list of texts',
    test: (value) => isText(value) || (Array.isArray(value) && value.every(isText)),
  },
  tags: { expected: 'a list', test: (value) => isText(value) || Array.isArray(value) },
  tagsOfAnyKind: {
    expected: 'a list',
    test: (value) => isText(value) || (typeof value === 'object' && value !== null),
  },
  entrypoint: { expected: 'of the form path/to/file.py:function', test: isEntrypoint },
  cron: {
    expected: 'a cron line',
    test: (value) => {
      if (!isText(value)) return false
      return isTemplate(value) || (findCronMistake(value) ?? true)
    },
  },
  interval: { expected: 'a number of seconds above 0', test: isInterval },
  rrule: { expected: 'a recurrence rule such as "FREQ=DAILY;INTERVAL=2"', test: testRrule },
  timeZone: { expected: 'a time zone such as "America/Sao_Paulo"', test: testTimeZone },
  ruleTimeZone: {
    expected: 'a time zone such as "America/Sao_Paulo"',
    test: (value) => !['', 'localtime', 'Factory'].includes(String(value)) && testTimeZone(value),
  },
  anchorDate: { expected: anchorDate, test: isAnchorDate },
  /** 3.8 reads these too where a schedule has nothing but an interval and a time zone. */
  anchorMoment: {
    expected: anchorDate,
    test: (value) => typeof value === 'number' || typeof value === 'symbol' || isAnchorDate(value),
  },
  anything: { expected: 'anything', test: () => true },
} as const satisfies Record<string, Check>

/** A file's function, or that of a module, which can also be written with a dot. */
function isEntrypoint(value: unknown): boolean {
  if (!isText(value)) return false
  return value.includes(':') ? /[^:]:[^:]+$/.test(value) : /\w\.\w+$/.test(value) && !value.endsWith('.py')
}

function testRrule(value: unknown): boolean | string {
  if (!isText(value)) return false
  if (isTemplate(value)) return true
  const json = asJson(value)
  if (json === undefined) return findRruleMistake(value) ?? true
  // Prefect also takes a rule and its time zone as JSON.
  if (!isRule(json)) return 'as JSON it needs the key "rrule", and may have "timezone"'
  const { rrule, timezone = null } = json
  if (timezone !== null && checks.ruleTimeZone.test(timezone) !== true) return 'its time zone is not known'
  return findRruleMistake(rrule) ?? true
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRule(json: unknown): json is { rrule: string; timezone?: unknown } {
  return (
    typeof json === 'object' &&
    json !== null &&
    'rrule' in json &&
    isText(json.rrule) &&
    Object.keys(json).every((key) => key === 'rrule' || key === 'timezone')
  )
}

function testTimeZone(value: unknown): boolean | string {
  if (!isText(value)) return false
  if (isTimeZone(value) || isTemplate(value)) return true
  const meant = timeZoneInOtherCase(value)
  return meant === undefined ? false : `upper and lower case count: "${meant}"`
}
