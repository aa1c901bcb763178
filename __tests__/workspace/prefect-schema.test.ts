import { describe, expect, test } from '@jest/globals'
import { checkPrefectYaml } from '../../src/workspace/prefect-schema.ts'

const entry = { name: 'x--prod', entrypoint: 'flow.py:main' }
const inEntry = (more: object) => ({ deployments: [{ ...entry, ...more }] })

describe(checkPrefectYaml.name, () => {
  test.each<[string, unknown]>([
    ['nothing but a name', { name: 'revenue' }],
    ['no deployments', { deployments: [] }],
    ['empty sections', { build: null, push: null, deployments: null }],
    ['steps with and without arguments', { build: [{ 'a.b': { id: 'x' } }, { 'c.d': null }] }],
    ['keys that are Prefect’s affair', { ...inEntry({ schedules: 'anything', tags: 1 }), pull: 5 }],
    ['a work pool without a name', inEntry({ work_pool: { name: null, job_variables: null } })],
    ['no work pool', inEntry({ work_pool: null })],
  ])('accepts %s', (_, data) => {
    expect(checkPrefectYaml(data)).toEqual({ yaml: data })
  })

  test.each<[string, unknown, (string | number)[], string]>([
    ['a list as the file', [], [], 'The file must be object, but it is a list.'],
    ['a text as the file', 'x', [], 'The file must be object, but it is the string "x".'],
    [
      'deployments as a mapping',
      { deployments: {} },
      ['deployments'],
      '"deployments" must be array, but it is a mapping.',
    ],
    [
      'a deployment without a name',
      { deployments: [{ entrypoint: 'flow.py:main' }] },
      ['deployments', 0],
      '"deployments.0" lacks "name".',
    ],
    [
      'a deployment without an entrypoint',
      { deployments: [entry, { name: 'x' }] },
      ['deployments', 1],
      '"deployments.1" lacks "entrypoint".',
    ],
    ['an empty entry', { deployments: [null] }, ['deployments', 0], 'but it is empty.'],
    ['a number as a name', inEntry({ name: 5 }), ['deployments', 0, 'name'], 'it is the number 5.'],
    ['an empty name', inEntry({ name: '' }), ['deployments', 0, 'name'], 'it is the string "".'],
    [
      'an entrypoint without a function',
      inEntry({ entrypoint: 'flow.py' }),
      ['deployments', 0, 'entrypoint'],
      'The entrypoint "flow.py" is not of the form path/to/file.py:function.',
    ],
    [
      'an entrypoint that is a number',
      inEntry({ entrypoint: 5 }),
      ['deployments', 0, 'entrypoint'],
      '"deployments.0.entrypoint" must be string, but it is the number 5.',
    ],
    [
      'a step that is a text',
      { build: ['run'] },
      ['build', 0],
      '"build.0" must be object, but it is the string "run".',
    ],
    [
      'a step with two names',
      { build: [{ a: {}, b: {} }] },
      ['build', 0],
      '"build.0" must be a mapping with one key, the name of the step.',
    ],
    [
      'a step without a name',
      { push: [{}] },
      ['push', 0],
      '"push.0" must be a mapping with one key, the name of the step.',
    ],
    ['arguments that are a list', { build: [{ 'a/b.c': [] }] }, ['build', 0, 'a/b.c'], 'a list.'],
    ['build as a mapping', inEntry({ build: {} }), ['deployments', 0, 'build'], 'it is a mapping.'],
    [
      'a work pool that is a text',
      inEntry({ work_pool: 'pool' }),
      ['deployments', 0, 'work_pool'],
      'it is the string "pool".',
    ],
    [
      'job variables that are a list',
      inEntry({ work_pool: { job_variables: [] } }),
      ['deployments', 0, 'work_pool', 'job_variables'],
      'it is a list.',
    ],
  ])('refuses %s, once', (_, data, path, message) => {
    expect(checkPrefectYaml(data)).toEqual({
      mistakes: [{ path, message: expect.stringContaining(message) }],
    })
  })

  test('finds all mistakes', () => {
    const data = { build: 1, deployments: [{ name: 'x' }, { entrypoint: 'nonsense' }] }
    const result = checkPrefectYaml(data)
    expect('mistakes' in result && result.mistakes.map(({ path }) => path.join('.')).sort()).toEqual([
      'build',
      'deployments.0',
      'deployments.1',
      'deployments.1.entrypoint',
    ])
  })
})
