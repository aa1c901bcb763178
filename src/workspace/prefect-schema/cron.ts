interface Field {
  readonly name: string
  readonly from: number
  readonly to: number
  /** Numbers that stand for others, such as 7 for Sunday, by how many fields the line has. */
  readonly alias?: { readonly number: number; readonly means: number; readonly inLinesOf: readonly number[] }
  readonly words?: readonly string[]
}

/** What a part of a field stands for; `*` for no values in particular. */
interface Part {
  readonly values: readonly number[]
  /** Whether it is one such as `2#3`, the third Tuesday, or `l5`, the last Friday. */
  readonly isNth: boolean
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

const dayOfMonth: Field = {
  name: 'day of the month',
  from: 1,
  to: 31,
  alias: { number: 0, means: 1, inLinesOf: [6] },
}
const dayOfWeek: Field = {
  name: 'day of the week',
  from: 0,
  to: 6,
  alias: { number: 7, means: 0, inLinesOf: [5] },
  words: weekdays,
}

/** The fields in croniter's order: seconds and years come last. */
const fields: readonly Field[] = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  dayOfMonth,
  { name: 'month', from: 1, to: 12, words: months },
  dayOfWeek,
  { name: 'second', from: 0, to: 59 },
  { name: 'year', from: 1970, to: 2099 },
]

const nicknames = ['@midnight', '@hourly', '@daily', '@weekly', '@monthly', '@yearly', '@annually']

/**
 * Checks a cron line as croniter does, which Prefect asks: five fields, and perhaps seconds and years behind them.
 * @returns what is wrong with it.
 */
export function findCronMistake(line: string): string | undefined {
  const text = line.toLowerCase()
  if (nicknames.includes(text)) return undefined
  const parts = text.split(/\s+/).filter((part) => part !== '')
  if (parts.length < 5 || parts.length > 7) {
    const count = parts.length === 1 ? '1 field' : `${parts.length} fields`
    return `it has ${count}, and cron lines have five: minute, hour, day of the month, month, day of the week`
  }
  return parts
    .flatMap((part, index) => {
      const field = fields[index]
      return field && !isField(part, field, parts.length) ? [`"${part}" is no ${field.name}`] : []
    })
    .at(0)
}

function isField(text: string, field: Field, lineLength: number): boolean {
  if (text === '?') return field === dayOfMonth || field === dayOfWeek
  const parts = text.split(',').map((part) => readPart(part, field, lineLength))
  const read = parts.filter((part) => part !== undefined)
  return read.length === parts.length && !mixesNth(read)
}

/** Days such as `2#3` can't stand beside others, unless they are all of the week. */
function mixesNth(parts: readonly Part[]): boolean {
  const nth = new Set(parts.filter(({ isNth }) => isNth).flatMap(({ values }) => values))
  const all = new Set(parts.flatMap(({ values }) => values))
  return nth.size > 0 && all.size < 7 && [...all].some((value) => !nth.has(value))
}

function readPart(part: string, field: Field, lineLength: number): Part | undefined {
  if (part === '*' || (part === 'l' && field === dayOfMonth)) return { values: [], isNth: false }
  const nth = field === dayOfWeek ? nthWeekday(part) : undefined
  const values = readRange(nth?.days ?? part, field, lineLength)
  const isInside = (value: number) => value >= field.from && value <= field.to
  return values?.every(isInside) === true ? { values, isNth: nth !== undefined } : undefined
}

/** `2#3` is the third Tuesday, `l5` the last Friday. */
function nthWeekday(part: string): { days: string } | undefined {
  const [, days, count] = /^(\w+|[a-z]{3}-[a-z]{3})#(\d+)$/.exec(part) ?? []
  // There is no sixth one: what can't be read is no day.
  if (days !== undefined) return { days: Number(count) >= 1 && Number(count) <= 5 ? days : '' }
  const [, last] = /^l(\d+)$/.exec(part) ?? []
  return last === undefined ? undefined : { days: last }
}

/** A value, or a range with or without a step; `10/5` goes from 10 to the end. */
function readRange(text: string, field: Field, lineLength: number): number[] | undefined {
  const [, low, high, step] = /^([^-/]+)(?:-([^-/]+))?(?:\/(\d+))?$/.exec(text) ?? []
  if (low === undefined) return undefined
  if (low === '*') return high === undefined ? fromTo(field.from, field.to, { step, field }) : undefined
  const from = valueOf(low, field, lineLength)
  if (from === undefined) return undefined
  if (high === undefined && step === undefined) return [from]
  const end = high === undefined ? field.to : endOf(high, field, lineLength)
  return end === undefined ? undefined : fromTo(from, end, { step, field })
}

function endOf(text: string, field: Field, lineLength: number): number | undefined {
  return text === 'l' && field === dayOfMonth ? field.to : valueOf(text, field, lineLength)
}

/** A range that ends before it begins goes round: `fri-mon`. One from a value to itself is the whole cycle. */
function fromTo(
  from: number,
  end: number,
  { step = '1', field }: { step: string | undefined; field: Field },
): number[] | undefined {
  if (Number(step) === 0 || Math.max(from, end) > field.to) return undefined
  const all = Array.from({ length: field.to - field.from + 1 }, (_, index) => field.from + index)
  if (from === end) return all
  const inside = (value: number) =>
    from < end ? value >= from && value <= end : value >= from || value <= end
  return [from, ...all.filter((value, index) => inside(value) && index % Number(step) === 0)]
}

function valueOf(text: string, field: Field, lineLength: number): number | undefined {
  if (/^\d+$/.test(text)) {
    const { alias } = field
    return alias?.number === Number(text) && alias.inLinesOf.includes(lineLength) ? alias.means : Number(text)
  }
  const place = field.words?.indexOf(text) ?? -1
  return place < 0 ? undefined : place + field.from
}
