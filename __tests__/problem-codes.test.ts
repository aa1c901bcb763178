import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { problemCodes, problemGroups } from '../src/problem-codes.ts'
import { root } from './builders/action.ts'

/** The source of everything but the registry itself, and some files. */
async function readSources(...without: string[]): Promise<string> {
  const paths = await Array.fromAsync(glob('src/**/*.ts', { cwd: root }))
  const others = paths.filter((path) => !path.startsWith('src/problem-codes') && !without.includes(path))
  return (await Promise.all(others.map((path) => readFile(join(root, path), 'utf8')))).join('\n')
}

describe('the registry of problem codes', () => {
  test('every code is used somewhere', async () => {
    const source = await readSources()
    expect(Object.keys(problemCodes).filter((code) => !source.includes(`'${code}'`))).toEqual([])
  })

  test('no code that is used is missing', async () => {
    const source = await readSources()
    const used = [...source.matchAll(/(?:\bfailure\(\s*|\bcode: |\byamlProblem\(\s*)'([\w-]+)'/g)]
    expect(used.length).toBeGreaterThan(50)
    expect(used.flatMap(([, code = '']) => (Object.hasOwn(problemCodes, code) ? [] : code))).toEqual([])
  })

  test('the action itself needs none of the texts, and so its bundle has none', async () => {
    const imports = (await readSources('src/check.ts')).match(/^import .*problem-codes.*$/gm) ?? []
    expect(imports.length).toBeGreaterThan(0)
    expect(imports.filter((line) => !line.startsWith('import type '))).toEqual([])
  })

  test('a code is in one group only', () => {
    const codes = Object.values(problemGroups).flatMap((group) => Object.keys(group))
    expect(codes.sort()).toEqual(Object.keys(problemCodes).sort())
  })

  test.each(Object.entries(problemCodes))('%s is explained in sentences', (_, { meaning, remedy }) => {
    for (const text of [meaning, remedy]) expect(text).toMatch(/^.+ .+\.$/)
  })
})
