import { placeAt } from '../toml-places.ts'

/** A module that a Python file imports. */
export interface PythonImport {
  /** The first part of its name. */
  readonly module: string
  readonly line: number
  readonly column: number
}

/** Comments and texts, which may hold lines that look like imports. */
const texts =
  /#[^\n]*|"""(?:\\[^]|[^\\])*?"""|'''(?:\\[^]|[^\\])*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g

/** What a Python file imports whenever it is loaded: the import lines that aren't indented. */
export function readImports(source: string): PythonImport[] {
  const code = source.replace(texts, (text) => text.replace(/[^\n]/g, ' '))
  return [...code.matchAll(/^(from|import)[ \t]+([^\n;]*)/gm)].flatMap((statement) => {
    const [whole, keyword = '', rest = ''] = statement
    const from = statement.index + whole.length - rest.length
    const pattern = keyword === 'from' ? /^()([\w]+)/g : /(^|,)\s*(\w+)/g
    return [...rest.matchAll(pattern)].map((found) => {
      const [text, , module = ''] = found
      const { line, column } = placeAt('', source, from + found.index + text.length - module.length)
      return { module, line, column }
    })
  })
}
