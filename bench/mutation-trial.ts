/**
 * Breaks valid Prefect files in many ways and holds the action's verdict against that of `prefect deploy --all`, with
 * both releases. What both refuse has to be an error; what both take must not be one; what only 3.8 refuses has to be
 * told. Prints the figures of each way, and the files on which the verdicts differ.
 * Usage: node bench/mutation-trial.ts [--seed N] [--count N]
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parseDocument } from 'yaml'
import type { Problem } from '../src/problem.ts'
import { parsePrefectFile } from '../src/workspace/prefect-file.ts'
import { drawFrom, mutations } from './mutations.ts'
import { startJudge, type Verdict } from './prefect-verdicts.ts'

interface Mutant {
  readonly kind: string
  readonly file: string
  readonly source: string
}

interface Outcome extends Mutant {
  readonly old: Verdict
  readonly new: Verdict
  readonly ours: 'error' | 'warning' | 'nothing'
  readonly problems: readonly Problem[]
}

const { values: options } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '1000' } },
})
const root = join(import.meta.dirname, '..')

/** What the action refuses by itself, whatever Prefect makes of it. */
const ownRules = ['yaml-duplicate-key', 'deployment-duplicate', 'deployment-name-template']

async function readBases(): Promise<{ file: string; source: string }[]> {
  const fixtures = join(root, '__tests__', 'fixtures', 'prefect-yaml')
  const examples = join(root, 'examples', 'monorepo', 'pipelines')
  const paths = [
    ...(await readdir(fixtures)).map((name) => join(fixtures, name)),
    ...(await readdir(examples)).map((name) => join(examples, name, 'prefect.yaml')),
  ]
  return await Promise.all(
    paths.toSorted().map(async (path) => {
      const source = await readFile(path, 'utf8')
      return { file: path, source: path.startsWith(examples) ? withoutImages(source) : source }
    }),
  )
}

/** No image is built here. */
function withoutImages(source: string): string {
  const document = parseDocument(source, { version: '1.1' })
  document.delete('build')
  document.delete('push')
  return document.toString({ lineWidth: 0 })
}

/** As many mutants of each kind as there are different ones, no two with the same text. */
function makeMutants(bases: readonly { file: string; source: string }[], count: number): Mutant[] {
  const draw = drawFrom(Number(options.seed))
  const mutants = new Map<string, Mutant>()
  const kinds = Object.entries(mutations)
  for (let tries = 0; mutants.size < count && tries < count * 20; tries += 1) {
    const made = kinds.flatMap(([kind, mutate]) => {
      const broken = bases.flatMap(({ file, source }) => {
        const text = mutate(source, draw)
        return text === undefined || text === source ? [] : [{ kind, file, source: text }]
      })
      return broken.length === 0 ? [] : [draw.pick(broken)]
    })
    for (const mutant of made) mutants.set(mutant.source, mutants.get(mutant.source) ?? mutant)
  }
  return [...mutants.values()].slice(0, count)
}

function judgeOurselves(source: string): Pick<Outcome, 'ours' | 'problems'> {
  const { problems } = parsePrefectFile('prefect.yaml', source)
  const isError = problems.some(({ severity }) => severity === 'error')
  return { problems, ours: isError ? 'error' : problems.length > 0 ? 'warning' : 'nothing' }
}

/** A file that deploys nothing is fine for the action, which then has nothing to do. */
function hasNothingToDeploy(source: string, ours: Outcome['ours']): boolean {
  return ours !== 'error' && parsePrefectFile('prefect.yaml', source).deployments.length === 0
}

function disagreement(outcome: Outcome): 'missed' | 'false alarm' | 'untold' | undefined {
  const { old, new: recent, ours, problems, source } = outcome
  if (old.outcome === 'environment' || recent.outcome === 'environment') return undefined
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length > 0 && errors.every(({ code }) => ownRules.includes(code))) return undefined
  if (hasNothingToDeploy(source, ours)) return undefined
  const isRefused = { old: old.outcome === 'rejected', new: recent.outcome === 'rejected' }
  if (isRefused.old && isRefused.new) return ours === 'error' ? undefined : 'missed'
  if (!isRefused.old && !isRefused.new) return ours === 'error' ? 'false alarm' : undefined
  return isRefused.new && ours === 'nothing' ? 'untold' : undefined
}

function printTable(outcomes: readonly Outcome[]): void {
  const heads = ['number', '3.4 no', '3.8 no', 'error', 'warning', 'outside', 'missed', 'false', 'untold']
  console.log(['kind'.padEnd(34), ...heads.map((head) => head.padStart(8))].join(''))
  for (const kind of [...Object.keys(mutations), 'all']) {
    const of = outcomes.filter((outcome) => kind === 'all' || outcome.kind === kind)
    const count = (is: (outcome: Outcome) => boolean) => String(of.filter(is).length).padStart(8)
    const cells = [
      count(() => true),
      count(({ old }) => old.outcome === 'rejected'),
      count(({ new: recent }) => recent.outcome === 'rejected'),
      count(({ ours }) => ours === 'error'),
      count(({ ours }) => ours === 'warning'),
      count(({ old, new: recent }) => [old, recent].some(({ outcome }) => outcome === 'environment')),
      ...['missed', 'false alarm', 'untold'].map((what) =>
        count((outcome) => disagreement(outcome) === what),
      ),
    ]
    console.log([kind.padEnd(34), ...cells].join(''))
  }
}

function printDisagreement(outcome: Outcome): void {
  const { kind, file, source, problems } = outcome
  console.log(`\n=== ${disagreement(outcome) ?? ''}: ${kind} in ${file}`)
  console.log(source)
  for (const { severity, message } of problems) console.log(`--- ours: ${severity}: ${message}`)
  console.log(`--- 3.4: ${outcome.old.outcome}: ${outcome.old.output.slice(-3).join(' | ')}`)
  console.log(`--- 3.8: ${outcome.new.outcome}: ${outcome.new.output.slice(-3).join(' | ')}`)
}

const bases = await readBases()
await using oldJudge = await startJudge('3.4')
await using newJudge = await startJudge('3.8')
const judge = async (mutant: Mutant): Promise<Outcome> => {
  const [old, recent] = await Promise.all([oldJudge.judge(mutant.source), newJudge.judge(mutant.source)])
  return { ...mutant, old, new: recent, ...judgeOurselves(mutant.source) }
}
const whole = await Promise.all(bases.map(({ file, source }) => judge({ kind: 'whole', file, source })))
for (const outcome of whole) {
  const isFine =
    outcome.old.outcome === 'accepted' && outcome.new.outcome === 'accepted' && outcome.ours === 'nothing'
  if (!isFine) printDisagreement(outcome)
}
const outcomes = await Promise.all(makeMutants(bases, Number(options.count)).map(judge))
printTable(outcomes)
const different = outcomes.filter((outcome) => disagreement(outcome) !== undefined)
for (const outcome of different) printDisagreement(outcome)
process.exitCode = different.length > 0 ? 1 : 0
