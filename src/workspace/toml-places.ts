import type { Location } from '../problem.ts'

/** A text in a TOML file's value. */
export interface TomlString {
  readonly text: string
  readonly offset: number
}

/** One `key = value` of a TOML file, which smol-toml tells no place of. */
interface TomlEntry {
  /** The key with that of its table, such as `['project', 'name']`. */
  readonly keys: readonly string[]
  readonly offset: number
  readonly strings: readonly TomlString[]
}

const tokenPattern =
  /(?<string>"""(?:\\[^]|[^\\])*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'[^'\n]*')|#[^\n]*|(?<mark>[[\]{}=,.\n])|(?<bare>[^\s"'#[\]{}=,.]+)/g

interface Token {
  readonly kind: 'string' | 'mark' | 'bare'
  readonly text: string
  readonly offset: number
}

/**
 * Where keys and texts stand in a TOML file that has been parsed without mistakes.
 * @returns a function that gives the place of the entry with these keys, or of the first text in its value that `wanted`
 * accepts. Of what isn't there it gives the table's or the entry's that would hold it, or the file's first line.
 */
export function findTomlPlaces(
  path: string,
  source: string,
): (keys: readonly string[], wanted?: (text: string) => boolean) => Location {
  // Most files have no problem, and uv.lock is long.
  let entries: TomlEntry[] | undefined
  return (keys, wanted = () => false) => {
    entries ??= readEntries(source)
    const fitting = findEntries(entries, keys)
    const text = fitting.flatMap(({ strings }) => strings).find((string) => wanted(string.text))
    return placeAt(path, source, text?.offset ?? fitting[0]?.offset ?? 0)
  }
}

/** The entries with these keys. Where there are none: those inside of it, or the nearest that would hold it. */
function findEntries(entries: readonly TomlEntry[], keys: readonly string[]): TomlEntry[] {
  const begins = (shorter: readonly string[], longer: readonly string[]) =>
    shorter.every((key, index) => longer[index] === key)
  const below = entries.filter((entry) => begins(keys, entry.keys))
  const exact = below.filter((entry) => entry.keys.length === keys.length)
  if (exact.length > 0) return exact
  const above = entries.filter((entry) => begins(entry.keys, keys))
  const nearest = above.toSorted((a, b) => b.keys.length - a.keys.length).slice(0, 1)
  return below.length > 0 ? below.slice(0, 1) : nearest
}

/** The line and column of an offset in a text. */
export function placeAt(path: string, source: string, offset: number): Required<Location> {
  const before = source.slice(0, offset).split('\n')
  return { path, line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

function readEntries(source: string): TomlEntry[] {
  let table: readonly string[] = []
  return splitStatements(readTokens(source)).flatMap((statement): TomlEntry[] => {
    const [first] = statement
    if (first === undefined) return []
    if (first.text === '[' && first.kind === 'mark') {
      table = keysOf(statement)
      return [{ keys: table, offset: first.offset, strings: [] }]
    }
    const equals = statement.findIndex(({ kind, text }) => kind === 'mark' && text === '=')
    return [
      {
        keys: [...table, ...keysOf(statement.slice(0, equals))],
        offset: first.offset,
        strings: statement
          .slice(equals)
          .flatMap(({ kind, text, offset }) => (kind === 'string' ? [{ text: unquote(text), offset }] : [])),
      },
    ]
  })
}

function readTokens(source: string): Token[] {
  return [...source.matchAll(tokenPattern)].flatMap(({ groups = {}, index: offset }): Token[] => {
    for (const kind of ['string', 'mark', 'bare'] as const) {
      const text = groups[kind]
      if (text !== undefined) return [{ kind, text, offset }]
    }
    return []
  })
}

/** A line's end ends a statement, but not within brackets. */
function splitStatements(tokens: readonly Token[]): Token[][] {
  const statements: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    const mark = token.kind === 'mark' ? token.text : ''
    if (mark === '[' || mark === '{') depth += 1
    if (mark === ']' || mark === '}') depth -= 1
    if (mark !== '\n') statements.at(-1)?.push(token)
    else if (depth === 0) statements.push([])
  }
  return statements
}

function keysOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap(({ kind, text }) =>
    kind === 'bare' ? [text] : kind === 'string' ? [unquote(text)] : [],
  )
}

/** Escapes are left as they stand: names and paths have none. */
function unquote(text: string): string {
  return text.replace(/^(?:"""|'''|["'])/, '').replace(/(?:"""|'''|["'])$/, '')
}
