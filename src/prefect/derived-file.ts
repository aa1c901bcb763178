import {
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  Scalar,
  visit,
  YAMLMap,
  YAMLSeq,
  type Document,
  type Node,
  type Pair,
} from 'yaml'
import type { PlannedDeployment } from '../plan/plan.ts'
import { divideSteps, type BuildStep } from '../workspace/build-step.ts'
import type { Pipeline } from '../workspace/pipeline.ts'
import { fillPlaceholders, findPlaceholders } from '../workspace/template.ts'

/**
 * Writes the `prefect.yaml` that Prefect gets: of the pipeline's own file just the chosen deployments, without the
 * steps that the action has done, with what those gave filled in. So `prefect deploy --all` can hit no other deployment.
 *
 * The file is read with all scalars as text and written back the same way: how Prefect's own parser reads `yes`, `010`
 * or a date stays its affair.
 */
export function derivePrefectFile(pipeline: Pipeline, chosen: readonly PlannedDeployment[]): string {
  const document = parseDocument(pipeline.prefectFile.source, {
    schema: 'failsafe',
    resolveKnownTags: false,
    logLevel: 'silent',
    // Two keys `<<` of one mapping are not the same key, and others were checked before.
    uniqueKeys: false,
  })
  const root = document.contents
  if (!isMap(root)) throw new Error(`${pipeline.prefectFile.path} was checked before and is a mapping`)
  expandAliases(document)
  expandMerges(root)
  keepEmptyScalars(document)
  const entries = root.get('deployments')
  const kept = chosen.map((deployment) => {
    const entry: unknown = isSeq(entries) ? entries.get(deployment.index) : undefined
    if (!isMap(entry)) throw new Error(`${deployment.name} was checked before and is a mapping`)
    const written = pipeline.deployments.find(({ index }) => index === deployment.index)
    setSteps(entry, root, { section: 'build', left: divideSteps(written?.build ?? []).left })
    setSteps(entry, root, { section: 'push', left: divideSteps(written?.push ?? []).left })
    takePullSteps(entry, root, deployment.values)
    return fillIn(entry, deployment.values)
  })
  const list = new YAMLSeq(document.schema)
  list.items = kept
  root.delete('build')
  root.delete('push')
  for (const pair of root.items as Pair[]) {
    if (isScalar(pair.key) && pair.key.value === 'deployments') pair.value = list
  }
  quoteSpecials(document)
  return document.toString({ lineWidth: 0 }).replace(specials, escape)
}

/** Gives the deployment its remaining steps as its own, wherever they were written. */
function setSteps(
  entry: YAMLMap,
  root: YAMLMap,
  { section, left }: { section: 'build' | 'push'; left: readonly BuildStep[] },
): void {
  const steps: unknown = entry.has(section) ? entry.get(section) : root.get(section)
  entry.delete(section)
  if (!isSeq(steps) || left.length === 0) return
  const kept = new YAMLSeq()
  kept.items = left.map(({ index }) => {
    const step: unknown = steps.get(index)
    return isMap(step) ? step.clone() : step
  })
  entry.set(section, kept)
}

/** The file's pull steps get other values in each deployment, so where they hold such each deployment gets its own. */
function takePullSteps(entry: YAMLMap, root: YAMLMap, values: PlannedDeployment['values']): void {
  const steps: unknown = root.get('pull')
  if (entry.has('pull') || !isSeq(steps)) return
  const isFilled = findPlaceholders(steps.toJSON()).some(({ name }) => Object.hasOwn(values, name))
  if (isFilled) entry.set('pull', steps.clone())
}

/** Fills placeholders in below a node. What was filled in is text, so it is quoted. */
function fillIn<T>(node: T, values: Readonly<Record<string, string>>): T {
  const lookup = (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined)
  const copy = (copyOf(node) ?? node) as T
  if (!isMap(copy) && !isSeq(copy)) return copy
  visit(copy, {
    Pair: (_, { key }) => (isScalar(key) && key.value === 'triggers' ? visit.SKIP : undefined),
    Scalar: (key, scalar) => {
      if (key === 'key' || typeof scalar.value !== 'string') return
      const filled = fillPlaceholders(scalar.value, lookup)
      if (filled === scalar.value) return
      scalar.value = filled
      if (scalar.type === Scalar.PLAIN) scalar.type = Scalar.QUOTE_DOUBLE
    },
  })
  return copy
}

/** An anchor may stand in a deployment that is left out, so each alias becomes a copy of what it means. */
function expandAliases(document: Document.Parsed): void {
  visit(document, { Alias: (_, alias) => copyOf(alias.resolve(document)) })
  visit(document, {
    Value: (_, node) => {
      delete node.anchor
    },
  })
}

/** A `build` that a deployment merges in with `<<` has to be found and taken out like its own. */
function expandMerges(root: YAMLMap): void {
  visit(root, {
    Map: (_, map) => {
      const isMerge = ({ key }: Pair) => isScalar(key) && key.value === '<<' && key.type === Scalar.PLAIN
      const items = map.items
      const merges = items.filter(isMerge)
      if (merges.length === 0) return undefined
      const sources = merges.flatMap(({ value }) => (isSeq(value) ? value.items : [value])).filter(isMap)
      map.items = items.filter((pair) => !isMerge(pair))
      // Of a source's own merges each key counts too, after those that the source has itself.
      for (const source of sources) {
        expandMerges(source)
        const added = source.items.filter(({ key }) => !map.has(key))
        map.items.push(...added.map((pair) => pair.clone()))
      }
      return undefined
    },
  })
}

function copyOf(node: unknown): Node | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) ? (node.clone() as Node) : undefined
}

/** A key without a value means null, which as text would be the empty string. */
function keepEmptyScalars(document: Document.Parsed): void {
  visit(document, {
    Scalar: (_, scalar) => {
      if (scalar.type === Scalar.PLAIN && scalar.value === '' && scalar.tag === undefined)
        scalar.value = 'null'
    },
    Pair: (_, pair) => {
      if (pair.value === null) {
        const empty = new Scalar('null')
        empty.type = Scalar.PLAIN
        pair.value = empty
      }
    },
  })
}

/** Control characters, and what ends a line for PyYAML but not for others: it takes them as escapes only. */
const specials = /[^\P{Cc}\n\t]|[\u2028\u2029\ufeff\ufffe\uffff]/gu

/** Only text in double quotes can have escapes. */
function quoteSpecials(document: Document.Parsed): void {
  visit(document, {
    Scalar: (_, scalar) => {
      if (String(scalar.value).search(specials) !== -1) scalar.type = Scalar.QUOTE_DOUBLE
    },
  })
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
