import { lines } from './text.ts'

/** What the generator draws from: numbers that follow from the seed alone, and the anchors written so far. */
interface Draw {
  /** A whole number from 0 up to, and without, `end`. */
  readonly below: (end: number) => number
  readonly pick: <T>(choices: readonly T[]) => T
  readonly chance: (percent: number) => boolean
  readonly anchors: string[]
  readonly count: () => number
}

/** Values in every notation that Prefect's parser and others have disagreed on. */
const scalars = [
  ...['yes', 'No', 'on', 'OFF', 'true', 'null', '~', '', '"yes"', "'off'", '"null"', "''", '""'],
  ...['0', '010', '0o17', '0x1F', '0b11', '1_000', '1:30', '190:20:30', '-1', '+1', '"010"'],
  ...['1.0', '1.', '.5', '1e3', '1.5e+3', '.inf', '-.INF', '.NaN', '1.2.3', '6.8523015e+5'],
  ...['2024-05-01', '2024-05-01 10:00:00', '2024-05-01T10:00:00.5-03:00', '"2024-05-01"'],
  ...['!!str 123', '!!int "5"', '!!float "1"', '!!str', '!!null ""', '!!binary aGVsbG8='],
  ...['plain text', 'x#y', 'a:b', 'http://x:80/y?z=1', '-x', '"a: b"', "'- x'", '"# no comment"', '"@x"'],
  ...["'it''s'", '"say \\"so\\""', '"tab\\tnewline\\nend "', '" around "', 'C:\\dir', "'C:\\dir'"],
  ...[
    'relatório',
    '"São Paulo"',
    '日本語',
    '🚀',
    '"\\u00e9\\x41\\U0001F600"',
    '"\\x7f\\x85\\u2028\\ufeff\\e\\0"',
  ],
  ...['"{{ build-image.image }}"', "'x {{ commit.stdout }} y'", 'at-{{ build-image.tag }}'],
  ...['"{{ unknown.value }}"', '"{{ $HOME }}"', '"{{ prefect.blocks.secret.x }}"', '0 6 * * *'],
] as const

/** Values of several lines, each from its first one on; the later ones are indented by what is put before them. */
const tallScalars: readonly (readonly string[])[] = [
  ['|', 'one', '  two', '', 'three: 3 # kept'],
  ['|-', '{{ commit.stdout }}', 'no', '', ''],
  ['|+', 'kept', '', ''],
  ['>', 'folded', 'into one', '', '  - more', '  - indented', 'end'],
  ['>-', 'folded', '', '', 'twice'],
  ['|2', '   leading', '  spaces'],
  ['"two', '  lines\\', '   in one', '', 'x"'],
  ["'two", '', "lines'"],
  ['plain', 'on two', '', 'lines'],
]

const oddKeys = ['yes', '010', '"on"', "'a key'", '~', 'ção', '2024-05-01', '"1:30"', '"\\u2028"'] as const

/** Text of a `prefect.yaml` that PyYAML reads, with two to four deployments. The same seed gives the same text. */
export function generatePrefectFile(seed: number): string {
  const draw = drawFrom(seed)
  const head = [
    ...(draw.chance(30) ? ['# Flows of São Paulo', '', 'prefect-version: 3.4.9'] : []),
    ...(draw.chance(60) ? ['definitions:', ...indent(entries(draw, 3))] : []),
  ]
  const sections = (['build', 'push', 'pull'] as const).flatMap((name) => section(draw, name))
  const deployments = Array.from({ length: 2 + draw.below(3) }, (_, index) => deployment(draw, index)).flat()
  const tail = draw.chance(30) ? entries(draw, 1) : []
  return lines(...head, ...sections, 'deployments:', ...deployments, ...tail)
}

function deployment(draw: Draw, index: number): string[] {
  const merged = merge(draw)
  const own = (['build', 'push', 'pull'] as const).flatMap((name) =>
    draw.chance(30) ? section(draw, name) : [],
  )
  const anchor = draw.chance(50) ? `d${draw.count()}` : undefined
  const body = [
    `name: d${index}--prod${draw.chance(20) ? ' # the name' : ''}`,
    'entrypoint: flow.py:main',
    ...merged,
    ...own,
    ...entries(draw, 2),
    'work_pool:',
    ...indent(['name: pool', 'job_variables:', '  settings:', ...indent(indent(entries(draw, 2)))]),
  ]
  if (anchor !== undefined) draw.anchors.push(anchor)
  return [anchor === undefined ? '  -' : `  - &${anchor}`, ...indent(indent(body))]
}

function section(draw: Draw, name: 'build' | 'push' | 'pull'): string[] {
  const kind = draw.below(5)
  if (kind === 0) return []
  if (kind === 1) return [`${name}: ${draw.pick(['null', '[]', '', '~'])}`]
  const taken = {
    build: [
      '- prefect.deployments.steps.run_shell_script:',
      '    id: commit',
      '    script: git rev-parse HEAD',
      '- prefect_docker.deployments.steps.build_docker_image:',
      '    image_name: ghcr.io/city/x',
      '    dockerfile: Dockerfile',
    ],
    push: ['- prefect_docker.deployments.steps.push_docker_image:', '    tag: "{{ build-image.tag }}"'],
    pull: ['- prefect.deployments.steps.set_working_directory:', '    directory: /opt/{{ build-image.tag }}'],
  }[name]
  const left = kind === 2 ? ['- my_steps.notify:', ...indent(indent(entries(draw, 1)))] : []
  return [`${name}:`, ...indent([...left, ...taken])]
}

/** Lines of a block mapping with up to `most` entries of any kind and at least one. */
function entries(draw: Draw, most: number): string[] {
  const odd = oddKeys.filter(() => draw.chance(8))
  const keys = [...Array.from({ length: 1 + draw.below(most) }, () => `k${draw.count()}`), ...odd]
  return keys.flatMap((key) => entry(draw, key))
}

function entry(draw: Draw, key: string): string[] {
  if (draw.chance(10)) {
    const anchor = `a${draw.count()}`
    const inner = [...merge(draw), ...entries(draw, 2)]
    draw.anchors.push(anchor)
    return [`${key}: &${anchor}`, ...indent(inner)]
  }
  const [first = '', ...rest] = value(draw)
  return [`${key}: ${first}`, ...rest]
}

/** A value's lines, to stand behind `key: ` in a mapping. */
function value(draw: Draw): string[] {
  const kind = draw.below(12)
  const [alias] = draw.anchors.slice(draw.below(draw.anchors.length + 1))
  if (kind === 0 && alias !== undefined) return [`*${alias}`]
  if (kind === 1) return [flow(draw, 2)]
  if (kind === 2) return ['', ...indent(entries(draw, 2))]
  if (kind === 3)
    return ['', ...indent([`- ${draw.pick(scalars)}`, '-', `- [${flow(draw, 1)}]`, '- - k: x', '    l: ~'])]
  if (kind === 4) {
    const [first = '', ...rest] = draw.pick(tallScalars)
    return [first, ...indent(rest)]
  }
  const comment = draw.chance(10) ? ' # comment: {{ build-image.tag }}' : ''
  return [`${draw.pick(scalars)}${comment}`]
}

function flow(draw: Draw, depth: number): string {
  const item = () => (depth > 0 && draw.chance(40) ? flow(draw, depth - 1) : draw.pick(flowScalars))
  if (draw.chance(50)) return `[${item()}, ${item()}]`
  return `{a: ${item()}, "b": ${item()}, ${draw.pick(oddKeys)}: ${item()}}`
}

const flowScalars = [
  'yes',
  '010',
  '1:30',
  "'x, y'",
  '"{{ build-image.tag }}"',
  '""',
  'null',
  '2024-05-01',
] as const

/** Takes the entries of what has an anchor over: perhaps a whole deployment's. */
function merge(draw: Draw): string[] {
  const { anchors } = draw
  if (anchors.length === 0 || draw.chance(60)) return []
  const one = () => `*${anchors[draw.below(anchors.length)] ?? ''}`
  return [draw.chance(50) ? `<<: ${one()}` : `<<: [${one()}, ${one()}]`]
}

function indent(text: readonly string[]): string[] {
  return text.map((line) => (line === '' ? '' : `  ${line}`))
}

/** The mulberry32 generator. */
function drawFrom(seed: number): Draw {
  let state = seed
  let counted = 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number) => Math.floor(next() * end)
  const pick = <T>(choices: readonly T[]): T => {
    const [choice] = choices.slice(below(choices.length))
    if (choice === undefined) throw new Error('there is nothing to choose from')
    return choice
  }
  return {
    below,
    pick,
    chance: (percent) => below(100) < percent,
    anchors: [],
    count: () => (counted += 1),
  }
}
