import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type ParsedNode,
  type YAMLError,
} from 'yaml'
import type { ProblemCode } from '../problem-codes.ts'
import { messageOf, type Location, type Problem } from '../problem.ts'
import { dateAsText, isDate, readAsPyYaml } from './yaml-scalars.ts'

/** A YAML file as data, in which every value knows its place. */
export interface YamlFile {
  /** Its dates are texts. */
  readonly data: unknown
  /** The same with its dates as symbols, described by their text. */
  readonly typed: unknown
  /** The key at the end of a path as it is before it becomes a text, such as the number 1 or true; undefined of none. */
  readonly keyAt: (path: readonly (string | number)[]) => unknown
  /** Where the value at a path of keys and indices stands; of a value that isn't there, where its parent stands. */
  readonly locate: (path: readonly (string | number)[]) => Location
  /** Where the key at the end of a path stands; of one that isn't there, where its mapping stands. */
  readonly locateKey: (path: readonly (string | number)[]) => Location
}

/**
 * Parses YAML as PyYAML does, which Prefect uses: version 1.1, in which `yes` is true. Dates stay strings.
 * @returns the file, or every mistake in it: syntax, duplicate keys, more than one document, runaway aliases.
 */
export function parseYaml(path: string, source: string): { file: YamlFile } | { problems: Problem[] } {
  const lines = new LineCounter()
  const document = parseDocument(source, {
    version: '1.1',
    customTags: readAsPyYaml,
    lineCounter: lines,
    prettyErrors: false,
  })
  const at = (offset: number): Location => {
    const { line, col } = lines.linePos(offset)
    return { path, line, column: col }
  }
  // A tag that nobody knows is but a warning to the parser, and an error to PyYAML.
  const unknownTags = document.warnings.filter(({ message }) => !message.includes(' tag:yaml.org,2002:'))
  const mistakes = withoutSequels([...document.errors, ...unknownTags]).map((error) =>
    describe(error, at(error.pos[0])),
  )
  const problems = mistakes.length > 0 ? mistakes : findMisuses(document, at)
  if (problems.length > 0) return { problems }
  try {
    const data: unknown = document.toJS({ maxAliasCount: 100, reviver: (_, value) => dateAsText(value) })
    return {
      file: {
        data,
        typed: document.toJS({ maxAliasCount: 100 }),
        keyAt: (keys) => keyValue(findKey(document, keys)),
        locate: (keys) => at(findNode(document, keys)?.range[0] ?? 0),
        locateKey: (keys) => at(findKey(document, keys)?.range?.[0] ?? 0),
      },
    }
  } catch (error) {
    return { problems: [yamlProblem('yaml-invalid', messageOf(error), { path, line: 1, column: 1 })] }
  }
}

/** The node at the end of a path, or the last one on the way to it that exists. */
function findNode(document: Document.Parsed, keys: readonly (string | number)[]): ParsedNode | null {
  let node: ParsedNode | null = document.contents
  for (const key of keys) {
    const parent: unknown = isAlias(node) ? node.resolve(document) : node
    const child: unknown = isMap(parent) || isSeq(parent) ? parent.get(key, true) : undefined
    if (!isNode(child) || !child.range) return node
    node = child as ParsedNode
  }
  return node
}

/** The node of a key, or of what should have it. */
function findKey(document: Document.Parsed, keys: readonly (string | number)[]): Node | null {
  const parent = findNode(document, keys.slice(0, -1))
  const mapping: unknown = isAlias(parent) ? parent.resolve(document) : parent
  const pairs = isMap(mapping) ? mapping.items : []
  const pair = pairs.find(({ key }) => isScalar(key) && String(key.value) === String(keys.at(-1)))
  return isScalar(pair?.key) ? pair.key : parent
}

function keyValue(key: Node | null): unknown {
  if (!isScalar(key)) return undefined
  const { type, source = '', value } = key
  return type === 'PLAIN' && isDate(source) ? Symbol(source) : value
}

/** Aliases of nothing, aliases within what they name, which would never end, and anchors and keys that PyYAML refuses. */
function findMisuses(document: Document.Parsed, at: (offset: number) => Location): Problem[] {
  const problems: Problem[] = []
  const anchors = new Set<string>()
  const add = (node: Node, reason: string) =>
    problems.push(yamlProblem('yaml-invalid', reason, at(node.range?.[0] ?? 0)))
  visit(document, {
    Alias: (_, alias, parents) => {
      const target = alias.resolve(document)
      if (target === undefined) add(alias, `There is no anchor "&${alias.source}" above this alias.`)
      else if (parents.includes(target))
        add(alias, `The alias "*${alias.source}" stands within what it names.`)
    },
    Pair: (_, { key }) => {
      // A key has to be a text in the end.
      if (isScalar(key)) key.value = dateAsText(key.value)
      if (isCollection(key))
        add(key, "A list or a mapping can't be a key; a placeholder needs quotation marks.")
    },
    Value: (_, node) => {
      if (node.anchor === undefined) return
      if (anchors.has(node.anchor)) add(node, `There is an anchor "&${node.anchor}" above this one already.`)
      anchors.add(node.anchor)
    },
  })
  return problems
}

/** One open bracket makes mistakes of all that follows it, so of the mistakes in the syntax only the first is told. */
function withoutSequels<T extends YAMLError>(errors: readonly T[]): T[] {
  const isSyntax = ({ code }: T) => code !== 'DUPLICATE_KEY' && code !== 'TAG_RESOLVE_FAILED'
  const first = errors.find(isSyntax)
  return errors.filter((error) => error === first || !isSyntax(error))
}

function describe(error: YAMLError, location: Location): Problem {
  if (error.code === 'DUPLICATE_KEY') {
    return yamlProblem('yaml-duplicate-key', 'This key stands twice in the same mapping.', location)
  }
  const isTooDeep = error.code === 'RESOURCE_EXHAUSTION'
  return yamlProblem('yaml-invalid', isTooDeep ? 'It is nested too deeply.' : error.message, location)
}

function yamlProblem(code: ProblemCode, reason: string, location: Location): Problem {
  const hints: Partial<Record<ProblemCode, string>> = {
    'yaml-duplicate-key': 'Remove one of the two: only the last one would count.',
  }
  return {
    code,
    severity: 'error',
    message: `${location.path} is not valid YAML: ${reason}`,
    hint: hints[code] ?? 'Correct the file at this line, or the one above it.',
    location,
  }
}
