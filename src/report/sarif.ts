import type { Location, Problem } from '../problem.ts'
import type { ProblemDocumentation } from '../problem-codes/documentation.ts'
import { stringify } from './json.ts'
import { codeBlock } from './markdown.ts'
import type { SourceLines } from './source-lines.ts'

const levels = { error: 'error', warning: 'warning', notice: 'note' } as const

/**
 * Problems in the form that GitHub's code scanning takes:
 * https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
 * @param documentation what each code means.
 */
export function printSarif(
  problems: readonly Problem[],
  {
    lines,
    version,
    documentation,
  }: {
    lines: SourceLines
    version: string
    documentation: Readonly<Record<string, ProblemDocumentation>>
  },
): string {
  const codes = [...new Set(problems.map(({ code }) => code))].sort()
  const rules = codes.map((code) => describeRule(code, documentation[code]))
  const run = {
    tool: { driver: { name: 'deploy-prefect-pipelines', semanticVersion: version, rules } },
    columnKind: 'utf16CodeUnits',
    results: problems.map((problem) => describeResult(problem, codes.indexOf(problem.code), lines)),
  }
  return stringify({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  })
}

function describeRule(code: string, documentation: ProblemDocumentation | undefined) {
  if (documentation === undefined) return { id: code }
  const { meaning, example, remedy } = documentation
  const markdown = [meaning, codeBlock(example.split('\n')).join('\n'), `**What to do:** ${remedy}`]
  return {
    id: code,
    shortDescription: { text: code.replaceAll('-', ' ') },
    fullDescription: { text: meaning },
    help: { text: `${meaning}\n\n${example}\n\n${remedy}`, markdown: markdown.join('\n\n') },
  }
}

function describeResult(
  { code, severity, message, hint, location }: Problem,
  ruleIndex: number,
  lines: SourceLines,
) {
  const text = hint === undefined ? message : `${message}\n${hint}`
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    // What looks like a link would be one.
    message: { text: text.replace(/\[(?=[^\]]*\]\()/g, '\\[') },
    locations: location === undefined ? [] : [{ physicalLocation: describeLocation(location, lines) }],
  }
}

/** From the column to the end of the line. */
function describeLocation(
  { path, line: startLine = 1, column: startColumn = 1 }: Location,
  lines: SourceLines,
) {
  const length = lines.get(path)?.[startLine - 1]?.length ?? 0
  return {
    artifactLocation: { uri: encodePath(path) },
    region: { startLine, startColumn, endLine: startLine, endColumn: Math.max(length, startColumn) + 1 },
  }
}

function encodePath(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/')
}
