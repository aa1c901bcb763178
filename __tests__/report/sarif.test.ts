import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { describe, expect, test } from '@jest/globals'
import type { Problem } from '../../src/problem.ts'
import { problemCodes } from '../../src/problem-codes.ts'
import { printJson } from '../../src/report/json.ts'
import { printSarif } from '../../src/report/sarif.ts'

const missing: Problem = {
  code: 'dockerfile-missing',
  severity: 'error',
  message: 'The Dockerfile "x" doesn\'t exist.',
  hint: 'Correct "dockerfile".',
  location: { path: 'pipelines/a/prefect.yaml', line: 2, column: 3 },
}

const print = (problems: readonly Problem[]) =>
  printSarif(problems, {
    lines: new Map([['pipelines/a/prefect.yaml', ['build:', '  dockerfile: x']]]),
    version: '1.2.3',
    documentation: problemCodes,
  })

const run = (problems: readonly Problem[]) => ({ runs: [parsed(print(problems))] })

function parsed(text: string): unknown {
  const log = JSON.parse(text) as { runs: unknown[] }
  return log.runs[0]
}

/** Checks by the schema of the standard, which is written in an older version of JSON Schema. */
async function compileSchema() {
  const path = createRequire(import.meta.url).resolve(
    '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
  )
  const text = await readFile(path, 'utf8')
  const schema = JSON.parse(text.replace(/^ {4}"(\$schema|id)": .*\n/gm, '')) as object
  const isUri = (uri: string) => URL.canParse(uri) && /^[\x21-\x7e]+$/.test(uri)
  const formats = {
    uri: isUri,
    'uri-reference': (uri: string) => isUri(new URL(uri, 'file:///').href) && /^[\x21-\x7e]+$/.test(uri),
    'date-time': true,
  } as const
  return new Ajv({ strict: false, unicodeRegExp: false, formats }).compile(schema)
}

const samples: readonly (readonly [string, readonly Problem[]])[] = [
  ['no problem', []],
  ['one problem', [missing]],
  ['every code', Object.keys(problemCodes).map((code) => ({ ...missing, code: code as Problem['code'] }))],
  [
    'warnings and notices',
    [
      { ...missing, severity: 'warning' },
      { ...missing, severity: 'notice' },
    ],
  ],
  ['no place', [{ code: 'timeout', severity: 'error', message: 'Too long.' }]],
  ['no line', [{ ...missing, location: { path: 'a' } }]],
  ['a hostile path', [{ ...missing, location: { path: 'a b/%41:ç\n\ud800?#', line: 1, column: 1 } }]],
]

describe(printSarif.name, () => {
  test.each(samples)('%s: is valid by the schema', async (_, problems) => {
    const validate = await compileSchema()
    validate(JSON.parse(print(problems)))
    expect(validate.errors).toBeNull()
  })

  test('the schema finds mistakes', async () => {
    const validate = await compileSchema()
    for (const [from, to] of [
      ['"version": "2.1.0"', '"version": "3"'],
      ['"startLine": 2', '"startLine": 0'],
      ['pipelines/a', 'ç'],
    ] as const) {
      expect(validate(JSON.parse(print([missing]).replaceAll(from, to)))).toBe(false)
    }
  })

  test('a problem, its place and its rule', () => {
    expect(run([missing]).runs).toEqual([
      {
        tool: {
          driver: {
            name: 'deploy-prefect-pipelines',
            semanticVersion: '1.2.3',
            rules: [
              {
                id: 'dockerfile-missing',
                shortDescription: { text: 'dockerfile missing' },
                fullDescription: { text: problemCodes['dockerfile-missing'].meaning },
                help: {
                  text: expect.stringContaining(problemCodes['dockerfile-missing'].remedy),
                  markdown: expect.stringContaining('```text\ndockerfile: '),
                },
              },
            ],
          },
        },
        columnKind: 'utf16CodeUnits',
        results: [
          {
            ruleId: 'dockerfile-missing',
            ruleIndex: 0,
            level: 'error',
            message: { text: 'The Dockerfile "x" doesn\'t exist.\nCorrect "dockerfile".' },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'pipelines/a/prefect.yaml' },
                  region: { startLine: 2, startColumn: 3, endLine: 2, endColumn: 16 },
                },
              },
            ],
          },
        ],
      },
    ])
  })

  test('each rule once, and each result points to its own', () => {
    const [first] = run([missing, { ...missing, code: 'timeout', severity: 'notice' }, missing]).runs
    expect(first).toMatchObject({
      tool: { driver: { rules: [{ id: 'dockerfile-missing' }, { id: 'timeout' }] } },
      results: [{ ruleIndex: 0 }, { ruleIndex: 1, level: 'note' }, { ruleIndex: 0 }],
    })
  })

  test('paths are percent-encoded', () => {
    const [first] = run([{ ...missing, location: { path: 'a b/%41:ç/x\n?#.py', line: 1 } }]).runs
    const uri = 'a%20b/%2541%3A%C3%A7/x%0A%3F%23.py'
    expect(first).toMatchObject({
      results: [{ locations: [{ physicalLocation: { artifactLocation: { uri } } }] }],
    })
  })

  test('a text of the repository is no link', () => {
    const [first] = run([{ ...missing, message: 'Add [project] or [x](https://y).', hint: '[]' }]).runs
    const text = 'Add [project] or \\[x](https://y).\n[]'
    expect(first).toMatchObject({ results: [{ message: { text } }] })
  })
})

describe(printJson.name, () => {
  test('is an array of the problems', () => {
    expect(JSON.parse(printJson([missing]))).toEqual([missing])
    expect(printJson([])).toBe('[]\n')
  })

  test('nothing in it is heeded by a terminal', () => {
    const problem = { ...missing, message: '\u001b[31m\u009b31m\u007f\u202e\u2028' }
    expect(printJson([problem])).not.toMatch(/(?!\n)[\p{Cc}\u2028-\u202e]/u)
    expect(JSON.parse(printJson([problem]))).toEqual([problem])
  })
})
