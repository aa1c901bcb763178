import { describe, expect, test } from '@jest/globals'
import { parse, parseDocument } from 'yaml'
import { derivePrefectFile } from '../../src/prefect/derived-file.ts'
import type { Pipeline } from '../../src/workspace/pipeline.ts'
import { generatePrefectFile } from '../builders/generated-prefect-file.ts'
import { aPipeline, deploymentLines, usualBuild, usualPrefectFile } from '../builders/pipeline.ts'
import { aPlannedDeployment } from '../builders/plan.ts'
import { lines } from '../builders/text.ts'

/** What the placeholders of the usual file stand for. */
const values = {
  'commit.stdout': 'abc1234',
  'build-image.image_name': 'ghcr.io/city/pipelines',
  'build-image.tag': 'revenue-abc1234',
  'build-image.image': 'ghcr.io/city/pipelines:revenue-abc1234',
}

type Values = Readonly<Record<string, string>>

/** The derived file of a pipeline, for its deployments with these names. */
function derive(source: string, names: readonly string[], filled: Values = values) {
  const pipeline = aPipeline(source)
  return derivePrefectFile(pipeline, choose(pipeline, names, filled))
}

function choose(pipeline: Pipeline, names: readonly string[], filled: Values) {
  return names.map((name) => {
    const index = pipeline.deployments.findIndex((deployment) => deployment.name === name)
    return aPlannedDeployment({ name, index, values: filled })
  })
}

/** The text of a file whose one deployment, `x--prod`, has these lines at its end. */
const oneDeployment = (...more: string[]) =>
  lines(
    'deployments:',
    '  - name: x--prod',
    '    entrypoint: flow.py:main',
    ...more.map((line) => `    ${line}`),
  )

/** The lines of a derived file beside those that `oneDeployment` gives. */
const linesBeside = (text: string) => text.trimEnd().split('\n').slice(3)

const meaningOf = (text: string): unknown => parse(text, { version: '1.1' })

describe(derivePrefectFile.name, () => {
  test('just the chosen deployments remain, without build and push, with the image filled in', () => {
    const source = lines('name: revenue', usualPrefectFile('a--prod', 'b--staging', 'c--prod').trimEnd())
    expect(derive(source, ['a--prod', 'c--prod'])).toBe(
      lines(
        'name: revenue',
        'deployments:',
        ...['a--prod', 'c--prod'].flatMap((name) =>
          deploymentLines(name).map((line) =>
            line.replace('{{ build-image.image }}', values['build-image.image']),
          ),
        ),
      ),
    )
  })

  test('the order is that of the choice', () => {
    const derived = derive(usualPrefectFile('a--prod', 'b--prod'), ['b--prod', 'a--prod'])
    expect(meaningOf(derived)).toMatchObject({ deployments: [{ name: 'b--prod' }, { name: 'a--prod' }] })
  })

  test('comments, quotation marks and long lines stay', () => {
    const long = `"${'word '.repeat(60)}"`
    const more = ['tags: [\'a\', "b", c] # three', `description: ${long}`, '# the last']
    expect(linesBeside(derive(oneDeployment(...more), ['x--prod']))).toEqual([
      '    tags: [ \'a\', "b", c ] # three',
      `    description: ${long}`,
      '    # the last',
    ])
  })

  test('a deployment that the file does not have is a fault of the program', () => {
    const pipeline = aPipeline(usualPrefectFile('a--prod'))
    expect(() => derivePrefectFile(pipeline, [aPlannedDeployment({ index: 1 })])).toThrow(
      'was checked before',
    )
  })
})

describe('steps in a derived file', () => {
  const notify = ['- my_steps.notify:', '    image: "{{ build-image.image }}"']
  const push = ['- prefect_docker.deployments.steps.push_docker_image:', '    tag: "{{ build-image.tag }}"']
  const own = (name: string, steps: readonly string[]): string[] => [
    `${name}:`,
    ...steps.map((line) => `  ${line}`),
  ]

  test.each([
    ['a build of its own', [...usualBuild]],
    ['a push of its own', own('push', push)],
    ['both', [...usualBuild, ...own('push', push)]],
    ['both empty', ['build: []', 'push:']],
  ])('%s goes', (_, more) => {
    expect(linesBeside(derive(oneDeployment(...more), ['x--prod']))).toEqual([])
  })

  test("the file's steps that are left to Prefect become each deployment's own", () => {
    const source = lines(
      ...usualBuild,
      ...notify.map((line) => `  ${line}`),
      ...own('push', [...push, ...notify]),
      'deployments:',
      ...deploymentLines('a--prod'),
      ...deploymentLines('b--prod', 'build: []'),
    )
    const left = [{ 'my_steps.notify': { image: values['build-image.image'] } }]
    const derived = meaningOf(derive(source, ['a--prod', 'b--prod']))
    expect(derived).toMatchObject({ deployments: [{ build: left, push: left }, { push: left }] })
    expect(derived).not.toHaveProperty('build')
    expect(derived).not.toHaveProperty('push')
    expect(derived).not.toHaveProperty('deployments.1.build')
  })

  test('a script after the image is left, with what came before it filled in', () => {
    const script = '- prefect.deployments.steps.run_shell_script:'
    const more = [
      ...usualBuild,
      `  ${script}`,
      '      script: "scan {{ build-image.image }} {{ commit.stdout }}"',
    ]
    expect(meaningOf(derive(oneDeployment(...more), ['x--prod']))).toMatchObject({
      deployments: [
        {
          build: [
            {
              'prefect.deployments.steps.run_shell_script': {
                script: 'scan ghcr.io/city/pipelines:revenue-abc1234 abc1234',
              },
            },
          ],
        },
      ],
    })
  })

  test.each<[string, string[]]>([
    ['pull that is absent', []],
    ['pull: []', ['pull: []']],
    ['pull: null', ['pull: null']],
    ['pull: with nothing behind it', ['pull:']],
    ['pull with a step', own('pull', ['- prefect.deployments.steps.git_clone:', '    repository: x'])],
  ])('%s stays what it is', (_, pull) => {
    const ofFile = lines(...pull, oneDeployment().trimEnd())
    expect(meaningOf(derive(ofFile, ['x--prod']))).toEqual(meaningOf(ofFile))
    const ofDeployment = oneDeployment(...pull)
    expect(meaningOf(derive(ofDeployment, ['x--prod']))).toEqual(meaningOf(ofDeployment))
  })

  test("the file's own pull gets each deployment's values", () => {
    const steps = ['- my_steps.pull:', '    shared: "{{ a.x }}"', '    other: "{{ a.y }}"']
    const source = lines(...own('pull', steps), usualPrefectFile('a--prod', 'b--prod').trimEnd())
    const derived = derivePrefectFile(aPipeline(source), [
      aPlannedDeployment({ index: 0, values: { 'a.x': '1', 'a.y': '2' } }),
      aPlannedDeployment({ index: 1, values: { 'a.x': '1', 'a.y': 'other' } }),
    ])
    expect(meaningOf(derived)).toMatchObject({
      deployments: [
        { pull: [{ 'my_steps.pull': { shared: '1', other: '2' } }] },
        { pull: [{ 'my_steps.pull': { shared: '1', other: 'other' } }] },
      ],
    })
  })

  test("the file's own pull stays where it is when it holds no value of a deployment's", () => {
    const source = lines(
      ...own('pull', ['- my_steps.pull:', '    at: "{{ prefect.variables.x }}"']),
      usualPrefectFile('a--prod').trimEnd(),
    )
    const derived = meaningOf(
      derivePrefectFile(aPipeline(source), [aPlannedDeployment({ index: 0, values: { 'a.x': '1' } })]),
    )
    expect(derived).toMatchObject({ pull: [{ 'my_steps.pull': { at: '{{ prefect.variables.x }}' } }] })
    expect(derived).not.toMatchObject({ deployments: [{ pull: expect.anything() }] })
  })
})

describe('placeholders in a derived file', () => {
  test.each([
    ['"{{ s.v }}"', 'yes', '"yes"'],
    ["'{{ s.v }}'", '010', "'010'"],
    ['at-{{ s.v }}', '1', '"at-1"'],
    ['1{{ s.v }}', '0', '"10"'],
    ['2024-05-{{ s.v }}', '01', '"2024-05-01"'],
    ['"{{ s.v }}"', 'say "so": # no', '"say \\"so\\": # no"'],
    ['"{{ s.v }}"', 'two\nlines', '"two\\nlines"'],
    ['"{{s.v}}{{   s.v }}"', 'x', '"xx"'],
    ['"{{ s.v }}"', '', '""'],
    ['"{{ s.v }}"', '$& {{ s.v }}', '"$& {{ s.v }}"'],
    ['"{{ s.v }}"', '\u001b[31m\u0085\u2028', '"\\u001b[31m\\u0085\\u2028"'],
  ])('%s with the value %j is the text %s', (written, value, expected) => {
    const [line = ''] = linesBeside(
      derive(oneDeployment(`version: ${written}`), ['x--prod'], { 's.v': value }),
    )
    expect(meaningOf(line)).toEqual(meaningOf(`version: ${expected}`))
    expect(meaningOf(line)).toEqual({ version: expect.any(String) })
  })

  test.each(['{{ $HOME }}', '{{ other.image }}', '{{ toString }}', '{{ prefect.blocks.secret.x }}', '{{ }}'])(
    '%s is left as it stands',
    (placeholder) => {
      const source = oneDeployment(`version: "${placeholder}"`, 'tags:', `  - at ${placeholder}`)
      expect(derive(source, ['x--prod'])).toBe(source)
    },
  )

  test('texts of several lines keep their form', () => {
    const source = oneDeployment('description: |', '  image: {{ build-image.tag }}', '', '  yes')
    expect(linesBeside(derive(source, ['x--prod']))).toEqual([
      '    description: |',
      '      image: revenue-abc1234',
      '',
      '      yes',
    ])
  })

  test('a control character makes such a text one in quotation marks, which alone can have it', () => {
    const source = oneDeployment('description: |', '  {{ commit.stdout }}')
    expect(linesBeside(derive(source, ['x--prod'], { 'commit.stdout': '\u001b[1mabc' }))).toEqual([
      '    description: "\\e[1mabc\\n"',
    ])
  })

  test('neither keys nor triggers are templates at that time', () => {
    const source = oneDeployment(
      'triggers:',
      '  - name: "{{ build-image.tag }}"',
      '    parameters: { image: "{{ build-image.tag }}" }',
      'parameters:',
      '  "{{ build-image.tag }}": 1',
    )
    expect(derive(source, ['x--prod'])).toBe(source)
  })

  test('each deployment gets its own values', () => {
    const pipeline = aPipeline(usualPrefectFile('a--prod', 'b--prod'))
    const derived = derivePrefectFile(pipeline, [
      aPlannedDeployment({ index: 0, values: { 'build-image.image': 'a:1' } }),
      aPlannedDeployment({ index: 1, values: { 'build-image.image': 'b:2' } }),
    ])
    expect(meaningOf(derived)).toMatchObject({
      deployments: [
        { work_pool: { job_variables: { image: 'a:1' } } },
        { work_pool: { job_variables: { image: 'b:2' } } },
      ],
    })
  })
})

describe('anchors in a derived file', () => {
  const shared = [
    'definitions:',
    '  base: &base',
    '    version: one',
    '    tags: &tags [a, b]',
    '    build:',
    '      - prefect_docker.deployments.steps.push_docker_image: {}',
    '      - my_steps.notify: {}',
    'deployments:',
    '  - &first',
    '    name: a--staging',
    '    entrypoint: flow.py:main',
    '    work_pool: &pool { name: big }',
  ]

  test('what a deployment takes from one that is left out is written out', () => {
    const source = lines(...shared, '  - <<: *first', '    name: b--prod', '    tags: *tags')
    expect(meaningOf(derive(source, ['b--prod']))).toMatchObject({
      deployments: [
        { name: 'b--prod', tags: ['a', 'b'], entrypoint: 'flow.py:main', work_pool: { name: 'big' } },
      ],
    })
  })

  test('no anchor, no alias and no merge is left over', () => {
    const source = lines(...shared, '  - <<: [*first, *base]', '    name: b--prod', '    parameters: *base')
    expect(derive(source, ['b--prod'])).not.toMatch(/[&*]|<</)
  })

  test('a build that is merged in is divided like any other', () => {
    const source = lines(...shared, '  - <<: [*first, *base]', '    name: b--prod')
    const derived = meaningOf(derive(source, ['b--prod']))
    expect(derived).toMatchObject({ deployments: [{ version: 'one', build: [{ 'my_steps.notify': {} }] }] })
  })

  test('the own key counts before the merged one, and the first merged before the second', () => {
    const source = lines(
      'a: &a { version: from-a }',
      'b: &b { version: from-b, description: from-b, tags: from-b }',
      'c: &c { <<: [*a, *b], tags: from-c }',
      oneDeployment('description: own', '<<: *c').trimEnd(),
    )
    expect(meaningOf(derive(source, ['x--prod']))).toMatchObject({
      deployments: [{ version: 'from-a', description: 'own', tags: 'from-c' }],
    })
  })

  test('what two deployments share can differ after filling in', () => {
    const source = lines(
      'deployments:',
      ...deploymentLines('a--prod', 'version: &version "{{ build-image.tag }}"'),
      ...deploymentLines('b--prod', 'version: *version'),
    )
    const derived = derivePrefectFile(aPipeline(source), [
      aPlannedDeployment({ index: 0, values: { 'build-image.tag': 'one' } }),
      aPlannedDeployment({ index: 1, values: { 'build-image.tag': 'two' } }),
    ])
    expect(meaningOf(derived)).toMatchObject({ deployments: [{ version: 'one' }, { version: 'two' }] })
  })

  test('"<<" in quotation marks is a key like any other', () => {
    const source = oneDeployment('parameters:', '  "<<": { a: 1 }')
    expect(derive(source, ['x--prod'])).toBe(source)
  })
})

describe('scalars in a derived file', () => {
  test.each([
    ...['yes', 'No', 'on', '010', '0o17', '0x1F', '1_000', '1:30', '1e3', '1.', '.inf', '.NaN', '~', 'null'],
    ...['2024-05-01', '2024-05-01 10:00:00', '"yes"', "'010'", "''", '""', '"2024-05-01"', "'it''s'"],
    ...[
      '!!str 123',
      '!!int "5"',
      '!!str',
      '!!binary aGVsbG8=',
      '!!set { ? a, ? b }',
      '!!timestamp 2024-05-01',
    ],
    ...['"a\\tb\\nc "', '"\\u00e9"', '"\\x7f\\x85\\u2028\\ufeff"', 'São Paulo 🚀', 'x#y', '"# z"', 'C:\\dir'],
    ...['>\n      folded\n      text\n\n        more\n', '|+\n      kept\n\n', '|2-\n         x\n      y'],
  ])('%j means the same', (text) => {
    const source = oneDeployment(`note: ${text}`, `notes: [{ a: 1 }]`)
    expect(meaningOf(derive(source, ['x--prod']))).toEqual(meaningOf(source))
  })

  test.each(['yes', '010', '1:30', '2024-05-01', '~'])('%s is written as it was', (text) => {
    const source = oneDeployment(`note: ${text}`, `notes: [ ${text} ]`, `${text}: key`)
    expect(derive(source, ['x--prod'])).toBe(source)
  })

  test('nothing, as a value or as an item, is null and not the empty text', () => {
    const source = oneDeployment('version:', 'tags:', '  -', '  - ""', 'parameters: { a: , b }')
    expect(meaningOf(derive(source, ['x--prod']))).toEqual(meaningOf(source))
  })

  test('what only PyYAML would take for a line end, or not at all, stays an escape', () => {
    const derived = derive(oneDeployment('version: "\\x7f\\x85\\u2028\\ufeff"'), ['x--prod'])
    expect(linesBeside(derived)).toEqual(['    version: "\\u007f\\u0085\\u2028\\ufeff"'])
  })

  test('line ends of Windows count as line ends', () => {
    const source = oneDeployment('description: |', '  one', '  two', 'paused: yes').replaceAll('\n', '\r\n')
    const derived = derive(source, ['x--prod'])
    expect(derived).not.toContain('\r')
    expect(meaningOf(derived)).toEqual(meaningOf(source))
  })
})

describe('any derived file', () => {
  /** Data in which keys keep their type too. */
  const readAll = (text: string) => {
    const document = parseDocument(text, {
      version: '1.1',
      // Two dates that are the same are two keys to a Map.
      customTags: (tags) =>
        tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:timestamp'),
    })
    expect(document.errors).toEqual([])
    return document.toJS({ mapAsMap: true }) as Map<unknown, unknown>
  }
  const isLeft = (step: unknown) => step instanceof Map && step.has('my_steps.notify')
  const stepsLeft = (steps: unknown): unknown[] => (Array.isArray(steps) ? steps.filter(isLeft) : [])

  /** What a deployment of the file should become. */
  function expectedEntry(file: Map<unknown, unknown>, index: number): Map<unknown, unknown> {
    const entry = new Map((file.get('deployments') as Map<unknown, unknown>[])[index])
    for (const section of ['build', 'push']) {
      const left = stepsLeft(entry.has(section) ? entry.get(section) : file.get(section))
      entry.delete(section)
      if (left.length > 0) entry.set(section, left)
    }
    return entry
  }

  test.each(Array.from({ length: 150 }, (_, seed) => seed))(
    'says what the whole one says of the chosen deployments (seed %i)',
    (seed) => {
      const source = generatePrefectFile(seed)
      const pipeline = aPipeline(source)
      expect(pipeline.problems.filter(({ severity }) => severity === 'error')).toEqual([])
      const names = pipeline.deployments
        .map(({ name }) => name)
        .filter((_, index) => (index + seed) % 2 === 0)
      const derived = derive(source, names, {})

      const expected = readAll(source)
      const chosen = names.map((name) => pipeline.deployments.findIndex((each) => each.name === name))
      expected.set(
        'deployments',
        chosen.map((index) => expectedEntry(expected, index)),
      )
      expected.delete('build')
      expected.delete('push')
      expect(readAll(derived)).toEqual(expected)
    },
  )
})
