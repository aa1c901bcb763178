/** Zones that Python knows on most machines and `Intl` does not. */
const pythonsOwn = ['localtime', 'Factory']

const known = new Set(Intl.supportedValuesOf('timeZone'))
const lowerCased = new Map([...known].map((name) => [name.toLowerCase(), name]))

/** Whether Prefect takes this name of a time zone, upper and lower case included. */
export function isTimeZone(name: string): boolean {
  if (name === '' || known.has(name) || pythonsOwn.includes(name)) return true
  // Older names, such as US/Eastern, are known too but not listed; they are matched without regard to case.
  return /^[A-Z]/.test(name) && !/\/[a-z]/.test(name) && !lowerCased.has(name.toLowerCase()) && isAlias(name)
}

/** The time zone that a mistyped name means, where only upper and lower case differ. */
export function timeZoneInOtherCase(name: string): string | undefined {
  return lowerCased.get(name.toLowerCase())
}

/** Old short names of IANA's; `Intl` knows others that are not. */
const shortNames = ['CET', 'EET', 'EST', 'GMT', 'HST', 'MET', 'MST', 'PRC', 'ROC', 'ROK', 'UCT', 'UTC', 'WET']

function isAlias(name: string): boolean {
  if (/^[A-Z]{3}$/.test(name) && !shortNames.includes(name)) return false
  if (name.startsWith('SystemV/') || name === 'US/Pacific-New') return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Python's longest duration, in seconds. */
const longest = 86_399_999_999_999

/** Whether a number of seconds is a duration that Python can hold and that is not rounded to nothing. */
export function isPositiveDuration(seconds: number): boolean {
  return seconds > 0.000_000_5 && seconds <= longest + 1
}

const isoDuration = /^\+?P(?=[\dT])(?:\d+(?:[.,]\d*)?[YMWD])*(?:T(?:\d+(?:[.,]\d*)?[HMS])*)?$/
const clockDuration = /^\+?(?:\d+ ?d(?:ays?)?,? ?)?(?:\d{2,}:[0-5]\d|\d+:[0-5]\d:[0-5]\d(?:\.\d+)?)?$/i

/** Whether a text is a duration of more than nothing as pydantic reads it: `PT15M`, `01:30:00`, `1 day, 02:00:00`. */
export function isDurationText(text: string): boolean {
  return (isoDuration.test(text) || clockDuration.test(text)) && /[1-9]/.test(text)
}

const calendarDate = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?|(\d\d)(\d\d)|\/(\d\d)\/(\d\d))?$/
const weekDate = /^\d{4}-?W(?:[0-4]\d|5[0-3])(?:-?[1-7])?$/
const dayOfYear = /^(\d{4})-?(\d{3})$/
const clock = /^(?:[01]\d|2[0-3])(?::[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?)?(?:Z|[-+]\d\d(?::?\d\d)?)?$/
const compactClock = /^(?:[01]\d|2[0-3])(?:[0-5]\d(?:[0-5]\d(?:[.,]\d{1,9})?)?)?(?:Z|[-+]\d\d(?::?\d\d)?)?$/

/** Whether pendulum reads a text as a date: ISO 8601, also with a space between date and time, or `now`. */
export function isDateText(text: string): boolean {
  if (text === 'now') return true
  const [day = '', time, ...more] = text.split(/[T ]/)
  if (more.length > 0) return false
  if (time === undefined) return isDay(day) || (day.includes(':') && clock.test(day))
  return day === '' ? text.startsWith('T') && clock.test(time) : isDay(day) && isTimeOf(day, time)
}

function isTimeOf(day: string, time: string): boolean {
  return clock.test(time) || (/^\d{8}$/.test(day) && compactClock.test(time))
}

function isDay(text: string): boolean {
  if (weekDate.test(text)) return true
  const ofYear = dayOfYear.exec(text)
  if (ofYear) return isDayOfYear(Number(ofYear[1]), Number(ofYear[2]))
  const parts = calendarDate.exec(text)?.slice(1).filter(Boolean).map(Number)
  const [year = 0, month = 1, day = 1] = parts ?? []
  return exists(year, month, day)
}

function isDayOfYear(year: number, count: number): boolean {
  return count >= 1 && new Date(Date.UTC(year, 0, count)).getUTCFullYear() === year
}

function exists(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
