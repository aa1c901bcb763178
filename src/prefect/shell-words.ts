/** A word: unquoted characters, escaped ones and quoted parts in a row; the blanks before it are not a part of it. */
const wordPattern = /[ \t\r\n]*((?:[^ \t\r\n'"\\]|\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*")+)/y

/** The parts of a word whose characters don't all stand for themselves. */
const partPattern = /\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*"/g

/**
 * Splits a line into words exactly as Python's `shlex.split`, which Prefect uses: with quotation marks and backslashes,
 * and nothing else of a shell. So `$'x'` is the word `$x`, and `#` begins no comment.
 * @throws Error for an open quotation mark, or a backslash at the end.
 */
export function splitWords(line: string): string[] {
  const words: string[] = []
  let end = 0
  for (;;) {
    wordPattern.lastIndex = end
    const word = wordPattern.exec(line)?.[1]
    if (word === undefined) break
    end = wordPattern.lastIndex
    words.push(unquote(word))
  }
  if (/[^ \t\r\n]/.test(line.slice(end))) throw new Error('a quotation mark or a backslash is left open')
  return words
}

function unquote(word: string): string {
  return word.replace(partPattern, (part) => {
    if (part.startsWith('\\')) return part.slice(1)
    const inner = part.slice(1, -1)
    // Within double quotes a backslash escapes these two only.
    return part.startsWith('"') ? inner.replace(/\\(["\\])/g, '$1') : inner
  })
}
