import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parseDigests } from '../../src/images/bake-metadata.ts'
import { problemOf } from '../builders/thrown.ts'

const digest = `sha256:${'a'.repeat(64)}`

describe(parseDigests.name, () => {
  test("reads what buildx wrote, in the order of the plan's targets", async () => {
    const file = join(import.meta.dirname, '../fixtures/buildx/success-metadata.json')
    const digests = parseDigests(await readFile(file, 'utf8'), ['rj_b__two-2', 'rj_a__one-1'])
    expect([...digests]).toEqual([
      ['rj_b__two-2', 'sha256:e12bc745f51234f4081244821d7faca318ac1dc810a22d1209599b343b12936f'],
      ['rj_a__one-1', 'sha256:b47914be9663e0440c728a3e9b60b4db9b330df40ddbffd6ca7b09989a41e802'],
    ])
  })

  test('what stands beside the targets is no matter', () => {
    const metadata = {
      a: { 'containerimage.digest': digest, x: [1] },
      'buildx.build.warnings': [{}],
      b: null,
    }
    expect([...parseDigests(JSON.stringify(metadata), ['a'])]).toEqual([['a', digest]])
  })

  test.each([{}, { b: { 'containerimage.digest': digest } }, { a: {} }])('%j has no digest', async (data) => {
    const problem = await problemOf(() => parseDigests(JSON.stringify(data), ['a']))
    expect(problem.code).toBe('build-metadata-invalid')
    expect(problem.message).toContain('no digest for "a"')
  })

  test.each([
    '',
    '{',
    '[]',
    'null',
    '"text"',
    '{"a": []}',
    '{"a": "text"}',
    '{"a": {"containerimage.digest": 1}}',
    '{"a": {"containerimage.digest": "sha256:abc"}}',
    `{"a": {"containerimage.digest": "${digest}0"}}`,
  ])('%s is of another form', async (metadata) => {
    const problem = await problemOf(() => parseDigests(metadata, ['a']))
    expect(problem.code).toBe('build-metadata-invalid')
    expect(problem.message).toContain('not in the known form')
  })
})
