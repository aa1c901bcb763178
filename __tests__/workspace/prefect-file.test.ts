import { describe, expect, test } from '@jest/globals'
import { parsePrefectFile } from '../../src/workspace/prefect-file.ts'
import { usualBuild, usualPrefectFile } from '../builders/pipeline.ts'
import { lines } from '../builders/text.ts'

const path = 'pipelines/revenue/prefect.yaml'

describe(parsePrefectFile.name, () => {
  test('reads a deployment with the places of its values', () => {
    const { deployments, problems } = parsePrefectFile(path, usualPrefectFile('a--staging', 'b--prod'))
    expect(problems).toEqual([])
    expect(deployments).toHaveLength(2)
    expect(deployments[1]).toMatchObject({
      name: 'b--prod',
      index: 1,
      location: { path, line: 17, column: 11 },
      entrypoint: 'pipelines/revenue/flow.py:revenue',
      entrypointLocation: { path, line: 18, column: 17 },
      workPool: 'pool',
      workPoolLocation: { path, line: 20, column: 13 },
      image: '{{ build-image.image }}',
      imageLocation: { path, line: 22, column: 16 },
      build: [
        { kind: 'shell', id: 'commit', location: { path, line: 2, column: 5 } },
        { kind: 'image', id: 'build-image', location: { path, line: 5, column: 5 } },
      ],
      push: [],
      entry: { name: 'b--prod', work_pool: { name: 'pool' } },
    })
  })

  test('every value of a deployment has its place, and every argument of a step', () => {
    const [first] = parsePrefectFile(path, usualPrefectFile('a--prod')).deployments
    const at = (line: number, column: number) => ({ path, line, column })
    expect(first?.locate(['work_pool', 'job_variables', 'image'])).toEqual(at(16, 16))
    expect(first?.locate(['work_pool', 'job_variables', 'command'])).toEqual(at(16, 9))
    expect(first?.build[1]?.locateArgument('tag')).toEqual(at(8, 12))
    expect(first?.build[1]?.locateArgument('path')).toEqual(at(6, 7))
  })

  test('a deployment need not have a work pool nor an image', () => {
    const source = lines('deployments:', '  - name: a--prod', '    entrypoint: flow.py:main')
    const place = { path, line: 2, column: 5 }
    expect(parsePrefectFile(path, source).deployments).toMatchObject([
      { workPool: undefined, workPoolLocation: place, image: undefined, imageLocation: place, build: [] },
    ])
  })

  test('a file without deployments is none of a mistake', () => {
    expect(parsePrefectFile(path, 'name: revenue\n')).toEqual({ deployments: [], problems: [] })
  })

  test.each([
    ['build: null', 'build:'],
    ['an empty build', 'build: []'],
  ])("a deployment's own section takes the place of the file's, also with %s", (_, own) => {
    const source = lines(
      ...usualBuild,
      'deployments:',
      '  - name: a--prod',
      '    entrypoint: flow.py:main',
      `    ${own}`,
      '  - name: b--prod',
      '    entrypoint: flow.py:main',
    )
    const [a, b] = parsePrefectFile(path, source).deployments
    expect(a?.build).toEqual([])
    expect(b?.build).toHaveLength(2)
  })

  test("a deployment's own steps have their own place", () => {
    const source = lines(
      'push:',
      '  - prefect_docker.deployments.steps.push_docker_image:',
      '      tag: latest',
      'deployments:',
      '  - name: a--prod',
      '    entrypoint: flow.py:main',
      '    build:',
      '      - my_steps.prepare:',
      '          id: prepared',
    )
    expect(parsePrefectFile(path, source).deployments).toMatchObject([
      {
        build: [{ kind: 'other', name: 'my_steps.prepare', location: { line: 8, column: 9 } }],
        push: [{ kind: 'push', location: { line: 2, column: 5 } }],
      },
    ])
  })

  test.each(['', '\n', '# only a comment\n', '---\n', 'null\n'])('the file %j is empty', (source) => {
    expect(parsePrefectFile(path, source)).toMatchObject({
      deployments: [],
      problems: [{ code: 'prefect-file-empty', severity: 'error', location: { path, line: 1 } }],
    })
  })

  test('a file that is not YAML', () => {
    expect(parsePrefectFile(path, lines('a: 1', 'deployments: [')).problems).toMatchObject([
      { code: 'yaml-invalid', severity: 'error', location: { path } },
    ])
  })

  test.each<[string, string[], number, number, string]>([
    ['a list as the file', ['- a', '- b'], 1, 1, 'The file must be a mapping'],
    ['a text as the file', ['just text'], 1, 1, 'The file must be a mapping'],
    [
      'a deployment without a name',
      ['deployments:', '  - entrypoint: flow.py:main'],
      2,
      5,
      '"deployments.0" lacks "name".',
    ],
    [
      'a deployment without an entrypoint',
      ['deployments:', '  - name: a--prod', '    tags: []'],
      2,
      5,
      '"deployments.0" lacks "entrypoint".',
    ],
    [
      'a bad entrypoint',
      ['deployments:', '  - name: a--prod', '    entrypoint: flow.py'],
      3,
      17,
      '"deployments.0.entrypoint" must be of the form path/to/file.py:function, but it is the text "flow.py".',
    ],
    [
      'a step that is a text',
      ['build:', '  - run_shell_script'],
      2,
      5,
      '"build.0" must be a mapping, but it is the text "run_shell_script".',
    ],
    [
      'two steps in one',
      ['build:', '  - a.b: {}', '    c.d: {}'],
      2,
      5,
      '"build.0" must be a mapping with one key',
    ],
    ['steps that are no list', ['push:', '  a.b: {}'], 2, 3, '"push" must be a list, but it is a mapping.'],
    [
      'a step whose arguments are a text',
      ['build:', '  - a.b: now'],
      2,
      10,
      '"build.0.a.b" must be a mapping, but it is the text "now".',
    ],
  ])('%s is a mistake at its place', (_, source, line, column, message) => {
    const result = parsePrefectFile(path, lines(...source))
    expect(result.deployments).toEqual([])
    expect(result.problems).toMatchObject([
      { code: 'prefect-file-invalid', severity: 'error', location: { path, line, column } },
    ])
    expect(result.problems[0]?.message).toContain(`${path}: ${message}`)
  })

  test('two deployments of one name: the later one is the mistake', () => {
    const result = parsePrefectFile(path, usualPrefectFile('a--prod', 'b--prod', 'a--prod'))
    expect(result.deployments).toEqual([])
    expect(result.problems).toMatchObject([
      { code: 'deployment-duplicate', severity: 'error', location: { path, line: 23, column: 11 } },
    ])
  })

  test('a name with a placeholder has no environment', () => {
    expect(parsePrefectFile(path, usualPrefectFile('"a--{{ $STAGE }}"'))).toMatchObject({
      deployments: [],
      problems: [
        { code: 'deployment-name-template', severity: 'error', location: { path, line: 11, column: 11 } },
      ],
    })
  })
})
