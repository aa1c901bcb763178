import { Lexer } from 'yaml'
import type { Problem } from '../problem.ts'

/** What ends with the codes to switch off, separated by commas. */
const comment = /^#\s*prefect-check:\s*off\s+([\w-]+(?:\s*,\s*[\w-]+)*)/

/**
 * Drops the warnings and broken conventions that a comment `# prefect-check: off CODE, CODE` switches off, on the line
 * of the value or on the one above it. No other error can be switched off.
 * @param files the files that may have such comments.
 */
export function dropSwitchedOff(
  problems: readonly Problem[],
  files: readonly { readonly path: string; readonly source: string }[],
): Problem[] {
  const off = new Map(files.map(({ path, source }) => [path, findSwitchOffs(source)]))
  return problems.filter(({ code, severity, location }) => {
    if (severity === 'error' && !code.startsWith('convention-')) return true
    const { path = '', line = 0 } = location ?? {}
    const codesAt = (at: number) => off.get(path)?.get(at) ?? []
    return ![...codesAt(line), ...codesAt(line - 1)].includes(code)
  })
}

/** The codes that comments switch off, by the comment's line, counted from 1. */
function findSwitchOffs(source: string): Map<number, string[]> {
  const found = new Map<number, string[]>()
  // Nearly no file has such a comment.
  if (!source.includes('prefect-check:')) return found
  let line = 1
  for (const token of new Lexer().lex(source)) {
    const codes = comment.exec(token)?.[1]
    if (codes !== undefined) found.set(line, codes.split(/\s*,\s*/))
    line += token.split('\n').length - 1
  }
  return found
}
