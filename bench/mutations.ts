import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Node, type Pair } from 'yaml'

/** Draws that follow from the seed alone. */
export interface Draw {
  readonly below: (end: number) => number
  readonly pick: <T>(choices: readonly T[]) => T
}

/** The mulberry32 generator. */
export function drawFrom(seed: number): Draw {
  let state = seed
  const below = (end: number) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end)
  }
  const pick = <T>(choices: readonly T[]): T => {
    const [choice] = choices.slice(below(choices.length))
    if (choice === undefined) throw new Error('there is nothing to choose from')
    return choice
  }
  return { below, pick }
}

/** A value of a file, by its key, its kind and where its text stands. */
interface Place {
  readonly key: string
  readonly path: readonly string[]
  readonly kind: 'scalar' | 'mapping' | 'list'
  readonly value: readonly [from: number, to: number]
  readonly keyText: readonly [from: number, to: number]
}

/** One way to break a file: the new text, or undefined where the file has nothing of the kind. */
export type Mutation = (source: string, draw: Draw) => string | undefined

/** Puts one of `texts` in the place of a value that `fits`. */
const replace =
  (fits: (place: Place) => boolean, texts: readonly string[]): Mutation =>
  (source, draw) => {
    const places = findPlaces(source).filter(fits)
    return places.length === 0 ? undefined : splice(source, draw.pick(places).value, draw.pick(texts))
  }

const named =
  (...keys: readonly string[]) =>
  ({ key }: Place) =>
    keys.includes(key)

/** What the flow and the work pool make of the values in here is no matter of the file. */
const isFree = ({ path }: Place) =>
  path.some((key) => ['parameters', 'job_variables', 'definitions', 'pull'].includes(key))

/** The places whose change asks for something that isn't there. */
const isOutside = ({ key, path }: Place) =>
  (key === 'name' && path.includes('work_pool')) || key === 'entrypoint' || isFree({ key, path } as Place)

const isA = (kind: Place['kind']) => (place: Place) => place.kind === kind && !isOutside(place)

const cronFields = [
  ...[
    '*',
    '0',
    '7',
    '31',
    '60',
    '24',
    '1-5',
    '5-1',
    '*/5',
    '*/0',
    '10/5',
    '1,2',
    '1,',
    'L',
    'l5',
    '2#3',
    '2#6',
    'mon',
  ],
  ...[
    'FRI-MON',
    'jan',
    '13',
    '?',
    '-1',
    '1.5',
    'x',
    '1-2-3',
    'H',
    'R',
    'sun#1,2',
    '0-7',
    '*-5',
    '99',
    '1/2/3',
  ],
]

/** All kinds, by what they do. */
export const mutations: Readonly<Record<string, Mutation>> = {
  'a number for a value': replace(isA('scalar'), ['5', '0', '1.5', '010', '1_000', '1:30', '-3']),
  'a truth value for a value': replace(isA('scalar'), ['yes', 'no', 'true', 'OFF']),
  'a date for a value': replace(isA('scalar'), ['2026-01-31', '2026-01-31 10:00:00']),
  'nothing for a value': replace(isA('scalar'), ['', '~', 'null', '""']),
  'a list for a value': replace(isA('scalar'), ['[a]', '[]', '[1, 2]']),
  'a mapping for a value': replace(isA('scalar'), ['{a: b}', '{}']),
  'another text for a value': replace(isA('scalar'), ['abc', '"a b"', "'5'", 'y', '1e3', '0o17']),
  'a text for a mapping': replace((place) => place.kind === 'mapping' && !isFree(place), ['abc', '5', 'yes']),
  'a list for a mapping': replace(
    (place) => place.kind === 'mapping' && !isFree(place),
    ['[a]', '[]', '[{a: b}]'],
  ),
  'nothing for a mapping': replace((place) => place.kind === 'mapping' && !isFree(place), ['~', '', '{}']),
  'another value for free values': replace(named('parameters', 'job_variables'), [
    '~',
    'abc',
    '[a]',
    '[]',
    '{}',
    '5',
    '{1: a}',
    '{yes: a}',
    '{x: {1: a}}',
  ]),
  'a text for a list': replace(isA('list'), ['abc', '5', '""']),
  'a mapping for a list': replace(isA('list'), ['{a: b}', '{}']),
  'nothing for a list': replace(isA('list'), ['~', '', '[]', '[~]', '[abc]', '[{}]', '[[]]']),
  'a misspelt key': misspell,
  'a key left out': leaveOut,
  'an unknown key': (source, draw) =>
    addKey(source, draw, () => true, ['note: x', 'work_pol: {}', 'catchup: true', 'nmae: x', 'path: 5']),
  'a cron field': (source, draw) =>
    changeCron(source, draw, (fields) => fields.with(draw.below(fields.length), draw.pick(cronFields))),
  'a cron line of another length': (source, draw) =>
    changeCron(source, draw, (fields) =>
      draw.pick([fields.slice(1), [...fields, '*'], [...fields, '0', '*'], [...fields, '1', '2', '3'], []]),
    ),
  'a time zone': replace(named('timezone'), [
    'America/sao_paulo',
    'Mars/Base',
    'UTC+3',
    '"+03:00"',
    'EST',
    'BRT',
    '""',
    'localtime',
    'Europe/Kyiv',
    'GMT0',
    'utc',
    'US/Eastern',
  ]),
  'an interval': replace(named('interval'), [
    '0',
    '-5',
    '"60"',
    '"PT15M"',
    '1.5',
    '1:30',
    'yes',
    'no',
    '"1 day"',
    '.inf',
    '1.0e+20',
    'hourly',
    '"01:30:00"',
    '"PT"',
    '[60]',
  ]),
  'a rule': replace(named('rrule'), [
    'FREQ=DAILY',
    '"FREQ=DAYLY"',
    '"INTERVAL=2"',
    '"FREQ=DAILY;"',
    '"FREQ=DAILY;BYDAY=XX"',
    '"FREQ=DAILY;BYHOUR=25"',
    '"FREQ=DAILY;COUNT=2"',
    '"FREQ=DAILY;UNTIL=20271301"',
    '"FREQ=DAILY;UNTIL=20270101T000000Z"',
    '"RRULE:FREQ=MONTHLY;BYDAY=-1FR"',
    '"RULE:FREQ=DAILY"',
    `'{"rrule": "FREQ=DAILY"}'`,
    `'{"rule": 1}'`,
    '"FREQ=DAILY;BYSETPOS=0"',
    '5',
    '""',
  ]),
  'an anchor date': replace(named('anchor_date'), [
    '2026-01-31',
    '"2026-01-31"',
    '"31/01/2026"',
    '"2026-02-30"',
    '"2026-1-1"',
    '""',
    '5',
    '"10:00"',
    '"2026-01-31T25:00"',
    'tomorrow',
    '"2026-W05-1"',
    '[]',
    'yes',
  ]),
  'a key of schedules': (source, draw) =>
    addKey(source, draw, ({ path }) => path.at(-2) === 'schedules', [
      'flow_run_name: x',
      'deployment_name: x',
      'max_active_runs: 1',
      'catchup: true',
      'replaces: x',
      'replaces: 5',
      'interval: 60',
      'cron: "0 * * * *"',
      'rrule: "FREQ=DAILY"',
      'anchor_date: 5',
      'day_or: maybe',
      'slug: 5',
      'active: 3',
      'parameters: []',
    ]),
  'a truth value': replace(named('active', 'paused', 'enforce_parameter_schema', 'enabled', 'day_or'), [
    'maybe',
    '"yes"',
    '2',
    '1',
    '0',
    'Y',
    '"on"',
    '""',
    '[]',
    '{}',
    '~',
    '1.0',
    '"{{ a.b }}"',
  ]),
  'a limit': replace(named('concurrency_limit', 'limit', 'collision_strategy', 'grace_period_seconds'), [
    '0',
    '-1',
    '5',
    '"5"',
    '1.5',
    '2.0',
    'yes',
    'ENQUEUE',
    'enqueue',
    '~',
    '{limit: 1}',
    '{limit: 1, collision_strategy: ENQUEUE}',
    '30',
    '100000',
    '[]',
  ]),
  'a version type': replace(named('version_type', 'version', 'flow_name', 'description'), [
    'git',
    'vcs:git',
    '~',
    '5',
    'yes',
    '""',
    '[a]',
    '2026-01-31',
    '1.0',
    '1e3',
  ]),
  'an entrypoint': replace(named('entrypoint'), [
    'flow.py',
    'flow',
    'flow.py:',
    ':main',
    '5',
    '~',
    '[a]',
    '""',
    'flow:main',
    'flow.main',
    'flow.py:main',
    '{a: b}',
    'yes',
  ]),
  tags: replace(named('tags'), [
    'abc',
    '5',
    '~',
    '[1, yes, ~]',
    '{a: b}',
    '[2026-01-31]',
    '[[a]]',
    'yes',
    '""',
  ]),
  'a trigger': replace(
    named(
      'type',
      'posture',
      'threshold',
      'within',
      'require',
      'expect',
      'after',
      'for_each',
      'match',
      'match_related',
      'triggers',
    ),
    [
      'event',
      'sequence',
      'compound',
      'metric',
      'evnt',
      'Reactive',
      'Proactive',
      'proactive',
      '5',
      '0',
      '-5',
      '"5"',
      '1.5',
      'all',
      '[a]',
      '[5]',
      '{a: b}',
      '{a: 5}',
      '~',
      '"PT5M"',
      '[{expect: [a]}]',
    ],
  ),
  steps: replace(named('build', 'push'), [
    '~',
    '[]',
    '{}',
    'abc',
    '[abc]',
    '[~]',
    '[{}]',
    '[{a.b: {}, c.d: {}}]',
    '[{notify: {}}]',
    '[{prefect.deployments.steps.run_shell_script: {script: echo a}}]',
    '{prefect.deployments.steps.run_shell_script: {script: echo a}}',
    '[{prefect.deployments.steps.run_shell_script: {}}]',
    '[{prefect.deployments.steps.run_shell_script: ~}]',
  ]),
  'pull steps': replace(named('pull'), [
    '~',
    '[]',
    '{}',
    'abc',
    '[abc]',
    '[~]',
    '[{}]',
    '[{a.b: {}, c.d: {}}]',
    '{a.b: {}}',
    '5',
    'yes',
    '[{a.b: 5}]',
  ]),
  'an argument of a step': replace(
    ({ path }) => path.some((key) => key.endsWith('run_shell_script')),
    ['5', '~', '[a]', '{a: b}', 'yes', 'abc', '{A: 1}', '2026-01-31'],
  ),
  'another indentation': indent,
  'a missing sign': (source, draw) => removeOne(source, draw, /[:"[\]{}]/g),
  'a tab': (source, draw) => replaceOne(source, draw, / {2}(?=\S)/g, '\t'),
  'a sign too many': (source, draw) =>
    replaceOne(
      source,
      draw,
      /(?<=: )(?=\S)/g,
      draw.pick(['@', '`', '%', '*', '&x ', '!x ', ': ', '- ', '"', '[', '{', '| ']),
    ),
}

function misspell(source: string, draw: Draw): string | undefined {
  const places = findPlaces(source).filter((place) => !isFree(place) && place.key.length > 3)
  if (places.length === 0) return undefined
  const { key, keyText } = draw.pick(places)
  const at = draw.below(key.length - 1)
  const swapped = `${key.slice(0, at)}${key[at + 1] ?? ''}${key[at] ?? ''}${key.slice(at + 2)}`
  return splice(source, keyText, draw.pick([swapped, key.slice(1), `${key}s`, key.replace('_', '-')]))
}

function leaveOut(source: string, draw: Draw): string | undefined {
  const places = findPlaces(source).filter((place) => !isFree(place))
  if (places.length === 0) return undefined
  const { keyText, value } = draw.pick(places)
  return splice(source, [keyText[0], value[1]], 'left_out: 1')
}

function addKey(
  source: string,
  draw: Draw,
  fits: (place: Place) => boolean,
  lines: readonly string[],
): string | undefined {
  const places = findPlaces(source).filter((place) => !isFree(place) && fits(place))
  if (places.length === 0) return undefined
  const [from] = draw.pick(places).keyText
  const column = from - (source.lastIndexOf('\n', from - 1) + 1)
  return splice(source, [from, from], `${draw.pick(lines)}\n${' '.repeat(column)}`)
}

function changeCron(
  source: string,
  draw: Draw,
  change: (fields: string[]) => readonly string[],
): string | undefined {
  const places = findPlaces(source).filter(({ key, kind }) => key === 'cron' && kind === 'scalar')
  if (places.length === 0) return undefined
  const { value } = draw.pick(places)
  const fields = source
    .slice(...value)
    .replaceAll('"', '')
    .split(' ')
  return splice(source, value, `"${change(fields).join(' ')}"`)
}

function indent(source: string, draw: Draw): string | undefined {
  const lines = source.split('\n')
  const at = draw.below(lines.length)
  const line = lines[at] ?? ''
  if (line.trim() === '') return undefined
  return lines.with(at, draw.pick([` ${line}`, `  ${line}`, line.slice(1), line.slice(2)])).join('\n')
}

function removeOne(source: string, draw: Draw, sign: RegExp): string | undefined {
  return replaceOne(source, draw, sign, '')
}

function replaceOne(source: string, draw: Draw, sign: RegExp, by: string): string | undefined {
  const found = [...source.matchAll(sign)]
  if (found.length === 0) return undefined
  const { index, 0: text } = draw.pick(found)
  return splice(source, [index, index + text.length], by)
}

function splice(source: string, [from, to]: readonly [number, number], text: string): string {
  return source.slice(0, from) + text + source.slice(to)
}

function findPlaces(source: string): Place[] {
  const document = parseDocument(source, { version: '1.1', lineCounter: new LineCounter() })
  const places: Place[] = []
  visit(document, {
    Pair: (_, { key, value }, parents) => {
      if (!isScalar(key) || !key.range || !isNodeWithRange(value)) return
      const place = placeOf(value, source)
      if (!place) return
      const path = parents.filter((node): node is Pair => 'key' in node).map((pair) => String(pair.key))
      places.push({
        key: String(key.value),
        path: indexed(path, parents),
        keyText: [key.range[0], key.range[1]],
        ...place,
      })
    },
  })
  return places
}

/** The keys on the way, with what is in a list one step further than its key. */
function indexed(path: readonly string[], parents: readonly unknown[]): string[] {
  return isSeq(parents.at(-2)) ? [...path, ''] : [...path]
}

function isNodeWithRange(value: unknown): value is Node & { range: [number, number, number] } {
  return typeof value === 'object' && value !== null && 'range' in value && Array.isArray(value.range)
}

function placeOf(
  node: Node & { range: [number, number, number] },
  source: string,
): Pick<Place, 'kind' | 'value'> | undefined {
  const [from, end] = node.range
  const value = [from, from + source.slice(from, end).trimEnd().length] as const
  if (isScalar(node)) return { kind: 'scalar', value }
  if (isMap(node)) return { kind: 'mapping', value }
  return isSeq(node) ? { kind: 'list', value } : undefined
}
