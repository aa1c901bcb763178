/** A file's text, made from its lines: so that a line's number and column can be counted in the test. */
export function lines(...each: string[]): string {
  return `${each.join('\n')}\n`
}
