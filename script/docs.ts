/**
 * Writes what the documentation takes from the code: the README's tables of inputs and outputs from action.yml, the
 * keys and defaults of docs/conventions.md, and docs/problems.md. `--check` fails if one of them is stale instead.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { parse, stringify } from 'yaml'
import { conventionKeys } from '../src/plan/conventions/convention-keys.ts'
import { conventionsPath, defaultConventions } from '../src/plan/conventions/conventions.ts'
import { problemGroups } from '../src/problem-codes.ts'
import type { ProblemDocumentation } from '../src/problem-codes/documentation.ts'

interface ActionFile {
  readonly inputs: Readonly<Record<string, { description: string; default?: string }>>
  readonly outputs: Readonly<Record<string, { description: string }>>
}

const root = join(import.meta.dirname, '..')
const isCheck = process.argv.includes('--check')

const action = parse(await readFile(join(root, 'action.yml'), 'utf8')) as ActionFile
await updateSections('README.md', { inputs: describeInputs(action), outputs: describeOutputs(action) })
await updateSections('docs/conventions.md', {
  defaults: describeDefaults(),
  keys: describeConventionKeys(),
  codes: describeConventionCodes(),
})
await update('docs/problems.md', describeProblems())

/** Puts texts between the markers `<!-- name -->` and `<!-- /name -->` of a file. */
async function updateSections(path: string, sections: Readonly<Record<string, string>>): Promise<void> {
  const text = await readFile(join(root, path), 'utf8')
  const fresh = Object.entries(sections).reduce((before, [name, section]) => {
    const marked = new RegExp(`(?<=<!-- ${name} -->\\n)[^]*?(?=<!-- /${name} -->)`)
    if (!marked.test(before)) throw new Error(`${path} has no markers for ${name}`)
    return before.replace(marked, () => `\n${section}\n\n`)
  }, text)
  await update(path, fresh)
}

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

function describeDefaults(): string {
  return `\`\`\`yaml\n# ${conventionsPath}\n${stringify(defaultConventions, { version: '1.1' })}\`\`\``
}

function describeConventionKeys(): string {
  const rows = Object.entries(conventionKeys).map(([key, { takes, meaning }]) => [
    `\`${key}\``,
    meaning,
    takes.replace(/<\w+>/g, '`$&`').replace(/\b(on|off)\b/g, '`$1`'),
  ])
  return makeTable(['Key', 'What it says', 'What it takes'], rows)
}

function describeConventionCodes(): string {
  const rows = Object.entries(problemGroups.Conventions).map(([code, { meaning }]) => [
    `[\`${code}\`](problems.md#${code})`,
    meaning,
  ])
  return makeTable(['Code', 'What it means'], rows)
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
