import { describe, expect, test } from '@jest/globals'
import { splitWords } from '../../src/prefect/shell-words.ts'
import { runCommand } from '../../src/process/run-command.ts'
import { testEnvironment } from '../builders/programs.ts'

/** What Python's `shlex.split` makes of each line: null for what it refuses. */
async function splitInPython(lines: readonly string[]): Promise<unknown> {
  const program = `
import json, shlex, sys

def split(line):
    try:
        return shlex.split(line)
    except ValueError:
        return None

json.dump([split(line) for line in json.load(sys.stdin)], sys.stdout)
`
  const input = JSON.stringify(lines)
  const python = { file: 'python3', args: ['-c', program], cwd: '/', env: testEnvironment(), input }
  const { stdout, stderr, exitCode } = await runCommand(python)
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  return JSON.parse(stdout)
}

function splitOrRefuse(line: string): string[] | null {
  try {
    return splitWords(line)
  } catch {
    return null
  }
}

describe(splitWords.name, () => {
  test.each([
    ['git rev-parse --short HEAD', ['git', 'rev-parse', '--short', 'HEAD']],
    ['  a\tb  ', ['a', 'b']],
    ['', []],
    ['  ', []],
    [`a "b c" 'd e'`, ['a', 'b c', 'd e']],
    [`a"b"'c'd`, ['abcd']],
    [`'' ""`, ['', '']],
    ['a\\ b', ['a b']],
    [`"\\"" '\\' "\\\\" "\\n"`, ['"', '\\', '\\', '\\n']],
    ['a # b', ['a', '#', 'b']],
    [`$'a' $"b"`, ['$a', '$b']],
    ['a && b | c > d; $(e) `f` *', ['a', '&&', 'b', '|', 'c', '>', 'd;', '$(e)', '`f`', '*']],
    ['São 🚀\u00a0Paulo', ['São', '🚀\u00a0Paulo']],
  ])('%j', (line, words) => {
    expect(splitWords(line)).toEqual(words)
  })

  test.each([`a "b`, `a 'b`, 'a\\', `"a\\"`, `a '"`])('%s is left open', (line) => {
    expect(() => splitWords(line)).toThrow('a quotation mark or a backslash is left open')
  })

  test('agrees with Python on every line of up to four of the characters that matter', async () => {
    const characters = ['a', ' ', "'", '"', '\\', '$', '\n']
    const longer = (lines: readonly string[]) =>
      lines.flatMap((line) => characters.map((each) => `${line}${each}`))
    const all = [1, 2, 3, 4]
      .reduce<string[][]>((lines) => [...lines, longer(lines.at(-1) ?? [])], [['']])
      .flat()
    expect(all).toHaveLength(1 + 7 + 49 + 343 + 2401)
    expect(all.map(splitOrRefuse)).toEqual(await splitInPython(all))
  })
})
