import { describe, expect, test } from '@jest/globals'
import { findTomlPlaces } from '../../src/workspace/toml-places.ts'
import { lines } from '../builders/text.ts'

const source = lines(
  '# [project] name = "comment"', // 1
  '[[tool.uv.index]]', // 2
  'name = "pypi"', // 3
  '[ "project" ] # the package', // 4
  '  name="revenue"', // 5
  'description = """', // 6
  'name = "not this"', // 7
  '[tool.uv.sources]', // 8
  '"""', // 9
  'dependencies = [', // 10
  '  "prefect", # "city-pipelines"', // 11
  '  \'city-pipelines>=1\', "pandas[sql]",', // 12
  ']', // 13
  'urls.home = "https://example.com/#x"', // 14
  '[tool.uv.sources]', // 15
  'city-pipelines = { workspace = true }', // 16
  '[tool.uv]', // 17
  'workspace = { members = ["a", "b"] }', // 18
)

describe(findTomlPlaces.name, () => {
  const locate = findTomlPlaces('pyproject.toml', source)

  test.each([
    [['project', 'name'], '', 5, 3],
    [['project', 'dependencies'], 'city-pipelines', 12, 3],
    [['project', 'dependencies'], 'pandas', 12, 24],
    [['project', 'dependencies'], 'polars', 10, 1],
    [['project', 'urls', 'home'], '', 14, 1],
    [['project', 'version'], '', 4, 1],
    [['tool', 'uv', 'sources', 'city-pipelines'], '', 16, 1],
    [['tool', 'uv', 'sources'], '', 15, 1],
    [['tool', 'uv', 'sources', 'other'], '', 15, 1],
    [['tool', 'uv', 'workspace', 'members'], 'b', 18, 31],
    [['tool', 'uv', 'workspace', 'exclude'], '', 18, 1],
    [['build-system'], '', 1, 1],
  ])('%j with the text "%s" is at %i:%i', (keys, text, line, column) => {
    const wanted = text === '' ? undefined : (found: string) => found.startsWith(text)
    expect(locate(keys, wanted)).toEqual({ path: 'pyproject.toml', line, column })
  })

  test('of an empty file it is the first line', () => {
    expect(findTomlPlaces('x.toml', '')(['project', 'name'])).toEqual({ path: 'x.toml', line: 1, column: 1 })
  })
})
