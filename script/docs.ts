/**
 * Writes the README's tables of inputs and outputs, between their markers, from action.yml. `--check` fails if they are
 * stale instead.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { parse } from 'yaml'

interface ActionFile {
  readonly inputs: Readonly<Record<string, { description: string; default?: string }>>
  readonly outputs: Readonly<Record<string, { description: string }>>
}

const root = join(import.meta.dirname, '..')
const readmePath = join(root, 'README.md')

const action = parse(await readFile(join(root, 'action.yml'), 'utf8')) as ActionFile
const readme = await readFile(readmePath, 'utf8')
const withInputs = replaceSection(readme, 'inputs', describeInputs(action))
const fresh = await format(replaceSection(withInputs, 'outputs', describeOutputs(action)), {
  ...(await resolveConfig(readmePath)),
  filepath: readmePath,
})

if (!process.argv.includes('--check')) await writeFile(readmePath, fresh)
else if (fresh !== readme) {
  console.error('README.md does not fit action.yml. Run "npm run docs" and commit README.md.')
  process.exitCode = 1
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
