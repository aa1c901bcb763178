/** A table; the cells are Markdown. */
export function makeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Text from the repository, a log or a server must not become markup. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]{}#!@|~]/g, (mark) => (mark === '@' ? '@<!-- -->' : `\\${mark}`))
}

/** What stands between single backquotes. */
export function codeText(text: string): string {
  return text.replace(/[\r\n`]+/g, ' ')
}

/** A block in a fence that is longer than any run of backquotes in the text. */
export function codeBlock(lines: readonly string[], language = 'text'): string[] {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)),
  )
  const fence = '`'.repeat(longest + 1)
  return [`${fence}${language}`, ...lines, fence]
}
