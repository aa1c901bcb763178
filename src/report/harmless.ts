import { stripVTControlCharacters } from 'node:util'

/**
 * Text as it may be printed, whoever wrote it: nothing from a name or a path may be taken for a command of GitHub's
 * runner, and nothing may hide or forge parts of what is printed.
 */
export function harmless(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      plain(line)
        .replaceAll('##[', '## [')
        .replace(/^(\s*)::/, '$1: :'),
    )
    .join('\n')
}

/** Without colours, control characters, and those that turn the direction of writing. */
function plain(line: string): string {
  return stripVTControlCharacters(line).replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, (mark) =>
    mark === '\t' ? mark : ' ',
  )
}
