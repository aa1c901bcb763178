import { describe, expect, test } from '@jest/globals'
import { findCronMistake } from '../../src/workspace/prefect-schema/cron.ts'
import { findRruleMistake } from '../../src/workspace/prefect-schema/rrule.ts'
import { isDateText, isDurationText, isTimeZone } from '../../src/workspace/prefect-schema/time.ts'

describe(findCronMistake.name, () => {
  test.each([
    ...[
      '0 6 * * *',
      '*/15 9-17 * * MON-FRI',
      '0 0 1,15 * ?',
      '0 0 L * *',
      '0 0 * * 2#3',
      '0 0 * * l5',
      '@Daily',
    ],
    ...[
      '0 0 * * fri-mon',
      '0 0 * * 5-7',
      '10/5 * * * *',
      '5-1 * * * *',
      '0 0 0 * * 5',
      '0 0 * * * 0 2030-2035',
    ],
    ...['0 0 * * mon-fri#1', '0 0 * * 1#2,*', '0 0 5-l * *', '0 0 * dec-feb/2 *'],
  ])('%s is one', (line) => {
    expect(findCronMistake(line)).toBeUndefined()
  })

  test.each([
    ['60 * * * *', '"60" is no minute'],
    ['0 24 * * *', '"24" is no hour'],
    ['0 0 0 * *', '"0" is no day of the month'],
    ['0 0 * 13 *', '"13" is no month'],
    ['0 0 * * 8', '"8" is no day of the week'],
    ['0 0 * * 2#6', '"2#6" is no day of the week'],
    ['0 0 * * 1#2,3', '"1#2,3" is no day of the week'],
    ['*/0 * * * *', '"*/0" is no minute'],
    ['? * * * *', '"?" is no minute'],
    ['H * * * *', '"h" is no minute'],
    ['0 0 * * * 60', '"60" is no second'],
    ['0 0 * * * 0 1969', '"1969" is no year'],
    ['@reboot', 'it has 1 field, and'],
    ['', 'it has 0 fields, and'],
  ])('%s is none', (line, reason) => {
    expect(findCronMistake(line)).toContain(reason)
  })
})

describe(findRruleMistake.name, () => {
  test.each([
    ...[
      'FREQ=DAILY',
      'freq=weekly;byday=mo,-1FR',
      'RRULE:FREQ=MONTHLY;BYDAY=MO(+1);COUNT=3',
      'FREQ=HOURLY;BYHOUR=30',
    ],
    ...[
      'DTSTART:20260101T030000\nRRULE:FREQ=DAILY;UNTIL=20270101',
      'RDATE:20260101T000000',
      'FREQ=YEARLY;BYMONTH=13',
    ],
    'DTSTART;TZID=America/Sao_Paulo:20260101T000000\nFREQ=DAILY;UNTIL=20270101T000000Z',
  ])('%j is one', (rule) => {
    expect(findRruleMistake(rule)).toBeUndefined()
  })

  test.each([
    ['', 'it is empty'],
    ['INTERVAL=2', 'FREQ is missing'],
    ['FREQ=DAYLY', '"DAYLY" is no value of FREQ'],
    ['FREQ=DAILY;', '"" is not of the form NAME=VALUE'],
    ['FREQ=DAILY;EVERY=2', '"EVERY" is unknown'],
    ['FREQ=DAILY;BYDAY=0MO', '"0MO" is no value of BYDAY'],
    ['FREQ=DAILY;BYHOUR=24', 'BYHOUR goes from 0 to 23'],
    ['FREQ=DAILY;BYSETPOS=0;BYDAY=MO', 'BYSETPOS goes from 1 to 366 or from -366 to -1'],
    ['RULE:FREQ=DAILY', '"RULE" is unknown'],
    ['RRULE;X=1:FREQ=DAILY', 'RRULE takes no parameters'],
    ['DTSTART:20260101T000000', 'it has a start and no rule'],
    ['RRULE:FREQ=DAILY\nEXDATE:soon', '"SOON" is no date of EXDATE'],
    [
      'DTSTART:20260101T000000Z\nFREQ=DAILY;UNTIL=20270101',
      'UNTIL and DTSTART must both have a time zone, or neither',
    ],
    [`FREQ=DAILY;BYHOUR=${'1,'.repeat(3300)}1`, 'it has 6619 characters, and 6500 are the most'],
  ])('%j is none', (rule, reason) => {
    expect(findRruleMistake(rule)).toBe(reason)
  })
})

test.each([
  ['America/Sao_Paulo', true],
  ['US/Eastern', true],
  ['EST', true],
  ['Etc/GMT+3', true],
  ['localtime', true],
  ['', true],
  ['America/sao_paulo', false],
  ['utc', false],
  ['BRT', false],
  ['IST', false],
  ['+03:00', false],
  ['US/Pacific-New', false],
])('time zone %j: %s', (name, is) => {
  expect(isTimeZone(name)).toBe(is)
})

test.each([
  ...['PT15M', 'P1DT2H', '+PT1.5H', '01:30', '1:30:00', '1 day', '2 days, 01:00'].map(
    (text) => [text, true] as const,
  ),
  ...['PT', 'P', 'PT0S', '60', '-PT1H', '1:30', '1 hour', 'pt1h', '01:60'].map(
    (text) => [text, false] as const,
  ),
])('duration %j: %s', (text, is) => {
  expect(isDurationText(text)).toBe(is)
})

test.each([
  ...[
    '2026',
    '2026-01',
    '2026-01-31',
    '2026/01/31',
    '20260131T100000Z',
    '2026-W05-1',
    '2026-031',
    'now',
    'T10:00',
  ],
  ...['2026-01-31T10:00:00.5-03:00', '2026-01-31 10:00', '10:00'],
])('%j is a date', (text) => {
  expect(isDateText(text)).toBe(true)
})

test.each([
  ...[
    '2026-1-31',
    '2026-02-30',
    '2026-366',
    '0000-01-01',
    '31/01/2026',
    '2026-01-31T25:00',
    'tomorrow',
    '10',
  ],
  ...['2026-01-31T1000', '2026-01-31T10:00:00 UTC', 'Jan 31 2026'],
])('%j is no date', (text) => {
  expect(isDateText(text)).toBe(false)
})
