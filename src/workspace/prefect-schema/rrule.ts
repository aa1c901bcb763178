const frequencies = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY']
const weekday = '(?:MO|TU|WE|TH|FR|SA|SU)'
const number = String.raw`\s*[-+]?\d+(?:_\d+)*\s*`
const date = String.raw`\d{4}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])(?:[T ]?(?:[01]\d|2[0-3]):?[0-5]\d(?::?[0-5]\d)?(?:Z|[-+]\d\d:?\d\d)?)?`

const dayPattern = new RegExp(`^(?:(?:[-+]?\\d+)?${weekday}|${weekday}\\([-+]?\\d+\\))$`)
const datePattern = new RegExp(`^${date}$`)
const numberPattern = new RegExp(`^${number}$`)
const numbersPattern = new RegExp(`^${number}(?:,${number})*$`)

const numberLists = [
  'BYSETPOS',
  'BYMONTH',
  'BYMONTHDAY',
  'BYYEARDAY',
  'BYEASTER',
  'BYWEEKNO',
  'BYHOUR',
  'BYMINUTE',
  'BYSECOND',
]

const longest = 6500

/** What each part of a rule takes. */
const parts: Readonly<Record<string, (value: string) => boolean>> = {
  FREQ: (value) => frequencies.includes(value),
  WKST: (value) => new RegExp(`^${weekday}$`).test(value),
  UNTIL: (value) => datePattern.test(value),
  INTERVAL: (value) => numberPattern.test(value),
  COUNT: (value) => numberPattern.test(value),
  BYDAY: areDays,
  BYWEEKDAY: areDays,
  ...Object.fromEntries(numberLists.map((name) => [name, (value: string) => numbersPattern.test(value)])),
}

/**
 * Checks a recurrence rule as dateutil does, which Prefect asks: one or more lines of RFC 5545.
 * @returns what is wrong with it.
 */
export function findRruleMistake(text: string): string | undefined {
  if (text.length > longest) return `it has ${text.length} characters, and ${longest} are the most`
  const lines = text
    .toUpperCase()
    .split(/\s+/)
    .filter((line) => line !== '')
  if (lines.length === 0) return 'it is empty'
  const hasRule = lines.some((line) => !line.includes(':') || /^(?:RRULE|RDATE|EXRULE|EXDATE)[:;]/.test(line))
  const start = lines.find((line) => line.startsWith('DTSTART'))
  return (
    lines.map((line) => findLineMistake(line, start)).find((mistake) => mistake !== undefined) ??
    (hasRule ? undefined : 'it has a start and no rule')
  )
}

function findLineMistake(line: string, start: string | undefined): string | undefined {
  const [, property = 'RRULE', value = ''] = /^(?:([^:]*):)?(.*)$/.exec(line) ?? []
  const [name = '', ...parameters] = property.split(';')
  if (name === 'RRULE' || name === 'EXRULE') {
    return parameters.length > 0 ? `${name} takes no parameters` : findRuleMistake(value, start)
  }
  if (!['RDATE', 'EXDATE', 'DTSTART'].includes(name)) return `"${name}" is unknown`
  const wrong = value.split(',').find((each) => !datePattern.test(each))
  return wrong === undefined ? undefined : `"${wrong}" is no date of ${name}`
}

function findRuleMistake(rule: string, start: string | undefined): string | undefined {
  const pairs = rule.split(';').map((pair) => pair.split('='))
  const broken = pairs.find((pair) => pair.length !== 2)
  if (broken) return `"${broken.join('=')}" is not of the form NAME=VALUE`
  const wrong = pairs.find(([name = '', value = '']) => !(Object.hasOwn(parts, name) && parts[name]?.(value)))
  if (wrong) {
    const [name = '', value = ''] = wrong
    return Object.hasOwn(parts, name) ? `"${value}" is no value of ${name}` : `"${name}" is unknown`
  }
  const values = new Map(pairs.map(([name = '', value = '']) => [name, value]))
  return values.has('FREQ') ? findConflict(values, start) : 'FREQ is missing'
}

/** What dateutil refuses although each part by itself is right. */
function findConflict(values: ReadonlyMap<string, string>, start: string | undefined): string | undefined {
  const numbers = (name: string) =>
    (values.get(name) ?? '')
      .split(',')
      .filter((each) => each !== '')
      .map(Number)
  if (numbers('BYSETPOS').some((value) => value === 0 || Math.abs(value) > 366)) {
    return 'BYSETPOS goes from 1 to 366 or from -366 to -1'
  }
  const until = values.get('UNTIL')
  if (until !== undefined && start !== undefined && isZoned(until) !== isZoned(start)) {
    return 'UNTIL and DTSTART must both have a time zone, or neither'
  }
  // Rules by the hour and finer ones only compare with these numbers; coarser ones make times of them at once.
  if (frequencies.indexOf(values.get('FREQ') ?? '') >= frequencies.indexOf('HOURLY')) return undefined
  const wrong = Object.entries({ BYHOUR: 24, BYMINUTE: 60, BYSECOND: 60 }).find(([name, end]) =>
    numbers(name).some((value) => value < 0 || value >= end),
  )
  return wrong && `${wrong[0]} goes from 0 to ${wrong[1] - 1}`
}

function isZoned(value: string): boolean {
  return /(?:Z|TZID=.*|[-+]\d\d:?\d\d)$/.test(value) || value.includes('TZID=')
}

function areDays(value: string): boolean {
  return value.split(',').every((day) => dayPattern.test(day) && !/^[-+]?0+[A-Z]|\([-+]?0+\)/.test(day))
}
