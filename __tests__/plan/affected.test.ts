import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Change } from '../../src/changes/name-status.ts'
import { findAffected } from '../../src/plan/affected.ts'

const pipelinesDir = 'pipelines'

/** One push of a real repository, with the right answers. */
interface RecordedPush {
  readonly after: string
  readonly changes: readonly RecordedChange[]
  readonly pipelinesAfter: readonly string[]
  readonly affected: readonly string[]
  readonly removed: readonly string[]
}

/** As git tells it with `-M`: a renamed or copied file has a `from`. */
type RecordedChange = Change | { readonly status: 'C' | 'R'; readonly path: string; readonly from: string }

/** The same as git tells it with `--no-renames`. */
function withoutRenames(change: RecordedChange): Change[] {
  if (!('from' in change)) return [change]
  const added: Change = { status: 'A', path: change.path }
  return change.status === 'C' ? [added] : [{ status: 'D', path: change.from }, added]
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
    ['the commit of a submodule that it is', { status: 'M', path: 'pipelines/costs' }],
  ])('a pipeline is affected by %s', (_, change) => {
    expect(find([change]).affected).toEqual(['costs'])
  })

  test('a rename from one pipeline to another affects both, in alphabetical order and once', () => {
    const changes: Change[] = [
      { status: 'D', path: 'pipelines/revenue/x.py' },
      { status: 'A', path: 'pipelines/costs/x.py' },
      { status: 'M', path: 'pipelines/revenue/y.py' },
    ]
    expect(find(changes)).toEqual({ affected: ['costs', 'revenue'], removed: [], elsewhere: [] })
  })

  test.each([
    'uv.lock',
    'src/shared/x.py',
    'pipelines/README.md',
    'pipelines/other',
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
      { status: 'D', path: 'pipelines/old/prefect.yaml' },
      { status: 'A', path: 'pipelines/costs/prefect.yaml' },
    ]
    expect(find(changes)).toEqual({ affected: ['costs'], removed: ['old'], elsewhere: [] })
  })

  test('a prefect.yaml that is not in the checkout, and not deleted either, is no removal', () => {
    const path = 'pipelines/old/prefect.yaml'
    expect(find([{ status: 'M', path }])).toEqual({ affected: [], removed: [], elsewhere: [path] })
  })

  test('a path above the working directory is in no pipeline, wherever the pipelines are', () => {
    const changes: Change[] = [{ status: 'D', path: '/prefect.yaml' }]
    const found = findAffected(changes, { pipelinesDir: '.', pipelines: [''] })
    expect(found).toEqual({ affected: [], removed: [], elsewhere: ['/prefect.yaml'] })
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
      expect(
        findAffected(changes.flatMap(withoutRenames), { pipelinesDir, pipelines: pipelinesAfter }),
      ).toMatchObject({
        affected,
        removed,
      })
    },
  )
})
