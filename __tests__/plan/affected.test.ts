import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Change } from '../../src/changes/name-status.ts'
import { findAffected } from '../../src/plan/affected.ts'

const pipelinesDir = 'pipelines'

/** One push of a real repository, with the right answers. */
interface RecordedPush {
  readonly after: string
  readonly changes: readonly Change[]
  readonly pipelinesAfter: readonly string[]
  readonly affected: readonly string[]
  readonly removed: readonly string[]
}

const history = readFileSync(join(import.meta.dirname, '../fixtures/history.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as RecordedPush)

describe(findAffected.name, () => {
  const find = (changes: readonly Change[], pipelines = ['revenue', 'costs']) =>
    findAffected(changes, { pipelinesDir, pipelines })

  test('no change affects nothing', () => {
    expect(find([])).toEqual({ affected: [], removed: [], elsewhere: [] })
  })

  test.each<[string, Change]>([
    ['its prefect.yaml', { status: 'M', path: 'pipelines/costs/prefect.yaml' }],
    ['a new file', { status: 'A', path: 'pipelines/costs/new.sql' }],
    ['a deleted file', { status: 'D', path: 'pipelines/costs/old.sql' }],
    ['a file far below', { status: 'M', path: 'pipelines/costs/a/b/c/d.py' }],
    ['a changed type', { status: 'T', path: 'pipelines/costs/link' }],
    ['a name that looks like a pipeline', { status: 'M', path: 'pipelines/costs/pipelines/revenue/x' }],
    ['a strange name', { status: 'M', path: 'pipelines/costs/re"latório\n.py' }],
    ['a file that moved in', { status: 'R', from: 'src/x.py', path: 'pipelines/costs/x.py' }],
    ['a file that moved out', { status: 'R', from: 'pipelines/costs/x.py', path: 'pipelines/costs_old' }],
    ['a copy into it', { status: 'C', from: 'pipelines/revenue/x.py', path: 'pipelines/costs/x.py' }],
  ])('a pipeline is affected by %s', (_, change) => {
    expect(find([change]).affected).toEqual(['costs'])
  })

  test('a rename from one pipeline to another affects both, in alphabetical order and once', () => {
    const changes: Change[] = [
      { status: 'R', from: 'pipelines/revenue/x.py', path: 'pipelines/costs/x.py' },
      { status: 'M', path: 'pipelines/revenue/y.py' },
    ]
    expect(find(changes)).toEqual({ affected: ['costs', 'revenue'], removed: [], elsewhere: [] })
  })

  test.each([
    'uv.lock',
    'src/shared/x.py',
    'pipelines/README.md',
    'pipelines/costs',
    'pipelines/costs-2/flow.py',
    'pipelines/Costs/flow.py',
    'pipelines',
    'pipelines2/costs/flow.py',
    'other/pipelines/costs/flow.py',
  ])('%s lies elsewhere', (path) => {
    expect(find([{ status: 'M', path }])).toEqual({ affected: [], removed: [], elsewhere: [path] })
  })

  test('everything is in alphabetical order', () => {
    const paths = ['z.md', 'pipelines/y/prefect.yaml', 'a.md', 'pipelines/b/prefect.yaml']
    expect(find(paths.map((path) => ({ status: 'D', path })))).toEqual({
      affected: [],
      removed: ['b', 'y'],
      elsewhere: ['a.md', 'z.md'],
    })
  })

  test('a pipeline without its prefect.yaml is removed, whatever else is left of it', () => {
    const changes: Change[] = [
      { status: 'D', path: 'pipelines/old/prefect.yaml' },
      { status: 'D', path: 'pipelines/old/flow.py' },
      { status: 'M', path: 'pipelines/old/README.md' },
    ]
    expect(find(changes)).toEqual({ affected: [], removed: ['old'], elsewhere: [] })
  })

  test('a renamed pipeline is removed under its old name and affected under the new', () => {
    const changes: Change[] = [
      { status: 'R', from: 'pipelines/old/prefect.yaml', path: 'pipelines/costs/prefect.yaml' },
      { status: 'R', from: 'pipelines/old/flow.py', path: 'pipelines/costs/flow.py' },
    ]
    expect(find(changes)).toEqual({ affected: ['costs'], removed: ['old'], elsewhere: [] })
  })

  test('a prefect.yaml deeper down makes no pipeline', () => {
    const path = 'pipelines/old/examples/prefect.yaml'
    expect(find([{ status: 'D', path }])).toEqual({ affected: [], removed: [], elsewhere: [path] })
  })

  test.each([
    ['work/flows', 'work/flows/costs/flow.py'],
    ['.', 'costs/flow.py'],
  ])('the pipelines may lie in %s', (folder, path) => {
    const { affected } = findAffected([{ status: 'M', path }], { pipelinesDir: folder, pipelines: ['costs'] })
    expect(affected).toEqual(['costs'])
  })
})

describe(`${findAffected.name} over a repository's history`, () => {
  test('all of it is there', () => {
    expect(history).toHaveLength(211)
  })

  test.each(history.map((push, index) => [index + 1, push.after.slice(0, 7), push] as const))(
    'line %i: the push of %s',
    (_, _commit, { changes, pipelinesAfter, affected, removed }) => {
      expect(findAffected(changes, { pipelinesDir, pipelines: pipelinesAfter })).toMatchObject({
        affected,
        removed,
      })
    },
  )
})
