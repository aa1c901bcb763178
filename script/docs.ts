/**
 * Writes the README's tables of inputs and outputs, between their markers, from action.yml, and docs/problems.md from
 * the registry of problem codes. `--check` fails if one of them is stale instead.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { parse } from 'yaml'
import { problemGroups } from '../src/problem-codes.ts'
import type { ProblemDocumentation } from '../src/problem-codes/documentation.ts'

interface ActionFile {
  readonly inputs: Readonly<Record<string, { description: string; default?: string }>>
  readonly outputs: Readonly<Record<string, { description: string }>>
}

const root = join(import.meta.dirname, '..')
const isCheck = process.argv.includes('--check')

const action = parse(await readFile(join(root, 'action.yml'), 'utf8')) as ActionFile
const readme = await readFile(join(root, 'README.md'), 'utf8')
const withInputs = replaceSection(readme, 'inputs', describeInputs(action))
await update('README.md', replaceSection(withInputs, 'outputs', describeOutputs(action)))
await update('docs/problems.md', describeProblems())

/** Writes a file as prettier would, or says that it is stale. */
async function update(path: string, text: string): Promise<void> {
  const filepath = join(root, path)
  const fresh = await format(text, { ...(await resolveConfig(filepath)), filepath })
  if (isCheck) {
    const found = await readFile(filepath, 'utf8').catch(() => undefined)
    if (fresh === found) return
    console.error(`${path} is stale. Run "npm run docs" and commit ${path}.`)
    process.exitCode = 1
  } else {
    await mkdir(dirname(filepath), { recursive: true })
    await writeFile(filepath, fresh)
  }
}

function describeInputs({ inputs }: ActionFile): string {
  const rows = Object.entries(inputs).map(([name, { description, default: value }]) => [
    `\`${name}\``,
    description.trim(),
    value === undefined ? '' : `\`${value.trim().replaceAll('\n', ' · ')}\``,
  ])
  return makeTable(['Input', 'What it says', 'Default'], rows)
}

function describeOutputs({ outputs }: ActionFile): string {
  const rows = Object.entries(outputs).map(([name, { description }]) => [`\`${name}\``, description.trim()])
  return makeTable(['Output', 'What it tells'], rows)
}

function makeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Puts a text between the markers `<!-- name -->` and `<!-- /name -->`. */
function replaceSection(text: string, name: string, content: string): string {
  const [before, , after] = text.split(new RegExp(`(?<=<!-- ${name} -->\\n)([^]*?)(?=<!-- /${name} -->)`))
  if (before === undefined || after === undefined) throw new Error(`README.md has no markers for ${name}`)
  return `${before}\n${content}\n\n${after}`
}

function describeProblems(): string {
  const groups = Object.entries(problemGroups).map(([title, group]) => {
    const problems = Object.entries<ProblemDocumentation>(group).sort(([a], [b]) => (a < b ? -1 : 1))
    return [`## ${title}`, ...problems.map(([code, problem]) => describeProblem(code, problem))].join('\n\n')
  })
  const start = [
    '# Problems',
    'Every problem has a code: the title of its annotation in the log, and in brackets behind its text in the summary. This is what each means.',
    '<!-- Made from src/problem-codes/ by "npm run docs". -->',
  ]
  return [...start, ...groups].join('\n\n')
}

function describeProblem(code: string, { meaning, example, remedy }: ProblemDocumentation): string {
  return [`### ${code}`, meaning, `\`\`\`text\n${example}\n\`\`\``, `**What to do:** ${remedy}`].join('\n\n')
}
